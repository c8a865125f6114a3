"""Weights by hand: groups of those asked are joined until they have five answers, and stand for their share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from polled_company import Asked

ENOUGH, CAP = 5, Decimal(5)
WIDTHS: tuple[Callable[[Asked], tuple[str, ...]], ...] = (
    lambda a: (a.segment, a.channel, a.topic, a.tenure_band),
    lambda a: (a.segment, a.channel, a.topic),
    lambda a: (a.segment, a.channel),
    lambda a: (a.segment,),
    lambda a: (),
)


def weights(invited: Iterable[Asked], answered: Iterable[Asked]) -> dict[str, Decimal]:
    """The weight of each answer, by invitation; nothing where nobody was invited."""
    groups = _groups(list(invited), list(answered))
    of_invited = sum(len(asked) for asked, said in groups if said)
    of_answered = sum(len(said) for _, said in groups)
    found: dict[str, Decimal] = {}
    for asked, said in groups if of_invited else []:
        for one in said:
            exact = Fraction(len(asked) * of_answered, len(said) * of_invited)
            rounded = (Decimal(exact.numerator) / exact.denominator).quantize(
                Decimal("0.0001"), ROUND_HALF_UP
            )
            found[one.invitation_id] = min(rounded, CAP)
    return found


def _groups(invited: list[Asked], answered: list[Asked]) -> list[tuple[list[Asked], list[Asked]]]:
    """(invited, answered) of each group: as narrow as five answers allow; in the end all that is left."""
    done: list[tuple[list[Asked], list[Asked]]] = []
    for width in WIDTHS:
        said = defaultdict(list)
        for one in answered:
            said[width(one)].append(one)
        full = {key for key, ones in said.items() if len(ones) >= ENOUGH} if width is not WIDTHS[-1] else {()}
        done += [([a for a in invited if width(a) == key], said[key]) for key in sorted(full)]
        invited = [a for a in invited if width(a) not in full]
        answered = [a for a in answered if width(a) not in full]
    return done


def mean(values: Iterable[tuple[Decimal | int, int]]) -> float:
    """A weighted mean."""
    pairs = list(values)
    return float(sum(w * x for w, x in pairs) / sum(w for w, _ in pairs))


def net(opinion: int) -> int:
    """+1 a promoter, -1 a detractor."""
    return (opinion > 8) - (opinion < 7)


def share(values: Iterable[str]) -> dict[str, float]:
    """Each value's share of all."""
    counts = Counter(values)
    return {value: count / sum(counts.values()) for value, count in counts.items()}

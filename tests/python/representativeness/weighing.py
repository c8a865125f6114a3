"""Weights by hand: groups of those asked are joined until they have five answers, and stand for their share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
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

PERIODS: dict[tuple[str, str | None], Callable[[datetime], bool]] = {
    ("month", "2024-03-01"): lambda at: at.month == 3,
    ("month", "2024-04-01"): lambda at: at.month == 4,
    ("month", "2024-05-01"): lambda at: at.month == 5,
    ("quarter", "2024-01-01"): lambda at: at.month < 4,
    ("quarter", "2024-04-01"): lambda at: at.month > 3,
    ("year", "2024-01-01"): lambda at: True,
    ("all", None): lambda at: True,
}


def of_period(asked: list[Asked], survey: str, period: tuple[str, str | None]) -> list[Asked]:
    """Whose answers came in a period."""
    return [a for a in asked if a.survey == survey and a.answered_at and PERIODS[period](a.answered_at)]


def cohorts(asked: list[Asked], survey: str, kind: str) -> list[list[Asked]]:
    """Who was invited in the same period of a kind."""
    ours = [a for a in asked if a.survey == survey]
    periods = [lies_in for (of_kind, _), lies_in in PERIODS.items() if of_kind == kind]
    return [[a for a in ours if lies_in(a.invited_at)] for lies_in in periods]


def weights_of(asked: list[Asked], survey: str, period: tuple[str, str | None]) -> dict[str, Decimal]:
    return weights(cohorts(asked, survey, period[0]), of_period(asked, survey, period))


def behind(asked: list[Asked], survey: str, period: tuple[str, str | None]) -> list[Asked]:
    """The cohorts of whom somebody answered in a period."""
    came = {a.invitation_id for a in of_period(asked, survey, period)}
    found = cohorts(asked, survey, period[0])
    return [a for cohort in found if came & {a.invitation_id for a in cohort} for a in cohort]


def weights(cohorts: Iterable[list[Asked]], came: Iterable[Asked]) -> dict[str, Decimal]:
    """The weight of each answer that came, by invitation: for how many of its cohort it stands, against the mean of all.

    A cohort is who was invited together; of how many one answer stands is known from all the cohort's answers.
    """
    stands_for = {
        one.invitation_id: Fraction(len(asked), len(said))
        for cohort in cohorts
        for asked, said in _groups(cohort, [a for a in cohort if a.answered_at])
        for one in said
    }
    ours = {one.invitation_id: stands_for[one.invitation_id] for one in came}
    all_of_them = sum(ours.values())
    found: dict[str, Decimal] = {}
    for invitation_id, people in ours.items():
        exact = people * len(ours) / all_of_them
        rounded = (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        found[invitation_id] = min(rounded, CAP)
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

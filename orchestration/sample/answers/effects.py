"""What waits and topics do to scores: the planted effects, as the differences that scores are expected to show.

How people feel is drawn about a mean that falls with the wait and differs by topic (`respondents`), a good rating of a
slow ticket may be spoilt (`ratings`), and no channel does anything. Who feels strongly answers more often. So of each
answer that came its expected result is known: of all who might feel some way about such a ticket, as often as they
answer. A group's effect is the mean of these less that of all other answers to the same question; of several questions,
the mean weighted by the group's answers to each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from math import erf, sqrt

from orchestration.sample.answers.surveys import counted_answers
from orchestration.sample.answers.tickets import topic_word
from orchestration.sample.simulation.ratings import share_of_good_ratings
from orchestration.sample.simulation.respondents import FEELING_SPREAD, chance_of_an_answer
from orchestration.sample.simulation.survey_answers import CHANGED, RECOMMENDING_SPREAD
from orchestration.sample.simulation.surveys import Invitation, Surveys
from orchestration.sample.simulation.tickets import Ticket

_BANDS = (
    (60, "1: under 60 minutes"),
    (240, "2: under 240 minutes"),
    (1440, "3: under 1440 minutes"),
    (4320, "4: under 4320 minutes"),
)
_LONGEST = "5: from 4320 minutes"
_NO_TOPICS = ("none", "returns", "zz_misc_legacy")
"""As tags: the shipped words of topics do not know them, and a tag that they do not know is none."""

_Group = tuple[str, str]
_Row = tuple[str, set[_Group], float]
"""The question, the groups, and the expected result."""


def planted_effects(surveys: Surveys, tickets: Iterable[Ticket], as_of: int) -> dict[str, object]:
    """By metric and scope, then by driver and value: n, and the effect that is to be expected in points.

    Waits are to the first solution; topics are the ticketing's words; what the ticketing rates has no channel.
    """
    known = list(tickets)
    by_id = {t.ticket_id: t for t in known}
    found: dict[str, list[_Row]] = defaultdict(list)
    for asked, answer in counted_answers(surveys, as_of)[0]:
        if not isinstance(asked, Invitation) or asked.ticket_id is None:
            continue
        groups = {("channel", asked.channel), *_of_ticket(by_id[asked.ticket_id], answer.answered_at)}
        if answer.question_id == "q-csat":
            found["csat transactional"].append(("survey", groups, _expected(asked, _satisfied)))
        elif answer.question_id == "q-nps-ticket":
            found["nps transactional"].append(("survey", groups, _expected(asked, _recommends)))
    merged = {t.ticket_id: t.merged[1] for t in known if t.merged is not None and t.merged[0] <= as_of}
    last: dict[int, tuple[int, Ticket]] = {}
    for t in known:
        survivor = t.ticket_id
        while survivor in merged:
            survivor = merged[survivor]
        for at, _, word in t.satisfaction:
            if word in ("good", "bad") and at <= as_of:
                last[survivor] = max(last.get(survivor, (0, t)), (at, t), key=lambda said: said[0])
    for survivor, (at, t) in last.items():
        groups = set(_of_ticket(by_id[survivor], at))
        found["csat transactional"].append(("rating", groups, share_of_good_ratings(t)))
    return {name: _effects(rows) for name, rows in sorted(found.items())}


def _of_ticket(t: Ticket, answered_at: int) -> Iterator[_Group]:
    """The groups of what is said about a ticket; a wait is one that was over by then."""
    solved_at = next((c.at for c in t.status if c.value == "solved"), None)
    if solved_at is not None and solved_at <= answered_at:
        minutes = (solved_at - t.created_at) / 60
        yield "resolution_wait", next((name for bound, name in _BANDS if minutes < bound), _LONGEST)
    topic = topic_word(t)
    if t.topic is not None or topic not in _NO_TOPICS:
        yield "topic", topic


def _effects(rows: list[_Row]) -> dict[str, dict[str, dict[str, float]]]:
    effects: dict[str, dict[str, dict[str, float]]] = defaultdict(dict)
    for driver, value in sorted({group for _, groups, _ in rows for group in groups}):
        n = compared = 0
        points = 0.0
        for question in sorted({name for name, _, _ in rows}):
            asked = [(groups, result) for name, groups, result in rows if name == question]
            inside = [result for groups, result in asked if (driver, value) in groups]
            outside = [result for groups, result in asked if (driver, value) not in groups]
            n += len(inside)
            if inside and outside:
                compared += len(inside)
                points += 100 * (sum(inside) - len(inside) * sum(outside) / len(outside))
        if compared:
            effects[driver][value] = {"n": n, "effect": round(points / compared, 6)}
    return dict(effects)


def _expected(asked: Invitation, result: Callable[[float], float]) -> float:
    """The mean result of those who answer, over all that one may feel; what they do changes at tenths of a feeling."""
    assert asked.mean_feeling is not None
    total = weight = 0.0
    for tenth in range(-100, 300):
        feeling = (tenth + 0.5) / 10
        share = _below((tenth + 1) / 10, asked.mean_feeling, FEELING_SPREAD)
        share -= _below(tenth / 10, asked.mean_feeling, FEELING_SPREAD)
        chance = share * chance_of_an_answer(asked.rate, feeling)
        total += chance * result(feeling)
        weight += chance
    return total / weight


def _satisfied(feeling: float) -> float:
    """4 or 5 of 0.2 + feeling / 2, rounded; some change their answer: to one more, or from 5 to 4."""
    return (1 - CHANGED) * (feeling > 6.6) + CHANGED * (feeling > 4.6)


def _recommends(feeling: float) -> float:
    """9 or 10 less 0 to 6, of 0.6 + feeling and chance, rounded."""
    promoters = 1 - _below(8.5, feeling + 0.6, RECOMMENDING_SPREAD)
    return promoters - _below(6.5, feeling + 0.6, RECOMMENDING_SPREAD)


def _below(value: float, mean: float, spread: float) -> float:
    """The share of a normal distribution below a value."""
    return (1 + erf((value - mean) / spread / sqrt(2))) / 2

"""Scores counted again in Python, one answer after the other, by the formulas of the literature."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from voice_book import AS_OF, QUESTIONS, Answer, Company

CUTS = ("channel", "topic", "team", "agent", "segment", "product", "brand", "survey", "wave")
POSITIVE_ANSWERS = {2: 1, 3: 1, 4: 2, 5: 2, 6: 3, 7: 3, 8: 3, 9: 3, 10: 2, 11: 2}
"""How many of the best answers are positive, by the number of answers of the scale (the catalogue's list)."""
RATED = ("csat", "transactional", 0, 1, True, None)
Z = statistics.NormalDist().inv_cdf(0.975)


class Figure(NamedTuple):
    """A row of kpi_values."""

    numerator: float | None
    denominator: float | None
    n: int
    immature: int
    low: float | None
    high: float | None


Interval = Callable[[list[float]], tuple[float | None, float | None]]


def question(answer: Answer) -> tuple[str, str | None, int, int, bool, int | None]:
    """What was asked."""
    return QUESTIONS.get(answer.question, RATED)


def turned(answer: Answer) -> float:
    """The score with the good end up."""
    _, _, low, high, is_high_good, _ = question(answer)
    return answer.score if is_high_good else low + high - answer.score


def is_positive(answer: Answer) -> bool:
    """By the question's own cut, else by the list."""
    _, _, low, high, is_high_good, cut = question(answer)
    if cut is not None:
        return answer.score >= cut if is_high_good else answer.score <= cut
    best = sorted(range(low, high + 1), reverse=is_high_good)[: POSITIVE_ANSWERS[high - low + 1]]
    return answer.score in best


def net(answer: Answer) -> int:
    """+1 for a promoter, -1 for a detractor."""
    return 1 if answer.score in (9, 10) else -1 if answer.score <= 6 else 0


def normal_interval(values: list[float]) -> tuple[float | None, float | None]:
    """Of a mean, by the standard deviation of the sample; there is none where all say the same."""
    if len(set(values)) < 2:
        return None, None
    half = Z * statistics.stdev(values) / math.sqrt(len(values))
    return statistics.fmean(values) - half, statistics.fmean(values) + half


def net_interval(values: list[float]) -> tuple[float | None, float | None]:
    """Of a net score in points: by p + d - (p - d)^2 from 100 answers, adjusted Wald below or where all agree."""
    promoters, detractors, n = float(values.count(1)), float(values.count(-1)), float(len(values))
    score = 100 * (promoters - detractors) / n if n else 0.0
    if n < 100 or len(set(values)) == 1:
        promoters, detractors, n = promoters + 0.75, detractors + 0.75, n + 3
    p, d = promoters / n, detractors / n
    half = Z * math.sqrt((p + d - (p - d) ** 2) / n)
    low, high = p - d - half, p - d + half
    return min(score, max(-100, 100 * low)), max(score, min(100, 100 * high))


def share_interval(values: list[float]) -> tuple[float | None, float | None]:
    """Of a share in percent: where the score test of a share stops rejecting (Wilson), found by bisection."""
    n, share = len(values), statistics.fmean(values) if values else 0
    if not n:
        return None, None

    def edge(inside: float, outside: float) -> float:
        for _ in range(60):
            middle = (inside + outside) / 2
            accepted = abs(share - middle) <= Z * math.sqrt(middle * (1 - middle) / n)
            inside, outside = (middle, outside) if accepted else (inside, middle)
        return 100 * inside

    return edge(share, 0.0), edge(share, 1.0)


class Fact(NamedTuple):
    """What counts for a score: the day, the members, the value, None while it is immature."""

    day: date
    cuts: dict[str, str]
    value: float | None
    scale: tuple[int, int] | None = None


def facts_of(company: Company) -> dict[tuple[str, str], tuple[list[Fact], Interval]]:
    """KPI and variant -> its facts and its interval."""

    def of(metric: str, value: Callable[[Answer], float], *tests: Callable[[Answer], bool]) -> list[Fact]:
        return [
            Fact(a.at.date(), a.cuts, value(a), question(a)[2:4])
            for a in company.counted
            if question(a)[0] == metric and all(test(a) for test in tests)
        ]

    def shares(facts: list[Fact]) -> tuple[list[Fact], Interval]:
        return [fact._replace(scale=None) for fact in facts], share_interval

    def scoped(scope: str) -> Callable[[Answer], bool]:
        return lambda answer: question(answer)[1] == scope

    def is_easy(answer: Answer) -> bool:
        return question(answer)[4]

    def nets(scope: str) -> tuple[list[Fact], Interval]:
        return [fact._replace(scale=None) for fact in of("nps", net, scoped(scope))], net_interval

    return {
        ("nps", "relational"): nets("relational"),
        ("nps", "transactional"): nets("transactional"),
        ("csat", "top_box"): shares(of("csat", is_positive)),
        ("csat", "mean"): (of("csat", turned, lambda a: question(a) != RATED), normal_interval),
        ("ces", "mean"): (of("ces", turned, is_easy), normal_interval),
        ("ces", "easy_share"): shares(of("ces", is_positive, is_easy)),
        ("ces", "mean_ces_1"): (of("ces", turned, lambda a: not is_easy(a)), normal_interval),
        ("ces", "easy_share_ces_1"): shares(of("ces", is_positive, lambda a: not is_easy(a))),
        ("repurchase_intent", "top_box"): shares(of("repurchase_intent", is_positive)),
        ("repurchase_intent", "realised_180d"): shares(list(_realised(company))),
        ("complaint_csat", "default"): shares(of("complaint_csat", is_positive)),
        ("review_rating", "mean"): (of("review_rating", turned), normal_interval),
        ("survey_response_rate", "sent"): shares(
            [Fact(sent.date(), cuts, answered) for sent, _, answered, _, cuts in company.invitations]
        ),
        ("survey_response_rate", "delivered"): shares(
            [
                Fact(arrived.date(), cuts, answered)
                for _, arrived, answered, is_recorded, cuts in company.invitations
                if is_recorded and arrived
            ]
        ),
    }


def _realised(company: Company) -> Iterable[Fact]:
    """Who said that they would buy again, and did within 180 days."""
    for answer in company.counted:
        if answer.question == "rebuy" and is_positive(answer) and answer.account:
            end = answer.at + timedelta(days=180)
            bought = any(a == answer.account and answer.at < at <= end for a, at in company.orders)
            yield Fact(answer.at.date(), answer.cuts, None if end > AS_OF else bought)


def figures(
    facts: list[Fact], interval: Interval, dimension: str, kind: str, least_of_team: int
) -> dict[tuple[date | None, str], Figure]:
    """By period and member of a dimension."""
    grouped: dict[tuple[date | None, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        start = {"month": fact.day.replace(day=1), "quarter": _quarter(fact.day), "all": None}[kind]
        grouped[start, "total" if dimension == "total" else fact.cuts[dimension]].append(fact)
    found = {}
    for key, members in grouped.items():
        values = [float(fact.value) for fact in members if fact.value is not None]
        n, immature = len(values), len(members) - len(values)
        is_hidden = dimension in ("team", "agent") and n < least_of_team
        if is_hidden or len({fact.scale for fact in members}) > 1:
            found[key] = Figure(None, None, n, immature, None, None)
        else:
            low, high = interval(values) if values else (None, None)
            scale = members[0].scale
            if scale and low is not None and high is not None:
                low, high = max(low, scale[0]), min(high, scale[1])
            found[key] = Figure(sum(values), n, n, immature, low, high)
    return found


def _quarter(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)

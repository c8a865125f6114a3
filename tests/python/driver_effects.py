"""Groups of answers against others to the same questions, one answer after the other: effects, intervals, impacts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

Z = 1.959964
Group = tuple[str, str]
LEAST = {"nps": 100, "csat": 30}


class Said(NamedTuple):
    """An answer: to which question, what it is worth, and what it belongs to."""

    question: str
    result: int
    groups: set[Group]


class Figures(NamedTuple):
    """As the columns of `score_drivers`."""

    n: int
    compared_n: int
    rest_n: int
    rest_effective_n: float | None
    share_percent: float
    score: float
    rest_score: float | None
    effect: float | None
    interval_low: float | None
    interval_high: float | None
    impact: float | None
    is_small_sample: bool


def difference(
    metric: str, group: Sequence[int], rest: Sequence[int], weights: Sequence[float] | None = None
) -> tuple[float, float]:
    """Adjusted Wald for net scores; Agresti and Caffo for shares: made-up answers are added to both sides.

    The rest is as many answers as its weights are worth: their sum, squared, by the sum of their squares.
    """
    extra = [0.75, 0.75, 1.5] if metric == "nps" else [1.0, 0.0, 1.0]
    values = (1, -1, 0)
    weights = weights or [1.0] * len(rest)
    scale = sum(weights) / sum(weight * weight for weight in weights)
    sides = [(value, 1.0) for value in group], [(v, w * scale) for v, w in zip(rest, weights, strict=True)]
    middle, variance = 0.0, 0.0
    for sign, side in zip((1, -1), sides, strict=True):
        sums = [
            sum(weight for said, weight in side if said == value) + more
            for value, more in zip(values, extra, strict=True)
        ]
        n = sum(sums)
        mean = sum(w * v for w, v in zip(sums, values, strict=True)) / n
        middle += sign * mean
        variance += sum(w * (v - mean) ** 2 for w, v in zip(sums, values, strict=True)) / n / n
    return 100 * (middle - Z * math.sqrt(variance)), 100 * (middle + Z * math.sqrt(variance))


def figures_of(metric: str, answers: Sequence[Said]) -> dict[Group, Figures]:
    """Of each group. Each other answer weighs as much as the group's answers to its question do for each other one."""
    return {
        name: _figures(metric, answers, name) for name in {group for one in answers for group in one.groups}
    }


def _figures(metric: str, answers: Sequence[Said], name: Group) -> Figures:
    inside = [one for one in answers if name in one.groups]
    asked = Counter(one.question for one in inside)
    outside = [one for one in answers if name not in one.groups and one.question in asked]
    others = Counter(one.question for one in outside)
    compared = [one.result for one in inside if one.question in others]
    share, score = 100 * len(inside) / len(answers), 100 * sum(one.result for one in inside) / len(inside)
    if not outside:
        return Figures(len(inside), 0, 0, None, share, score, None, None, None, None, None, True)
    weights = [asked[one.question] / others[one.question] for one in outside]
    worth = sum(weights) ** 2 / sum(weight**2 for weight in weights)
    rest = [one.result for one in outside]
    rest_score = 100 * sum(w * r for w, r in zip(weights, rest, strict=True)) / sum(weights)
    effect = 100 * sum(compared) / len(compared) - rest_score
    return Figures(
        len(inside), len(compared), len(outside), worth, share, score, rest_score, effect,
        *difference(metric, compared, rest, weights), effect * len(compared) / len(answers),
        min(len(compared), worth) < LEAST[metric],
    )  # fmt: skip

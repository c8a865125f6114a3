"""Groups of answers against all others, counted one answer after the other: effects, intervals, impacts."""

from __future__ import annotations

import math
from collections.abc import Sequence

Z = 1.959964
Group = tuple[str, str]
Figures = tuple[
    int, int, float, float, float | None, float | None, float | None, float | None, float | None, bool
]
LEAST = {"nps": 100, "csat": 30}


def difference(metric: str, group: Sequence[int], rest: Sequence[int]) -> tuple[float, float]:
    """Adjusted Wald for net scores; Agresti and Caffo for shares: made-up answers are added to both sides."""
    extra = [0.75, 0.75, 1.5] if metric == "nps" else [1.0, 0.0, 1.0]
    values = (1, -1, 0)
    middle, variance = 0.0, 0.0
    for sign, side in ((1, group), (-1, rest)):
        weights = [side.count(value) + more for value, more in zip(values, extra, strict=True)]
        n = sum(weights)
        mean = sum(w * v for w, v in zip(weights, values, strict=True)) / n
        middle += sign * mean
        variance += sum(w * (v - mean) ** 2 for w, v in zip(weights, values, strict=True)) / n / n
    return 100 * (middle - Z * math.sqrt(variance)), 100 * (middle + Z * math.sqrt(variance))


def figures_of(metric: str, answers: Sequence[tuple[int, set[Group]]]) -> dict[Group, Figures]:
    """Each group of (result, groups) with n, rest, share, score, that of the rest, effect, interval, impact, small."""
    found: dict[Group, Figures] = {}
    results = [result for result, _ in answers]
    whole = 100 * sum(results) / len(results) if results else 0.0
    for name in {group for _, groups in answers for group in groups}:
        inside = [result for result, groups in answers if name in groups]
        outside = [result for result, groups in answers if name not in groups]
        score = 100 * sum(inside) / len(inside)
        rest = 100 * sum(outside) / len(outside) if outside else None
        low, high = difference(metric, inside, outside) if outside else (None, None)
        effect, impact = (None, None) if rest is None else (score - rest, whole - rest)
        is_small = min(len(inside), len(outside)) < LEAST[metric]
        share = 100 * len(inside) / len(results)
        found[name] = (len(inside), len(outside), share, score, rest, effect, low, high, impact, is_small)
    return found

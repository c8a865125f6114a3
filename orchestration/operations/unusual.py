"""Is a night unlike the nights before it? Median and median absolute deviation of the same weekday.

A figure is compared with those of the same weekday in the eight weeks before, four of them at least. Counts are
compared by ratio (on a logarithmic scale), so that a table of ten records and one of a million are judged alike. The
spread is 1.4826 times the median absolute deviation, which one odd night cannot widen, and at least the chance
variation of a count of that size. *Unusual* is what is more than five spreads away, and more than twice or less than
half the median. Before there are four nights to compare with, or where the median is below ten, nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log, sqrt
from statistics import median

WEEKS = 8
WEEKS_AT_LEAST = 4
SPREADS = 5.0
RATIO = 2.0
USUAL_AT_LEAST = 10.0
SPREAD_AT_LEAST = 0.1
NORMAL = 1.4826
"""What makes of a median absolute deviation a standard deviation, where the figures are normal."""


@dataclass(frozen=True)
class Unusual:
    """A figure that is unlike those before it, with what it usually is."""

    value: float
    usual: float
    nights: int


def unusual_count(nights: Mapping[date, float], night: date) -> Unusual | None:
    """What is unusual about the count of `night`; None where nothing is, or there is too little to compare with."""
    before = [night - timedelta(weeks=week) for week in range(1, WEEKS + 1)]
    past = [nights[day] for day in before if day in nights]
    return judge_count(nights.get(night, 0.0), past)


def judge_count(value: float, past: Sequence[float]) -> Unusual | None:
    """The same against the given counts."""
    if len(past) < WEEKS_AT_LEAST or (usual := median(past)) < USUAL_AT_LEAST:
        return None
    logs = [log(1 + count) for count in past]
    middle = median(logs)
    spread = max(NORMAL * median(abs(x - middle) for x in logs), 1 / sqrt(1 + usual), SPREAD_AT_LEAST)
    distance = abs(log(1 + value) - middle)
    is_far = distance > SPREADS * spread and not usual / RATIO <= value <= usual * RATIO
    return Unusual(value, usual, len(past)) if is_far else None


def judge_share(part: int, whole: int, past: Sequence[tuple[int, int]]) -> Unusual | None:
    """The share `part` / `whole` (0..1) of a night against (part, whole) of others; None as above.

    Unusual is what is ten points away, five spreads, and five standard errors of a share of that size.
    """
    shares = [its / all_of_it for its, all_of_it in past if all_of_it >= USUAL_AT_LEAST]
    if len(shares) < WEEKS_AT_LEAST or whole < USUAL_AT_LEAST:
        return None
    usual = median(shares)
    spread = NORMAL * median(abs(share - usual) for share in shares)
    smoothed = (usual * whole + 1) / (whole + 2)
    chance = sqrt(smoothed * (1 - smoothed) / whole)
    is_far = abs(part / whole - usual) > max(0.1, SPREADS * spread, SPREADS * chance)
    return Unusual(part / whole, usual, len(shares)) if is_far else None

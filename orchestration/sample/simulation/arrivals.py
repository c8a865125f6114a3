"""When tickets arrive: growth, seasons, weekdays, hours and a few outages."""

from __future__ import annotations

from itertools import accumulate
from random import Random

from orchestration.sample.clock import DAY, HOUR, to_date, weekday

_BY_WEEKDAY = (1.25, 1.2, 1.1, 1.05, 0.95, 0.28, 0.22)
_BY_MONTH = (1.12, 1.0, 1.02, 0.98, 0.95, 0.98, 0.85, 0.72, 1.02, 1.06, 1.2, 1.15)
_BY_HOUR = (2, 1, 1, 1, 2, 4, 10, 26, 55, 72, 74, 62, 48, 66, 78, 74, 62, 50, 36, 26, 18, 12, 8, 4)
_GROWTH = 0.6  # of the daily volume, over the whole span


def arrival_instants(rng: Random, first_day: int, days: int, count: int) -> list[int]:
    """`count` instants in order; the last one of a day is moved to its last second, and the last day has one.

    So the latest instant of the data is the last second of the last day, whatever the seed.
    """
    weights = []
    for offset in range(days):
        day = first_day + offset
        weight = _BY_WEEKDAY[weekday(day)] * _BY_MONTH[to_date(day).month - 1] * (1 + _GROWTH * offset / days)
        weights.append(weight * (3.5 if rng.random() < 0.006 else 1.0))
    chosen = rng.choices(
        range(first_day, first_day + days), cum_weights=list(accumulate(weights)), k=max(0, count - 1)
    )
    hours = rng.choices(range(24), cum_weights=list(accumulate(_BY_HOUR)), k=len(chosen))
    instants = sorted(
        day * DAY + hour * HOUR + int(rng.random() * HOUR) for day, hour in zip(chosen, hours, strict=True)
    )
    if count:
        instants.append((first_day + days) * DAY - 1)
    for index in range(len(instants) - 1):
        if instants[index + 1] // DAY > instants[index] // DAY:
            instants[index] = (instants[index] // DAY + 1) * DAY - 1
    return instants

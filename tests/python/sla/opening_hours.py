"""When are the schedules of the promised company open, minute by minute?"""

from __future__ import annotations

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from promised_company import AS_OF, BASE, HOLIDAYS, SCHEDULES

HORIZON = AS_OF + 70 * 1440


def open_minutes(schedule: str) -> bytearray:
    """For each minute since BASE: is the schedule open?"""
    zone, intervals = ZoneInfo(SCHEDULES[schedule][0]), SCHEDULES[schedule][1]
    found = bytearray(HORIZON)
    for minute in range(HORIZON):
        local = (BASE + timedelta(minutes=minute)).replace(tzinfo=UTC).astimezone(zone)
        if any(name == schedule and first <= local.date() <= last for name, first, last in HOLIDAYS):
            continue
        of_day = local.hour * 60 + local.minute
        found[minute] = any(d == local.isoweekday() and a <= of_day < b for d, a, b in intervals)
    return found

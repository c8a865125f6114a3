"""Schedules and spans of the property test: zones whose clocks change, odd hours, holidays, random tickets."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from minute_counter import Interval, Schedule

BEGINS, ENDS = datetime(2013, 12, 1), datetime(2017, 1, 31)
"""Russia gave up permanent summer time in October 2014, Turkey winter time in September 2016, Samoa's clocks are a
day's length from Honolulu's, Lord Howe's change by half an hour, Nepal's are off by 45 minutes."""


def _week(opens: int, closes: int, days: range = range(1, 6)) -> list[Interval]:
    return [Interval(day, opens, closes) for day in days]


def schedules() -> list[Schedule]:
    """One for each kind of trouble."""
    return [
        Schedule("paris office", "Europe/Paris", _week(540, 1080), [(date(2015, 12, 24), date(2016, 1, 3))]),
        Schedule("chicago lunch", "America/Chicago", _week(480, 720) + _week(780, 1020)),
        Schedule("around the clock", "America/New_York", _week(0, 1440, range(1, 8))),
        Schedule(
            "sydney nights", "Australia/Sydney", _week(0, 360, range(1, 8)) + _week(1260, 1440, range(1, 8))
        ),
        Schedule(
            "small hours",
            "Europe/London",
            _week(45, 150, range(1, 8)),
            [(date(2016, 3, 27), date(2016, 3, 27))],
        ),
        Schedule("overlapping", "Asia/Kathmandu", _week(540, 900) + _week(600, 1020) + _week(1000, 1001)),
        Schedule("half hour", "Australia/Lord_Howe", _week(90, 1439, range(6, 8))),
        Schedule(
            "night shifts",
            "Europe/Paris",
            [Interval(day, 1320, 360, last_on=date(2016, 4, 2)) for day in (6, 7, 3)]
            + [Interval(day, 1200, 0, first_on=date(2016, 4, 3)) for day in (7, 1)],
            [(date(2016, 3, 28), date(2016, 3, 28))],
        ),
        Schedule("moscow", "Europe/Moscow", _week(60, 600, range(1, 8))),
        Schedule("istanbul", "Europe/Istanbul", _week(120, 1320, range(1, 8))),
        Schedule(
            "new hours in 2016",
            "Pacific/Auckland",
            [Interval(day, 540, 1020, last_on=date(2016, 4, 2)) for day in range(1, 8)]
            + [Interval(day, 600, 1440, first_on=date(2016, 4, 3)) for day in range(1, 8)],
        ),
    ]


@dataclass(frozen=True)
class Span:
    """A ticket from creation to resolution, with the schedules that it had from when on."""

    ticket_id: str
    starts: datetime
    ends: datetime
    turns: tuple[tuple[datetime, str], ...]


def _near_a_change(rng: random.Random, zone: str) -> datetime:
    """An instant within a day and a half of a change of the zone's clocks; any instant where it has none."""
    days = [BEGINS + timedelta(days=number) for number in range(2, (ENDS - BEGINS).days - 2)]
    offsets = [day.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset() for day in days]
    changes = [days[i] for i in range(1, len(days)) if offsets[i] != offsets[i - 1]]
    base = rng.choice(changes or days)
    return base + timedelta(seconds=rng.randrange(-36 * 3600, 36 * 3600))


def _holiday_eve(rng: random.Random, schedule: Schedule) -> datetime:
    first, last = rng.choice(list(schedule.holidays))
    return datetime.combine(first, datetime.min.time()) + timedelta(
        seconds=rng.randrange(-2 * 86400, ((last - first).days + 2) * 86400)
    )


def spans(count: int, seed: int) -> list[Span]:
    """Random tickets: half of them near a change of clocks or a holiday, one in ten over years, one in five moved."""
    rng = random.Random(seed)
    every = schedules()
    found = []
    for number in range(count):
        schedule = every[number % len(every)]
        if schedule.holidays and rng.random() < 0.4:
            starts = _holiday_eve(rng, schedule)
        elif rng.random() < 0.5:
            starts = _near_a_change(rng, schedule.zone)
        else:
            starts = BEGINS + timedelta(seconds=rng.randrange(40 * 86400, 900 * 86400))
        length = rng.choice([60, 3600, 86400, 5 * 86400, 30 * 86400])
        length = 700 * 86400 if rng.random() < 0.1 else length
        ends = min(starts + timedelta(seconds=rng.randrange(length)), ENDS - timedelta(days=1))
        turns = [(starts, schedule.name)]
        if rng.random() < 0.2:
            for _ in range(rng.randrange(1, 4)):
                later = starts + timedelta(seconds=rng.randrange(1, 2 * length))
                turns.append((later, rng.choice(every).name))
        found.append(Span(f"t{number}", starts, ends, tuple(sorted(turns))))
    return found

"""Time in the simulator: instants are whole seconds since 1970 UTC, days are whole days since 1970."""

from __future__ import annotations

from datetime import date, timedelta

DAY = 86_400
HOUR = 3_600
_EPOCH = date(1970, 1, 1)
WORK_STARTS = 7 * HOUR
WORK_ENDS = 18 * HOUR


class _DayNames(dict[int, str]):
    """ISO dates by day number, formatted once."""

    def __missing__(self, day: int) -> str:
        name = self[day] = to_date(day).isoformat()
        return name


class _TimeNames(dict[int, str]):
    """HH:MM:SS by second of the day, formatted once."""

    def __missing__(self, second: int) -> str:
        name = self[second] = f"{second // HOUR:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        return name


_DAY_NAMES = _DayNames()
_TIME_NAMES = _TimeNames()


def to_day(value: date) -> int:
    """Day number of a date."""
    return (value - _EPOCH).days


def to_date(day: int) -> date:
    """Date of a day number."""
    return _EPOCH + timedelta(days=day)


def day_text(day: int) -> str:
    """ISO date of a day number: 2024-01-31."""
    return _DAY_NAMES[day]


def month_of(instant: int) -> str:
    """First day of the month of an instant: 2024-01-01."""
    return _DAY_NAMES[instant // DAY][:8] + "01"


def utc(instant: int) -> str:
    """ISO 8601 with the UTC designator: 2024-01-31T09:00:00Z."""
    return f"{_DAY_NAMES[instant // DAY]}T{_TIME_NAMES[instant % DAY]}Z"


def bare(instant: int) -> str:
    """ISO 8601 without an offset, which means UTC: 2024-01-31 09:00:00."""
    return f"{_DAY_NAMES[instant // DAY]} {_TIME_NAMES[instant % DAY]}"


def millis(instant: int) -> str:
    """ISO 8601 with milliseconds: 2024-01-31T09:00:00.000Z."""
    return f"{_DAY_NAMES[instant // DAY]}T{_TIME_NAMES[instant % DAY]}.000Z"


def weekday(day: int) -> int:
    """0 Monday .. 6 Sunday."""
    return (day + 3) % 7


def at_work(instant: int, share: float) -> int:
    """The instant itself within working hours, else `share` (0..1) of two hours after the next opening."""
    day, second = divmod(instant, DAY)
    if weekday(day) < 5 and WORK_STARTS <= second < WORK_ENDS:
        return instant
    if second >= WORK_STARTS:
        day += 1
    while weekday(day) >= 5:
        day += 1
    return day * DAY + WORK_STARTS + int(share * 2 * HOUR)


def add_months(day: int, months: int) -> int:
    """The same day of the month, `months` later; the day of the month must be 28 or less."""
    start = to_date(day)
    count = start.year * 12 + start.month - 1 + months
    return to_day(date(count // 12, count % 12 + 1, start.day))


def month_starts(first_day: int, last_day: int) -> list[int]:
    """Day numbers of the first of each month from that of `first_day` to that of `last_day`."""
    month = to_day(to_date(first_day).replace(day=1))
    starts = []
    while month <= last_day:
        starts.append(month)
        month = add_months(month, 1)
    return starts

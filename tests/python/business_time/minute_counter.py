"""Business time by brute force: every minute is looked at on the wall clock of its zone.

Nothing here is shared with the models: a minute of UTC is open where the local clock of that minute lies within an
interval of its weekday and its local day is no holiday. An interval that closes before it opens goes on into the next
day: the minutes before it closes are open where the day before had it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

MINUTE = 60


@dataclass(frozen=True)
class Interval:
    """Opening hours of one weekday (1 Monday .. 7 Sunday), in minutes of the local day and, by night, of the next."""

    weekday: int
    opens: int
    closes: int
    first_on: date = date.min
    last_on: date = date.max

    def begins_on(self, day: date) -> bool:
        return self.weekday == day.isoweekday() and self.first_on <= day <= self.last_on

    def hours_of(self, day: date) -> list[tuple[int, int]]:
        """What of it lies on a day."""
        is_of_night = self.closes < self.opens
        hours = []
        if self.begins_on(day):
            hours.append((self.opens, 24 * 60 if is_of_night else self.closes))
        if is_of_night and self.begins_on(day - timedelta(days=1)):
            hours.append((0, self.closes))
        return hours


@cache
def _minutes_within(hours: tuple[tuple[int, int], ...]) -> bytes:
    return bytes(any(opens <= minute < closes for opens, closes in hours) for minute in range(24 * 60))


@dataclass
class Schedule:
    """Opening hours in one zone, and the open minutes so far at each minute since `begins`."""

    name: str
    zone: str
    intervals: Sequence[Interval]
    holidays: Sequence[tuple[date, date]] = ()
    begins: int = 0
    open_minutes: array[int] = field(default_factory=lambda: array("l"))

    def count(self, begins: datetime, ends: datetime) -> None:
        """Looks at every minute from `begins` to `ends` (UTC, whole quarters of an hour).

        The wall clock is read at the first and the last minute of each quarter: it does not change within one.
        """
        zone = ZoneInfo(self.zone)
        self.begins = int(begins.replace(tzinfo=UTC).timestamp())
        last = int(ends.replace(tzinfo=UTC).timestamp())
        days: dict[date, bytes] = {}
        flags = bytearray()
        for at in range(self.begins, last, 15 * MINUTE):
            local = datetime.fromtimestamp(at, zone)
            day, minute = local.date(), local.hour * 60 + local.minute
            until = datetime.fromtimestamp(at + 14 * MINUTE, zone)
            assert minute % 15 == 0 and until.hour * 60 + until.minute == minute + 14
            if day not in days:
                days[day] = self._minutes_of(day)
            flags += days[day][minute : minute + 15]
        self.open_minutes = array("l", accumulate(flags, initial=0))

    def _minutes_of(self, day: date) -> bytes:
        """1 for each minute of the wall clock that is open on a day, else 0."""
        if any(first <= day <= last for first, last in self.holidays):
            return _minutes_within(())
        return _minutes_within(
            tuple(hours for interval in self.intervals for hours in interval.hours_of(day))
        )

    def seconds_before(self, instant: datetime) -> int:
        """Open seconds from `begins` to an instant (UTC, whole seconds)."""
        elapsed = int(instant.replace(tzinfo=UTC).timestamp()) - self.begins
        minute, second = divmod(elapsed, MINUTE)
        is_open = self.open_minutes[minute + 1] > self.open_minutes[minute]
        return self.open_minutes[minute] * MINUTE + (second if is_open else 0)

    def seconds_between(self, starts: datetime, ends: datetime) -> int:
        """Open seconds between two instants (UTC, whole seconds)."""
        return self.seconds_before(ends) - self.seconds_before(starts)

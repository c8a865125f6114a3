"""Business time by brute force: every minute is looked at on the wall clock of its zone.

Nothing here is shared with the models: a minute of UTC is open where the local clock of that minute lies within an
interval of its weekday and its local day is no holiday.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

MINUTE = 60


@dataclass(frozen=True)
class Interval:
    """Opening hours of one weekday (1 Monday .. 7 Sunday), in minutes of the local day."""

    weekday: int
    opens: int
    closes: int
    first_on: date = date.min
    last_on: date = date.max


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
        """Looks at every minute from `begins` to `ends` (UTC)."""
        zone = ZoneInfo(self.zone)
        self.begins = int(begins.replace(tzinfo=UTC).timestamp())
        last = int(ends.replace(tzinfo=UTC).timestamp())
        so_far = 0
        for at in range(self.begins, last, MINUTE):
            self.open_minutes.append(so_far)
            so_far += self._is_open(datetime.fromtimestamp(at, zone))
        self.open_minutes.append(so_far)

    def _is_open(self, local: datetime) -> bool:
        day = local.date()
        if any(first <= day <= last for first, last in self.holidays):
            return False
        minute = local.hour * 60 + local.minute
        return any(
            interval.weekday == local.isoweekday()
            and interval.opens <= minute < interval.closes
            and interval.first_on <= day <= interval.last_on
            for interval in self.intervals
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

"""What the simulator hands to the writer: tables whose rows know the instant at which they became known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from orchestration.sample.clock import DAY

Row = tuple[object, ...]
Version = tuple[int, Row]
Kind = Literal["append", "upsert", "versioned"]
Format = Literal["csv", "csv.gz", "jsonl", "jsonl.gz"]


@dataclass(frozen=True)
class Table:
    """One table of the inbox.

    `records` holds one sequence of versions (known at, row) for each record, oldest first. Of an `upsert`
    record the inbox gets the version at the end of the day (or of the whole span, in one shot); of a
    `versioned` one the version at the end of each day on which it changed, in one shot as well, so that its
    history is the same either way. A row that is not as long as `columns` is broken on purpose: in JSON
    Lines its first value is the line.
    """

    source: str
    name: str
    columns: tuple[str, ...]
    records: Iterable[Sequence[Version]]
    kind: Kind = "append"
    format: Format = "csv"


@dataclass(frozen=True)
class Window:
    """The part of the history that is delivered: `first_day` to `last_day` (inclusive), whole or by day."""

    first_day: int
    last_day: int
    daily: bool

    @property
    def ends_at(self) -> int:
        """The last instant (second) of the window."""
        return (self.last_day + 1) * DAY - 1

    def delivery_day(self, known_at: int) -> int:
        """The day on which something is delivered: what is older than the window comes on its first day."""
        return max(known_at // DAY, self.first_day)

    def cuts(self, changed_at: Iterable[int]) -> list[int]:
        """The instants at which a record's state is wanted, given the instants at which it changed."""
        known = [instant for instant in changed_at if instant <= self.ends_at]
        if not known:
            return []
        if not self.daily:
            return [self.ends_at]
        return sorted({(self.delivery_day(instant) + 1) * DAY - 1 for instant in known})

    def pick(self, versions: Sequence[Version], kind: Kind) -> list[Version]:
        """The versions that are delivered: the last of each day, or only the very last."""
        if kind != "append" and (self.daily or kind == "versioned"):
            last_of_day: dict[int, Version] = {}
            for version in versions:
                if version[0] <= self.ends_at:
                    last_of_day[self.delivery_day(version[0])] = version
            return list(last_of_day.values())
        known = [version for version in versions if version[0] <= self.ends_at]
        return known[-1:]

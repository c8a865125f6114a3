"""A few records that a real source would get wrong, and what the warehouse must say of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from orchestration.sample.deliveries.tables import Row, Table, Version, Window

_FIRST_AFTER = 1_000  # records; so that tiny companies have none
_EVERY = 3_000
_AT_MOST = 3


@dataclass(frozen=True)
class Fault:
    """`value` in `column` of an extra record (quarantined) or of a record that stays (a field defect).

    `is_unreadable` cuts the record short instead, so that it cannot be read at all.
    """

    column: str
    value: object
    is_quarantined: bool
    is_unreadable: bool = False


FAULTS = {
    ("zendesk", "ticket_comment"): Fault("id", None, True),
    ("zendesk", "ticket_field_history"): Fault("updated", "31/02/2025 10:00", True),
    ("files", "telephony.calls"): Fault("answered_at", "31/12/2024 09:30", False),
    ("files", "telephony.chats"): Fault("concurrency", "1,5", False),
    ("files", "feedback.survey_answers"): Fault("score", "9,5", False),
    ("files", "product.usage_daily"): Fault("events", "many", True),
    ("files", "self_service.sessions"): Fault("session_id", None, True, is_unreadable=True),
}


def has_fault(number: int) -> bool:
    """Whether the record of this number (from 0) of a table that has a fault is spoilt."""
    turn, off_turn = divmod(number - _FIRST_AFTER, _EVERY)
    return off_turn == 0 and 0 <= turn < _AT_MOST


class FaultLog:
    """Puts the faults into tables, and knows how many were delivered."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.quarantined: dict[str, int] = {}
        self.field_defects: dict[str, int] = {}

    def spoil(self, table: Table) -> Table:
        """The table with its faults, if it is to have any."""
        fault = FAULTS.get((table.source, table.name))
        if fault is None:
            return table
        return replace(table, records=self._records(table, fault))

    def _records(self, table: Table, fault: Fault) -> Iterator[Sequence[Version]]:
        position = table.columns.index(fault.column)
        name = f"{table.source}.{table.name}"
        records: Iterable[Sequence[Version]] = table.records
        for number, versions in enumerate(records):
            if not has_fault(number):
                yield versions
                continue
            known_at, row = versions[0]
            if known_at <= self._window.ends_at:
                counts, key = (
                    (self.quarantined, name)
                    if fault.is_quarantined
                    else (self.field_defects, f"{name}.{fault.column}")
                )
                counts[key] = counts.get(key, 0) + 1
            bad: Row = (
                ('{"session_id": "ses-',)
                if fault.is_unreadable
                else (*row[:position], fault.value, *row[position + 1 :])
            )
            if fault.is_quarantined:
                yield versions
            yield [(known_at, bad)]

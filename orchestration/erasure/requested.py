"""Requests that were delivered as data: of each one the line that counts, where it waits to be carried out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from orchestration.contract import Contract
from orchestration.erasure.finding import raw_files
from orchestration.erasure.key import is_erased
from orchestration.erasure.parquet_rows import ParquetRows
from orchestration.erasure.request import Request
from orchestration.erasure.rules import rules_of
from orchestration.erasure.subject import Row
from orchestration.home import Home
from orchestration.intake.ledger import read_ledger

REQUESTS = ("files", "governance.erasure_requests")
YES = frozenset({"true", "t", "1", "yes"})
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)
"""By which an update may be later than its delivery's arrival: who writes no offset may mean any zone's time."""

_IN_UTC = re.compile(r" ?(Z|UTC)$")


def open_requests(home: Home, contract: Contract) -> list[Request]:
    """Of each request the latest line, where it was not carried out (it names no pseudonym yet) and not withdrawn.

    The latest is, as of any record, the one with the highest (updated_at, delivery, record number). Lines without a
    request_id correct no other.
    """
    entries = [entry for entry in read_ledger(home) if (entry.source, entry.table_name) == REQUESTS]
    latest: dict[object, tuple[datetime, Row]] = {}
    if not entries:
        return []
    with ParquetRows(home.raw) as rows:
        for file in raw_files(home, entries, rules_of(contract)):
            arrived_at = datetime.fromisoformat(file.entry.arrived_at).replace(tzinfo=UTC)
            for row in rows.every_row(file.file):
                key = _word(row, "request_id") or _asked(row)
                updated_at = _updated_at(row, arrived_at)
                if key not in latest or updated_at >= latest[key][0]:
                    latest[key] = updated_at, row
    return [
        Request(ids=(_asked(row),), name=f"request {_word(row, 'request_id') or 'without a request_id'}")
        for _, row in latest.values()
        if not is_erased(_asked(row)[1].rpartition(":")[2].strip())
        and _word(row, "is_deleted").lower() not in YES
    ]


def _asked(row: Row) -> tuple[str, str]:
    """Kind and id of whom a line names."""
    return _word(row, "subject_kind").lower(), _word(row, "subject_id")


def _updated_at(row: Row, arrived_at: datetime) -> datetime:
    """When the line was written, in UTC; before all others where it does not say so, or says what cannot be."""
    try:
        told = datetime.fromisoformat(_IN_UTC.sub("+00:00", _word(row, "updated_at")))
        updated_at = told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    except (ValueError, OverflowError):
        return EARLIEST
    return updated_at if EARLIEST <= updated_at <= arrived_at + AHEAD else EARLIEST


def _word(row: Row, name: str) -> str:
    return (row.get(name) or "").strip()

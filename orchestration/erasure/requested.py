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
from orchestration.intake.definition import NESTED_COLUMN
from orchestration.intake.ledger import read_ledger

REQUESTS = ("files", "governance.erasure_requests")
YES = frozenset({"true", "t", "1", "yes"})
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
REQUIRED = ("request_id", "subject_kind", "subject_id")
"""Beside received_at, which has to be an instant, too."""

_ZONE = r"(Z| UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
_INSTANT = re.compile(
    rf"[0-9]{{4}}(-[0-9]{{2}}){{2}}([T ][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]{{1,9}})?)?{_ZONE}?)?"
)
"""What staging takes for an instant: blanks around it are not, nor is an offset of 15 hours."""


def open_requests(home: Home, contract: Contract, tolerance: timedelta) -> list[Request]:
    """Of each request the latest line, where it was not carried out (it names no pseudonym yet) and not withdrawn.

    The latest is, as of any record, the one with the highest (updated_at, delivery, record number); a line that is
    refused as a record counts where its request has no other. Lines without a request_id correct no other; blanks
    around one are part of it, as staging has it. `tolerance`: by which an instant may be later than its delivery's
    arrival.
    """
    entries = [entry for entry in read_ledger(home) if (entry.source, entry.table_name) == REQUESTS]
    latest: dict[object, tuple[tuple[bool, datetime], Row]] = {}
    if not entries:
        return []
    with ParquetRows(home.raw) as rows:
        for file in raw_files(home, entries, rules_of(contract)):
            until = datetime.fromisoformat(file.entry.arrived_at).replace(tzinfo=UTC) + tolerance
            for row in rows.every_row(file.file):
                key = row.get("request_id") if _word(row, "request_id") else _asked(row)
                place = _is_taken(row, until), _instant(row, "updated_at", until) or EARLIEST
                if key not in latest or place >= latest[key][0]:
                    latest[key] = place, row
    return [
        Request(ids=(_asked(row),), name=f"request {_word(row, 'request_id') or 'without a request_id'}")
        for _, row in latest.values()
        if not is_erased(_asked(row)[1].rpartition(":")[2].strip())
        and _word(row, "is_deleted").lower() not in YES
    ]


def _asked(row: Row) -> tuple[str, str]:
    """Kind and id of whom a line names."""
    return _word(row, "subject_kind").lower(), _word(row, "subject_id")


def _is_taken(row: Row, until: datetime) -> bool:
    """The line has what it must, so that staging does not refuse it."""
    nested = row.get(NESTED_COLUMN) or ""
    has_words = all(row.get(name) and f'"{name}"' not in nested for name in REQUIRED)
    return has_words and _instant(row, "received_at", until) is not None


def _instant(row: Row, name: str, until: datetime) -> datetime | None:
    """What a column says, in UTC; None where it is no instant, or one that cannot be, as staging has it."""
    word = row.get(name) or ""
    if not _INSTANT.fullmatch(word):
        return None
    try:
        told = datetime.fromisoformat(word.removesuffix(" UTC"))
        at = told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if EARLIEST <= at <= until else None


def _word(row: Row, name: str) -> str:
    return (row.get(name) or "").strip()

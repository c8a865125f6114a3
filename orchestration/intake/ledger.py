"""The ledger: which deliveries were taken or rejected, by which scan, with hashes and counts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from orchestration.durable import move_durably
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.definition import Column
from orchestration.intake.stamp import Stamp

TAKEN = "taken"
REJECTED = "rejected"


@dataclass(frozen=True)
class LedgerEntry:
    """One delivery, as the scan that first saw it wrote it down; paths are relative to the home."""

    delivery: int
    scan: int
    source: str
    table_name: str
    status: str
    reason: str | None
    path: str
    sha256: str
    bytes: int
    mtime_ns: int
    format: str
    arrived_at: str
    raw_path: str | None
    has_record_column: bool
    physical_records: int
    accepted_records: int
    quarantined_records: int
    blank_records: int
    columns: tuple[Column, ...]
    unknown_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]
    is_known_table: bool
    ctime_ns: int | None = None
    inode: int | None = None
    formerly: tuple[str, ...] = ()
    """Of a file that was written anew without a person: keyed hashes by which its earlier bytes are known again."""

    @property
    def stamp(self) -> Stamp:
        """The file as the scan saw it; in a ledger of before they were written down, without change time and inode."""
        return Stamp(self.bytes, self.mtime_ns, self.ctime_ns, self.inode)

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes a delivery the same delivery, whatever its name."""
        return (self.source, self.table_name, self.sha256)


def scan_files(folder: Path) -> list[Path]:
    """The files of finished scans in the ledger or the quarantine, oldest first."""
    return sorted(file for file in folder.glob("*.jsonl") if file.stem.isdigit())


def scan_file_name(scan: int) -> str:
    """The name of a scan's file in the ledger and in the quarantine."""
    return f"{scan:06d}.jsonl"


def read_ledger(home: Home) -> list[LedgerEntry]:
    """Every entry, in order of delivery; a ledger that cannot be read stops everything."""
    entries = []
    for file in scan_files(home.ledger_dir):
        for number, line in enumerate(file.read_bytes().splitlines(), start=1):
            try:
                entries.append(_entry(line))
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise CxwError(
                    f"{file}, line {number}: the ledger cannot be read ({error}); restore this file from a backup"
                ) from error
    return entries


def _entry(line: bytes) -> LedgerEntry:
    fields = json.loads(line)
    datetime.fromisoformat(fields["arrived_at"])
    fields["columns"] = tuple(Column(**column) for column in fields["columns"])
    fields["unknown_columns"] = tuple(fields["unknown_columns"])
    fields["missing_columns"] = tuple(fields["missing_columns"])
    fields["formerly"] = tuple(fields.get("formerly", ()))
    return LedgerEntry(**fields)


def write_ledger(home: Home, scan: int, entries: Iterable[LedgerEntry], work: Path) -> None:
    """The last act of a scan: its entries appear all at once, or not at all."""
    prepared = work / "ledger.jsonl"
    prepared.write_text("".join(json.dumps(asdict(entry)) + "\n" for entry in entries), encoding="utf-8")
    move_durably(prepared, home.ledger_dir / scan_file_name(scan))

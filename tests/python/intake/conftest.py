"""A small warehouse home with a hand-made contract, and short words to deliver, scan and look."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.contract import Contract, RawColumn, RawTable
from orchestration.home import Home
from orchestration.intake import (
    DeliveryReport,
    QuarantinedRecord,
    ScanReport,
    read_quarantine,
    take_deliveries,
)
from orchestration.intake.ledger import LedgerEntry, read_ledger

TICKET = RawTable(
    "zendesk",
    "ticket",
    "upsert",
    (
        RawColumn("id", "string", is_key=True, is_required=True),
        RawColumn("subject", "string", is_personal=True),
        RawColumn("status", "string"),
    ),
)
PLAIN = RawTable("crm", "account", "upsert", (RawColumn("id", "string"), RawColumn("name", "string")))


def sql_path(file: Path) -> str:
    """A path as a SQL literal without wildcards."""
    return "'" + str(file).replace("'", "''").replace("[", "[[]") + "'"


@dataclass
class Room:
    """One home, one contract."""

    home: Home
    contract: Contract

    def deliver(self, name: str, content: bytes | str) -> Path:
        """Puts a file into the inbox; a bare name goes to zendesk/ticket; `.gz` is compressed here."""
        file = self.home.inbox / (name if "/" in name else f"zendesk/ticket/{name}")
        file.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        file.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
        return file

    def parquet(self, name: str, select: str) -> Path:
        """Delivers the result of a query as Parquet."""
        file = self.deliver(name, b"")
        target = "'" + str(file).replace("'", "''") + "'"
        duckdb.connect().execute(f"copy ({select}) to {target} (format parquet)")
        return file

    def scan(self) -> ScanReport:
        """A scan at a fixed instant."""
        return take_deliveries(self.home, self.contract, arrived_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))

    def take(self, name: str, content: bytes | str) -> DeliveryReport:
        """Delivers one file and returns what the scan says of it."""
        self.deliver(name, content)
        (report,) = self.scan().deliveries
        return report

    def refusal(self, name: str, content: bytes | str) -> str:
        """Delivers a file that must be rejected, and returns why; nothing of it may be kept."""
        report = self.take(name, content)
        assert report.status == "rejected"
        assert not list(self.home.raw.glob("*/*/*.parquet"))
        assert self.quarantine() == []
        assert report.reason is not None
        return report.reason

    def ledger(self) -> list[LedgerEntry]:
        """Every ledger entry."""
        return read_ledger(self.home)

    def quarantine(self) -> list[QuarantinedRecord]:
        """Every quarantined record."""
        return list(read_quarantine(self.home))

    def schema(self, entry: LedgerEntry) -> str:
        """The Parquet schema of a raw file, as one text."""
        file = sql_path(self.home.root / str(entry.raw_path))
        return str(duckdb.connect().execute(f"from parquet_schema({file})").fetchall())

    def rows(self, columns: str = "*", entry: LedgerEntry | None = None) -> list[tuple[Any, ...]]:
        """Rows of a raw file, the last taken one by default, in the order of the file."""
        entry = entry or [e for e in self.ledger() if e.raw_path][-1]
        file = self.home.root / str(entry.raw_path)
        return duckdb.connect().execute(f"select {columns} from read_parquet({sql_path(file)})").fetchall()

    def forget_stamp(self, file: Path) -> None:
        """Makes a file look newer without changing its bytes."""
        stamp = file.stat()
        file.touch()
        assert file.stat().st_mtime_ns != stamp.st_mtime_ns

    def ledger_lines(self) -> list[dict[str, Any]]:
        """The ledger as other programs read it."""
        files = sorted(self.home.ledger_dir.glob("*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """An empty home that knows zendesk/ticket (id required) and crm/account (nothing required)."""
    contract = {(table.source, table.table): table for table in (TICKET, PLAIN)}
    return Room(Home(tmp_path / "it's [a] home"), contract)

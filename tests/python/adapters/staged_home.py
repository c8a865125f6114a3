"""A temporary warehouse home with hand-made raw tables, staged by dbt: the intake plays no part."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.candidate import open_candidate
from orchestration.home import Home

ARRIVED_AT = "2026-01-01T00:00:00.000000"


@dataclass(frozen=True)
class Delivery:
    """One delivery: `table` is '<source>/<table>', `text` is CSV with a header (indentation is ignored).

    `file` is a CSV file to take instead, with its header, for what is too long to write down. `path` is where it lay
    below the inbox; `unreadable` says how many records of it could not be read at all.
    """

    table: str
    text: str = ""
    file: Path | None = None
    arrived_at: str = ARRIVED_AT
    path: str = ""
    unreadable: int = 0


@dataclass(frozen=True)
class StagedHome:
    """A home whose candidate database was built."""

    home: Home

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query over the candidate; decimals and dates as text, as tests spell them."""
        with open_candidate(self.home.candidate) as connection:
            found = connection.execute(query).fetchall()
        return [
            tuple(v if v is None or isinstance(v, bool | int | str) else str(v) for v in row) for row in found
        ]


Stage = Callable[[Sequence[Delivery], str], StagedHome]


def _read_text(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    lines = [line.strip() for line in text.strip().splitlines()]
    header, *records = list(csv.reader(io.StringIO("\n".join(lines))))
    names = ", ".join(f'"{name}" varchar' for name in header)
    connection.execute(f"create table records ({names}, _record bigint)")
    marks = ", ".join("?" for _ in [*header, "_record"])
    for record_number, record in enumerate(records, start=1):
        values = [value if value else None for value in record]
        connection.execute(f"insert into records values ({marks})", [*values, record_number])


def _read_file(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    read = f"read_csv('{file}', header = true, all_varchar = true, parallel = false)"
    connection.execute(f"create table records as select *, row_number() over () as _record from {read}")


def write_raw(home: Home, number: int, delivery: Delivery) -> dict[str, Any]:
    """Write one raw Parquet file, all text, and give its ledger entry."""
    source, table = delivery.table.split("/")
    raw_path = f"raw/{source}/{table}/{number:08d}.parquet"
    (home.root / raw_path).parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        if delivery.file is not None:
            _read_file(connection, delivery.file)
        else:
            _read_text(connection, delivery.text)
        connection.execute(f"copy records to '{home.root / raw_path}' (format parquet)")
        header = [name for name, *_ in connection.execute("describe records").fetchall() if name != "_record"]
        (count,) = connection.execute("select count(*) from records").fetchall()[0]
    return {
        "delivery": number, "scan": 1, "source": source, "table_name": table, "status": "taken", "reason": None,
        "path": delivery.path or f"inbox/{source}/{table}/{number}.csv", "sha256": f"{number:064d}", "bytes": 1,
        "mtime_ns": 0, "format": "csv", "arrived_at": delivery.arrived_at, "raw_path": raw_path,
        "has_record_column": True, "physical_records": count, "accepted_records": count,
        "quarantined_records": 0, "blank_records": 0, "unknown_columns": [], "missing_columns": [],
        "columns": [{"name": name, "type": "VARCHAR"} for name in header], "is_known_table": True,
    }  # fmt: skip

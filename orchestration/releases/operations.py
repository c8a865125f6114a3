"""The tables of the schema `operations` of a release: their columns, and how they get into its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

OPERATIONS_SCHEMA = "operations"
"""What is in it tells of nights, not of records: the same deliveries in another order, or the same night twice, give
other rows. So it is left out of the content hashes by which releases are compared; the hash of the file covers it."""

REFRESH_HISTORY: Mapping[str, str] = {
    "refresh_key": "varchar",
    "room": "varchar",
    "refresh_number": "integer",
    "release_number": "integer",
    "outcome": "varchar",
    "exit_code": "integer",
    "reason": "varchar",
    "causes": "varchar[]",
    "started_at": "timestamp",
    "duration_seconds": "decimal(18, 3)",
    "peak_memory_mb": "integer",
    "row_count": "bigint",
    "quarantined_records": "bigint",
    "checks_passed": "integer",
    "checks_warned": "integer",
    "checks_failed": "integer",
    "is_recorded": "boolean",
}
SOURCE_FRESHNESS: Mapping[str, str] = {
    "source": "varchar",
    "table_name": "varchar",
    "delivery_count": "bigint",
    "newest_delivery_at": "timestamp",
    "newest_event_at": "timestamp",
    "event_age_hours": "decimal(18, 2)",
    "silent_hours": "decimal(18, 2)",
    "interval_count": "bigint",
    "expected_interval_hours": "decimal(18, 2)",
    "allowed_silence_hours": "decimal(18, 2)",
    "is_stale": "boolean",
}


@dataclass(frozen=True)
class OperationsTable:
    """One table: column -> DuckDB type, and its rows in that order."""

    columns: Mapping[str, str]
    rows: Sequence[Sequence[Any]]


OperationsTables = Mapping[str, OperationsTable]


def write_tables(connection: duckdb.DuckDBPyConnection, database: str, tables: OperationsTables) -> None:
    """Makes the schema and its tables in the attached `database`."""
    if not tables:
        return
    connection.execute(f'create schema "{database}".{OPERATIONS_SCHEMA}')
    for name, table in tables.items():
        columns = ", ".join(f'"{column}" {kind}' for column, kind in table.columns.items())
        target = f'"{database}".{OPERATIONS_SCHEMA}."{name}"'
        connection.execute(f"create table {target} ({columns})")
        marks = ", ".join("?" for _ in table.columns)
        if table.rows:
            connection.executemany(
                f"insert into {target} values ({marks})", [list(row) for row in table.rows]
            )

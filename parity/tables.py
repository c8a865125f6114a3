"""Which tables are compared, by which key, and where each engine has its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.candidate import escaped, literal
from orchestration.errors import CxwError
from orchestration.spark.schemas import plain
from orchestration.spark.session import Session


@dataclass(frozen=True)
class Table:
    """A table that dbt builds: its room (schema without a prefix), its name and its key."""

    room: str
    name: str
    key: tuple[str, ...]

    @property
    def place(self) -> str:
        """`marts.kpi_values`."""
        return f"{self.room}.{self.name}"


def built_tables(manifest: Path, rooms: tuple[str, ...]) -> list[Table]:
    """Every table of the rooms, as dbt's manifest declares them. Raises CxwError at one without a key."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    found = []
    for node in nodes:
        if node["resource_type"] != "model" or node["config"]["materialized"] != "table":
            continue
        if (room := node["config"]["schema"]) in rooms:
            found.append(Table(room, node["name"], _key(node)))
    if keyless := [table.name for table in found if not table.key]:
        raise CxwError(f"{', '.join(keyless)}: declares no key; rows cannot be compared.")
    return sorted(found, key=lambda table: (table.room, table.name))


def _key(node: dict[str, Any]) -> tuple[str, ...]:
    of_columns = [name for name, column in node["columns"].items() if column["config"]["meta"].get("key")]
    return tuple(node["config"]["meta"].get("key") or of_columns)


def relations_of(
    connection: duckdb.DuckDBPyConnection, database: str, rooms: tuple[str, ...]
) -> dict[str, str]:
    """Of every table and view in the rooms of an attached database (`marts.kpi_values`), what to read it by."""
    rows = connection.execute(
        "select table_schema, table_name from information_schema.tables where table_catalog = ?", [database]
    ).fetchall()
    return {f"{room}.{name}": f"{database}.{room}.{name}" for room, name in rows if room in rooms}


def files_of(session: Session, prefix: str, rooms: tuple[str, ...]) -> dict[str, str]:
    """Of every table in a build's rooms on Spark (`marts.kpi_values`), by what DuckDB reads the files it wrote."""
    found = {}
    made = {schema for (schema, *_) in session.rows("show schemas")}
    for room in (room for room in rooms if f"{prefix}_{room}" in made):
        for row in session.rows(f"show table extended in {prefix}_{room} like '*'"):
            name, told = str(row[1]), str(row[3])
            places = [line for line in told.splitlines() if line.startswith("Location: file:")]
            if places:
                folder = Path(plain(places[0].removeprefix("Location: ").rstrip()))
                found[f"{room}.{name}"] = f"read_parquet({literal(f'{escaped(folder)}/*.parquet')})"
    return found

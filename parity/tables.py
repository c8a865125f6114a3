"""Which tables are compared, by which key, and where Spark has the files of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.candidate import literal
from orchestration.errors import CxwError
from orchestration.spark.session import Session


@dataclass(frozen=True)
class Table:
    """A table that dbt builds: its room (schema without a prefix), its name and its key."""

    room: str
    name: str
    key: tuple[str, ...]


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


def files_of(session: Session, schema: str) -> dict[str, str]:
    """Of every table in a schema of Spark, the expression by which DuckDB reads the files it wrote."""
    found = {}
    for row in session.rows(f"show table extended in {schema} like '*'"):
        name, told = str(row[1]), str(row[3])
        places = [line for line in told.splitlines() if line.startswith("Location: file:")]
        if places:
            folder = places[0].removeprefix("Location: file:").replace("///", "/", 1).rstrip()
            found[name] = f"read_parquet({literal(folder + '/*.parquet')})"
    return found

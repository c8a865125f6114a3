"""What changed in the shape of a release: for whoever has a dashboard on it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

Shape = Mapping[str, Mapping[str, str]]
"""`schema.table` -> column -> type."""

SHAPE = """
select schema_name || '.' || table_name, list(column_name order by column_index), list(data_type order by column_index)
from duckdb_columns()
where schema_name in ('conformed', 'marts', 'operations')
group by all order by all
"""
ADDED, REMOVED, RETYPED = "added", "removed", "retyped"


def shape_of(database: Path) -> Shape | None:
    """Tables, columns and types of a release's file; None where it cannot be read."""
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            rows = connection.execute(SHAPE).fetchall()
    except duckdb.Error:
        return None
    return {table: dict(zip(names, types, strict=True)) for table, names, types in rows}


def column_changes(before: Shape, after: Shape) -> list[dict[str, str | None]]:
    """Added, removed and retyped columns, and tables (`column` is None), in order of their names."""
    changes: list[dict[str, str | None]] = []
    for table in sorted({*before, *after}):
        if table not in before or table not in after:
            change = REMOVED if table in before else ADDED
            changes.append({"change": change, "table": table, "column": None, "was": None, "is": None})
            continue
        was, now = before[table], after[table]
        for column in sorted({*was, *now}):
            if was.get(column) != now.get(column):
                change = ADDED if column not in was else REMOVED if column not in now else RETYPED
                changes.append(
                    {
                        "change": change,
                        "table": table,
                        "column": column,
                        "was": was.get(column),
                        "is": now.get(column),
                    }
                )
    return changes


def change_text(change: Mapping[str, str | None]) -> str:
    """A change in a few words: `removed marts.kpi_values.n (BIGINT)`."""
    name = ".".join(part for part in (change["table"], change["column"]) if part)
    types = " -> ".join(part for part in (change["was"], change["is"]) if part)
    return f"{change['change']} {name}" + (f" ({types})" if types else "")

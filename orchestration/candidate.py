"""The two databases of a build, read as one."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from orchestration.home import workings_of

WORKINGS = "workings"


def open_candidate(candidate: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a candidate and, where they are there, its workings.

    A schema of either is known by its name alone: `marts.kpi_values`, `staging.stg_clock`.
    """
    connection = duckdb.connect(str(candidate), read_only=True)
    workings = workings_of(candidate)
    try:
        if workings.exists():
            attach(connection, WORKINGS, workings, read_only=True)
            schemas = connection.execute(
                "select database_name || '.' || schema_name from duckdb_schemas() "
                "where database_name in (current_database(), ?) order by all",
                [WORKINGS],
            ).fetchall()
            connection.execute("set search_path = " + literal(",".join(schema for (schema,) in schemas)))
    except Exception:
        connection.close()  # else both files stay open for as long as someone holds the exception
        raise
    return connection


def attach(connection: duckdb.DuckDBPyConnection, name: str, path: Path, *, read_only: bool) -> None:
    """Attaches the database file `path` as `name`."""
    options = " (read_only)" if read_only else ""
    connection.execute(f'attach {literal(str(path))} as "{name}"{options}')


def escaped(folder: Path) -> str:
    """A path in which DuckDB takes no character for a wildcard."""
    return re.sub(r"([*?\[])", r"[\1]", str(folder))


def literal(text: str) -> str:
    """A text as SQL spells it."""
    return "'" + text.replace("'", "''") + "'"


def file_identity(path: Path) -> list[int]:
    """What tells a file from any other file at its place; nothing where there is none."""
    if not path.exists():
        return []
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ino]

"""What a database file says, hashed by SQL of the campaign's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

Hashes = dict[str, str]
"""`schema.table` -> row count and hashes."""

TABLES = """
select schema_name || '.' || table_name from duckdb_tables()
where schema_name in ('conformed', 'marts') order by all
"""


@dataclass(frozen=True)
class Session:
    """What one reader saw between connecting and closing: two looks, or the error that it met."""

    number: int | None
    number_again: int | None
    hashes: Hashes
    hashes_again: Hashes
    error: str | None = None


def read_hashes(connection: duckdb.DuckDBPyConnection, tables: Iterable[str] | None = None) -> Hashes:
    """Hashes of the named tables, or of all that are released."""
    names = [name for (name,) in connection.execute(TABLES).fetchall()] if tables is None else tables
    return {name: _hash(connection, name) for name in names}


def _hash(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    schema, _, table = name.partition(".")
    found = connection.execute(
        f'select count(*), sum(hash(t)::hugeint), bit_xor(hash(t)) from "{schema}"."{table}" as t'
    ).fetchone()
    return repr(found)


def read_file(database: Path) -> Hashes:
    """Hashes of every released table of a database file."""
    with duckdb.connect(str(database), read_only=True, config={"threads": 1}) as connection:
        return read_hashes(connection)


def read_session(database: Path, tables: Iterable[str] | None = None) -> Session:
    """One session as of a BI tool: connect read-only, ask which release it is, read, ask again."""
    asked = None if tables is None else list(tables)
    try:
        with duckdb.connect(str(database), read_only=True, config={"threads": 1}) as connection:
            number = _number(connection)
            hashes = read_hashes(connection, asked)
            again = read_hashes(connection, list(hashes)[:2])
            return Session(number, _number(connection), hashes, again)
    except Exception as error:  # noqa: BLE001  # whatever it is, a reader could not read
        said = str(error).splitlines()[0].replace(str(database.parents[1]), "HOME")
        return Session(None, None, {}, {}, f"{type(error).__name__}: {said}")


def _number(connection: duckdb.DuckDBPyConnection) -> int:
    rows = connection.execute("select release_number from main.release").fetchall()
    if len(rows) != 1:
        raise ValueError(f"main.release has {len(rows)} rows")
    return int(rows[0][0])

"""The content hash of a table: the same rows give the same hash, in any order, in any DuckDB version.

Each row is written as text, its values separated by the unit separator (character 31); a NULL is
nothing, a text is `=` and its characters, with any unit separator inside it followed by `+`. The
last 12 of the 16 bytes of that text's MD5 are a number (least significant byte first); the numbers
are summed over the rows, exactly, so that order does not matter and a repeated row counts every time.
The hash of the table is the MD5 of its column names and types, its row count and the sum.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

_PLAIN_TYPES = ("BOOLEAN", "DATE", "TIMESTAMP", "DOUBLE", "FLOAT", "DECIMAL", "HUGEINT")


@dataclass(frozen=True)
class TableContent:
    """How many rows a table has, and the hash of what they say."""

    rows: int
    hash: str


def quoted(*names: str) -> str:
    """A qualified SQL identifier: `"a"."b"`."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def hash_table(connection: duckdb.DuckDBPyConnection, database: str, schema: str, table: str) -> TableContent:
    """Counts and hashes `database.schema.table` as `connection` sees it.

    >>> connection = duckdb.connect()
    >>> _ = connection.execute("create table t as select 1 as a")
    >>> hash_table(connection, "memory", "main", "t").rows
    1
    """
    columns = _columns(connection, database, schema, table)
    text = ", ".join(_as_text(name, data_type) for name, data_type in columns)
    return _content(
        connection,
        columns,
        f"with written as (select md5_number(concat_ws(chr(31), {text})) as number "
        f"from {quoted(database, schema, table)}) "
        "select count(*), coalesce(sum((number >> 32)::hugeint), 0) from written",
    )


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _columns(
    connection: duckdb.DuckDBPyConnection, database: str, schema: str, table: str
) -> list[tuple[str, str]]:
    return connection.execute(
        "select column_name, data_type from duckdb_columns() "
        "where database_name = ? and schema_name = ? and table_name = ? order by column_index",
        [database, schema, table],
    ).fetchall()


def _content(
    connection: duckdb.DuckDBPyConnection, columns: list[tuple[str, str]], count_and_sum: str
) -> TableContent:
    found = connection.execute(count_and_sum).fetchone()
    assert found is not None
    signature = repr((columns, found))
    return TableContent(
        rows=found[0], hash=hashlib.md5(signature.encode(), usedforsecurity=False).hexdigest()
    )


def _as_text(name: str, data_type: str) -> str:
    column = quoted(name)
    is_plain = data_type.startswith(_PLAIN_TYPES) or data_type.endswith("INT") or data_type == "INTEGER"
    if is_plain and not data_type.endswith("]"):
        return f"coalesce({column}::varchar, '')"
    text = column if data_type == "VARCHAR" else f"{column}::varchar"
    # Few texts have a separator in them, and to look for it costs much less than to replace it.
    return (
        f"coalesce('=' || case when contains({text}, chr(31)) then replace({text}, chr(31), chr(31) || '+') "
        f"else {text} end, '')"
    )

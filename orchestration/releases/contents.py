"""The database of a release: copied out of the candidate, then verified against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.errors import CxwError, ExitCode
from orchestration.releases.declarations import Declarations
from orchestration.releases.hashing import TableContent, compare_table, hash_table, quoted

RELEASED_SCHEMAS = ("conformed", "marts")
CANDIDATE = "candidate"
RELEASED = "released"
PEOPLE_QUERIES: Mapping[str, str] = {
    "agents": "select source, agent_id, name from candidate.staging.stg_ticketing__agents",
    "customers": "select source, account_id, name from candidate.staging.stg_crm__accounts",
}
"""Tables of `people.duckdb`: who is behind an id, for those who may know."""


@dataclass(frozen=True)
class ReleaseStamp:
    """The one row of `main.release`: which release a reader is looking at."""

    number: int
    as_of: str
    created_at: str
    git_revision: str


@contextmanager
def opened(memory_limit: str, scratch: Path, **files: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with every given file attached read-only under its name; spills into `scratch`."""
    spill = str(scratch / "spill")
    with duckdb.connect(config={"memory_limit": memory_limit, "temp_directory": spill}) as connection:
        for name, path in files.items():
            attach(connection, name, path, read_only=True)
        yield connection


def attach(connection: duckdb.DuckDBPyConnection, name: str, path: Path, *, read_only: bool) -> None:
    """Attaches the database file `path` as `name`."""
    options = " (read_only)" if read_only else ""
    connection.execute(f"attach {_literal(str(path))} as {quoted(name)}{options}")


def released_columns(
    connection: duckdb.DuckDBPyConnection, database: str
) -> dict[tuple[str, str], list[str]]:
    """Columns of each table (or view) of the released schemas of `database`, by (schema, table)."""
    rows = connection.execute(
        "select schema_name, table_name, list(column_name order by column_index) from duckdb_columns() "
        "where database_name = ? and schema_name in ? group by all order by all",
        [database, list(RELEASED_SCHEMAS)],
    ).fetchall()
    return {(schema, table): columns for schema, table, columns in rows}


def copy_tables(
    connection: duckdb.DuckDBPyConnection, target: Path, stamp: ReleaseStamp, declarations: Declarations
) -> None:
    """Writes the released schemas of the attached candidate into the new file `target`, with comments."""
    attach(connection, RELEASED, target, read_only=False)
    for schema in RELEASED_SCHEMAS:
        connection.execute(f"create schema {quoted(RELEASED, schema)}")
    for (schema, table), columns in released_columns(connection, CANDIDATE).items():
        source, copy = quoted(CANDIDATE, schema, table), quoted(RELEASED, schema, table)
        connection.execute(f"create table {copy} as select * from {source}")
        _comment(connection, declarations, schema, table, columns)
    connection.execute(
        f"create table {quoted(RELEASED)}.main.release as select ?::integer as release_number, ?::timestamp as as_of, "
        "?::timestamp as created_at, ?::varchar as git_revision",
        [stamp.number, stamp.as_of, stamp.created_at, stamp.git_revision],
    )
    connection.execute(f"checkpoint {quoted(RELEASED)}")
    connection.execute(f"detach {quoted(RELEASED)}")


def write_people(connection: duckdb.DuckDBPyConnection, target: Path, queries: Mapping[str, str]) -> bool:
    """Writes a table for each query whose relations the candidate has; False, and no file, where none has."""
    attach(connection, "people", target, read_only=False)
    written = 0
    for table, query in queries.items():
        try:
            connection.execute(f"create table people.main.{quoted(table)} as {query}")
            written += 1
        except duckdb.CatalogException:
            continue
    connection.execute("detach people")
    if not written:
        target.unlink(missing_ok=True)
    return written > 0


def hash_tables(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, TableContent]:
    """Rows and content hash of every released table of an attached database, by `schema.table`."""
    return {
        f"{schema}.{table}": hash_table(connection, database, schema, table)
        for schema, table in released_columns(connection, database)
    }


def compare_tables(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, TableContent]:
    """The same, quickly, to be compared with another database of this moment."""
    return {
        f"{schema}.{table}": compare_table(connection, database, schema, table)
        for schema, table in released_columns(connection, database)
    }


def assert_same_content(expected: Mapping[str, TableContent], found: Mapping[str, TableContent]) -> None:
    """Raises CxwError (AUDIT_FAILED) that names every table in which the two differ."""
    if different := differences(expected, found):
        raise CxwError(
            "the written release differs from the audited candidate in " + ", ".join(different) + ". "
            "Nothing was published; run the refresh again, and check the disk if it happens twice.",
            ExitCode.AUDIT_FAILED,
        )


def differences(expected: Mapping[str, TableContent], found: Mapping[str, TableContent]) -> list[str]:
    """Names of the tables that are missing from one side or do not say the same."""
    return sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))


def _comment(
    connection: duckdb.DuckDBPyConnection,
    declarations: Declarations,
    schema: str,
    table: str,
    columns: list[str],
) -> None:
    declared = declarations.get((schema, table))
    if declared is None:
        return
    target = quoted(RELEASED, schema, table)
    if declared.description:
        connection.execute(f"comment on table {target} is {_literal(declared.description)}")
    for name in columns:
        column = declared.columns.get(name.lower())
        if column and column.description:
            connection.execute(f"comment on column {target}.{quoted(name)} is {_literal(column.description)}")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

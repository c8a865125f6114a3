"""The database of a release: the audited candidate, byte for byte, with comments and its number."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.candidate import attach, literal
from orchestration.errors import CxwError, ExitCode
from orchestration.releases.declarations import Declarations
from orchestration.releases.hashing import TableContent, file_hash, hash_table, quoted
from orchestration.releases.operations import OPERATIONS_SCHEMA, OperationsTables, write_tables

RELEASED_SCHEMAS = ("conformed", "marts")
"""What is compared between releases, table by table. `operations` is not: see OPERATIONS_SCHEMA."""
CANDIDATE = "candidate"
RELEASED = "released"
PEOPLE_QUERIES: Mapping[str, str] = {
    "agents": "select source, agent_id, name from workings.staging.stg_ticketing__agents",
    "customers": "select source, account_id, name from workings.staging.stg_crm__accounts",
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
def opened(memory_limit: str, spill: Path, **files: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with every given file attached read-only under its name; spills into the folder `spill`."""
    with duckdb.connect(config={"memory_limit": memory_limit, "temp_directory": str(spill)}) as connection:
        for name, path in files.items():
            attach(connection, name, path, read_only=True)
        yield connection


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


def unpublishable(
    connection: duckdb.DuckDBPyConnection, database: str, *, has_views: bool = False
) -> list[str]:
    """What of `database` is not a table of the released schemas, one sentence for each; or a view, where it has those.

    A file is published whole, so there must be nothing else in it.
    """
    rows = connection.execute(
        "select schema_name, table_name, false from duckdb_tables() where database_name = $1 and not internal "
        "union all "
        "select schema_name, view_name, true from duckdb_views() where database_name = $1 and not internal "
        "order by all",
        [database],
    ).fetchall()
    return [
        f"{schema}.{name}: {'a view' if is_view and not has_views else 'not in ' + ' or '.join(RELEASED_SCHEMAS)}"
        for schema, name, is_view in rows
        if (is_view and not has_views) or schema not in RELEASED_SCHEMAS
    ]


def copy_database(candidate: Path, target: Path) -> None:
    """Copies the file `candidate`. Raises CxwError (AUDIT_FAILED) where the copy is another one."""
    shutil.copyfile(candidate, target)
    if file_hash(candidate) != file_hash(target):
        raise CxwError(
            f"{target}: differs from the audited candidate {candidate}. "
            "Nothing was published; run the refresh again, and check the disk if it happens twice.",
            ExitCode.AUDIT_FAILED,
        )


def stamp_database(
    memory_limit: str,
    target: Path,
    stamp: ReleaseStamp,
    declarations: Declarations,
    operations: OperationsTables | None = None,
) -> None:
    """Writes into the file `target` which release it is, the tables of `operations`, and dbt's words as comments."""
    with duckdb.connect(config={"memory_limit": memory_limit}) as connection:
        attach(connection, RELEASED, target, read_only=False)
        views = set(connection.execute("select schema_name, view_name from duckdb_views()").fetchall())
        for (schema, table), columns in released_columns(connection, RELEASED).items():
            kind = "view" if (schema, table) in views else "table"
            _comment(connection, declarations, schema, table, columns, kind)
        write_tables(connection, RELEASED, operations or {})
        for name, written in (operations or {}).items():
            _comment(connection, declarations, OPERATIONS_SCHEMA, name, list(written.columns))
        connection.execute(
            f"create table {quoted(RELEASED)}.main.release as select ?::integer as release_number, "
            "?::timestamp as as_of, ?::timestamp as created_at, ?::varchar as git_revision",
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


def differences(expected: Mapping[str, TableContent], found: Mapping[str, TableContent]) -> list[str]:
    """Names of the tables that are missing from one side or do not say the same."""
    return sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))


def _comment(
    connection: duckdb.DuckDBPyConnection,
    declarations: Declarations,
    schema: str,
    table: str,
    columns: list[str],
    kind: str = "table",
) -> None:
    declared = declarations.get((schema, table))
    if declared is None:
        return
    target = quoted(RELEASED, schema, table)
    if declared.description:
        connection.execute(f"comment on {kind} {target} is {literal(declared.description)}")
    for name in columns:
        column = declared.columns.get(name.lower())
        if column and column.description:
            connection.execute(f"comment on column {target}.{quoted(name)} is {literal(column.description)}")

"""A build of Spark as DuckDB sees it: views over the files of its tables, in the two databases of a build.

What comes after the build reads those: the audit, the release's papers, `cxw quarantine`. The tables are read in
place, wherever the home is a folder that Spark's servers and this machine share.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from orchestration.candidate import escaped, literal
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.releases.hashing import quoted
from orchestration.spark import schemas
from orchestration.spark.session import open_session

_SPARK_TYPES = {"string": "varchar", "int": "integer", "timestamp": "timestamp", "timestamp_ntz": "timestamp"}
_LOCATION = "Location"


def mirror_build(home: Home, number: int) -> None:
    """Writes views of every table of a build into `candidate.duckdb` and `workings.duckdb`.

    Raises CxwError (BUILD_FAILED) where a table's files are out of this machine's reach.
    """
    with open_session() as session:
        for room in schemas.BUILT_ROOMS:
            schema = f"{schemas.release_prefix(number)}_{room}"
            views = {row[1] for row in session.rows(f"show views in {schema}")}
            tables = sorted({row[1] for row in session.rows(f"show tables in {schema}")} - views)
            described = {table: session.rows(f"describe table extended {schema}.{table}") for table in tables}
            released = room in schemas.RELEASED_ROOMS
            _write(home, home.candidate if released else home.workings, room, described)


def _write(home: Home, database: Path, room: str, described: dict[str, list[tuple[str, ...]]]) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create schema if not exists {quoted(room)}")
        for table, rows in described.items():
            folder = folder_of(home, table, rows)
            if not folder.is_dir():
                raise CxwError(
                    f"{table}: Spark has made it, and {folder} is not here; the audit reads the tables' files. Let "
                    "this machine see the folder in which Spark's servers write (docs/spark.md).",
                    ExitCode.BUILD_FAILED,
                )
            body = view_body(connection, rows, folder)
            connection.execute(f"create or replace view {quoted(room, table)} as {body}")


def folder_of(home: Home, table: str, described: list[tuple[str, ...]]) -> Path:
    """Where this machine finds the files of a table."""
    location = next((str(row[1]) for row in described if row[0] == _LOCATION), "")
    root = schemas.files_as_spark_sees_them(home)
    place, prefix = schemas.plain(location), f"{schemas.plain(root)}/"
    if not place.startswith(prefix):
        raise CxwError(
            f"{table}: Spark has it at {location or 'no place that it tells'}, which is not below {root}; the audit "
            "reads the tables' files. Let Spark's servers see the home, and give its path there in CXW_SPARK_HOME.",
            ExitCode.BUILD_FAILED,
        )
    return home.tables / place.removeprefix(prefix)


def view_body(connection: duckdb.DuckDBPyConnection, described: list[tuple[str, ...]], folder: Path) -> str:
    """The query that reads a table's files; of a table without a row, whose files may be none, typed NULLs."""
    files = f"read_parquet({literal(f'{escaped(folder)}/*.parquet')})"
    if not any(folder.glob("*.parquet")):
        columns = [
            f"cast(null as {_duckdb_type(str(row[1]))}) as {quoted(str(row[0]))}"
            for row in _columns(described)
        ]
        return f"select {', '.join(columns)} where false"
    found = connection.execute(f"describe select * from {files}").fetchall()
    return f"select {', '.join(in_utc(name, kind) for name, kind, *_ in found)} from {files}"


def in_utc(name: str, kind: str) -> str:
    """A column as the models mean it: an instant that knows its offset, as Spark writes them, is told in UTC."""
    column = quoted(name)
    return f"timezone('UTC', {column}) as {column}" if kind == "TIMESTAMP WITH TIME ZONE" else column


def _columns(described: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The lines about columns, which come first, up to the first empty one."""
    ends = next((i for i, row in enumerate(described) if not row[0] or str(row[0]).startswith("#")), None)
    return described[:ends]


def _duckdb_type(spark_type: str) -> str:
    if match := re.fullmatch(r"array<(.*)>", spark_type):
        return f"{_duckdb_type(match[1])}[]"
    return _SPARK_TYPES.get(spark_type, spark_type)

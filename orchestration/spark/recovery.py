"""A release whose tables Spark does not know, or knows at another place: its metastore was lost or is another one, the
home was moved, or has another name on this Spark. The files are in the home."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases.hashing import quoted
from orchestration.releases.store import DATABASE, Release
from orchestration.spark import schemas
from orchestration.spark.session import Session, literal

_SPARK_TYPES = {"VARCHAR": "string", "INTEGER": "int"}


class TablesMissing(CxwError):
    """Files of a release's tables are not in the home, so that Spark would take the tables for empty."""


def register(session: Session, home: Home, release: Release) -> None:
    """Sees to it that Spark knows each table of a release where its files are.

    Raises TablesMissing where a table has rows and no files. What Spark was told of here it does not remove the files
    of, when the table is dropped; `schemas.drop` does.
    """
    refuse_missing(home, release)
    folders = _folders(home, release)
    with duckdb.connect(str(release.path / DATABASE), read_only=True) as papers:
        for room in schemas.RELEASED_ROOMS:
            schema = f"{schemas.release_prefix(release.number)}_{room}"
            views = papers.execute(
                "select view_name from duckdb_views() where schema_name = ? and not internal order by 1",
                [room],
            ).fetchall()
            place = f"{schemas.files_as_spark_sees_them(home)}/{folders[room].name}"
            session.rows(f"create schema if not exists {schema} location {literal(place)}")
            is_here = schemas.location_of(session, f"schema extended {schema}") == schemas.plain(place)
            known = {row[1] for row in session.rows(f"show tables in {schema}")}
            for (table,) in views:
                there = f"{place}/{table}"
                if table not in known:
                    columns = papers.execute(f"describe {quoted(room, table)}").fetchall()
                    typed = ", ".join(f"`{name}` {_spark_type(kind)}" for name, kind, *_ in columns)
                    session.rows(
                        f"create table {schema}.{table} ({typed}) using parquet location {literal(there)}"
                    )
                elif not is_here:
                    _lead_to(session, f"{schema}.{table}", there)


def _lead_to(session: Session, table: str, place: str) -> None:
    """Tells Spark where a table is that it made when the home was elsewhere."""
    if schemas.location_of(session, f"table extended {table}") != schemas.plain(place):
        session.rows(f"alter table {table} set location {literal(place)}")
        session.rows(f"refresh table {table}")


def refuse_missing(home: Home, release: Release) -> None:
    """Raises TablesMissing where a table that has rows has no files in the home."""
    folders = _folders(home, release)
    for name, table in release.manifest()["tables"].items():
        room, _, view = name.partition(".")
        if room not in schemas.RELEASED_ROOMS or not table["rows"]:
            continue
        folder = folders[room] / view
        if not any(folder.glob("*.parquet")):
            raise TablesMissing(
                f"{folder}: has no files, and the table had {table['rows']} rows in release {release.number}. Restore "
                "the folder from a backup, show another release with 'cxw rollback N', or publish one with 'cxw "
                "refresh --target spark'."
            )


def has_lost_tables(home: Home, release: Release) -> bool:
    """Whether `refuse_missing` refuses the release."""
    try:
        refuse_missing(home, release)
    except TablesMissing:
        return True
    return False


def _folders(home: Home, release: Release) -> dict[str, Path]:
    """Where the tables of a release are, by room: under the name that the home had on Spark then."""
    prefix = schemas.release_prefix(release.number)
    found = {room: folder for number, room, folder in schemas.built_folders(home) if number == release.number}
    return {room: home.tables / f"{prefix}_{room}" for room in schemas.RELEASED_ROOMS} | found


def _spark_type(kind: str) -> str:
    if match := re.fullmatch(r"(.*)\[\]", kind):
        return f"array<{_spark_type(match[1])}>"
    return _SPARK_TYPES.get(kind, kind.lower())

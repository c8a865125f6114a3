"""A release whose tables Spark no longer knows: its metastore was lost or is another one; the files are in the home."""

from __future__ import annotations

import re

import duckdb

from orchestration.home import Home
from orchestration.releases.hashing import quoted
from orchestration.releases.store import DATABASE, Release
from orchestration.spark import schemas
from orchestration.spark.session import Session, literal

_SPARK_TYPES = {"VARCHAR": "string", "INTEGER": "int"}


def register_forgotten(session: Session, home: Home, release: Release) -> None:
    """Tells Spark of those tables of a release that it does not know, in place.

    Dropping them later leaves their files, which `schemas.sweep` removes.
    """
    with duckdb.connect(str(release.path / DATABASE), read_only=True) as papers:
        for room in schemas.RELEASED_ROOMS:
            schema = f"{schemas.release_prefix(release.number)}_{room}"
            place = f"{schemas.files_as_spark_sees_them(home)}/{schema}"
            session.rows(f"create schema if not exists {schema} location {literal(place)}")
            known = {row[1] for row in session.rows(f"show tables in {schema}")}
            views = papers.execute(
                "select view_name from duckdb_views() where schema_name = ? and not internal order by 1",
                [room],
            ).fetchall()
            for (table,) in views:
                if table in known:
                    continue
                columns = papers.execute(f"describe {quoted(room, table)}").fetchall()
                typed = ", ".join(f"`{name}` {_spark_type(kind)}" for name, kind, *_ in columns)
                session.rows(
                    f"create table {schema}.{table} ({typed}) using parquet location {literal(f'{place}/{table}')}"
                )


def _spark_type(kind: str) -> str:
    if match := re.fullmatch(r"(.*)\[\]", kind):
        return f"array<{_spark_type(match[1])}>"
    return _SPARK_TYPES.get(kind, kind.lower())

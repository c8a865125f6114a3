"""Compares what both engines made of one home: two releases, or two builds with staging and intermediate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from orchestration.candidate import attach
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases import Release, list_releases
from orchestration.spark import schemas
from orchestration.spark.removal import is_on_spark
from orchestration.spark.session import Session, open_session
from parity.building import build_schema, is_built_on_duckdb
from parity.comparing import Comparison, compare
from parity.tables import Table, built_tables, files_of, relations_of

PUBLISHED = schemas.RELEASED_ROOMS
ALL_ROOMS = ("staging", "intermediate", *PUBLISHED)
DUCKDB_HAS_NONE, SPARK_HAS_NONE = "DuckDB has no such table", "Spark has no such table"


def last_release(home: Home, *, on_spark: bool) -> Release | None:
    """The last release that an engine built; None where it built none that is left."""
    whole = [release for release in list_releases(home) if release.damage() is None]
    return next((one for one in reversed(whole) if is_on_spark(one) is on_spark), None)


def compare_releases(home: Home, only: Sequence[str]) -> list[Comparison]:
    """The last release of each engine, table by table, and what readers of Spark see. Raises CxwError without one."""
    ours, theirs = last_release(home, on_spark=False), last_release(home, on_spark=True)
    if ours is None or theirs is None:
        raise CxwError(f"{home.root}: a release of each engine is needed; run it without --compare-only.")
    tables = _tables(home, PUBLISHED, only)
    with _in_utc() as connection:
        attach(connection, "ours", ours.database, read_only=True)
        attach(connection, "theirs", theirs.database, read_only=True)
        mine, other = (relations_of(connection, side, PUBLISHED) for side in ("ours", "theirs"))
        found = compare_tables(connection, tables, mine, other, look_for_more=not only)
        with open_session() as session:
            return [*found, what_readers_see(session, connection, theirs, other)]


def compare_builds(home: Home, only: Sequence[str]) -> list[Comparison]:
    """Every table of all rooms: the build of DuckDB that is in `home`, and what dbt alone built on Spark."""
    if not is_built_on_duckdb(home):
        raise CxwError(f"{home.candidate}: is not a build of DuckDB; run it without --compare-only.")
    with _in_utc() as connection, open_session() as session:
        for name in ("candidate", "workings"):
            attach(connection, name, home.build / f"{name}.duckdb", read_only=True)
        ours = {
            **relations_of(connection, "candidate", ALL_ROOMS),
            **relations_of(connection, "workings", ALL_ROOMS),
        }
        theirs = files_of(session, build_schema(), ALL_ROOMS)
        tables = _tables(home, ALL_ROOMS, only)
        return compare_tables(connection, tables, ours, theirs, look_for_more=not only)


def compare_tables(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Table],
    ours: Mapping[str, str],
    theirs: Mapping[str, str],
    *,
    look_for_more: bool,
) -> list[Comparison]:
    """Compares the tables that both have; one that only one of them has is a problem.

    `ours` and `theirs` give for `marts.kpi_values` what to read; with `look_for_more`, whatever else Spark has is one
    too, in whichever room.
    """
    found = []
    for table in tables:
        if gaps := [
            gap
            for side, gap in ((ours, DUCKDB_HAS_NONE), (theirs, SPARK_HAS_NONE))
            if table.place not in side
        ]:
            found.append(Comparison(table.place, problems=gaps))
        else:
            found.append(compare(connection, table.place, ours[table.place], theirs[table.place], table.key))
    if look_for_more:
        left = theirs.keys() - ours.keys() - {table.place for table in tables}
        found.extend(Comparison(place, problems=[DUCKDB_HAS_NONE]) for place in sorted(left))
    return found


def what_readers_see(
    session: Session, connection: duckdb.DuckDBPyConnection, release: Release, relations: Mapping[str, str]
) -> Comparison:
    """Whether the readers' schemas on Spark show `release`: its number, its tables and no others, all their rows."""
    name = schemas.readers_name()
    found = Comparison("what readers of Spark see")
    shown = session.rows(f"select release_number from {name}.current_release")
    if shown != [(release.number,)]:
        found.problems.append(f"{shown} is the current release, not {release.number}")
    views = {
        f"{room}.{row[1]}" for room in PUBLISHED for row in session.rows(f"show tables in {name}_{room}")
    }
    if odd := sorted(views ^ relations.keys()):
        found.problems.append(f"{', '.join(odd)}: shown to readers of one engine alone")
    both = sorted(views & relations.keys())
    if not both:
        found.problems.append("no table is shown to readers of both engines")
        return found
    counted = dict(
        session.rows(" union all ".join(f"select '{place}', count(*) from {name}_{place}" for place in both))
    )
    for place in both:
        rows = connection.execute(f"select count(*) from {relations[place]}").fetchall()[0][0]
        if counted[place] != rows:
            found.problems.append(f"{place}: readers of Spark count {counted[place]} of {rows} rows")
    return found


def _tables(home: Home, rooms: tuple[str, ...], only: Sequence[str]) -> list[Table]:
    tables = built_tables(home.dbt_target / "manifest.json", rooms)
    return [table for table in tables if not only or table.name in only]


def _in_utc() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    return connection

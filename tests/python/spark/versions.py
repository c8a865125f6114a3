"""A release on Spark as dbt would build one: a fact and marts that say their version."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

from orchestration.home import Home
from orchestration.releases import ReleaseFacts, find_release, publish
from orchestration.releases.declarations import ColumnDeclaration, TableDeclaration
from orchestration.releases.store import MANIFEST, next_number
from orchestration.spark import schemas
from orchestration.spark.building import begin_build
from orchestration.spark.mirror import mirror_build
from orchestration.spark.serving import finish_release
from orchestration.spark.session import Session

DELIVERED = "ab" * 32
"""The hash of the file that every release was made from."""

ROW = (
    "it's",
    7,
    Decimal("1.2500"),
    0.5,
    True,
    date(2024, 2, 29),
    datetime(2024, 3, 31, 1, 30, 0, 123456),
    None,
)
NAMES = ("word", "n", "amount", "share", "is_so", "day", "happened_at", "nothing")
ROW_SQL = (
    "select 'it\\'s' as word, 7L as n, cast(1.25 as decimal(18, 4)) as amount, 0.5D as share, true as is_so, "
    "date '2024-02-29' as day, timestamp '2024-03-31 01:30:00.123456' as happened_at, cast(null as string) as nothing"
)


def declared(*tables: tuple[str, str]) -> dict[tuple[str, str], TableDeclaration]:
    columns = {name: ColumnDeclaration(f"What {name} is.", None) for name in (*NAMES, "version")}
    return {table: TableDeclaration("A table.", columns) for table in tables}


def publish_version(spark: Session, home: Home, version: int, *marts: str, is_killed: bool = False) -> int:
    """Builds a release as dbt would, of one fact and the named marts, and publishes it; killed, before it is shown."""
    number = next_number(home)
    home.build.mkdir(parents=True, exist_ok=True)
    for database in (home.candidate, home.workings):
        database.unlink(missing_ok=True)
    begin_build(home)
    prefix = schemas.release_prefix(number)
    spark.rows(f"create table {prefix}_staging.stg_secret using parquet as select 'Ann Lee' as name")
    spark.rows(f"create table {prefix}_conformed.fct_things using parquet as {ROW_SQL}")
    for mart in marts:
        spark.rows(f"create table {prefix}_marts.{mart} using parquet as select {version} as version")
    spark.rows(f"create table {prefix}_marts.nothing_yet (version int, word string) using parquet")
    mirror_build(home, number)
    tables = [("conformed", "fct_things"), ("marts", "nothing_yet"), *(("marts", mart) for mart in marts)]
    facts = ReleaseFacts(
        as_of="2024-02-01T00:00:00.000000",
        settings={},
        deliveries=[{"delivery": 1, "sha256": DELIVERED}],
        quarantine=[],
        audit={},
        seconds={},
        engine="spark",
    )
    release = publish(home, facts, declarations=declared(*tables), personal=frozenset({"name"}))
    if not is_killed:
        finish_release(home, release)
    return release.number


def call_it_duckdbs(home: Home, number: int) -> None:
    """Lets a release say that DuckDB built it."""
    release = find_release(home, number)
    told = {**release.manifest(), "engine": "duckdb"}
    (release.path / MANIFEST).write_text(json.dumps(told), encoding="utf-8")


def shown(spark: Session) -> list[tuple[str, str]]:
    name = schemas.readers_name()
    return sorted(
        (room, row[1])
        for room in schemas.RELEASED_ROOMS
        for row in spark.rows(f"show tables in {name}_{room}")
    )


def version_shown(spark: Session, mart: str) -> int:
    return int(spark.rows(f"select version from {schemas.readers_name()}_marts.{mart}")[0][0])

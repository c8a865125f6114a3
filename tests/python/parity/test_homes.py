"""What two engines made of one home is compared whole: tables, those that one alone has, and what readers see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases import Release
from orchestration.spark.session import Session
from parity import building, homes
from parity.comparing import Comparison

Answer = Callable[[str], list[tuple[Any, ...]]]


class _Answers:
    """A connection with Spark that knows what each statement gives."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.description = ["a query"]

    def cursor(self) -> _Answers:
        return self

    def execute(self, sql: str) -> None:
        self.found = self.answer(sql)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.found

    def close(self) -> None:
        pass


def session(answer: Answer) -> Session:
    return Session(_Answers(answer), "127.0.0.1:1")


def told(found: list[Comparison]) -> dict[str, list[str]]:
    return {one.table: one.problems for one in found if one.problems}


def node(room: str, name: str, materialized: str = "table") -> dict[str, Any]:
    config = {"schema": room, "materialized": materialized, "meta": {"key": ["id"]}}
    return {"resource_type": "model", "name": name, "config": config, "columns": {}}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A build of DuckDB: two tables of readers, and in staging a table and a view."""
    home = Home(tmp_path / "home")
    home.dbt_target.mkdir(parents=True)
    nodes = [
        node("marts", "kpis"),
        node("conformed", "facts"),
        node("staging", "stg_a"),
        node("staging", "stg_v", "view"),
    ]
    (home.dbt_target / "manifest.json").write_text(
        json.dumps({"nodes": {one["name"]: one for one in nodes}}), encoding="utf-8"
    )
    with duckdb.connect(str(home.candidate)) as connection:
        connection.execute("create schema marts; create table marts.kpis as select 1 as id, 2 as n")
        connection.execute("create schema conformed; create table conformed.facts as select 1 as id")
    with duckdb.connect(str(home.workings)) as connection:
        connection.execute("create schema staging; create table staging.stg_a as select 1 as id")
        connection.execute("create view staging.stg_v as select * from staging.stg_a")
    return home


@pytest.fixture
def on_spark(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Tables of Spark -> the query of their rows; they begin as those of DuckDB's, the view being a table there."""
    tables = {
        "marts.kpis": "select 1 as id, 2 as n",
        "conformed.facts": "select 1 as id",
        "staging.stg_a": "select 1 as id",
        "staging.stg_v": "select 1 as id",
    }

    def answer(sql: str) -> list[tuple[Any, ...]]:
        if sql == "show schemas":
            return sorted({(f"parity_small_build_{place.split('.')[0]}",) for place in tables})
        (room,) = [room for room in homes.ALL_ROOMS if f" parity_small_build_{room} " in sql]
        found = []
        for place, query in tables.items():
            if place.startswith(f"{room}."):
                folder = home.root / "spark_files" / place
                folder.mkdir(parents=True, exist_ok=True)
                duckdb.execute(f"copy ({query}) to '{folder}/part.parquet'")
                location = f"Location: file:{folder}\n"
                found.append((room, place.removeprefix(f"{room}."), False, f"Type: MANAGED\n{location}"))
        return found

    monkeypatch.setenv("CXW_SPARK_NAME", "parity_small")
    monkeypatch.setattr(homes, "open_session", lambda: nullcontext(session(answer)))
    yield tables


def test_two_builds_that_are_the_same_are_found_the_same(home: Home, on_spark: dict[str, str]) -> None:
    found = homes.compare_builds(home, [])
    assert [one.table for one in found] == ["conformed.facts", "marts.kpis", "staging.stg_a"]
    assert told(found) == {}


@pytest.mark.parametrize("place", ["staging.stg_more", "intermediate.int_more", "marts.more"])
def test_a_table_of_spark_alone_is_told_in_every_room(
    home: Home, on_spark: dict[str, str], place: str
) -> None:
    on_spark[place] = "select 1 as id"
    assert told(homes.compare_builds(home, [])) == {place: ["DuckDB has no such table"]}
    assert told(homes.compare_builds(home, ["kpis"])) == {}


def test_a_table_that_one_engine_lacks_is_told(home: Home, on_spark: dict[str, str]) -> None:
    del on_spark["staging.stg_a"]
    with duckdb.connect(str(home.candidate)) as connection:
        connection.execute("drop table marts.kpis")
    assert told(homes.compare_builds(home, [])) == {
        "marts.kpis": ["DuckDB has no such table"],
        "staging.stg_a": ["Spark has no such table"],
    }


def test_a_room_that_spark_has_not_built_is_told_by_its_tables(home: Home, on_spark: dict[str, str]) -> None:
    del on_spark["marts.kpis"]
    assert told(homes.compare_builds(home, [])) == {"marts.kpis": ["Spark has no such table"]}


def test_a_build_of_spark_is_not_taken_for_one_of_duckdb(home: Home) -> None:
    assert building.is_built_on_duckdb(home)
    home.candidate.unlink()
    assert not building.is_built_on_duckdb(home)
    with duckdb.connect(str(home.candidate)) as connection:
        connection.execute("create schema marts; create view marts.kpis as select 1 as id")
    assert not building.is_built_on_duckdb(home)


def test_releases_of_one_engine_alone_are_not_compared(home: Home) -> None:
    with pytest.raises(CxwError, match="a release of each engine is needed"):
        homes.compare_releases(home, [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"number": 1}, ["[(1,)] is the current release, not 2"]),
        (
            {"conformed": ["facts", "old"]},
            ["conformed.old: shown to readers of one engine alone"],
        ),
        ({"conformed": []}, ["conformed.facts: shown to readers of one engine alone"]),
        ({"rows": 3}, ["marts.kpis: readers of Spark count 3 of 1 rows"]),
    ],
)
def test_what_readers_of_spark_see_is_looked_at(
    home: Home, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], said: list[str]
) -> None:
    shown = {"number": 2, "conformed": ["facts"], "marts": ["kpis"], "rows": 1, **change}

    def answer(sql: str) -> list[tuple[Any, ...]]:
        if "current_release" in sql:
            return [(shown["number"],)]
        if sql.startswith("show tables in parity_small_"):
            return [("", name, False) for name in shown[sql.removeprefix("show tables in parity_small_")]]
        counts = {"conformed.facts": 1, "marts.kpis": shown["rows"]}
        return [(place, count) for place, count in counts.items() if f"from parity_small_{place}" in sql]

    monkeypatch.setenv("CXW_SPARK_NAME", "parity_small")
    release = Release(2, home.root / "releases" / "000002", True)
    with duckdb.connect(str(home.candidate), read_only=True) as connection:
        relations = {place: place for place in ("conformed.facts", "marts.kpis")}
        found = homes.what_readers_see(session(answer), connection, release, relations)
    assert found.problems == said

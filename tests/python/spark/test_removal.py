"""What an erasure throws away of Spark: builds that no reader has, whoever published their number; and its trials."""

from __future__ import annotations

import json
from pathlib import Path

from orchestration.erasure.traces import text_traces, throw_away_build
from orchestration.home import Home
from orchestration.releases.store import DATABASE, MANIFEST, TOLD, release_path
from orchestration.spark.removal import numbers_with_tables, unpublished_folders


def publish(home: Home, number: int, engine: str) -> None:
    folder = release_path(home, number)
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text(json.dumps({**dict.fromkeys(TOLD, 1), "engine": engine}), encoding="utf-8")
    (folder / DATABASE).touch()


def build(home: Home, number: int, *rooms: str) -> None:
    for room in rooms:
        table = home.tables / f"cxw_r{number:06d}_{room}" / "some_table"
        table.mkdir(parents=True)
        (table / "part-0.parquet").write_text("Ann Lee", encoding="utf-8")


def test_builds_of_no_release_are_thrown_away_and_releases_stay(tmp_path: Path) -> None:
    home = Home(tmp_path)
    publish(home, 1, "spark")
    build(home, 1, "staging", "conformed", "marts")
    publish(home, 2, "duckdb")
    build(
        home, 2, "staging", "marts"
    )  # a build on Spark that was killed, then one on DuckDB that was published
    publish(home, 3, "spark")
    (release_path(home, 3) / MANIFEST).write_text("torn", encoding="utf-8")
    build(home, 3, "marts")
    build(home, 4, "intermediate")
    (home.spark / "warehouse" / "candidate_staging.db").mkdir(parents=True)
    (home.spark / "warehouse" / "candidate_staging.db" / "part-0.parquet").touch()
    assert numbers_with_tables(home) == {1, 3}
    assert [folder.name.removeprefix("cxw_r00000") for folder in unpublished_folders(home)] == [
        "1_staging",
        "2_marts",
        "2_staging",
        "4_intermediate",
    ]
    assert throw_away_build(home) == 5
    assert sorted(folder.name.removeprefix("cxw_r00000") for folder in home.tables.iterdir()) == [
        "1_conformed",
        "1_marts",
        "3_marts",
    ]
    assert not (home.spark / "warehouse").exists()


def test_logs_of_the_cluster_are_looked_through(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.spark / "logs").mkdir(parents=True)
    (home.spark / "logs" / "thrift.log").touch()
    assert home.spark / "logs" / "thrift.log" in text_traces(home)

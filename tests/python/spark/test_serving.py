"""What readers of Spark see: a release is built in schemas of its own, shown view by view, rolled back, removed."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases import (
    find_release,
    list_releases,
    remove_old_releases,
    rollback,
)
from orchestration.spark import schemas, serving
from orchestration.spark.building import begin_build
from orchestration.spark.removal import give_up, shown_on_spark
from orchestration.spark.serving import LEFT_BEHIND, settle, show_after_rollback
from orchestration.spark.session import Session
from spark.versions import ROW, call_it_duckdbs, publish_version, shown, version_shown

pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]


def test_a_release_is_read_alike_through_spark_and_through_duckdb(spark: Session, tmp_path: Path) -> None:
    home = Home(tmp_path / "a home, über")
    assert publish_version(spark, home, 1, "kpis") == 1
    name = schemas.readers_name()
    ((*by_spark,),) = spark.rows(f"select * from {name}_conformed.fct_things")
    by_spark[2] = Decimal(by_spark[2])
    assert tuple(by_spark[:5]) == ROW[:5]
    with duckdb.connect(str(home.current / "warehouse.duckdb"), read_only=True) as reader:
        assert reader.execute("select * from conformed.fct_things").fetchall() == [ROW]
        kinds = [kind for _, kind, *_ in reader.execute("describe conformed.fct_things").fetchall()]
        assert kinds == [
            "VARCHAR",
            "BIGINT",
            "DECIMAL(18,4)",
            "DOUBLE",
            "BOOLEAN",
            "DATE",
            "TIMESTAMP",
            "VARCHAR",
        ]
        assert reader.execute("select * from marts.nothing_yet").fetchall() == []
        comments = reader.execute(
            "select distinct comment from duckdb_columns() where column_name = 'n'"
        ).fetchall()
        assert comments == [("What n is.",)]
    assert spark.rows(f"select release_number from {name}.current_release") == [(1,)]
    assert shown(spark) == [("conformed", "fct_things"), ("marts", "kpis"), ("marts", "nothing_yet")]
    manifest = find_release(home).manifest()
    assert manifest["engine"] == "spark"
    assert manifest["tables"]["conformed.fct_things"]["rows"] == 1


def test_what_a_release_was_made_from_goes_with_its_files(spark: Session, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    begin_build(home)
    folders = {folder.name.rpartition("_")[2]: folder for folder in home.tables.iterdir()}
    private = [room for room, folder in folders.items() if stat.S_IMODE(folder.stat().st_mode) == 0o700]
    assert sorted(private) == ["intermediate", "kpis", "reference", "staging"]
    publish_version(spark, home, 1, "kpis")
    assert sorted(schemas.schemas_of(spark, 1)) == [
        f"{schemas.release_prefix(1)}_conformed",
        f"{schemas.release_prefix(1)}_marts",
    ]
    kept = b"".join(file.read_bytes() for file in home.tables.rglob("*.parquet"))
    assert b"it's" in kept
    assert b"Ann Lee" not in kept


def test_readers_are_moved_on_and_back_and_may_stay_with_a_release(spark: Session, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish_version(spark, home, 1, "kpis", "gone_later")
    publish_version(spark, home, 2, "kpis", "new_since")
    assert version_shown(spark, "kpis") == 2
    assert ("marts", "gone_later") not in shown(spark)
    assert spark.rows(f"select version from {schemas.release_prefix(1)}_marts.kpis") == [(1,)]
    rollback(home)
    settle(home)
    assert version_shown(spark, "kpis") == 1
    assert ("marts", "new_since") not in shown(spark)
    assert spark.rows(f"select release_number from {schemas.readers_name()}.current_release") == [(1,)]


def test_a_switch_that_was_killed_is_finished_by_the_next_refresh(spark: Session, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish_version(spark, home, 1, "kpis")
    publish_version(spark, home, 2, "kpis")
    rollback(home, 1)
    rollback(home, 2)
    name = schemas.readers_name()
    spark.rows(
        f"create or replace view {name}_marts.kpis as select * from {schemas.release_prefix(1)}_marts.kpis"
    )
    begin_build(home)
    assert version_shown(spark, "kpis") == 2


def test_schemas_of_killed_builds_and_removed_releases_go(spark: Session, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    for version in (1, 2, 3):
        publish_version(spark, home, version, "kpis")
    begin_build(home)
    assert schemas.release_numbers(spark) == {1, 2, 3, 4}
    assert remove_old_releases(home, 2) == [1]
    settle(home)
    assert schemas.release_numbers(spark) == {1, 2, 3, 4}, (
        "a rollback beside a refresh leaves its candidate alone"
    )
    (find_release(home, 2).path / "manifest.json").rename(tmp_path / "manifest.json")
    spark.rows(f"drop schema {schemas.release_prefix(4)}_marts cascade")
    begin_build(home)
    assert schemas.release_numbers(spark) == {2, 3, 4}
    assert len(schemas.schemas_of(spark, 4)) == len(schemas.BUILT_ROOMS)
    assert {folder.name.split("_")[1] for folder in home.tables.iterdir()} == {
        "r000002",
        "r000003",
        "r000004",
    }


def test_the_schemas_of_another_home_are_left_alone(spark: Session, tmp_path: Path) -> None:
    home, other = Home(tmp_path / "home"), Home(tmp_path / "other")
    publish_version(spark, home, 1, "kpis")
    with pytest.raises(
        CxwError, match="not of the home .*other; give this home another name in CXW_SPARK_NAME"
    ):
        begin_build(other)
    assert version_shown(spark, "kpis") == 1


def test_releases_that_tell_of_an_erased_person_go(
    spark: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    for version in (1, 2):
        publish_version(spark, home, version, "kpis")
    before, current = list_releases(home)
    with monkeypatch.context() as away:
        away.setenv("CXW_SPARK_PORT", "1")
        with pytest.raises(CxwError, match="release 1 still tells of the person: .* refresh --target spark"):
            give_up(home, before)
    assert spark.rows(f"select version from {schemas.release_prefix(1)}_marts.kpis") == [(1,)]
    give_up(home, before)
    assert schemas.schemas_of(spark, 1) == []
    with pytest.raises(CxwError, match="release 2 still tells of the person: .*Readers see it"):
        give_up(home, current)
    assert version_shown(spark, "kpis") == 2
    publish_version(spark, home, 3, "kpis")
    assert [release.number for release in list_releases(home)] == [3]
    assert {folder.name.split("_")[1] for folder in home.tables.iterdir()} == {"r000003"}
    begin_build(home)
    assert schemas.release_numbers(spark) == {3, 4}


def test_a_rollback_while_spark_is_away_says_what_is_left(
    spark: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    publish_version(spark, home, 1, "kpis")
    publish_version(spark, home, 2, "kpis")
    earlier = rollback(home)
    with monkeypatch.context() as away:
        away.setenv("CXW_SPARK_PORT", "1")
        with pytest.raises(
            CxwError, match=r"release 1 is shown to readers with DuckDB, but not .*'cxw rollback 1'"
        ):
            show_after_rollback(home, earlier)
    assert version_shown(spark, "kpis") == 2
    show_after_rollback(home, earlier)
    assert version_shown(spark, "kpis") == 1


def test_readers_end_where_the_last_command_moved_them(
    spark: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One command has looked which release is current, and waits for Spark, while another moves readers on."""
    home = Home(tmp_path / "home")
    publish_version(spark, home, 1, "kpis")
    publish_version(spark, home, 2, "kpis")
    rollback(home, 1)
    settle(home)

    opened = serving.open_session

    @contextmanager
    def overtaken() -> Iterator[Session]:
        with monkeypatch.context() as usual:
            usual.setattr(serving, "open_session", opened)
            rollback(home, 2)
            settle(home)
        yield spark

    name = schemas.readers_name()
    with monkeypatch.context() as slow:
        slow.setattr(serving, "open_session", overtaken)
        settle(home)
    assert spark.rows(f"select release_number from {name}.current_release") == [(2,)]
    assert spark.rows(f"select version from {name}_marts.kpis") == [(2,)]
    assert shown_on_spark(home) == 2


def test_an_erasure_leaves_the_release_that_readers_were_just_shown(spark: Session, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish_version(spark, home, 1, "kpis")
    publish_version(spark, home, 2, "kpis")
    as_the_erasure_listed_it = list_releases(home)[0]
    rollback(home, 1)
    with pytest.raises(CxwError, match="Readers see it"):
        give_up(home, as_the_erasure_listed_it)
    assert find_release(home).number == 1


def test_a_rollback_to_a_release_of_duckdb_needs_no_spark(
    spark: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    publish_version(spark, home, 1, "kpis")
    publish_version(spark, home, 2, "kpis")
    call_it_duckdbs(home, 1)
    monkeypatch.setenv("CXW_SPARK_PORT", "1")
    assert show_after_rollback(home, rollback(home, 1)) == LEFT_BEHIND

"""A home with releases on Spark that is moved, copied, restored, or given another name on its Spark."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.erasure.kept_releases import clean_release
from orchestration.erasure.key import Key
from orchestration.erasure.subject import Subject
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.operations.restoring import back_up, restore
from orchestration.releases import find_release, list_releases, remove_old_releases, rollback, verify
from orchestration.releases.places import follow_home
from orchestration.spark import schemas
from orchestration.spark.building import begin_build
from orchestration.spark.recovery import TablesMissing
from orchestration.spark.removal import give_up
from orchestration.spark.serving import refuse_unreadable, settle, show_after_rollback
from orchestration.spark.session import Session
from spark.versions import ROW, publish_version, version_shown

pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]


def release_shown(spark: Session) -> int:
    return int(spark.rows(f"select release_number from {schemas.readers_name()}.current_release")[0][0])


def seen_by_duckdb(home: Home, number: int | None = None) -> list[tuple[object, ...]]:
    with duckdb.connect(str(find_release(home, number).database), read_only=True) as reader:
        return reader.execute("select version from marts.kpis").fetchall()


def published(home: Home, spark: Session) -> Home:
    for version in (1, 2):
        publish_version(spark, home, version, "kpis")
    home.raw.mkdir(exist_ok=True)
    return home


def test_a_home_of_another_name_shows_its_releases_under_it(
    spark: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, former = published(Home(tmp_path / "home"), spark), schemas.readers_name()
    monkeypatch.setenv("CXW_SPARK_NAME", f"{former}x")
    begin_build(home)
    assert (release_shown(spark), version_shown(spark, "kpis")) == (2, 2)
    assert show_after_rollback(home, rollback(home, 1)) is None
    assert (release_shown(spark), version_shown(spark, "kpis")) == (1, 1)
    publish_version(spark, home, 3, "kpis")
    publish_version(spark, home, 4, "kpis")
    assert remove_old_releases(home, 1) == [1, 2]
    begin_build(home)
    assert version_shown(spark, "kpis") == 4
    with pytest.raises(CxwError):
        spark.rows(f"select * from {former}_marts.kpis")  # gone, and not empty
    assert {folder.name.split("_")[1] for folder in home.tables.iterdir()} == {
        "r000003",
        "r000004",
        "r000005",
    }


def test_a_home_that_was_moved_is_read_where_it_is(spark: Session, tmp_path: Path) -> None:
    home, moved = published(Home(tmp_path / "home"), spark), Home(tmp_path / "it's moved, über")
    home.root.rename(moved.root)
    with pytest.raises(CxwError, match="not of the home .*moved") as refusal:
        settle(moved)
    (advice,) = re.findall("alter schema .*[)]", str(refusal.value))
    spark.rows(advice)
    assert [problem for problem in verify(moved) if "home/tables, as the home was elsewhere once" in problem]
    assert show_after_rollback(moved, rollback(moved, 2)) is None
    assert (release_shown(spark), version_shown(spark, "kpis")) == (2, 2)
    assert spark.rows(f"select count(*) from {schemas.readers_name()}_marts.nothing_yet") == [(0,)]
    assert (seen_by_duckdb(moved), seen_by_duckdb(moved, 1), verify(moved), verify(moved, 1)) == (
        [(2,)],
        [(1,)],
        [],
        [],
    )
    publish_version(spark, moved, 3, "kpis")
    assert version_shown(spark, "kpis") == 3
    assert remove_old_releases(moved, 1) == [1]
    begin_build(moved)
    assert {folder.name.split("_")[1] for folder in moved.tables.iterdir()} == {
        "r000002",
        "r000003",
        "r000004",
    }


def test_a_restored_home_reads_its_own_tables(spark: Session, tmp_path: Path) -> None:
    home, restored = published(Home(tmp_path / "home"), spark), Home(tmp_path / "restored")
    with duckdb.connect(str(find_release(home).database), read_only=True) as reader:
        comments = reader.execute(
            "select table_name, column_name, comment from duckdb_columns() where comment is not null order by all"
        ).fetchall()
    back_up(home, tmp_path / "backup")
    restore(tmp_path / "backup", restored)
    shutil.rmtree(home.root)
    assert (verify(restored), verify(restored, 1)) == ([], [])
    with duckdb.connect(str(restored.current / "warehouse.duckdb"), read_only=True) as reader:
        assert reader.execute("select * from conformed.fct_things").fetchall() == [ROW]
        assert (
            comments
            == reader.execute(
                "select table_name, column_name, comment from duckdb_columns() where comment is not null order by all"
            ).fetchall()
        )
    for file in restored.tables.rglob("*.parquet"):
        file.write_bytes(b"x")
    assert verify(restored) != []


def test_tables_whose_files_are_gone_are_no_empty_tables(spark: Session, tmp_path: Path) -> None:
    home = published(Home(tmp_path / "home"), spark)
    shutil.rmtree(home.tables / f"{schemas.release_prefix(1)}_marts" / "kpis")
    with pytest.raises(TablesMissing, match="kpis: has no files, and the table had 1 rows in release 1"):
        rollback(home, 1, refuse_unreadable)
    assert (find_release(home).number, version_shown(spark, "kpis")) == (2, 2), "readers stay where they are"
    with pytest.raises(CxwError, match="kpis: has no files"):
        show_after_rollback(home, rollback(home, 1))
    assert version_shown(spark, "kpis") == 2
    publish_version(spark, home, 3, "kpis")
    assert version_shown(spark, "kpis") == 3
    nobody = Subject(Key(b"k" * 32))
    assert clean_release(home, find_release(home, 1), nobody, {}, "500MB", is_dry=True) == 1
    assert clean_release(home, find_release(home, 1), nobody, {}, "500MB", is_dry=False) == 1
    assert [release.number for release in list_releases(home)] == [2, 3], "nobody can say whom it tells of"


def test_a_moved_home_goes_on_although_an_old_release_lost_its_files(spark: Session, tmp_path: Path) -> None:
    home, moved = published(Home(tmp_path / "home"), spark), Home(tmp_path / "moved")
    shutil.rmtree(home.tables / f"{schemas.release_prefix(1)}_marts" / "kpis")
    home.root.rename(moved.root)
    assert follow_home(moved) == [2]
    assert (seen_by_duckdb(moved), verify(moved)) == ([(2,)], [])
    assert verify(moved, 1) != []
    assert [path.name for path in moved.releases.glob("*.erasing")] == []


def test_an_erasure_in_a_copy_leaves_the_tables_of_the_original(spark: Session, tmp_path: Path) -> None:
    home, copy = published(Home(tmp_path / "home"), spark), Home(tmp_path / "copy")
    back_up(home, tmp_path / "backup")
    restore(tmp_path / "backup", copy)
    with pytest.raises(CxwError, match="not of the home .*copy"):
        give_up(copy, find_release(copy, 1))
    assert spark.rows(f"select version from {schemas.release_prefix(1)}_marts.kpis") == [(1,)]

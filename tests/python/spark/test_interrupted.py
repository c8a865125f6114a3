"""Publications on Spark that did not come to their end, and what Spark has forgotten."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.erasure.kept_releases import clean_release
from orchestration.erasure.key import Key
from orchestration.erasure.subject import Subject
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases import find_release, rollback
from orchestration.releases.store import next_number
from orchestration.spark import schemas
from orchestration.spark.building import begin_build
from orchestration.spark.mirror import mirror_build
from orchestration.spark.removal import give_up, shown_on_spark
from orchestration.spark.serving import LEFT_BEHIND, published_before, settle
from orchestration.spark.session import Session
from spark.versions import DELIVERED, ROW_SQL, call_it_duckdbs, publish_version, version_shown

pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]


def test_what_a_killed_publication_left_of_its_build_goes(spark: Session, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish_version(spark, home, 1, "kpis", is_killed=True)
    assert f"{schemas.release_prefix(1)}_staging" in schemas.schemas_of(spark, 1)
    settle(home)
    assert version_shown(spark, "kpis") == 1
    rooms = [f"{schemas.release_prefix(1)}_{room}" for room in ("conformed", "marts")]
    assert schemas.schemas_of(spark, 1) == rooms
    assert sorted(folder.name for folder in home.tables.iterdir()) == rooms


def test_a_publication_that_is_tried_again_takes_no_other_number(spark: Session, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    begin_build(home)
    assert published_before(home) is None
    publish_version(spark, home, 1, "kpis", is_killed=True)
    again = published_before(home)
    assert again is not None and again.number == 1
    begin_build(home)
    assert published_before(home) is None
    shutil.rmtree(home.tables)
    with pytest.raises(CxwError, match="no tables for release 2; run the whole refresh again"):
        published_before(home)


def test_tables_that_spark_has_forgotten_are_told_to_it_again(spark: Session, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish_version(spark, home, 1, "kpis")
    before = spark.rows(f"select * from {schemas.readers_name()}_conformed.fct_things")
    shutil.copytree(home.tables, tmp_path / "kept")
    schemas.drop(spark, home, 1)
    shutil.rmtree(home.tables, ignore_errors=True)
    shutil.copytree(tmp_path / "kept", home.tables)
    begin_build(home)
    assert version_shown(spark, "kpis") == 1
    assert spark.rows(f"select * from {schemas.readers_name()}_conformed.fct_things") == before
    assert spark.rows(f"select count(*) from {schemas.readers_name()}_marts.nothing_yet") == [(0,)]
    publish_version(spark, home, 2, "kpis")
    assert version_shown(spark, "kpis") == 2


def test_a_release_goes_only_when_readers_of_spark_have_left_it(spark: Session, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish_version(spark, home, 1, "kpis", is_killed=True)
    call_it_duckdbs(home, 1)
    publish_version(spark, home, 2, "kpis")
    with pytest.raises(CxwError, match="Readers see it"):
        give_up(home, find_release(home, 2))
    rollback(home, 1)
    assert settle(home) == LEFT_BEHIND
    assert shown_on_spark(home) == 2
    assert version_shown(spark, "kpis") == 2
    publish_version(spark, home, 3, "kpis")
    assert version_shown(spark, "kpis") == 3
    assert schemas.schemas_of(spark, 2) == []


def test_tables_that_this_machine_does_not_see_are_no_empty_tables(spark: Session, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    begin_build(home)
    number = next_number(home)
    home.build.mkdir(parents=True)
    spark.rows(f"create table {schemas.release_prefix(number)}_marts.kpis using parquet as {ROW_SQL}")
    shutil.rmtree(home.tables / f"{schemas.release_prefix(number)}_marts")
    with pytest.raises(CxwError, match="kpis: Spark has made it, and .* is not here"):
        mirror_build(home, number)


@pytest.mark.parametrize("name", ["secret", "url_tokens"])
def test_a_home_is_known_by_its_word_and_its_place(
    spark: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    home, copy = Home(tmp_path / name), Home(tmp_path / f"{name}_copy")
    publish_version(spark, home, 1, "kpis")
    begin_build(home)
    shutil.copytree(home.state, copy.state)
    with pytest.raises(CxwError, match="is not of the home"):
        begin_build(copy)
    monkeypatch.setenv("CXW_SPARK_HOME", str(tmp_path / "seen elsewhere"))
    with pytest.raises(CxwError, match="is not of the home"):
        begin_build(home)
    assert version_shown(spark, "kpis") == 1


def test_papers_that_tell_of_an_erased_file_are_written_anew(spark: Session, tmp_path: Path) -> None:
    """The hash of a delivery that was written anew stands in every manifest; that costs no release its tables."""
    home = Home(tmp_path / "home")
    publish_version(spark, home, 1, "kpis")
    publish_version(spark, home, 2, "kpis")
    subject, anew = Subject(Key(b"k" * 32)), "cd" * 32
    assert clean_release(home, find_release(home, 1), subject, {DELIVERED: anew}, "500MB", is_dry=False) == 1
    assert find_release(home, 1).manifest()["deliveries"] == [{"delivery": 1, "sha256": anew}]
    assert spark.rows(f"select version from {schemas.release_prefix(1)}_marts.kpis") == [(1,)]
    with duckdb.connect(str(find_release(home, 1).database), read_only=True) as reader:
        assert reader.execute("select version from marts.kpis").fetchall() == [(1,)]

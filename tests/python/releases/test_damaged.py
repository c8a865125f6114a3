"""A release or a pointer that was damaged: it is named with a remedy, and stops no later refresh."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.build import prepare_build
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.releases import (
    Release,
    contents,
    find_release,
    list_releases,
    pointer_problem,
    remove_old_releases,
    rollback,
    store,
    verify,
)

Publish = Callable[..., Release]


def numbers(home: Home) -> list[int]:
    return [release.number for release in list_releases(home)]


def spoil(path: Path, text: str) -> None:
    path.chmod(0o644)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("text", ['{"number": 1,', "[]", '{"number": 1}', "\udcff"], ids=repr)
def test_a_broken_manifest_is_named_with_what_to_do(publish_once: Publish, text: str) -> None:
    release = publish_once()
    (release.path / store.MANIFEST).chmod(0o644)
    (release.path / store.MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(CxwError, match="000001/manifest.json: .*cxw rollback N") as damage:
        release.manifest()
    assert damage.value.exit_code == ExitCode.USAGE


def test_verify_names_what_is_missing(home: Home, publish_once: Publish) -> None:
    first, second = publish_once(), publish_once()
    second.database.unlink()
    assert verify(home) == ["warehouse.duckdb is missing"]
    (first.path / store.MANIFEST).unlink()
    (problem,) = verify(home, 1)
    assert "000001/manifest.json: is missing" in problem


def test_a_refresh_that_begins_leaves_a_verification_what_it_spilled(
    home: Home, publish_once: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A monitor verifies at any hour: a build clears what builds spill, and nothing else's."""
    publish_once()
    hash_tables = contents.hash_tables

    def spilled_meanwhile(connection: duckdb.DuckDBPyConnection, database: str) -> Any:
        (spill,) = connection.sql("select current_setting('temp_directory')").fetchall()[0]
        spilled = Path(spill) / "spilled.tmp"
        spilled.parent.mkdir(exist_ok=True)
        spilled.touch()
        prepare_build(home)
        assert spilled.exists()
        return hash_tables(connection, database)

    monkeypatch.setattr(contents, "hash_tables", spilled_meanwhile)
    assert verify(home) == []
    assert not list(home.build.glob("spill*"))


def test_what_was_once_a_release_is_never_swept(home: Home, publish_once: Publish) -> None:
    for _ in range(2):
        publish_once()
    for number in (1, 2):
        (store.release_path(home, number) / store.MANIFEST).unlink()
    shutil.copytree(store.release_path(home, 1), home.releases / "000005.partial")
    (home.releases / "000004").mkdir()
    store.sweep_leftovers(home)
    assert sorted(path.name for path in home.releases.glob("0*")) == ["000001", "000002"]
    assert (home.current / store.DATABASE).is_file()
    assert publish_once().number == 3


def test_the_current_release_is_not_swept_when_the_log_is_gone_too(home: Home, publish_once: Publish) -> None:
    (publish_once().path / store.MANIFEST).unlink()
    (home.releases / store.LOG).unlink()
    store.sweep_leftovers(home)
    assert (home.current / store.DATABASE).is_file()


def test_a_removal_that_is_killed_leaves_no_damaged_release(
    home: Home, publish_once: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        publish_once()

    def crash(path: Path) -> None:
        raise KeyboardInterrupt(path)

    with monkeypatch.context() as during:
        during.setattr(shutil, "rmtree", crash)
        with pytest.raises(KeyboardInterrupt):
            remove_old_releases(home, 2)
    assert numbers(home) == [2, 3, 4]
    store.sweep_leftovers(home)
    assert not list(home.releases.glob("000001*"))


def test_readers_are_not_shown_a_damaged_release(home: Home, publish_once: Publish) -> None:
    for _ in range(3):
        publish_once()
    spoil(store.release_path(home, 2) / store.MANIFEST, "{")
    with pytest.raises(CxwError, match="cannot be shown release 2: .*000002/manifest.json: cannot be read"):
        rollback(home)
    store.release_path(home, 1).joinpath(store.DATABASE).unlink()
    with pytest.raises(CxwError, match="000001/warehouse.duckdb: is missing"):
        rollback(home, 1)
    assert find_release(home).number == 3


def test_a_pointer_that_is_gone_is_told_from_a_home_without_release(
    home: Home, publish_once: Publish
) -> None:
    assert pointer_problem(home) is None
    publish_once()
    publish_once()
    assert pointer_problem(home) is None
    spoil(store.release_path(home, 2) / store.MANIFEST, "{")
    home.current.unlink()
    with pytest.raises(CxwError, match=r"current: is missing; run 'cxw rollback 1'\."):
        rollback(home)
    home.current.symlink_to("releases/000009")
    with pytest.raises(
        CxwError, match=r"points to releases/000009, which is no release; run 'cxw rollback 1'"
    ):
        find_release(home)
    home.current.unlink()
    home.current.mkdir()
    with pytest.raises(
        CxwError, match=r"is not a link to a release; move it away, then run 'cxw rollback 1'"
    ):
        rollback(home, 1)
    home.current.rmdir()
    assert rollback(home, 1).is_current


def test_a_refresh_mends_a_pointer_that_is_gone(home: Home, publish_once: Publish) -> None:
    publish_once()
    home.current.unlink()
    assert publish_once().is_current
    home.current.unlink()
    home.current.symlink_to("releases/000009")
    assert publish_once().is_current

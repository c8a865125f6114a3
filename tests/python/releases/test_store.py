"""Which release is current: rollback, retention, verification."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import duckdb
import pytest

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases import (
    Release,
    find_release,
    list_releases,
    remove_old_releases,
    rollback,
    store,
    verify,
)

Publish = Callable[..., Release]


def numbers(home: Home) -> list[int]:
    return [release.number for release in list_releases(home)]


def shown_number(home: Home) -> int:
    with duckdb.connect(str(home.current / store.DATABASE), read_only=True) as connection:
        row = connection.execute("select release_number from main.release").fetchone()
    assert row is not None
    return int(row[0])


def test_rollback_goes_back_one_or_to_a_number_and_is_logged(home: Home, publish_once: Publish) -> None:
    for _ in range(3):
        publish_once()
    assert rollback(home).number == 2 and shown_number(home) == 2
    assert rollback(home).number == 1 and shown_number(home) == 1
    assert rollback(home, 3).number == 3 and shown_number(home) == 3
    moves = [(e["event"], e["release"], e["previous"]) for e in store.read_log(home) if "previous" in e]
    assert moves == [
        ("published", 1, None),
        ("published", 2, 1),
        ("published", 3, 2),
        ("rolled_back", 2, 3),
        ("rolled_back", 1, 2),
        ("rolled_back", 3, 1),
    ]


def test_rollback_that_cannot_be_says_why(home: Home, publish_once: Publish) -> None:
    with pytest.raises(CxwError, match="nothing has been published yet"):
        rollback(home)
    publish_once()
    with pytest.raises(CxwError, match="no release before 1"):
        rollback(home)
    with pytest.raises(CxwError, match=r"no release 9; there are 1\."):
        rollback(home, 9)
    assert shown_number(home) == 1


def test_after_a_rollback_the_next_release_has_a_higher_number(home: Home, publish_once: Publish) -> None:
    publish_once()
    publish_once()
    rollback(home)
    assert publish_once().number == 3
    assert shown_number(home) == 3


def test_a_number_is_not_used_again_when_its_release_is_gone(home: Home, publish_once: Publish) -> None:
    publish_once()
    publish_once()
    rollback(home)
    shutil.rmtree(store.release_path(home, 2))
    assert publish_once().number == 3


def test_retention_keeps_the_last_ones_the_current_and_the_one_before(
    home: Home, publish_once: Publish
) -> None:
    for _ in range(5):
        publish_once()
    rollback(home, 2)
    assert remove_old_releases(home, 2) == [3]
    assert numbers(home) == [1, 2, 4, 5]
    rollback(home, 5)
    assert remove_old_releases(home, 2) == [1], "who reads 2 may be about to open it"
    assert numbers(home) == [2, 4, 5] and shown_number(home) == 5
    assert remove_old_releases(home, 2) == []


def test_the_release_that_readers_come_from_stays_where_a_killed_refresh_wrote_one_between(
    home: Home, publish_once: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_once()
    publish_once()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(store, "point_current_at", die)
        with pytest.raises(KeyboardInterrupt):
            publish_once()
    resolved = (home.current / store.DATABASE).resolve()
    assert publish_once().number == 4
    assert remove_old_releases(home, 2) == [1]
    assert numbers(home) == [2, 3, 4] and resolved.exists()
    publish_once()
    assert remove_old_releases(home, 2) == [2, 3]


def test_the_release_that_readers_were_rolled_back_to_stays_when_the_next_is_shown(
    home: Home, publish_once: Publish
) -> None:
    for _ in range(4):
        publish_once()
    rollback(home, 1)
    publish_once()
    assert remove_old_releases(home, 2) == [2, 3]
    assert numbers(home) == [1, 4, 5]


def test_the_release_that_readers_of_spark_see_stays_while_duckdb_builds(
    home: Home, publish_once: Publish
) -> None:
    for _ in range(2):
        publish_once()
    store.log(home, event=store.SHOWN_ON_SPARK, release=1)
    store.log(home, event=store.SHOWN_ON_SPARK, release=2)
    for _ in range(3):
        publish_once()
    assert remove_old_releases(home, 2) == [1, 3]
    assert numbers(home) == [2, 4, 5]


def test_a_reader_of_a_removed_release_can_finish(home: Home, publish_once: Publish) -> None:
    first = publish_once()
    reader = duckdb.connect(str(first.database), read_only=True)
    publish_once()
    publish_once()
    assert remove_old_releases(home, 2) == [1]
    assert reader.execute("select count(*) from conformed.fct_tickets").fetchone() == (500,)
    reader.close()


def test_verify_is_content_with_what_was_published(home: Home, publish_once: Publish) -> None:
    publish_once()
    assert verify(home) == []


def test_verify_finds_one_bit(home: Home, publish_once: Publish) -> None:
    database = publish_once().database
    database.chmod(0o644)
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)
    assert "warehouse.duckdb is not the file that was published" in verify(home)


def test_verify_finds_a_changed_cell_and_a_changed_manifest(home: Home, publish_once: Publish) -> None:
    release = publish_once()
    release.database.chmod(0o644)
    with duckdb.connect(str(release.database)) as connection:
        connection.execute("update marts.kpi_values set value = 0.51")
    assert "table marts.kpi_values differs" in verify(home)
    manifest = release.manifest()
    manifest["files"] = {}
    (release.path / store.MANIFEST).chmod(0o644)
    (release.path / store.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert verify(home) == [
        "manifest.json is not the one that was published",
        "table marts.kpi_values differs",
    ]


@pytest.mark.parametrize(
    "line",
    [
        b'{"at": "2024',
        b"{}\n",
        b"7\n",
        b"\xff\xfe\n",
        b"[" * 200_000,
        b'{"event": "written", "release": 1, "manifest_sha256": ""}\n',
        b'{"at": "202x", "event": "removed", "release": 1}\n',
        b'{"at": 5, "event": "removed", "release": 1}\n',
        b'{"at": "2024-01-01T00:00:00", "event": "published", "release": "x"}\n',
        b'{"at": "2024-01-01T00:00:00", "event": "published", "release": 1, "previous": "x"}\n',
        b'{"at": "2024-01-01T00:00:00", "event": "written", "release": 1}\n',
    ],
    ids=range(11),
)
def test_the_log_survives_what_is_no_line_of_it(home: Home, publish_once: Publish, line: bytes) -> None:
    publish_once()
    with open(home.releases / store.LOG, "ab") as handle:
        handle.write(line)
    assert [e["event"] for e in store.read_log(home)] == ["written", "published"]
    publish_once()
    assert [e["release"] for e in store.read_log(home) if e["event"] == "published"] == [1, 2]
    assert find_release(home).number == 2 and verify(home, 1) == []

"""Publishing: what a release holds, and what stops one."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.releases import Release, contents, list_releases, publishing, store

Publish = Callable[..., Release]
Change = Callable[[str], None]
Declare = Callable[..., None]


def read(home: Home, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.current / store.DATABASE), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_release_holds_tables_only_with_comments_and_its_number(home: Home, publish_once: Publish) -> None:
    release = publish_once()
    assert (release.number, release.is_current) == (1, True)
    assert os.readlink(home.current) == "releases/000001"
    assert read(home, "select count(*), count(wait_minutes) from conformed.fct_tickets") == [(500, 333)]
    assert read(home, "select table_name from information_schema.tables where table_type = 'VIEW'") == []
    assert read(home, "select channel_id from conformed.dim_channel") == [("web",)]
    assert read(home, "select release_number, as_of::varchar from main.release") == [
        (1, "2024-02-01 00:00:00")
    ]
    comments = read(
        home,
        "select comment from duckdb_tables() where table_name = 'kpi_values' union all "
        "select comment from duckdb_columns() where column_name = 'wait_minutes'",
    )
    assert comments == [("The table's kpi_values.",), ("What wait_minutes is.",)]
    assert read(home, "select distinct schema_name from duckdb_tables() order by 1") == [
        ("conformed",),
        ("main",),
        ("marts",),
    ]


def test_the_manifest_says_what_was_published(publish_once: Publish) -> None:
    tests = [{"name": "unique_key_fct_tickets", "status": "pass", "failures": 0}]
    release = publish_once(dbt_tests=tests)
    manifest = release.manifest()
    assert manifest["number"] == 1
    assert manifest["dbt_tests"] == tests
    assert manifest["tables"]["conformed.fct_tickets"]["rows"] == 500
    assert manifest["deliveries"] == [{"delivery": 1, "sha256": "ab"}]
    assert manifest["audit"]["checks"][0]["evaluated_rows"] == 500
    assert manifest["seconds"]["build"] == 1.235
    assert 0 < manifest["seconds"]["release"] < 60
    assert manifest["versions"]["duckdb"] == duckdb.__version__
    assert set(manifest["files"]) == {"warehouse.duckdb", "people.duckdb", "audit.html"}
    assert not list(release.path.glob("*.wal"))


def test_files_are_read_only_and_people_are_for_the_owner(publish_once: Publish) -> None:
    release = publish_once()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in release.path.iterdir()}
    assert modes == {
        "warehouse.duckdb": 0o444,
        "manifest.json": 0o444,
        "audit.html": 0o444,
        "people.duckdb": 0o600,
    }
    with duckdb.connect(str(release.path / "people.duckdb"), read_only=True) as people:
        assert people.execute("select * from agents").fetchall() == [("zendesk", "7", "Ann Lee")]
        assert people.execute("select table_name from duckdb_tables()").fetchall() == [("agents",)]


def test_without_names_there_is_no_people_file(home: Home, publish_once: Publish) -> None:
    release = publish_once(people_queries={"customers": "select * from workings.staging.nobody"})
    assert not (release.path / store.PEOPLE).exists()


def test_the_same_candidate_gives_the_same_hashes(
    home: Home, publish_once: Publish, change_candidate: Change
) -> None:
    first = publish_once().manifest()["tables"]
    change_candidate(
        "create or replace table conformed.fct_tickets as from conformed.fct_tickets order by md5(ticket_id)",
    )
    assert publish_once().manifest()["tables"] == first
    change_candidate("update conformed.fct_tickets set wait_minutes = 0.0001 where ticket_id = 't3'")
    third = publish_once().manifest()["tables"]
    assert {name for name in first if first[name] != third[name]} == {"conformed.fct_tickets"}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (
            "alter table conformed.fct_tickets add column email varchar",
            "conformed.fct_tickets, email: not declared",
        ),
        (
            "alter table conformed.dim_channel add column name varchar default 'Ann'",
            "conformed.dim_channel, name: named like a personal",
        ),
        ("create table marts.unheard_of as select 1 as a", "marts.unheard_of, a: not declared"),
        (
            "drop table conformed.fct_tickets; drop table conformed.dim_channel; drop table marts.kpi_values",
            "no table",
        ),
        (
            "create schema staging; create table staging.names as select 'Ann' as name",
            "staging.names: not in",
        ),
        ("create table stray as select 1 as a", "main.stray: not in conformed or marts"),
        ("create view marts.unheard_of as from conformed.dim_channel", "marts.unheard_of: a view"),
    ],
)
def test_what_is_personal_or_undeclared_is_refused(
    home: Home, publish_once: Publish, change_candidate: Change, change: str, complaint: str
) -> None:
    change_candidate(change)
    with pytest.raises(CxwError, match=complaint) as refusal:
        publish_once()
    assert refusal.value.exit_code == ExitCode.AUDIT_FAILED
    assert list_releases(home) == [] and not home.current.exists()


def test_the_yaml_decides_about_a_name_in_doubt(
    home: Home, publish_once: Publish, change_candidate: Change, declare: Declare
) -> None:
    change_candidate("alter table conformed.dim_channel add column name varchar default 'Web'")
    declare(dim_channel__name={"personal": False})
    assert publish_once().number == 1
    declare(dim_channel__name={"personal": False}, fct_tickets__ticket_id={"personal": True})
    with pytest.raises(CxwError, match="conformed.fct_tickets, ticket_id: marked personal"):
        publish_once()


def test_a_copy_that_differs_in_one_bit_is_not_published(
    home: Home, publish_once: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flip(source: Path, target: Path) -> None:
        content = bytearray(source.read_bytes())
        content[-1] ^= 1
        target.write_bytes(content)

    publish_once()
    monkeypatch.setattr(shutil, "copyfile", flip)
    with pytest.raises(CxwError, match="differs from the audited candidate"):
        publish_once()
    assert [release.number for release in list_releases(home)] == [1]


def test_a_candidate_that_is_not_whole_is_not_published(home: Home, publish_once: Publish) -> None:
    home.candidate.with_name("candidate.duckdb.wal").write_bytes(b"not written into the file yet")
    with pytest.raises(CxwError, match=r"candidate\.duckdb is not whole"):
        publish_once()
    assert list_releases(home) == []


STEPS: list[tuple[object, str]] = [
    (contents, "write_people"),
    (contents, "copy_database"),
    (contents, "stamp_database"),
    (contents, "hash_tables"),
    (publishing, "_write_papers"),
    (publishing, "_seal"),
    (os, "rename"),
    (store, "log"),
    (os, "replace"),
]


@pytest.mark.parametrize(("owner", "step"), STEPS, ids=[step for _, step in STEPS])
@pytest.mark.parametrize("is_killed", [False, True], ids=["raises", "killed"])
def test_a_crash_leaves_readers_where_they_were(
    home: Home,
    publish_once: Publish,
    change_candidate: Change,
    monkeypatch: pytest.MonkeyPatch,
    owner: object,
    step: str,
    is_killed: bool,
) -> None:
    publish_once()
    change_candidate("update marts.kpi_values set value = 2")

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt(step)

    with monkeypatch.context() as during:
        during.setattr(owner, step, crash)
        if is_killed:
            during.setattr(shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt, match=step):
            publish_once()
    assert store.current_number(home) == 1
    assert read(home, "select value from marts.kpi_values") == [(0.5,)]
    after = publish_once()
    assert after.number > 1 and after.is_current
    assert read(home, "select value, release_number from marts.kpi_values, main.release") == [
        (2.0, after.number)
    ]
    assert not list(home.releases.glob("*.partial")) and not list(home.root.glob(".current.*"))


def test_a_reader_keeps_its_release_while_the_next_is_made(
    home: Home, publish_once: Publish, change_candidate: Change
) -> None:
    publish_once()
    reader = duckdb.connect(str(home.current / store.DATABASE), read_only=True)
    change_candidate("update marts.kpi_values set value = 2")
    assert publish_once().number == 2
    assert reader.execute("select value, release_number from marts.kpi_values, main.release").fetchall() == [
        (0.5, 1)
    ]
    reader.close()
    assert read(home, "select value, release_number from marts.kpi_values, main.release") == [(2.0, 2)]

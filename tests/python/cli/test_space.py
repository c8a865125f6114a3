"""Room for a refresh: estimated before any work, and told where it runs out all the same."""

from __future__ import annotations

import errno
import os
from collections import namedtuple
from pathlib import Path

import duckdb
import pytest

from orchestration import space
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.intake.ledger import LedgerEntry
from orchestration.notes import Notes, timed
from orchestration.space import needs, refuse_full_disk
from orchestration.storage import REMEDIES, explained, remedy

Usage = namedtuple("Usage", "total used free")


def entry(path: str, size: int, mtime_ns: int = 1) -> LedgerEntry:
    where = {"source": "zendesk", "table_name": "ticket", "path": path, "raw_path": "raw/x.parquet"}
    counts = dict.fromkeys(
        ("physical_records", "accepted_records", "quarantined_records", "blank_records"), 0
    )
    empty = {"columns": (), "unknown_columns": (), "missing_columns": ()}
    return LedgerEntry(
        delivery=1, scan=1, status="taken", reason=None, sha256="ab", bytes=size, mtime_ns=mtime_ns, format="csv",
        arrived_at="2024-01-01T00:00:00.000000", has_record_column=True, is_known_table=True, **where, **counts, **empty,
    )  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a delivery of 10 MB, and a build of 300 MB that has it; files without blocks of their own."""
    home = Home(tmp_path / "home")
    for folder in (home.raw, home.build, home.releases, home.inbox / "zendesk" / "ticket"):
        folder.mkdir(parents=True)
    for file, size in ((home.candidate, 100_000_000), (home.workings, 200_000_000)):
        with open(file, "wb") as stream:
            stream.truncate(size)
    return home


def deliver(home: Home, name: str, size: int) -> Path:
    file = home.inbox / "zendesk" / "ticket" / name
    with open(file, "wb") as stream:
        stream.truncate(size)
    return file


def test_a_night_without_news_needs_what_the_last_build_has(home: Home) -> None:
    old = deliver(home, "a.csv", 10_000_000)
    entries = [entry("inbox/zendesk/ticket/a.csv", 10_000_000, old.stat().st_mtime_ns)]
    assert needs(home, entries, on_spark=False) == {
        home.raw: 0,
        home.build: 360_000_000,
        home.releases: 120_000_000,
    }
    old.unlink()
    assert needs(home, entries, on_spark=False)[home.build] == 360_000_000


def test_what_is_new_makes_the_build_grow(home: Home) -> None:
    deliver(home, "b.csv", 10_000_000)
    """200 MB of the last build are of 50 MB: 4 of each byte; of two fifths of them a release is a copy."""
    found = needs(home, [entry("inbox/zendesk/ticket/a.csv", 50_000_000)], on_spark=False)
    assert found == {home.raw: 24_000_000, home.build: 408_000_000, home.releases: 139_200_000}
    deliver(home, "b.csv", 0)
    deliver(home, "c.csv.gz", 10_000_000)
    assert needs(home, [entry("inbox/zendesk/ticket/a.csv", 50_000_000)], on_spark=False)[
        home.build
    ] == round(1.2 * (300_000_000 + 4 * 80_000_000))


def test_a_small_build_says_nothing_of_a_large_one(home: Home) -> None:
    """After a trial with a file of 1,000 bytes, the history of years is no thousand times the build."""
    deliver(home, "b.csv", 1_000_000_000)
    found = needs(home, [entry("inbox/zendesk/ticket/a.csv", 1_000)], on_spark=False)
    assert found[home.build] == round(1.2 * (300_000_000 + 10 * 1_000_000_000))


def test_a_first_night_is_estimated_from_its_deliveries(home: Home) -> None:
    home.candidate.unlink()
    home.workings.unlink()
    deliver(home, "a.csv", 100_000_000)
    build = 100_000_000 + 3 * 100_000_000
    assert needs(home, [], on_spark=False)[home.build] == round(1.2 * build)
    assert needs(home, [], on_spark=False)[home.releases] == round(1.2 * 0.4 * build)


def test_tables_on_spark_are_estimated_from_the_largest_release(home: Home) -> None:
    """Where there is none, three bytes for each delivered one; a release of 20 MB comes from a build of 60 MB."""
    deliver(home, "b.csv", 10_000_000)
    entries = [entry("inbox/zendesk/ticket/a.csv", 5_000_000)]
    assert needs(home, entries, on_spark=True) == {home.raw: 24_000_000, home.root: 54_000_000}
    for schema, size in (
        ("cxw_r000004_marts", 15_000_000),
        ("cxw_r000004_conformed", 5_000_000),
        ("cxw_r000005_marts", 1_000_000),
        ("cxw_r000005_staging", 90_000_000),
    ):
        (home.tables / schema / "kpi_values").mkdir(parents=True)
        with open(home.tables / schema / "kpi_values" / "part-0.parquet", "wb") as stream:
            stream.truncate(size)
    assert needs(home, entries, on_spark=True) == {home.raw: 24_000_000, home.tables: 108_000_000}


def test_a_disk_without_room_is_refused_before_any_work(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """300 MB of the last build are removed first, and the night writes 480 MB: 180 MB must be free."""
    entries = [entry("inbox/zendesk/ticket/a.csv", 10_000_000)]
    free = {"bytes": 180_000_000}
    monkeypatch.setattr(space.shutil, "disk_usage", lambda folder: Usage(0, 0, free["bytes"]))
    refuse_full_disk(home, entries, on_spark=False)
    free["bytes"] -= 1
    with pytest.raises(CxwError, match="480 MB can be used, and this refresh needs some 480 MB") as refusal:
        refuse_full_disk(home, entries, on_spark=False)
    assert refusal.value.exit_code == ExitCode.USAGE
    assert str(home.root) in str(refusal.value) and "Free space on that disk" in str(refusal.value)


@pytest.mark.parametrize("code", sorted(REMEDIES))
def test_storage_that_fails_is_told_with_place_and_remedy(home: Home, code: int) -> None:
    with pytest.raises(CxwError) as told, explained(home, "release"):
        raise OSError(code, os.strerror(code), str(home.releases))
    assert str(told.value).startswith(f"release: {home.releases}: {os.strerror(code)}. ")
    assert REMEDIES[code][1:] in str(told.value) and "Readers have a whole release" in str(told.value)


def test_duckdb_says_it_in_words(home: Home) -> None:
    error = duckdb.IOException('IO Error: Could not write file "x": No space left on device')
    assert remedy(error) == REMEDIES[errno.ENOSPC]
    with pytest.raises(CxwError, match="The disk is full"), explained(home, "audit"):
        raise error


def test_what_is_no_failure_of_storage_stays_what_it_is(home: Home) -> None:
    with pytest.raises(OSError, match="weird"), explained(home, "audit"):
        raise OSError(errno.EBADF, "weird")
    with pytest.raises(duckdb.ParserException), explained(home, "audit"):
        raise duckdb.ParserException("near select")


def test_a_room_that_failed_is_told_where_its_notes_cannot_be_written(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(notes: Notes, home: Home) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "refresh.json")

    monkeypatch.setattr(Notes, "write", full)
    with pytest.raises(CxwError, match="dbt failed") as told, timed(home, lambda line: None, "build"):
        raise CxwError("dbt failed", ExitCode.BUILD_FAILED)
    assert told.value.exit_code == ExitCode.BUILD_FAILED
    with pytest.raises(CxwError, match="The disk is full"), timed(home, lambda line: None, "build"):
        pass


def test_every_room_tells_it(home: Home) -> None:
    with pytest.raises(CxwError, match="^audit: "), timed(home, lambda line: None, "audit"):
        raise OSError(errno.ENOSPC, "No space left on device", "x")

"""A refresh goes on from where the last one was, or says before any work why it cannot."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.cli import main
from orchestration.continuity import refuse_earlier_clock
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.intake.ledger import read_ledger
from orchestration.operations.runs import runs_file
from orchestration.preparation import prepare_home
from orchestration.releases import find_release

Cxw = Callable[..., int]
Capture = pytest.CaptureFixture[str]
NOBODY = 65534


def contents(home: Home) -> dict[str, tuple[int, int]]:
    """Every file of the home with its size and time; the lock, the history of refreshes and the build's own aside."""
    files = (path for path in home.root.rglob("*") if path.is_file() and "build" not in path.parts)
    left_out = (home.lock_file, runs_file(home))
    return {str(f): (f.stat().st_size, f.stat().st_mtime_ns) for f in files if f not in left_out}


def test_a_raw_file_that_is_gone_stops_before_any_work(home: Home, cxw: Cxw, capsys: Capture) -> None:
    assert cxw("refresh") == 0
    lost = home.raw / "zendesk" / "ticket" / "00000001.parquet"
    kept = lost.rename(home.root / "kept")
    before = contents(home)
    assert cxw("refresh") == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "1 of 1 deliveries that were taken are gone: raw/zendesk/ticket/00000001.parquet" in said
    assert "inbox/zendesk/ticket/a.csv" in said and "Restore them from a backup" in said
    assert contents(home) == before
    kept.rename(lost)
    assert cxw("refresh") == 0 and find_release(home).number == 2


def test_a_ledger_that_lacks_a_delivery_of_the_last_release_stops_before_any_work(
    home: Home, cxw: Cxw, capsys: Capture
) -> None:
    """The last delivery is still there, so the ledger does not end too early; its file in the inbox is not."""
    folder = home.inbox / "zendesk" / "ticket"
    assert cxw("refresh") == 0
    (folder / "a.csv").unlink()
    for name, key in (("b.csv", 4), ("c.csv", 5)):
        (folder / name).write_text(f"id,created_at\n{key},2024-01-01\n", encoding="utf-8")
        assert cxw("refresh") == 0
    second = home.ledger_dir / "000002.jsonl"
    for damage in (Path.unlink, lambda file: file.write_text("", encoding="utf-8")):
        whole = second.read_bytes()
        damage(second)
        before = contents(home)
        capsys.readouterr()
        assert cxw("refresh") == ExitCode.USAGE
        said = capsys.readouterr().err
        assert "1 of the 3 deliveries of which release 3 was made are not told of any more" in said
        assert "2 of 000002.jsonl (inbox/zendesk/ticket/b.csv)" in said and "from a backup" in said
        assert contents(home) == before
        second.write_bytes(whole)
    assert cxw("refresh") == 0 and find_release(home).number == 4


def test_a_ledger_that_tells_of_a_delivery_twice_stops_before_any_work(
    home: Home, cxw: Cxw, capsys: Capture
) -> None:
    assert cxw("refresh") == 0
    first = home.ledger_dir / "000001.jsonl"
    (home.ledger_dir / "000002.jsonl").write_bytes(first.read_bytes())
    before = contents(home)
    assert cxw("refresh") == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "deliveries are told of more than once: 1 in 000001.jsonl (inbox/zendesk/ticket/a.csv)" in said
    assert "restore the ledger from a backup" in said and contents(home) == before


@pytest.mark.slow
def test_a_raw_store_that_is_gone_is_not_begun_anew_without_a_word(
    home: Home, cxw: Cxw, capsys: Capture
) -> None:
    """The inbox has one delivery left of two: the next release would have half of what readers know."""
    second = home.inbox / "zendesk" / "ticket" / "b.csv"
    second.write_text("id,subject,created_at\n4,x,2024-01-01\n", encoding="utf-8")
    assert cxw("refresh") == 0
    second.unlink()
    shutil.rmtree(home.raw)
    assert cxw("refresh") == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "the ledger ends with delivery 0, and release 1 was made of 2. Restore raw/ from a backup" in said
    assert not home.ledger_dir.exists()
    shutil.rmtree(home.releases)
    home.current.unlink()
    assert cxw("refresh") == 0


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["build", "state", "inbox"])
def test_other_folders_may_be_missing(home: Home, cxw: Cxw, folder: str) -> None:
    assert cxw("refresh") == 0
    shutil.rmtree(home.root / folder)
    assert cxw("refresh") == 0 and find_release(home).number == 2


@pytest.mark.slow
def test_releases_that_are_gone_are_made_again(home: Home, cxw: Cxw) -> None:
    assert cxw("refresh") == 0
    shutil.rmtree(home.releases)
    assert cxw("status") == 1
    assert cxw("refresh") == 0 and cxw("status") == 0


def test_a_clock_that_is_behind_stops_before_any_work(
    home: Home, cxw: Cxw, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first delivery came in 2099, by a clock that was wrong then; or it is wrong now."""
    with monkeypatch.context() as then:
        then.setenv("CXW_ARRIVED_AT", "2099-01-01T00:00:00Z")
        assert cxw("refresh") == 0
    (home.inbox / "zendesk" / "ticket" / "b.csv").write_text("id\n4\n", encoding="utf-8")
    before = contents(home)
    assert cxw("refresh") == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "this machine's clock says" in said and "delivery 1 arrived at 2099-01-01 00:00:00 UTC" in said
    assert "Set the clock right" in said and contents(home) == before
    with monkeypatch.context() as once:
        once.setenv("CXW_ARRIVED_AT", "2026-01-01T00:00:00Z")
        assert cxw("refresh") == 0 and find_release(home).number == 2
    assert cxw("refresh") == 0 and find_release(home).number == 3


def test_a_clock_may_be_put_back_by_minutes_and_not_by_a_year(home: Home, cxw: Cxw, capsys: Capture) -> None:
    assert cxw("refresh") == 0
    entries, tolerance = read_ledger(home), timedelta(minutes=10)
    refuse_earlier_clock(home, entries, tolerance, datetime.now(UTC) - timedelta(minutes=9))
    with pytest.raises(CxwError, match="the log of releases was written at|delivery 1 arrived at"):
        refuse_earlier_clock(home, entries, tolerance, datetime.now(UTC) - timedelta(minutes=11))
    manifest = home.current / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.chmod(0o644)
    year = str(datetime.now(UTC).year)
    at = text.index('"created_at": "') + len('"created_at": "')
    manifest.write_text(text[:at] + str(int(year) + 1) + text[at + 4 :], encoding="utf-8")
    assert cxw("status", "--max-age", "26h") == 1
    assert "was published in the future" in capsys.readouterr().err


@pytest.fixture
def as_nobody(home: Home) -> Iterator[Callable[[], None]]:
    """The home belongs to a user who is not root, and becomes the one who runs the test when this is called."""
    prepare_home(home)
    home.lock_file.touch()
    for path in (home.root, *home.root.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    for path in home.root.parents:
        path.chmod(path.stat().st_mode | 0o011)
    yield lambda: os.seteuid(NOBODY)
    os.seteuid(0)


def take_away(path: Path, mode: int = 0o755) -> None:
    os.chown(path, 0, 0)
    path.chmod(mode)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("folder", ["", "raw", "build", "state", "releases"])
def test_a_folder_of_somebody_else_is_named(
    home: Home, stage: object, as_nobody: Callable[[], None], capsys: Capture, folder: str
) -> None:
    strange = home.root / folder if folder else home.root
    take_away(strange)
    if not folder:
        home.lock_file.unlink()
    before = contents(home)
    as_nobody()
    assert main(["--home", str(home.root), "refresh"]) == ExitCode.USAGE
    assert f"{strange}: cannot be written (Permission denied)" in capsys.readouterr().err
    assert contents(home) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_of_the_inbox_that_cannot_be_looked_into_is_named(
    home: Home, cxw: Cxw, as_nobody: Callable[[], None], capsys: Capture
) -> None:
    closed = home.inbox / "zendesk" / "closed"
    for folder in (closed, home.inbox / "lost+found"):
        folder.mkdir()
        take_away(folder, 0o700)
    as_nobody()
    assert cxw("refresh") == ExitCode.USAGE
    assert f"{closed}: the folder cannot be looked into (Permission denied)" in capsys.readouterr().err
    assert not (home.raw / "zendesk").exists()
    os.seteuid(0)
    closed.rmdir()
    as_nobody()
    assert cxw("refresh") == 0

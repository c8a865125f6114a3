"""Every command of the runbook runs on a home, in the order of the page; every exit code has its row there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.cli import main
from orchestration.errors import ExitCode
from orchestration.home import PROJECT_ROOT, Home
from orchestration.operations.anomalies import ANOMALIES
from orchestration.operations.runs import read_runs
from orchestration.releases import find_release

Cxw = Callable[..., int]
PAGE = (PROJECT_ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^\.venv/bin/cxw (.*)$", re.MULTILINE)


def commands(tmp_path: Path) -> list[list[str]]:
    """What follows `cxw` in the page's blocks, with the page's folders moved below `tmp_path`."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    lines = COMMAND.findall("".join(blocks))
    assert len(lines) == sum(block.count("\n") for block in blocks)
    return [shlex.split(line.replace("/srv/", f"{tmp_path}/srv/")) for line in lines]


def test_every_command_of_the_page_runs(
    home: Home, cxw: Cxw, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cxw("refresh") == cxw("refresh") == 0
    for words in commands(tmp_path):
        elsewhere = words[0] == "--home"
        code = main(words) if elsewhere else cxw(*words)
        assert code == 0, (words, capsys.readouterr().err)
    out = capsys.readouterr().out
    assert "disk:      inbox 0.0 MB" in out and "verified:  as published" in out
    assert find_release(Home(tmp_path / "srv/restored")).number == find_release(home).number


@pytest.mark.slow
def test_prune_removes_what_was_taken_and_nothing_else(
    home: Home, cxw: Cxw, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home.inbox / "zendesk" / "ticket"
    (folder / "empty.csv").touch()
    (folder / "refused.csv").write_text("id,created_at\n7,2024-01-01\n8,2024-01-01,x\n", encoding="utf-8")
    home.settings_file.write_text("quarantine_thresholds: {zendesk: 1.0}\n", encoding="utf-8")
    assert cxw("refresh") == 0
    (folder / "later.csv").write_text("id,subject,created_at\n9,x,2024-01-01\n", encoding="utf-8")
    assert cxw("prune", "--older-than", "1d", "--apply") == 0
    assert (folder / "a.csv").exists(), "taken a moment ago"
    assert cxw("prune", "--older-than", "0s") == 0 and (folder / "a.csv").exists()
    assert "1 files, 0.0 MB: may go" in capsys.readouterr().out
    assert cxw("prune", "--older-than", "0s", "--apply") == 0
    assert sorted(path.name for path in folder.iterdir()) == ["empty.csv", "later.csv", "refused.csv"]
    assert cxw("refresh") == 0


def test_a_refresh_is_in_the_history_of_its_release(home: Home, cxw: Cxw) -> None:
    home.settings_file.write_text("threads: many\n", encoding="utf-8")
    home.releases.mkdir()
    assert cxw("refresh") == ExitCode.USAGE
    home.settings_file.unlink()
    assert cxw("refresh") == 0
    with duckdb.connect(str(find_release(home).database), read_only=True) as release:
        rows = release.execute(
            "select refresh_number, room, outcome, exit_code, release_number, row_count, peak_memory_mb > 10 "
            "from operations.refresh_history order by all"
        ).fetchall()
    assert rows == [
        (1, "none", "failed", 2, None, None, None),
        (2, "audit", "published", 0, 1, None, True),
        (2, "build", "published", 0, 1, 24, True),
        (2, "intake", "published", 0, 1, 3, True),
    ]
    tables = find_release(home).manifest()["tables"]
    assert not any(name.startswith("operations") for name in tables), (
        "nights are not compared between releases"
    )


def test_a_history_that_cannot_be_written_is_a_warning_of_the_release(home: Home, cxw: Cxw) -> None:
    (home.releases / "runs.jsonl").mkdir(parents=True)
    assert cxw("refresh") == 0
    assert "the history of refreshes has a gap" in find_release(home).manifest()["warnings"][0]
    (home.releases / "runs.jsonl").rmdir()
    assert cxw("refresh") == 0
    with duckdb.connect(str(find_release(home).database), read_only=True) as release:
        found = release.execute(
            "select distinct refresh_key, is_recorded from operations.refresh_history order by all"
        ).fetchall()
    assert found == [("refresh 1", True), ("release 1", False)]


@pytest.mark.slow
def test_a_kind_of_anomaly_stops_a_refresh_where_the_settings_say_so(
    home: Home, cxw: Cxw, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "orchestration.operations.anomalies.stale_tables", lambda _: ["zendesk/ticket: silent"]
    )
    assert cxw("refresh") == 0
    assert "warning: stale_source: zendesk/ticket: silent" in capsys.readouterr().err
    home.settings_file.write_text("blocking_anomalies: [stale_source]\n", encoding="utf-8")
    assert cxw("refresh") == ExitCode.AUDIT_FAILED
    assert "stale_source: zendesk/ticket: silent" in capsys.readouterr().err
    home.settings_file.write_text("blocking_anomalies: [stale]\n", encoding="utf-8")
    assert cxw("refresh") == ExitCode.USAGE


def test_the_page_names_every_exit_code_and_every_kind_of_anomaly() -> None:
    rows = {int(code) for code in re.findall(r"^\| (\d+)[,| ]", PAGE, re.MULTILINE)}
    assert rows >= {int(code) for code in ExitCode} | {1, 130}
    assert set(re.findall(r"^\| `(\w+)` \| ", PAGE, re.MULTILINE)) >= set(ANOMALIES)


def test_a_home_of_a_newer_version_is_left_as_it_is(
    home: Home, cxw: Cxw, capsys: pytest.CaptureFixture[str]
) -> None:
    (home.root / "format.json").write_text('{"format": 99}', encoding="utf-8")
    before = sorted(home.root.rglob("*"))
    for command in (("erase", "--email", "zoe@example.com"), ("prune", "--apply")):
        assert cxw(*command) == ExitCode.USAGE
        assert "format 99" in capsys.readouterr().err
    assert [path for path in sorted(home.root.rglob("*")) if path != home.lock_file] == before


def test_an_old_release_that_cannot_be_removed_fails_no_night(
    home: Home, cxw: Cxw, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(home: Home, keep: int) -> None:
        raise OSError(5, "Input/output error", str(home.releases / "000001"))

    monkeypatch.setattr("orchestration.releases.remove_old_releases", refused)
    assert cxw("refresh") == 0
    assert "000001: an old release stays (Input/output error)" in capsys.readouterr().err
    assert read_runs(home)[-1].release == 1

"""`releases`, `rollback`, `status`, `quarantine`, `check`, `sample`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from shared_parse import SharedParse

from orchestration import trial
from orchestration.cli_output import print_table
from orchestration.errors import ExitCode
from orchestration.home import PROJECT_ROOT, Home
from orchestration.releases import find_release

Cxw = Callable[..., int]
Capture = pytest.CaptureFixture[str]


def test_help_names_every_command_and_imports_nothing_heavy() -> None:
    command = [sys.executable, "-m", "orchestration.cli", "--help"]
    shown = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert all(
        name in shown.stdout
        for name in ["check", "quarantine", "refresh", "releases", "rollback", "sample", "status"]
    )
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", *command[1:]],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert not any(name in imported for name in (" duckdb\n", " yaml\n", " dbt\n", " great_expectations\n"))


def test_releases_marks_the_current_one(cxw: Cxw, capsys: Capture) -> None:
    assert cxw("releases") == 0
    assert "nothing has been published yet" in capsys.readouterr().out
    cxw("refresh")
    cxw("refresh")
    assert cxw("rollback") == 0
    capsys.readouterr()
    assert cxw("releases") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and lines[1].split()[:2] == ["*", "1"] and lines[2].split()[0] == "2"


def test_rollback_moves_readers_and_says_so(home: Home, cxw: Cxw, capsys: Capture) -> None:
    cxw("refresh")
    assert cxw("rollback") == ExitCode.USAGE
    assert "no release before 1" in capsys.readouterr().err
    cxw("refresh")
    assert cxw("rollback", "1") == 0
    assert find_release(home).number == 1


def test_status_tells_age_and_exits_1_when_too_old(cxw: Cxw, capsys: Capture) -> None:
    assert cxw("status") == 1
    assert "nothing has been published yet" in capsys.readouterr().err
    cxw("refresh")
    capsys.readouterr()
    assert cxw("status", "--max-age", "26h") == 0
    out = capsys.readouterr().out
    assert "as of:     2024-02-10T12:00:00 UTC" in out and "0 h 0 min ago" in out and "none is running" in out
    assert cxw("status", "--max-age", "0s") == 1
    assert "error: release 1 is 0 h 0 min old" in capsys.readouterr().err
    assert cxw("status", "--max-age", "yesterday") == ExitCode.USAGE


@pytest.mark.parametrize(
    ("duration", "why"),
    [
        ("²h", "'²h' is not a number with s, m, h or d"),
        ("٣h", "'٣h' is not a number with s, m, h or d"),
        ("36501d", "'36501d' is too long; the longest is 36500d"),
        ("99999999999d", "'99999999999d' is too long"),
        ("9" * 400 + "s", "is too long"),
    ],
)
def test_a_duration_that_cannot_be_meant_is_wrong_usage(
    cxw: Cxw, capsys: Capture, duration: str, why: str
) -> None:
    for command in (("prune", "--older-than"), ("status", "--max-age")):
        assert cxw(*command, duration) == ExitCode.USAGE
        assert why in capsys.readouterr().err


def test_a_century_is_a_duration(cxw: Cxw) -> None:
    assert (
        cxw("refresh") == cxw("status", "--max-age", "36500d") == cxw("prune", "--older-than", "36500d") == 0
    )


def test_status_verify_finds_a_changed_file(home: Home, cxw: Cxw, capsys: Capture) -> None:
    cxw("refresh")
    assert cxw("status", "--verify") == 0
    page = home.current / "audit.html"
    page.chmod(0o644)
    page.write_text("<p>all is well</p>", encoding="utf-8")
    assert cxw("status", "--verify") == 1
    assert "audit.html is not the file that was published" in capsys.readouterr().err


def test_quarantine_lists_both_kinds_and_hides_personal_values(home: Home, cxw: Cxw, capsys: Capture) -> None:
    assert cxw("quarantine") == 0
    assert "Nothing was refused." in capsys.readouterr().out
    (home.inbox / "zendesk" / "ticket" / "b.csv").write_text("id,subject\n5,Ann Lee,x\n", encoding="utf-8")
    home.settings_file.write_text("quarantine_thresholds: {default: 1}\n", encoding="utf-8")
    assert cxw("refresh") == 0
    capsys.readouterr()
    assert cxw("quarantine", "--json") == 0
    out = capsys.readouterr().out
    found = [json.loads(line) for line in out.splitlines()]
    assert [(f["kind"], f["path"], f["record"], f["column"], f["value"], f["reason"]) for f in found] == [
        ("refused", "inbox/zendesk/ticket/b.csv", 1, None, "***", "too_many_columns"),
        ("field_defect", "inbox/zendesk/ticket/a.csv", 1, "created_at", "soon", "bad_timestamp"),
    ]
    assert "Ann" not in out
    assert cxw("quarantine", "--limit", "1") == 0
    assert "... and 1 more" in capsys.readouterr().out
    assert cxw("quarantine", "--source", "stripe") == 0
    assert "Nothing was refused." in capsys.readouterr().out


def test_control_characters_are_shown_instead_of_obeyed(home: Home, cxw: Cxw, capsys: Capture) -> None:
    """Those of a value in a table; a file whose name has some is refused, and named with them escaped."""
    (home.inbox / "zendesk" / "ticket" / "b\x1b[31m.csv").write_text("id\n1\n", encoding="utf-8")
    assert cxw("refresh") == 0
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "b\\x1b[31m.csv (table zendesk/ticket): its path has a control character" in err
    print_table(["value"], [("\x1b[32mgreen",)])
    assert "  \\x1b[32mgreen" in capsys.readouterr().out


def test_check_says_what_a_delivery_would_do(
    home: Home, cxw: Cxw, tmp_path: Path, capsys: Capture, shared_parse: SharedParse
) -> None:
    shared_parse.lend(home.root)
    file = home.inbox / "zendesk" / "ticket" / "a.csv"
    assert cxw("check", str(file)) == 0
    out = capsys.readouterr().out
    assert (
        "for zendesk/ticket" in out
        and "3 records: 3 accepted, 0 refused" in out
        and "it would be taken" in out
    )
    other = tmp_path / "x.csv"
    other.write_text("subject\nno id\n", encoding="utf-8")
    assert cxw("check", str(other), "--source", "zendesk", "--table", "ticket") == ExitCode.DELIVERIES_REFUSED
    assert "required column 'id' is missing" in capsys.readouterr().err
    assert cxw("check", str(tmp_path / "none.csv")) == ExitCode.USAGE
    assert not home.ledger_dir.exists()


def test_check_does_not_parse_anew_what_the_home_has_parsed(
    home: Home, cxw: Cxw, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.parse_cache.parent.mkdir(parents=True)
    home.parse_cache.write_bytes(b"parsed")
    found: list[bytes] = []
    monkeypatch.setattr(
        trial, "run_dbt", lambda tried, *_, **__: found.append(tried.parse_cache.read_bytes())
    )
    monkeypatch.setattr(trial, "untyped_values", lambda *_: [])
    assert cxw("check", str(home.inbox / "zendesk" / "ticket" / "a.csv")) == 0
    assert found == [b"parsed"]


def test_check_suggests_the_table_that_was_meant(
    home: Home, cxw: Cxw, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "x.csv"
    file.write_text("id\n1\n", encoding="utf-8")
    assert cxw("check", str(file), "--source", "zendsk", "--table", "ticket") == 0
    assert "no adapter knows this table" in (out := capsys.readouterr().out)
    assert "did you mean zendesk/ticket?" in out
    assert cxw("check", str(file), "--source", "files", "--table", "../x") == ExitCode.DELIVERIES_REFUSED
    assert cxw("check", str(file)) == ExitCode.USAGE
    assert cxw("check", str(tmp_path)) == ExitCode.USAGE
    assert "it is a folder" in capsys.readouterr().err


def test_sample_leaves_a_filled_inbox_alone(home: Home, cxw: Cxw, capsys: Capture) -> None:
    assert cxw("sample", "--if-empty") == 0
    assert "holds deliveries already" in capsys.readouterr().out
    assert [path.name for path in home.inbox.iterdir()] == ["zendesk"]
    cxw("refresh")
    (home.inbox / "zendesk" / "ticket" / "a.csv").unlink()
    assert cxw("sample", "--if-empty") == 0
    assert cxw("sample") == ExitCode.USAGE
    assert [path.name for path in home.inbox.rglob("*") if path.is_file()] == []

"""The history of refreshes: failed and killed ones too, and a gap where it cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.operations import runs
from orchestration.operations.history import refresh_history
from orchestration.operations.nightly import recorded
from orchestration.operations.recording import verdict


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path / "home")
    found.releases.mkdir(parents=True)
    return found


def test_a_refresh_that_failed_is_written_down_without_its_words(home: Home) -> None:
    failure = CxwError(
        "2 of 9 checks failed: Ann Lee", ExitCode.AUDIT_FAILED, ["marts.kpi_values.n_is_given", "a.b"]
    )
    with pytest.raises(CxwError), recorded(home):
        raise failure
    (run,) = runs.read_runs(home)
    assert (run.state, run.exit_code, run.reason) == ("failed", 5, "AUDIT_FAILED")
    assert run.causes == ("marts.kpi_values.n_is_given", "a.b")
    assert "Ann" not in runs.runs_file(home).read_text(encoding="utf-8")


@pytest.mark.parametrize("line", [b'{"event": "ended", "ru', b"[" * 200_000], ids=range(2))
def test_a_killed_refresh_and_a_line_cut_short_are_seen(home: Home, line: bytes) -> None:
    runs.begin(home)
    runs.runs_file(home).write_bytes(runs.runs_file(home).read_bytes() + line)
    with recorded(home) as recording:
        recording.release = 1
    killed, published = runs.read_runs(home)
    assert (killed.state, killed.failed, killed.exit_code) == ("stopped", True, None)
    assert (published.number, published.state, published.release) == (2, "published", 1)


def test_a_history_that_cannot_be_written_leaves_a_gap_and_stops_nothing(home: Home) -> None:
    runs.runs_file(home).mkdir()
    with recorded(home) as recording:
        pass
    assert "has a gap" in recording.warnings[0] and str(runs.runs_file(home)) in recording.warnings[0]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (None, (0, "PUBLISHED", ())),
        (KeyboardInterrupt(), (130, "INTERRUPTED", ())),
        (ValueError("a secret"), (1, "DEFECT: ValueError", ())),
        (
            CxwError("zendesk: 3 of 4", ExitCode.DELIVERIES_REFUSED, ["zendesk"]),
            (3, "DELIVERIES_REFUSED", ("zendesk",)),
        ),
    ],
)
def test_what_an_error_is_called(error: BaseException | None, expected: tuple[object, ...]) -> None:
    assert verdict(error) == expected


def test_the_history_has_a_row_for_each_room_and_tells_of_failures(home: Home) -> None:
    run = runs.begin(home)
    rooms = [{"room": "intake", "seconds": 1.5, "peak_memory_mb": 80, "rows": 7, "quarantined": 2}]
    runs.end(home, run, exit_code=4, reason="BUILD_FAILED", causes=["dim_team"], rooms=rooms)
    runs.begin(home)
    now = runs.begin(home)
    table = refresh_history(home, number=now.number, release=1, started_at=now.started_at, rooms=rooms)
    names = list(table.columns)
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    assert [(r["refresh_key"], r["room"], r["outcome"]) for r in rows] == [
        ("refresh 1", "intake", "failed"),
        ("refresh 2", "none", "stopped"),
        ("refresh 3", "intake", "published"),
    ]
    assert (rows[0]["exit_code"], rows[0]["causes"], rows[0]["row_count"]) == (4, ["dim_team"], 7)
    assert all(row["is_recorded"] for row in rows)

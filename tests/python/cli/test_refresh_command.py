"""`cxw refresh`: the rooms in order, the exit codes, and readers who keep what they have."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from orchestration import releases, rooms
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.releases import find_release, list_releases

Cxw = Callable[..., int]


def deliver(home: Home, name: str, text: str) -> None:
    (home.inbox / "zendesk" / "ticket" / name).write_text(text, encoding="utf-8")


def test_a_refresh_publishes_and_says_what(home: Home, cxw: Cxw, capsys: pytest.CaptureFixture[str]) -> None:
    assert cxw("refresh") == ExitCode.PUBLISHED
    out, err = capsys.readouterr()
    assert "Release 1 is published, as of 2024-02-10T12:00:00 UTC." in out
    assert str(home.current / "warehouse.duckdb") in out
    assert "The last complete month, January 2024:" in out
    assert "1,234" in out and "12.3 %" in out and "2.5 hours" in out and "99" not in out.split("month,")[1]
    assert "warning: some_test: 1 row" in err
    assert "\x1b" not in out + err
    for room in ("intake", "build", "audit", "release"):
        assert f"{room}: done in" in err


def test_the_manifest_tells_deliveries_defects_and_durations(home: Home, cxw: Cxw) -> None:
    cxw("refresh")
    manifest = find_release(home).manifest()
    (delivery,) = manifest["deliveries"]
    assert (delivery["path"], delivery["physical_records"]) == ("inbox/zendesk/ticket/a.csv", 3)
    assert manifest["quarantine"] == [
        {
            "kind": "field_defect",
            "source": "zendesk",
            "table_name": "ticket",
            "column": "created_at",
            "reason": "bad_timestamp",
            "records": 1,
        }
    ]
    assert list(manifest["seconds"]) == ["intake", "build", "audit", "release"]
    assert manifest["settings"]["recontact_days"] == 7
    assert manifest["dbt_tests"] == [{"name": "unique_key_fct_tickets", "status": "warn", "failures": 2}]
    assert manifest["warnings"] == ["some_test: 1 row"]


def test_as_of_reaches_the_build_in_utc(home: Home, cxw: Cxw, stage: Any) -> None:
    home.settings_file.write_text("reporting_time_zone: Europe/Paris\n", encoding="utf-8")
    assert cxw("refresh", "--as-of", "2024-01-31") == 0
    assert cxw("refresh") == 0
    assert stage.as_of == ["2024-01-31T22:59:59.999999", None]


def test_the_arrival_can_be_set(home: Home, cxw: Cxw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXW_ARRIVED_AT", "2024-02-11T00:00:00Z")
    assert cxw("refresh") == 0
    assert find_release(home).manifest()["deliveries"][0]["arrived_at"] == "2024-02-11T00:00:00.000000"


def test_records_refused_at_reading_stop_the_refresh(
    home: Home, cxw: Cxw, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cxw("refresh") == 0
    deliver(home, "b.csv", "id,subject\n4,ok\n5,too,many\n")
    assert cxw("refresh") == ExitCode.DELIVERIES_REFUSED
    err = capsys.readouterr().err
    assert "error: too many records were refused" in err
    assert "zendesk: 1 of 2 new records were refused (50.0%; the threshold is 5.0%)" in err
    assert "inbox/zendesk/ticket/b.csv: 1 of 2" in err and "cxw quarantine" in err
    assert [release.number for release in list_releases(home)] == [1]


def test_a_raised_threshold_lets_them_pass_and_the_next_night_is_not_held_up(home: Home, cxw: Cxw) -> None:
    deliver(home, "b.csv", "id,subject\n4,ok\n5,too,many\n")
    assert cxw("refresh") == ExitCode.DELIVERIES_REFUSED
    home.settings_file.write_text("quarantine_thresholds: {zendesk: 0.2}\n", encoding="utf-8")
    assert cxw("refresh") == 0
    home.settings_file.unlink()
    assert cxw("refresh") == 0


def test_a_rejected_file_counts_for_as_long_as_it_lies_in_the_inbox(home: Home, cxw: Cxw) -> None:
    deliver(home, "b.csv", "subject\nno id\n")
    assert cxw("refresh") == ExitCode.DELIVERIES_REFUSED
    assert cxw("refresh") == ExitCode.DELIVERIES_REFUSED
    (home.inbox / "zendesk" / "ticket" / "b.csv").unlink()
    assert cxw("refresh") == 0


def test_records_refused_in_staging_stop_the_refresh(home: Home, cxw: Cxw, stage: Any) -> None:
    stage.refused = True
    assert cxw("refresh") == ExitCode.DELIVERIES_REFUSED
    assert list_releases(home) == []


def test_a_failed_build_and_a_failed_audit_have_their_codes(
    home: Home, cxw: Cxw, stage: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cxw("refresh") == 0
    stage.build_error = CxwError("dbt build failed: 1 of 4 nodes.", ExitCode.BUILD_FAILED)
    assert cxw("refresh") == ExitCode.BUILD_FAILED
    stage.build_error, stage.audit_passes = None, False
    assert cxw("refresh") == ExitCode.AUDIT_FAILED
    err = capsys.readouterr().err
    assert "error: dbt build failed: 1 of 4 nodes." in err
    assert "1 of 1 checks failed" in err and "tickets.known: 3 of 20 rows" in err
    assert str(home.build / "audit" / "audit.html") in err
    assert [release.number for release in list_releases(home)] == [1]


def test_only_the_candidate_that_was_audited_is_published(home: Home, cxw: Cxw) -> None:
    assert cxw("refresh") == 0
    context = rooms.open_context(home, progress=lambda message: None)
    rooms.build_room(context)
    with pytest.raises(CxwError, match="is not the one that was audited") as refusal:
        rooms.release_room(context)
    assert refusal.value.exit_code == ExitCode.AUDIT_FAILED
    rooms.audit_room(context)
    assert rooms.release_room(rooms.open_context(home, progress=lambda message: None)).number == 2


def test_old_releases_go_as_the_settings_say(home: Home, cxw: Cxw) -> None:
    home.settings_file.write_text("releases_to_keep: 2\n", encoding="utf-8")
    for _ in range(3):
        assert cxw("refresh") == 0
    assert [release.number for release in list_releases(home)] == [2, 3]


@pytest.mark.parametrize(
    "arguments", [["refresh", "--as-of", "soon"], ["refresh", "--nonsense"], ["refrsh"], ["rollback", "x"]]
)
def test_usage_errors_exit_2_without_traceback(
    cxw: Cxw, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert cxw(*arguments) == ExitCode.USAGE
    err = capsys.readouterr().err
    assert err.startswith("error: ") and "Traceback" not in err


def test_wrong_settings_stop_before_any_work(home: Home, cxw: Cxw) -> None:
    home.settings_file.write_text("threds: 2\n", encoding="utf-8")
    assert cxw("refresh") == ExitCode.USAGE
    assert not home.ledger_dir.exists() and not home.releases.exists()


def test_an_unforeseen_error_is_one_line(
    cxw: Cxw, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the far end of the line")

    monkeypatch.setattr(releases, "publish", fail)
    assert cxw("refresh") == 1
    err = capsys.readouterr().err
    assert "error: RuntimeError: the far end of the line" in err and "Traceback" not in err


def test_notes_of_an_earlier_refresh_are_not_taken_over(home: Home, cxw: Cxw) -> None:
    assert cxw("refresh") == 0 and cxw("refresh") == 0
    assert json.loads((home.build / "refresh.json").read_text(encoding="utf-8"))["warnings"] == [
        "some_test: 1 row"
    ]


@pytest.mark.parametrize("delivered", [None, ("zendesk", "id,subject\n"), ("acme", "id\n1\n")])
def test_a_home_without_a_known_record_is_told_what_to_do(
    home: Home, cxw: Cxw, stage: Any, capsys: pytest.CaptureFixture[str], delivered: tuple[str, str] | None
) -> None:
    """No file; a header alone; a table that no adapter knows."""
    (home.inbox / "zendesk" / "ticket" / "a.csv").unlink()
    if delivered:
        folder = home.inbox / delivered[0] / "ticket"
        folder.mkdir(exist_ok=True, parents=True)
        (folder / "b.csv").write_text(delivered[1], encoding="utf-8")
    assert cxw("refresh") == ExitCode.USAGE
    err = capsys.readouterr().err
    assert "nothing that an adapter knows has been delivered yet" in err and "cxw sample" in err
    assert stage.as_of == []

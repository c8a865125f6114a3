"""A delivery that was refused for its share of bad records publishes when it comes again, corrected, and not before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shared_parse import SharedParse

from orchestration import rooms
from orchestration.audit import load_reconciliations
from orchestration.build import BuildResult, Progress, run_dbt
from orchestration.candidate import open_candidate
from orchestration.contract import load_contract
from orchestration.defects import unreadable_records, untyped_values
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.settings import Settings

HEADER = "id,created_at,status"
GOOD, BAD, BROKEN = "{},2024-01-05T10:00:00Z,open", "{},5th of January,open", "{},2024-01-05"
CONSERVED = ("deliveries_add_up", "quarantined_records_are_listed")

Night = Callable[..., str | None]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def night(home: Home, shared_parse: SharedParse, monkeypatch: pytest.MonkeyPatch) -> Night:
    """`night("a.csv", line, ...)`: delivers tickets, then intake and build; gives the message of a refusal, if any.

    The build has the defects of records and no other model; `built` counts the builds.
    """

    def build(home: Home, settings: Settings, *, progress: Progress, **_: object) -> BuildResult:
        built.append(home)
        return run_dbt(home, settings, progress=progress, select=["stg_record_defects"])

    def run(name: str, *lines: str, builds: bool = True) -> str | None:
        built.clear()
        file = home.inbox / "zendesk" / "ticket" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(f"{line}\n" for line in (HEADER, *lines)), encoding="utf-8")
        shared_parse.lend(home.root)
        context = rooms.open_context(
            home, progress=lambda line: None, arrived_at=datetime(2024, 2, 1, tzinfo=UTC)
        )
        message = None
        try:
            rooms.intake_room(context)
            rooms.build_room(context)
        except CxwError as error:
            assert error.exit_code == ExitCode.DELIVERIES_REFUSED, error
            message = str(error)
        assert bool(built) == builds
        shared_parse.keep(home.root)
        return message

    built: list[Home] = []
    monkeypatch.setattr(rooms, "run_dbt", build)
    return run


def lines(kind: str, *numbers: int) -> list[str]:
    return [kind.format(number) for number in numbers]


def listed(home: Home) -> list[tuple[str, int | None]]:
    """What `cxw quarantine` lists; on the way, that each record delivered is in one place."""
    contract = load_contract()
    with open_candidate(home.candidate) as candidate:
        checks = [check for check in load_reconciliations() if check.name in CONSERVED]
        failed = [row for check in checks for row in candidate.execute(check.sql).fetchall() if row[2]]
        (kept,) = candidate.execute("select count(*) from raw_zendesk.ticket").fetchall()[0]
        (accepted,) = candidate.execute("select sum(accepted_records) from raw.deliveries").fetchall()[0]
    assert len(checks) == len(CONSERVED) and not failed and kept == accepted
    found = [*unreadable_records(home, contract), *untyped_values(home, contract)]
    return [(Path(defect.path).name, defect.record) for defect in found]


def test_records_with_a_key_are_corrected_under_another_name(home: Home, night: Night) -> None:
    assert "4 of 4 new" in str(night("night.csv", *lines(BAD, 1, 2, 3, 4)))
    message = night("again.csv", *lines(GOOD, 1, 2), *lines(BAD, 3, 4))
    assert "zendesk: 4 of 8 new records were refused (50.0%" in str(message)
    assert listed(home) == [("night.csv", 3), ("night.csv", 4), ("again.csv", 3), ("again.csv", 4)]
    assert night("once_more.csv", *lines(GOOD, 3, 4)) is None
    assert listed(home) == []


def test_a_file_with_records_that_cannot_be_read_is_corrected_at_its_place(home: Home, night: Night) -> None:
    first = [*lines(GOOD, 1, 2), *lines(BROKEN, 3, 4)]
    assert "2 of 4 new" in str(night("night.csv", *first, builds=False))
    still_bad = [*lines(GOOD, 1, 2, 3), *lines(BROKEN, 4)]
    assert "night.csv: 1 of 4" in str(night("night.csv", *still_bad, builds=False))
    assert night("night.csv", *lines(GOOD, 1, 2, 3, 4)) is None
    assert listed(home) == []


def test_another_file_at_its_place_corrects_nothing(home: Home, night: Night) -> None:
    night("night.csv", *lines(GOOD, 1, 2), *lines(BROKEN, 3, 4), builds=False)
    message = night("night.csv", *lines(GOOD, 5, 6, 7, 8))
    assert "zendesk: 2 of 8 new records were refused (25.0%" in str(message)
    assert listed(home) == [("night.csv", 3), ("night.csv", 4)]

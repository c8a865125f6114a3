"""The inbox sensor asks once for each set of deliveries, when it has stopped changing."""

from __future__ import annotations

import os

import dagster as dg
import pytest

from orchestration.contract import RawColumn, RawTable
from orchestration.home import Home
from orchestration.intake import take_deliveries
from orchestration.pipeline.triggers import look_at_inbox, new_deliveries

CONTRACT = {
    ("zendesk", "ticket"): RawTable(
        "zendesk", "ticket", "upsert", (RawColumn("id", "string", is_key=True, is_required=True),)
    )
}
NOTHING = "Nothing new lies in the inbox."
ARRIVING = "Deliveries are arriving."


def _deliver(home: Home, name: str, text: str = "id\n1\n") -> None:
    folder = home.inbox / "zendesk" / "ticket"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


class Looks:
    """Looks at the inbox again and again, handing the cursor on as Dagster does."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.cursor: str | None = None

    def __call__(self) -> str | list[str]:
        """The reason for which nothing is done, or the keys of the runs that are asked for."""
        found = look_at_inbox(self.home, self.cursor)
        if isinstance(found, dg.SkipReason):
            return found.skip_message or ""
        self.cursor = found.cursor
        if found.skip_reason:
            return found.skip_reason.skip_message or ""
        return [request.run_key or "" for request in found.run_requests or []]


@pytest.fixture
def look(home: Home) -> Looks:
    return Looks(home)


def test_an_empty_inbox_asks_for_nothing(look: Looks) -> None:
    assert look() == NOTHING


def test_a_delivery_is_asked_for_once_after_a_quiet_while(home: Home, look: Looks) -> None:
    _deliver(home, "a.csv")
    assert look() == ARRIVING
    asked = look()
    assert isinstance(asked, list) and len(asked) == 1
    assert look() == NOTHING


def test_a_delivery_that_grows_is_waited_for(home: Home, look: Looks) -> None:
    _deliver(home, "a.csv")
    assert look() == ARRIVING
    _deliver(home, "a.csv", "id\n1\n2\n")
    assert look() == ARRIVING
    _deliver(home, "b.csv")
    assert look() == ARRIVING
    assert isinstance(look(), list)


def test_a_later_delivery_is_asked_for_under_another_key(home: Home, look: Looks) -> None:
    _deliver(home, "a.csv")
    look()
    first = look()
    _deliver(home, "b.csv")
    assert look() == ARRIVING
    second = look()
    assert isinstance(second, list) and second != first


def test_what_a_scan_has_seen_is_not_new(home: Home, look: Looks) -> None:
    _deliver(home, "a.csv")
    _deliver(home, "refused.csv", "wrong\n1\n")
    take_deliveries(home, CONTRACT)
    assert look() == NOTHING
    os.remove(home.inbox / "zendesk" / "ticket" / "a.csv")
    assert look() == NOTHING


def test_another_file_of_the_same_size_and_time_is_new(home: Home, look: Looks) -> None:
    _deliver(home, "a.csv")
    file = home.inbox / "zendesk" / "ticket" / "a.csv"
    before = file.stat()
    take_deliveries(home, CONTRACT)
    _deliver(home, "a.csv", "id\n2\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert look() == ARRIVING


def test_what_can_never_be_a_delivery_does_not_ask(home: Home, look: Looks) -> None:
    home.inbox.mkdir(parents=True)
    (home.inbox / "notes.csv").write_text("misplaced\n", encoding="utf-8")
    _deliver(home, "unfinished.csv.tmp")
    assert look() == NOTHING


def test_dagster_evaluates_the_sensor_on_the_home(home: Home) -> None:
    _deliver(home, "a.csv")
    with dg.DagsterInstance.ephemeral() as instance:
        first = new_deliveries.evaluate_tick(dg.build_sensor_context(instance, cursor=None))
        second = new_deliveries.evaluate_tick(dg.build_sensor_context(instance, cursor=first.cursor))
    assert (first.run_requests, first.skip_message) == ([], ARRIVING)
    assert len(second.run_requests or []) == 1
    assert new_deliveries.minimum_interval_seconds == 60

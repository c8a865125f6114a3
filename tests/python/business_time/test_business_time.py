"""Business time of the models against a counter that looks at every minute."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from minute_counter import Schedule
from running import Run
from schedules import BEGINS, ENDS, Span, schedules, spans

SPANS = 2400


def write(home: Path, table: str, header: str, rows: Iterable[Iterable[object]]) -> None:
    folder = home / "inbox" / "files" / table
    folder.mkdir(parents=True)
    with open(folder / "all.csv", "w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(header.split(","))
        writer.writerows(rows)


@pytest.fixture(scope="module")
def asked() -> dict[str, Span]:
    return {span.ticket_id: span for span in spans(SPANS, seed=20)}


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory, cxw: Run, asked: dict[str, Span]
) -> dict[str, float | None]:
    """Business minutes from creation to resolution, by ticket, from a release."""
    home = tmp_path_factory.mktemp("business_time")
    write(
        home,
        "ticketing.schedules",
        "schedule_id,time_zone,weekday,opens_at_minute,closes_at_minute,valid_from,valid_to",
        [
            (
                schedule.name,
                schedule.zone,
                interval.weekday,
                interval.opens,
                interval.closes,
                "" if interval.first_on.year == 1 else interval.first_on,
                "" if interval.last_on.year == 9999 else interval.last_on,
            )
            for schedule in schedules()
            for interval in schedule.intervals
        ]
        + [("nowhere", "Mars/Olympus_Mons", 1, 540, 1080, "", "")],
    )
    write(
        home,
        "ticketing.schedule_holidays",
        "schedule_id,name,starts_on,ends_on",
        [(s.name, "closed", first, last) for s in schedules() for first, last in s.holidays],
    )
    # Two tickets more: without a schedule, and with one in a zone that does not exist.
    tickets = [(span.ticket_id, "web", "solved", span.starts, span.ends, "") for span in asked.values()]
    tickets += [
        ("no schedule", "web", "solved", BEGINS, ENDS, ""),
        ("no such zone", "web", "solved", BEGINS, ENDS, "nowhere"),
    ]
    write(home, "ticketing.tickets", "ticket_id,channel,status,created_at,solved_at,schedule_id", tickets)
    write(
        home,
        "ticketing.ticket_changes",
        "ticket_id,field,changed_at,value",
        [(span.ticket_id, "schedule_id", at, name) for span in asked.values() for at, name in span.turns],
    )
    cxw(home, "refresh", "--as-of", ENDS.isoformat())
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as release:
        return dict(
            release.execute(
                "select ticket_id, full_resolution_business_minutes::double from conformed.fct_tickets"
            ).fetchall()
        )


@pytest.fixture(scope="module")
def counted() -> dict[str, Schedule]:
    found = {schedule.name: schedule for schedule in schedules()}
    for schedule in found.values():
        schedule.count(BEGINS, ENDS)
    return found


def expected_seconds(span: Span, counted: dict[str, Schedule]) -> int:
    """Each stretch on its own schedule, and the stretches added."""
    ends = [at for at, _ in span.turns[1:]] + [datetime.max]
    return sum(
        counted[name].seconds_between(starts, min(stops, span.ends))
        for (starts, name), stops in zip(span.turns, ends, strict=True)
        if starts < span.ends
    )


def test_every_span_equals_the_counted_minutes(
    asked: dict[str, Span], told: dict[str, float | None], counted: dict[str, Schedule]
) -> None:
    expected = {ticket: expected_seconds(span, counted) for ticket, span in asked.items()}
    differing = {
        ticket: (asked[ticket], told[ticket], seconds / 60)
        for ticket, seconds in expected.items()
        if told[ticket] != pytest.approx(seconds / 60, abs=0.00006)
    }
    assert not differing, f"{len(differing)} of {SPANS} differ, such as {next(iter(differing.values()))}"
    assert sum(len(span.turns) > 1 for span in asked.values()) > 300
    assert sum(seconds > 60 * 60 * 24 * 90 for seconds in expected.values()) > 50


def test_without_a_calendar_there_is_no_figure(told: dict[str, float | None]) -> None:
    assert told["no schedule"] is None
    assert told["no such zone"] is None

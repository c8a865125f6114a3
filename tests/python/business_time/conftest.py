"""One home for all tests of business time: random tickets over years, and tickets worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb
import pytest
from delivering import deliver_csv
from named_tickets import NAMED, schedule_rows
from running import FIGURES_ONLY, Run
from schedules import Span, schedules, spans

SPANS = 2400
AS_OF = datetime(2023, 12, 31)


@pytest.fixture(scope="session")
def asked() -> dict[str, Span]:
    """The random tickets, by id."""
    return {span.ticket_id: span for span in spans(SPANS, seed=20)}


@pytest.fixture(scope="session")
def timed(
    tmp_path_factory: pytest.TempPathFactory, cxw: Run, asked: dict[str, Span]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release of a home with all of them."""
    home = tmp_path_factory.mktemp("business_time")
    random_rows = [
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
    deliver_csv(
        home,
        "ticketing.schedules",
        "schedule_id,time_zone,weekday,opens_at_minute,closes_at_minute,valid_from,valid_to",
        random_rows + schedule_rows(),
    )
    deliver_csv(
        home,
        "ticketing.schedule_holidays",
        "schedule_id,name,starts_on,ends_on",
        [(s.name, "closed", first, last) for s in schedules() for first, last in s.holidays],
    )
    tickets: list[tuple[object, ...]] = [
        (span.ticket_id, "web", "solved", span.starts, span.ends, "") for span in asked.values()
    ]
    tickets += [
        (n.ticket_id, "web", "solved" if n.solved else "open", n.created, n.solved, n.schedule) for n in NAMED
    ]
    deliver_csv(
        home, "ticketing.tickets", "ticket_id,channel,status,created_at,solved_at,schedule_id", tickets
    )
    turns = [(span.ticket_id, at, name) for span in asked.values() for at, name in span.turns]
    turns += [(n.ticket_id, at, name) for n in NAMED for at, name in n.turns]
    deliver_csv(
        home,
        "ticketing.ticket_changes",
        "ticket_id,field,changed_at,value",
        [(ticket, "schedule_id", at, name) for ticket, at, name in turns],
    )
    cxw(home, "refresh", "--as-of", AS_OF.isoformat(), **FIGURES_ONLY)
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as release:
        yield release


@pytest.fixture(scope="session")
def told(timed: duckdb.DuckDBPyConnection) -> dict[str, float | None]:
    """Business minutes from creation to resolution, by ticket, from the release."""
    return dict(
        timed.execute(
            "select ticket_id, full_resolution_business_minutes::double from conformed.fct_tickets"
        ).fetchall()
    )

"""Replies, waits and agents of a random company against a reader that looks at one ticket after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import duckdb
import pytest
from running import FIGURES_ONLY, Run
from ticket_answers import Answers, Reader, read
from ticket_company import AS_OF, Ticket, company, deliver
from ticket_kpis import expected_rows
from ticket_traps import MONDAY, traps

TICKETS = 300
Told = dict[str, tuple[Reader, Answers]]


@pytest.fixture(scope="module")
def expected() -> Told:
    return read([*company(TICKETS, seed=11), *traps()])


@pytest.fixture(scope="module")
def release(
    tmp_path_factory: pytest.TempPathFactory, cxw: Run, expected: Told
) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("ticket_times")
    deliver(home, [reader.ticket for reader, _ in expected.values()])
    cxw(home, "refresh", "--as-of", AS_OF.isoformat(), **FIGURES_ONLY)
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def found(release: duckdb.DuckDBPyConnection) -> dict[str, dict[str, object]]:
    rows = release.execute("select * from conformed.fct_tickets")
    names = [column[0] for column in rows.description or []]
    tickets = (dict(zip(names, row, strict=True)) for row in rows.fetchall())
    return {str(ticket["ticket_id"]): ticket for ticket in tickets}


def test_every_column_of_every_ticket(expected: Told, found: dict[str, dict[str, object]]) -> None:
    wrong = [
        (ticket_id, name, value, found[ticket_id][name])
        for ticket_id, (_, answers) in expected.items()
        for name, value in answers.columns.items()
        if found[ticket_id][name] != value
    ]
    assert not wrong, f"{len(wrong)} differ (ticket, column, expected, found), such as {wrong[:5]}"


def test_the_company_has_what_it_is_there_for(expected: Told) -> None:
    """Each column has many tickets with a value, and those that can be NULL or 0 many without."""
    rows = [answers.columns for _, answers in expected.values()]
    for name in rows[0]:
        values = [row[name] for row in rows]
        assert sum(value not in (None, 0, False) for value in values) > 30, name
        assert (
            sum(value in (None, 0, False) for value in values) > 5 or name == "agent_work_calendar_minutes"
        ), name
    copies = [m for reader, _ in expected.values() for m in reader.ticket.messages if reader.is_copy(m)]
    assert len(copies) > 20
    lives = [(r.ticket, a.resolved) for r, a in expected.values() if r.ticket.statuses and r.ticket.solved]
    assert (
        sum(bool(resolved and resolved > ticket.solved) for ticket, resolved in lives if ticket.solved) > 10
    )
    assert sum("deleted" in [status for _, status in r.statuses] for r, _ in expected.values()) > 30
    assert sum(len(reader.ticket.schedules) > 1 for reader, _ in expected.values()) > 50


@pytest.mark.parametrize(
    "kpi_id",
    [
        *("first_reply_minutes", "resolution_minutes", "handling_delay", "requester_wait_minutes"),
        *("agent_wait_minutes", "agent_work_minutes", "reassignment_rate", "fcr"),
    ],
)
def test_every_kpi_in_every_period(kpi_id: str, expected: Told, release: duckdb.DuckDBPyConnection) -> None:
    rows = release.execute(
        "select variant, period_kind, period_start, dimension, dimension_value, numerator, denominator, value, n,"
        " n_immature from marts.kpi_values where kpi_id = ? and dimension in ('total', 'team', 'agent')"
        " and period_kind in ('day', 'month', 'all') and (? != 'resolution_minutes' or variant like '%business%')",
        [kpi_id, kpi_id],
    ).fetchall()
    told = {row[:5]: row[5:] for row in rows}
    assert len(told) == len(rows), "one row for each period and dimension value"
    wanted = expected_rows(kpi_id, expected)
    assert told.keys() == wanted.keys()
    wrong = {
        key: (row, told[key])
        for key, row in wanted.items()
        if [None if v is None else float(v) for v in told[key]]
        != [v if v is None else pytest.approx(v) for v in row]
    }
    assert not wrong, f"{len(wrong)} of {len(wanted)} differ (expected, found): {next(iter(wrong.items()))}"


# Each trap is a ticket of its own, described in ticket_traps.py, with its figures by hand.
@pytest.mark.parametrize(
    ("ticket_id", "columns"),
    [
        ("opened by an agent", {"first_reply_at": None, "first_reply_business_minutes": None}),
        ("opened by an agent", {"public_agent_message_count": 1, "is_one_touch": True}),
        ("greeted by a bot", {"first_reply_at": None, "public_agent_message_count": 1}),
        (
            "opened with a note",
            {"first_reply_at": MONDAY + timedelta(hours=1), "public_agent_message_count": 1},
        ),
        ("noted by another", {"first_reply_at": MONDAY + timedelta(hours=1)}),
        ("noted within a second", {"first_reply_at": MONDAY + timedelta(seconds=1)}),
        ("asked in private", {"first_reply_at": MONDAY + timedelta(hours=1)}),
        ("answered twice", {"first_reply_at": MONDAY + timedelta(hours=3)}),
        ("former agent", {"first_reply_calendar_minutes": Decimal("60.0000"), "distinct_agent_count": 1}),
        ("bot", {"first_reply_at": None, "public_agent_message_count": 0, "distinct_agent_count": 0}),
        ("answered while another was merged", {"public_agent_message_count": 1}),
        ("reopened", {"is_one_touch": False, "public_agent_message_count": 1, "reopen_count": 1}),
        ("reopened and open", {"is_one_touch": None, "reopen_count": 1, "was_reopened": True}),
        ("recovered as open", {"reopen_count": 1, "was_reopened": True, "resolved_at": None}),
        ("recovered as solved", {"reopen_count": 0, "was_reopened": False, "solve_count": 1}),
        ("recovered as solved", {"resolved_at": MONDAY + timedelta(hours=1)}),
        ("solved again", {"full_resolution_calendar_minutes": Decimal("360.0000"), "reopen_count": 1}),
        ("solved again", {"first_resolution_calendar_minutes": Decimal("60.0000")}),
        ("closed, then solved", {"full_resolution_calendar_minutes": Decimal("360.0000")}),
        ("closed, then solved", {"first_resolution_calendar_minutes": Decimal("360.0000")}),
        ("closed after work", {"full_resolution_calendar_minutes": Decimal("420.0000")}),
        ("closed after work", {"first_resolution_calendar_minutes": Decimal("60.0000")}),
        ("good, then bad", {"last_satisfaction_score": "bad"}),
        ("bad, then good", {"last_satisfaction_score": "good"}),
        ("offered", {"last_satisfaction_score": None, "was_satisfaction_offered": True}),
        ("merge", {"first_reply_calendar_minutes": Decimal("30.0000"), "public_agent_message_count": 1}),
        ("merge and return", {"first_reply_calendar_minutes": 150, "public_agent_message_count": 1}),
        ("merge and recovery", {"first_reply_calendar_minutes": 180, "public_agent_message_count": 1}),
        ("merge as solved", {"first_reply_calendar_minutes": 120, "public_agent_message_count": 1}),
        ("merge unseen", {"first_reply_calendar_minutes": 240, "public_agent_message_count": 1}),
        ("merge unseen by both", {"first_reply_calendar_minutes": 240, "public_agent_message_count": 1}),
        ("nobody", {"first_reply_calendar_minutes": Decimal("60.0000"), "is_excluded": False}),
        # 60 weeks of 5 days of 420 minutes.
        ("long ago", {"agent_work_business_minutes": Decimal("126000.0000")}),
        ("long ago", {"full_resolution_business_minutes": Decimal("126000.0000")}),
        ("on Mars", {"first_reply_business_minutes": None, "agent_work_business_minutes": None}),
        ("on Mars", {"first_reply_calendar_minutes": Decimal("60.0000")}),
        # Monday 08:00 to Tuesday 19:01:46 UTC. Paris counts Monday 180 + 240 minutes, and nothing more until the move at
        # 20:00; New York 20:00 to midnight, and Tuesday 12:30 to 19:01:46: 240 + 391.77. The last schedule alone would
        # count New York on the Monday, too: 690 of 12:30 to midnight, and 391.77.
        ("another schedule", {"first_reply_business_minutes": Decimal("1051.7667")}),
        ("before its time", {"first_reply_at": MONDAY, "first_reply_business_minutes": Decimal("0.0000")}),
        # Answered on Saturday, when Paris is closed: nothing of it counts, and it is 0, not the whole span.
        ("off hours", {"first_reply_business_minutes": Decimal("0.0000")}),
    ],
)
def test_a_trap(ticket_id: str, columns: dict[str, object], found: dict[str, dict[str, object]]) -> None:
    assert {name: found[ticket_id][name] for name in columns} == columns


def test_the_first_reply_has_who_had_the_ticket_then(
    expected: Told, release: duckdb.DuckDBPyConnection
) -> None:
    rows = release.execute(
        "select ticket_id, happened_at, milestones.team, milestones.agent from conformed.fct_ticket_milestones as milestones"
        " inner join conformed.fct_tickets as tickets using (ticket_key) where milestone = 'first_replied'"
    ).fetchall()
    at: dict[str, datetime] = {
        ticket_id: reply
        for ticket_id, (reader, _) in expected.items()
        if (reply := reader.reply()) is not None
    }
    assert {row[0]: row[1:] for row in rows} == {
        ticket_id: (reply, *expected[ticket_id][0].held_by(reply)) for ticket_id, reply in at.items()
    }


def test_no_ticket_is_lost(expected: Told, found: dict[str, dict[str, object]]) -> None:
    """Those without a requester, a submitter or an agent, and those whose people nobody delivered, are there."""
    assert found.keys() == expected.keys()
    tickets: list[Ticket] = [reader.ticket for reader, _ in expected.values()]
    assert sum(ticket.requester in ("", "gone") for ticket in tickets) > 100

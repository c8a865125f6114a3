"""What is known of a ticket at an earlier instant and at a later one, from histories written by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import hand_made_histories
import pytest
from hand_made_states import STATES
from running import FIGURES_ONLY, Run

from orchestration.candidate import open_candidate


@pytest.fixture(
    scope="module",
    params=[pytest.param(hand_made_histories.EARLIER, marks=pytest.mark.slow), hand_made_histories.LATER],
    ids=["earlier", "later"],
)
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cxw: Run
) -> Iterator[tuple[duckdb.DuckDBPyConnection, bool]]:
    """The candidate at an instant, and whether that is the later one. What it holds is published."""
    home: Path = tmp_path_factory.mktemp("histories")
    hand_made_histories.deliver(home)
    cxw(home, "refresh", "--as-of", request.param, **FIGURES_ONLY)
    with open_candidate(home / "build" / "candidate.duckdb") as candidate:
        yield candidate, request.param == hand_made_histories.LATER


def known(day: str | None) -> datetime | None:
    return datetime.fromisoformat(hand_made_histories.at(day)) if day else None


def test_the_state_at_an_instant(told) -> None:  # type: ignore[no-untyped-def]
    candidate, is_later = told
    found = candidate.sql(
        "select ticket_id, status, resolved_at, closed_at from conformed.fct_tickets where ticket_id != 'aged'"
    ).fetchall()
    expected = {ticket: states[-1 if is_later else 0] for ticket, states in STATES.items()}
    assert {ticket: tuple(state) for ticket, *state in found if ticket not in HANDS} == {
        ticket: (status, known(resolved), known(closed))
        for ticket, (status, resolved, closed) in expected.items()
    }


# ticket -> its spans at the later instant
SPANS = {
    "lagging": "10-01 open,10-03 solved,10-05 closed",
    "lagging undated": "10-01 open,10-10 solved",
    "lagging solved again": "10-01 open,10-02 solved,10-04 open,10-10 solved",
    "lagging reopened": "10-01 open,10-03 solved,10-06 open",
    "older": "10-01 open,10-02 solved",
    "whole": "10-01 open,10-02 solved,11-10 open",
    "one instant": "10-01 open,10-05 solved,10-05 open",
    "spelled": "10-01 new,10-04 solved",
    "foreign": "10-01 open,10-04 unknown",
    "deleted": "10-01 open,11-10 deleted",
    "deleted after its history": "10-01 new,10-02 open,11-10 deleted",
    "1": "10-01 new,10-02 open,10-05 closed",
    "2": "10-01 open,11-10 deleted",
}


def test_every_status_has_its_start(told) -> None:  # type: ignore[no-untyped-def]
    candidate, is_later = told
    found = candidate.sql(
        "select ticket_id, string_agg(strftime(started_at, '%m-%d ') || status, ',' order by span_number) "
        "from conformed.fct_ticket_status_spans group by 1"
    ).fetchall()
    seen = {
        ticket: spans if is_later else ",".join(span for span in spans.split(",") if span < "10-28")
        for ticket, spans in SPANS.items()
    }
    assert {ticket: spans for ticket, spans in found if ticket in SPANS} == seen


# ticket -> (instant, team, assignee) of each state; what is later than the earlier instant is not there yet
HANDS = {
    "passed on": [("10-01", "first", "ana"), ("11-10", "second", "ben")],
    "let go": [("10-01", "first", "ana"), ("10-20", "first", None)],
    # The history's last change of the team is later than the record, that of the assignee is of its instant.
    "passed on before": [
        ("10-01", "first", "ana"),
        ("10-05", "first", "cleo"),
        ("10-05", "first", "ben"),
        ("10-06", "third", "ben"),
    ],
    "passed on timeless": [("10-01", "first", "ana")],
    # A deletion says nothing of who had the ticket.
    "gone": [("10-01", "first", "ana"), ("10-20", "first", "ana")],
    # An export without the columns takes nobody's ticket away; the history does.
    "exported again": [("10-01", "first", "ana")],
    "exported alone": [("10-01", "first", "ana")],
    "let go by the history": [("10-01", "first", "ana"), ("10-05", None, "ana"), ("10-06", None, None)],
}


def test_who_has_a_ticket_is_told_by_its_record_where_that_is_later(told) -> None:  # type: ignore[no-untyped-def]
    candidate, is_later = told
    found = candidate.sql(
        "select ticket_id, list((strftime(started_at, '%m-%d'), team_id, assignee_id, priority) order by state_number) "
        "from intermediate.int_ticket_states_spanned group by 1"
    ).fetchall()
    seen = {
        ticket: [(*state, "high") for state in states if is_later or state[0] < "10-28"]
        for ticket, states in HANDS.items()
    }
    assert {ticket: states for ticket, states in found if ticket in HANDS} == seen
    now = candidate.sql(
        "select ticket_id, team_id, assignee_id, priority from conformed.fct_tickets"
    ).fetchall()
    assert {ticket: tuple(last) for ticket, *last in now if ticket in HANDS} == {
        ticket: states[-1][1:] for ticket, states in seen.items()
    }
    # Ticket 1 came in an export without groups: the last word is that of its history.
    assert {ticket: hands for ticket, *hands in now if ticket in ("1", "3")} == {
        "1": ["5", None, "urgent"],
        "3": ["7", None, "unknown"],
    }


def test_changes_of_one_instant_are_kept_and_counted_once(told) -> None:  # type: ignore[no-untyped-def]
    candidate, _ = told
    assert candidate.sql(
        "select solve_count, reopen_count, was_reopened from conformed.fct_tickets where ticket_id = 'one instant'"
    ).fetchone() == (1, 1, True)
    assert candidate.sql(
        "select value from staging.stg_ticketing__ticket_changes where ticket_id = 'one instant' "
        "order by changed_at, sequence"
    ).fetchall() == [("open",), ("solved",), ("open",)]
    assert candidate.sql(
        "select status from staging.stg_billing__subscription_changes where subscription_id = 'S' "
        "order by changed_at, sequence"
    ).fetchall() == [("active",), ("paused",), ("past_due",), ("paused",)]


def test_without_changes_of_its_own_a_ticket_has_none_where_its_source_records_them(told) -> None:  # type: ignore[no-untyped-def]
    """`closed` has no change at all, but other tickets of the files do; the Zendesk history knows no assignees."""
    candidate, _ = told
    assert candidate.sql(
        "select ticket_id, reopen_count, was_reopened, reassignment_count, distinct_agent_count "
        "from conformed.fct_tickets where ticket_id in ('closed', '1') order by 1"
    ).fetchall() == [("1", 0, False, None, None), ("closed", 0, False, 0, 0)]
    assert candidate.sql(
        "select kpi_id, count(*) > 0 from marts.kpi_values where kpi_id like 're%_rate' group by 1 order by 1"
    ).fetchall() == [("reassignment_rate", True), ("reopen_rate", True)]


def test_a_recovery_is_no_solve(told) -> None:  # type: ignore[no-untyped-def]
    candidate, _ = told
    assert candidate.sql(
        "select solve_count, full_resolution_calendar_minutes from conformed.fct_tickets where ticket_id = 'recovered'"
    ).fetchone() == (1, 24 * 60)


def test_who_is_closed_after_the_clock_is_not_merged_yet(told) -> None:  # type: ignore[no-untyped-def]
    candidate, _ = told
    found = candidate.sql(
        "select ticket_id, exclusion_reason, merged_into_ticket_id from conformed.fct_tickets"
        " where ticket_id like '%merged%' order by 1"
    ).fetchall()
    assert found == [
        ("lagging merged", "merged_away", "lagging"),
        ("merged and reopened", "merged_away", "lagging"),
        ("merged in december", None, None),
        ("merged timeless", "merged_away", "lagging"),
    ]


def test_a_word_outside_the_list_is_counted(told) -> None:  # type: ignore[no-untyped-def]
    candidate, _ = told
    assert candidate.sql(
        "select source, word, tickets from marts.unmapped_words where dimension = 'status'"
    ).fetchall() == [("files", "unknown", 1)]


def test_a_topic_is_that_of_its_instant(told) -> None:  # type: ignore[no-untyped-def]
    candidate, is_later = told
    last = "second topic" if is_later else "first topic"
    fact = candidate.sql(
        "select topic, topic_at_creation from conformed.fct_tickets where ticket_id = 'aged'"
    )
    assert fact.fetchone() == (last, "first topic")
    assert candidate.sql(
        "select ticket_id, topic, topic_at_creation from intermediate.int_ticket_topics_mapped "
        "where ticket_id in ('aged', 'lagging', 'older') order by 1"
    ).fetchall() == [
        ("aged", last, "first topic"),
        ("lagging", "second topic", "second topic"),
        ("older", "unknown", "unknown"),
    ]
    assert candidate.sql(
        "select topic, count(*) from intermediate.int_backlog_at_period_ends where ticket_id = 'aged' "
        "and date_on = (select max(date_on) from intermediate.int_backlog_at_period_ends) group by 1"
    ).fetchall() == [(last, 1)]


def test_what_happened_is_of_the_topic_under_which_the_ticket_came_in(told) -> None:  # type: ignore[no-untyped-def]
    """Whichever it has now: volume, every milestone and the contact alike; one that came late is that of the creation."""
    candidate, _ = told
    of_ticket = "where ticket_key = (select ticket_key from conformed.fct_tickets where ticket_id = '{}')"
    for ticket, topic in (("recovered", "first topic"), ("lagging", "second topic"), ("aged", "first topic")):
        milestones = f"select distinct topic from conformed.fct_ticket_milestones {of_ticket.format(ticket)}"
        assert candidate.sql(milestones).fetchall() == [(topic,)]
        contact = f"select topic from conformed.fct_contacts where record_id = '{ticket}'"
        assert candidate.sql(contact).fetchall() == [(topic,)]
    assert candidate.sql(
        "select topic, sum(tickets) from marts.ticket_volume where topic != 'unknown' group by 1 order by 1"
    ).fetchall() == [("first topic", 2), ("second topic", 1)]


def test_a_deletion_counts_from_its_day(told) -> None:  # type: ignore[no-untyped-def]
    candidate, is_later = told
    found = candidate.sql(
        "select strftime(date_on, '%m-%d'), deleted, closing from marts.ticket_backlog where channel = 'web' "
        "and (deleted > 0 or date_on = (select max(date_on) from marts.ticket_backlog where channel = 'web'))"
    ).fetchall()
    assert found == ([("11-10", 2, 0)] if is_later else [("10-27", 0, 2)])


def test_an_age_band_is_of_elapsed_days(told) -> None:  # type: ignore[no-untyped-def]
    """At the end of October 27 in Paris `aged` is 24 hours and 50 minutes old; at the earlier instant 24 and 20."""
    candidate, _ = told
    assert candidate.sql(
        "select closing, open_from_0_days, open_from_1_days from marts.ticket_backlog "
        "where channel = 'chat' and date_on = date '2024-10-27'"
    ).fetchone() == (1, 0, 1)


def test_where_ticket_and_history_disagree_the_audit_says_so(told) -> None:  # type: ignore[no-untyped-def]
    """`older`, `timeless` and `foreign`: the history was followed, and the delivered status is another.

    So it is with the team of `passed on before`, and with both fields of `passed on timeless`.
    """
    candidate, _ = told
    (path,) = candidate.sql("select path from duckdb_databases() where not internal").fetchone()
    audit = json.loads((Path(path).parent / "audit" / "audit.json").read_text(encoding="utf-8"))
    (check,) = (c for c in audit["checks"] if c["check"] == "last_span_has_the_ticket_status")
    assert not check["passed"]
    for part in ("status: 3 of ", "team_id: 2 of ", "assignee_id: 1 of "):
        assert f"stg_ticketing__tickets.{part}" in check["message"], check["message"]
    assert "priority" not in check["message"]

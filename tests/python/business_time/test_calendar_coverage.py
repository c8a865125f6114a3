"""The tickets that no calendar counts, as the release lists them and as its coverage counts them."""

from __future__ import annotations

from collections import Counter

import duckdb
from named_tickets import NAMED, SOLVED_BEFORE, WITHOUT_CALENDAR
from schedules import Span


def test_the_coverage_counts_who_has_no_business_minutes(timed: duckdb.DuckDBPyConnection) -> None:
    """Any of a ticket's times known on the calendar and not on the business clock: it is one without a calendar."""
    described = timed.execute("select * from conformed.fct_tickets").description or []
    names = [name for name, *_ in described if name.endswith("_calendar_minutes")]
    pairs = [(name, name.replace("_calendar_", "_business_")) for name in names if "handling" not in name]
    assert len(pairs) == 7
    lacking = 0
    for row in timed.execute("select * from conformed.fct_tickets").fetchall():
        figures = dict(zip((name for name, *_ in described), row, strict=True))
        lacking += any(figures[name] is not None and figures[twin] is None for name, twin in pairs)
    assert lacking == len(WITHOUT_CALENDAR)
    assert timed.execute(
        "select sum(tickets) from marts.calendar_coverage where calendar_state != 'known'"
    ).fetchall() == [(lacking,)]


def test_the_coverage_names_the_first_calendar_that_is_missing(
    timed: duckdb.DuckDBPyConnection, asked: dict[str, Span]
) -> None:
    expected = Counter(named.why for named in [*WITHOUT_CALENDAR, *SOLVED_BEFORE])
    rows = timed.execute(
        "select schedule_id || '|' || time_zone || '|' || calendar_state, tickets from marts.calendar_coverage"
    ).fetchall()
    found = {calendar: tickets for calendar, tickets in rows if "|known" not in calendar}
    assert found == {calendar: n for calendar, n in expected.items() if "|known" not in calendar}
    assert sum(tickets for _, tickets in rows) == len(asked) + len(NAMED), "each ticket once"

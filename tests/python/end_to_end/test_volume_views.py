"""The planner's views of ticket volume, counted again from the tickets that the release lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import duckdb
import pytest

Ticket = tuple[datetime, str]


@pytest.fixture(scope="module")
def created(release: duckdb.DuckDBPyConnection) -> list[Ticket]:
    """Instant and channel of creation; the demo company reports in UTC."""
    return release.execute(
        "select created_at, channel from conformed.fct_tickets where not is_excluded"
    ).fetchall()


def _as_of(release: duckdb.DuckDBPyConnection) -> datetime:
    (found,) = release.execute("select as_of from main.release").fetchall()
    return found[0]  # type: ignore[no-any-return]


def _first(day: date) -> date:
    return day.replace(day=1)


def _month_before(month: date) -> date:
    return _first(month - timedelta(days=1))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def test_every_hour_of_the_profile(release: duckdb.DuckDBPyConnection, created: list[Ticket]) -> None:
    expected = Counter((_first(at.date()), channel, at.isoweekday(), at.hour) for at, channel in created)
    rows = release.execute(
        "select month, channel, iso_weekday, hour_of_day, tickets from marts.ticket_volume_profile"
    ).fetchall()
    assert {key: tickets for *key_, tickets in rows if tickets for key in [tuple(key_)]} == dict(expected)
    assert sum(row[-1] for row in rows) == len(created)
    firsts: dict[str, date] = {}
    for at, channel in created:
        firsts[channel] = min(firsts.get(channel, date.max), _first(at.date()))
    weekdays = {
        (_first(day), day.isoweekday()) for day in _days(min(firsts.values()), _as_of(release).date())
    }
    grid = sum(24 for first in firsts.values() for month, _ in weekdays if month >= first)
    assert len(rows) == grid, "an hour without a ticket is there too, of weekdays that the month has had"


def test_the_days_of_the_profile_are_those_up_to_as_of(release: duckdb.DuckDBPyConnection) -> None:
    as_of = _as_of(release).date()
    found = release.execute(
        "select distinct month, iso_weekday, days from marts.ticket_volume_profile"
    ).fetchall()
    first = min(month for month, _, _ in found)
    expected = Counter((_first(day), day.isoweekday()) for day in _days(first, as_of))
    assert {(month, weekday): days for month, weekday, days in found} == dict(expected)


@pytest.mark.parametrize("dimension", ["total", "channel"])
def test_every_month_of_the_trend(
    release: duckdb.DuckDBPyConnection, created: list[Ticket], dimension: str
) -> None:
    counted = Counter(
        (_first(at.date()), channel if dimension == "channel" else "total") for at, channel in created
    )
    began = min(at.date() for at, _ in created)
    running = _first(_as_of(release).date())
    rows = release.execute(
        "select month, dimension_value, is_partial, tickets, month_before_tickets, month_over_month_rate, "
        "year_before_tickets, year_over_year_rate from marts.ticket_volume_trend where dimension = ?",
        [dimension],
    ).fetchall()
    assert sum(row[3] for row in rows) == len(created)
    for month, value, is_partial, tickets, *compared in rows:
        before, year_before = _month_before(month), month.replace(year=month.year - 1)
        assert tickets == counted[month, value]
        assert is_partial == (month == running and _as_of(release).date() + timedelta(days=1) <= _end(month))
        expected: list[float | None] = []
        for earlier in (before, year_before):
            is_measured = began <= earlier and not is_partial
            base = counted[earlier, value] if is_measured else None
            growth = 100 * (tickets / base - 1) if base else None
            expected += [base, growth]
        assert compared == [pytest.approx(figure) if figure is not None else None for figure in expected]
    assert any(row[6] for row in rows), "the company is older than a year"


def _end(month: date) -> date:
    return _first(month + timedelta(days=32)) - timedelta(days=1)

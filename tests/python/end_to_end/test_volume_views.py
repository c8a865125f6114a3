"""The planner's views of ticket volume, counted again from the tickets that the release lists."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

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
    covered = _covered(release, created)
    grid = sum(month >= first for first in firsts.values() for month, *_ in covered)
    assert len(rows) == grid, "an hour without a ticket is there too, of weekdays that the month has had"


def _covered(release: duckdb.DuckDBPyConnection, created: list[Ticket]) -> Counter[tuple[date, int, int]]:
    """How often the data saw each hour of each weekday of a month: from the day of the first ticket to as_of."""
    as_of = _as_of(release)
    began = datetime.combine(min(at for at, _ in created).date(), time.min)
    count = int((as_of - began).total_seconds() // 3600) + 1
    hours = [began + timedelta(hours=number) for number in range(count)]
    return Counter((_first(at.date()), at.isoweekday(), at.hour) for at in hours)


def test_the_days_of_the_profile_are_those_that_the_data_covers(
    release: duckdb.DuckDBPyConnection, created: list[Ticket]
) -> None:
    found = release.execute(
        "select distinct month, iso_weekday, hour_of_day, days from marts.ticket_volume_profile"
    ).fetchall()
    assert {tuple(key): days for *key, days in found} == dict(_covered(release, created))


DIMENSIONS = ["channel", "topic", "team", "segment", "priority"]


def _members(release: duckdb.DuckDBPyConnection, dimension: str) -> list[Ticket]:
    """Instant of creation and member of the dimension then, of every ticket that counts."""
    return release.execute(
        f"select happened_at, {dimension} from conformed.fct_ticket_milestones "
        "where milestone = 'created' and not is_excluded"
    ).fetchall()


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_day_of_the_volume(
    release: duckdb.DuckDBPyConnection, created: list[Ticket], dimension: str
) -> None:
    expected = Counter((at.date(), member) for at, member in _members(release, dimension))
    rows = release.execute(
        f"select created_on, {dimension}, sum(tickets) from marts.ticket_volume group by 1, 2"
    ).fetchall()
    assert {(day, member): tickets for day, member, tickets in rows} == dict(expected)
    assert sum(expected.values()) == len(created)


@pytest.mark.parametrize("dimension", ["total", *DIMENSIONS])
def test_every_month_of_the_trend(
    release: duckdb.DuckDBPyConnection, created: list[Ticket], dimension: str
) -> None:
    members = [(at, "total") for at, _ in created] if dimension == "total" else _members(release, dimension)
    counted = Counter((_first(at.date()), member) for at, member in members)
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

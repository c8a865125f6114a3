"""Days, weeks, months and years where they begin in New York and in Auckland, over the same instants.

Every expected figure is counted by hand from the two columns of local times in `two_zones.py`.
"""

from __future__ import annotations

import pytest
from two_zones import Ask, kpi

pytestmark = pytest.mark.slow

VOLUME = {
    ("new_york", "day"): {
        "2024-12-31": 1, "2025-01-31": 3, "2025-02-01": 1, "2025-03-09": 2, "2025-03-10": 1, "2025-04-05": 1,
        "2025-04-06": 2, "2025-09-28": 1, "2025-11-02": 1, "2025-12-31": 4,
    },
    ("auckland", "day"): {
        "2025-01-01": 1, "2025-01-31": 1, "2025-02-01": 3, "2025-03-09": 1, "2025-03-10": 2, "2025-04-06": 2,
        "2025-04-07": 1, "2025-09-29": 1, "2025-11-03": 1, "2025-12-31": 2, "2026-01-01": 2,
    },
    # Weeks begin on Monday: that of 2024-12-30 has the first ticket of both, that of 2025-12-29 the last ones.
    ("new_york", "week"): {
        "2024-12-30": 1, "2025-01-27": 4, "2025-03-03": 2, "2025-03-10": 1, "2025-03-31": 3, "2025-09-22": 1,
        "2025-10-27": 1, "2025-12-29": 4,
    },
    ("auckland", "week"): {
        "2024-12-30": 1, "2025-01-27": 4, "2025-03-03": 1, "2025-03-10": 2, "2025-03-31": 2, "2025-04-07": 1,
        "2025-09-29": 1, "2025-11-03": 1, "2025-12-29": 4,
    },
    ("new_york", "month"): {
        "2024-12-01": 1, "2025-01-01": 3, "2025-02-01": 1, "2025-03-01": 3, "2025-04-01": 3, "2025-09-01": 1,
        "2025-11-01": 1, "2025-12-01": 4,
    },
    ("auckland", "month"): {
        "2025-01-01": 2, "2025-02-01": 3, "2025-03-01": 3, "2025-04-01": 3, "2025-09-01": 1, "2025-11-01": 1,
        "2025-12-01": 2, "2026-01-01": 2,
    },
    ("new_york", "year"): {"2024-01-01": 1, "2025-01-01": 16},
    ("auckland", "year"): {"2025-01-01": 15, "2026-01-01": 2},
}  # fmt: skip


@pytest.mark.parametrize(("zone", "period_kind"), VOLUME)
def test_volume_where_periods_begin(candidates: dict[str, Ask], zone: str, period_kind: str) -> None:
    found = kpi(candidates[zone], "ticket_volume", period_kind)
    assert {start: value for start, value in found.items() if value} == VOLUME[zone, period_kind]


def test_the_first_period_is_that_of_the_first_ticket_where_the_company_is(
    candidates: dict[str, Ask],
) -> None:
    """2025-01-01T03:00Z is still 2024 in New York. No period before it is filled with a zero, and none is lost."""
    first = "select period_kind, min(period_start) from marts.kpi_values where kpi_id = 'ticket_volume' group by 1"
    calendar = "select min(date_on), max(date_on), min(date_on) filter (not is_past) from conformed.dim_date"
    new_york, auckland = candidates["new_york"], candidates["auckland"]
    assert dict(new_york(first)) == {
        "day": "2024-12-31", "week": "2024-12-30", "month": "2024-12-01", "quarter": "2024-10-01",
        "year": "2024-01-01", "all": None,
    }  # fmt: skip
    assert dict(auckland(first)) == {
        "day": "2025-01-01", "week": "2024-12-30", "month": "2025-01-01", "quarter": "2025-01-01",
        "year": "2025-01-01", "all": None,
    }  # fmt: skip
    assert new_york(calendar) == [("2024-01-01", "2025-12-31", None)]
    assert auckland(calendar) == [("2025-01-01", "2026-12-31", "2026-01-02")]


def test_a_period_is_partial_until_its_last_microsecond_there(candidates: dict[str, Ask]) -> None:
    """New York's year has just ended, in the middle of a week; Auckland is in the evening of New Year's Day."""
    partial = "select distinct period_kind, period_start from marts.kpi_values where is_partial order by period_kind"
    as_of = "select distinct as_of from marts.kpi_values"
    new_york, auckland = candidates["new_york"], candidates["auckland"]
    assert new_york(as_of) == auckland(as_of) == [("2026-01-01 04:59:59.999999",)]
    assert new_york(partial) == [("week", "2025-12-29")]
    assert auckland(partial) == [
        ("day", "2026-01-01"),
        ("month", "2026-01-01"),
        ("quarter", "2026-01-01"),
        ("week", "2025-12-29"),
        ("year", "2026-01-01"),
    ]


def test_an_average_hour_is_one_that_the_data_covers(candidates: dict[str, Ask]) -> None:
    """New York's first ticket came on Tuesday 2024-12-31: one of the five Tuesdays of that December is known, and no
    other day. In Auckland it is Thursday 2026-01-01 17:59:59: that January has had 18 hours, all of one Thursday. The
    first of January 2025, a Wednesday, is Auckland's first day: that month is whole.
    """
    covered = (
        "select iso_weekday, min(hour_of_day), max(hour_of_day), min(days), max(days) from marts.ticket_volume_profile "
        "where month = ? group by 1 order by 1"
    )
    new_york, auckland = candidates["new_york"], candidates["auckland"]
    assert new_york(covered, "2024-12-01") == [(2, 0, 23, 1, 1)]
    assert auckland(covered, "2026-01-01") == [(4, 0, 17, 1, 1)]
    assert [row[4] for row in auckland(covered, "2025-01-01")] == [4, 4, 5, 5, 5, 4, 4]
    evening = (
        "select sum(tickets) / max(days) from marts.ticket_volume_profile where month = ? and hour_of_day = ?"
    )
    assert new_york(evening, "2024-12-01", 22) == [("1.0",)], "not a fifth of a ticket"
    before = (
        "select month_before_tickets from marts.ticket_volume_trend where dimension = 'total' and month = ?"
    )
    assert new_york(before, "2025-01-01") == [(None,)], "one day of December is no month to compare with"
    assert auckland(before, "2026-01-01") == [(None,)], "neither is one day of January to be compared"
    assert auckland(before, "2025-02-01") == [(2,)]


def test_an_hour_counts_as_often_as_it_came(candidates: dict[str, Ask]) -> None:
    """Where the clocks change, on a Sunday each: New York skips 02:00 on 9 March, the second of five Sundays, and has
    01:00 twice on 2 November, the first of five; Auckland has 02:00 twice on 6 April, the first of four Sundays, and
    skips it on 28 September, the last of four. The hours beside are those of the days.
    """
    sundays = (
        "select hour_of_day, min(days), max(days) from marts.ticket_volume_profile "
        "where month = ? and iso_weekday = 7 and hour_of_day between 0 and 3 group by 1 order by 1"
    )
    new_york, auckland = candidates["new_york"], candidates["auckland"]
    assert new_york(sundays, "2025-03-01") == [(0, 5, 5), (1, 5, 5), (2, 4, 4), (3, 5, 5)]
    assert new_york(sundays, "2025-11-01") == [(0, 5, 5), (1, 6, 6), (2, 5, 5), (3, 5, 5)]
    assert auckland(sundays, "2025-04-01") == [(0, 4, 4), (1, 4, 4), (2, 5, 5), (3, 4, 4)]
    assert auckland(sundays, "2025-09-01") == [(0, 4, 4), (1, 4, 4), (2, 3, 3), (3, 4, 4)]


BACKLOG = {
    # 30 January: "new year". 31st: it is solved; "noon", "month", "late" came. 1 February: "noon" solved, "first" came.
    # 9 March: and "23 hours", "sunday". 10th: "late" solved, "monday" came. 6 April: without "23 hours", and with
    # "25 hours", "winter", "week". 7th: "25 hours" solved.
    ("new_york", "day"): {
        "2024-12-31": 1, "2025-01-30": 1, "2025-01-31": 3, "2025-02-01": 3, "2025-03-09": 5, "2025-03-10": 5,
        "2025-03-13": 5, "2025-03-14": 4, "2025-04-04": 4, "2025-04-05": 5, "2025-04-06": 7, "2025-04-07": 6,
    },
    # 31 January: "new year", "noon". 1 February: both solved; "month", "late", "first" came. 9 March: and "23 hours".
    # 10th: "late" solved, "sunday" and "monday" came. 14th: "23 hours" is solved after midnight. 6 April: "25 hours",
    # "winter". 7th: "week"; "25 hours" is solved half an hour after midnight.
    ("auckland", "day"): {
        "2025-01-01": 1, "2025-01-31": 2, "2025-02-01": 3, "2025-03-09": 4, "2025-03-10": 5, "2025-03-14": 5,
        "2025-03-15": 4, "2025-04-05": 4, "2025-04-06": 6, "2025-04-07": 7, "2025-04-08": 6,
    },
    ("new_york", "month"): {
        "2024-12-01": 1, "2025-01-01": 3, "2025-02-01": 3, "2025-03-01": 4, "2025-04-01": 6, "2025-08-01": 6,
        "2025-09-01": 7, "2025-10-01": 7, "2025-11-01": 8, "2025-12-01": 11,
    },
    ("auckland", "month"): {
        "2025-01-01": 2, "2025-02-01": 3, "2025-03-01": 4, "2025-04-01": 6, "2025-08-01": 6, "2025-09-01": 7,
        "2025-10-01": 7, "2025-11-01": 8, "2025-12-01": 10, "2026-01-01": 11,
    },
}  # fmt: skip


@pytest.mark.parametrize(("zone", "period_kind"), BACKLOG)
def test_what_is_open_when_the_day_ends_there(
    candidates: dict[str, Ask], zone: str, period_kind: str
) -> None:
    found = kpi(candidates[zone], "backlog", period_kind)
    expected = BACKLOG[zone, period_kind]
    assert {start: found[start] for start in expected} == expected
    assert min(found) == min(expected)


def test_a_day_of_age_is_24_hours_on_days_of_23_and_25(candidates: dict[str, Ask]) -> None:
    """Bands 0, 1, 3, 7 and 30 days. New York on 2025-03-09, which has 23 hours: "23 hours" and "sunday" are young; at
    the end of the 11th they are 71 h and 48 h old, and three days old on the 12th, as is "monday", to the second.
    On the last day "midnight" is one day old. Auckland on 2025-04-06: "25 hours" is older than a day.
    """
    ages = (
        "select date_on, sum(open_from_0_days), sum(open_from_1_days), sum(open_from_3_days), sum(open_from_7_days), "
        "sum(open_from_30_days) from marts.ticket_backlog where date_on in ({}) group by 1 order by 1"
    )
    days = "'2025-03-09', '2025-03-11', '2025-03-12', '2025-12-31'"
    assert [row[1:] for row in candidates["new_york"](ages.format(days))] == [
        (2, 0, 0, 0, 3),
        (0, 3, 0, 0, 2),
        (0, 0, 3, 0, 2),
        (3, 1, 0, 0, 7),
    ]
    assert [row[1:] for row in candidates["auckland"](ages.format("'2025-04-06'"))] == [(1, 1, 0, 2, 2)]

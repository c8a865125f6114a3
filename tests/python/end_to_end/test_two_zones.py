"""Days, weeks, months and years where they begin in New York and in Auckland, over the same instants.

Every expected figure is counted by hand from the two columns of local times in `two_zones.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import two_zones
from running import Run
from two_zones import Ask, asking, kpi

from orchestration.candidate import open_candidate

ZONES = {"new_york": "America/New_York", "auckland": "Pacific/Auckland"}
# In New York a date alone says the same: the last microsecond of that day, there.
AS_OF = {"new_york": "2025-12-31", "auckland": two_zones.AS_OF}


@pytest.fixture(scope="module")
def candidates(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Iterator[dict[str, Ask]]:
    """What was built for each zone, to be asked in SQL; dates are told as text."""
    connections = {}
    for name, zone in ZONES.items():
        home: Path = tmp_path_factory.mktemp(name)
        two_zones.deliver(home, zone)
        cxw(home, "refresh", "--as-of", AS_OF[name], CXW_ARRIVED_AT=two_zones.ARRIVED_AT)
        connections[name] = open_candidate(home / "build" / "candidate.duckdb")
    yield {name: asking(connection) for name, connection in connections.items()}
    for connection in connections.values():
        connection.close()


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


def test_a_trial_a_pause_and_an_end_are_days_of_the_reporting_zone(candidates: dict[str, Ask]) -> None:
    """The trial, the pause and the contract end within hours of a month's last midnight: on its last day in New York,
    on the next month's first in Auckland. The five hours of August pass midnight in Auckland alone. With n days paid
    at 30.00 a month, a month counts by whether its last day is one of them (KPI catalogue, section 4).
    """
    pauses = "select first_on, end_on from intermediate.int_subscription_pauses_spanned where subscription_id = 'S moody' order by 1"
    moved = (
        "select month, new_mrr, reactivation_mrr, churn_mrr from marts.churn_monthly "
        "where customer_id = ? and new_mrr + reactivation_mrr + churn_mrr > 0 order by 1"
    )
    new_york, auckland = candidates["new_york"], candidates["auckland"]
    # Paid from 31 January to 29 April and from 30 June to 29 September, when it ends.
    assert new_york(pauses) == [("2025-01-15", "2025-01-31"), ("2025-04-30", "2025-06-30")]
    assert new_york(moved, "P moody") == [
        ("2025-01-01", "30.0000", "0.0000", "0.0000"), ("2025-04-01", "0.0000", "0.0000", "30.0000"),
        ("2025-06-01", "0.0000", "30.0000", "0.0000"), ("2025-09-01", "0.0000", "0.0000", "30.0000"),
    ]  # fmt: skip
    # Paid from 1 February to 30 April and, but for 10 August, from 1 July to 30 September, when it ends.
    assert auckland(pauses) == [
        ("2025-01-15", "2025-02-01"), ("2025-05-01", "2025-07-01"), ("2025-08-10", "2025-08-11"),
    ]  # fmt: skip
    assert auckland(moved, "P moody") == [
        ("2025-02-01", "30.0000", "0.0000", "0.0000"), ("2025-05-01", "0.0000", "0.0000", "30.0000"),
        ("2025-07-01", "0.0000", "30.0000", "0.0000"), ("2025-10-01", "0.0000", "0.0000", "30.0000"),
    ]  # fmt: skip


def test_stripe_days_are_those_of_the_reporting_zone(candidates: dict[str, Ask]) -> None:
    """02:00Z on the 1st is the evening before in New York, where the 15th of March at 04:30Z is the 15th itself: summer
    time has begun. So the interval of "whole" has 29 days there, and the part after the upgrade 19: 9.00 x 29 / 19 is
    13.7368 and 18.00 x 29 / 19 is 27.4737. In Auckland, as in UTC, it is 18 days of 28: 14.00 and 28.00.
    """
    periods = (
        "select period_id, starts_on, ends_on, mrr_amount, is_recurring from conformed.fct_subscription_periods "
        "where source = 'stripe' order by starts_on, ends_on, mrr_amount"
    )
    assert candidates["new_york"](periods) == [
        ("whole", "2025-02-14", "2025-03-15", "14.0000", True),
        ("back", "2025-02-24", "2025-03-15", "-13.7368", True),
        ("up", "2025-02-24", "2025-03-15", "27.4737", True),
        ("trial", "2025-02-28", "2025-03-31", "0.0000", False),
        ("next", "2025-03-15", "2025-04-15", "28.0000", True),
        ("paid", "2025-03-31", "2025-04-30", "10.0000", True),
        ("may", "2025-04-30", "2025-05-31", "10.0000", True),
        ("june", "2025-05-31", "2025-06-30", "10.0000", True),
        ("not_invoiced:si_running:2025-12-31", "2025-12-31", "2026-01-31", "30.0000", True),
    ]
    assert candidates["auckland"](periods) == [
        ("whole", "2025-02-15", "2025-03-15", "14.0000", True),
        ("back", "2025-02-25", "2025-03-15", "-14.0000", True),
        ("up", "2025-02-25", "2025-03-15", "28.0000", True),
        ("trial", "2025-03-01", "2025-04-01", "0.0000", False),
        ("next", "2025-03-15", "2025-04-15", "28.0000", True),
        ("paid", "2025-04-01", "2025-05-01", "10.0000", True),
        ("may", "2025-05-01", "2025-06-01", "10.0000", True),
        ("june", "2025-06-01", "2025-07-01", "10.0000", True),
        ("not_invoiced:si_running:2026-01-01", "2026-01-01", "2026-02-01", "30.0000", True),
    ]


MRR = {
    # cut 100 to 30 May, moody 30, upgraded 27.7369 and 28 over two month ends, tried 10 and monthly 10 + 10 a month
    # earlier than by UTC; in December dollars at the rate of 2024, 90, and running 30.
    ("new_york", "month"): {
        "2025-01-01": 130, "2025-02-01": 157.7369, "2025-03-01": 168, "2025-04-01": 110, "2025-05-01": 10,
        "2025-06-01": 30, "2025-07-01": 30, "2025-08-01": 30, "2025-12-01": 120,
    },
    ("new_york", "quarter"): {"2025-01-01": 168, "2025-04-01": 30, "2025-10-01": 120},
    ("new_york", "year"): {"2025-01-01": 120},
    # cut 100 to 31 May; dollars at the rate of 2025, 80, since as_of is in 2026; running 30 in January.
    ("auckland", "month"): {
        "2025-01-01": 100, "2025-02-01": 158, "2025-03-01": 158, "2025-04-01": 140, "2025-05-01": 110,
        "2025-06-01": 10, "2025-07-01": 30, "2025-08-01": 30, "2025-09-01": 30, "2025-12-01": 80, "2026-01-01": 110,
    },
    ("auckland", "quarter"): {
        "2025-01-01": 158, "2025-04-01": 10, "2025-07-01": 30, "2025-10-01": 80, "2026-01-01": 110,
    },
    ("auckland", "year"): {"2025-01-01": 80, "2026-01-01": 110},
}  # fmt: skip


@pytest.mark.parametrize(("zone", "period_kind"), MRR)
def test_mrr_is_that_of_the_last_day_there(candidates: dict[str, Ask], zone: str, period_kind: str) -> None:
    assert kpi(candidates[zone], "mrr", period_kind) == MRR[zone, period_kind]

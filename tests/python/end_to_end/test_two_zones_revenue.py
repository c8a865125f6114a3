"""Days and months of revenue where they begin in New York and in Auckland, counted by hand."""

from __future__ import annotations

import pytest
from two_zones import Ask, kpi

pytestmark = pytest.mark.slow


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

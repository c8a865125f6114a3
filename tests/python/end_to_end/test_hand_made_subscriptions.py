"""Movements, month by month, of subscriptions that were each written for one rule."""

from __future__ import annotations

import re

import duckdb
import pytest
from hand_made_revenue import MARCH
from hand_made_subscriptions import CHURN_KINDS, LOSING, MOVEMENTS, PERIODS

from orchestration.home import PROJECT_ROOT

AMOUNTS = "opening_mrr, new_mrr, reactivation_mrr, expansion_mrr, contraction_mrr, churn_mrr, closing_mrr"


@pytest.mark.parametrize("customer", PERIODS)
def test_movements(spring: duckdb.DuckDBPyConnection, customer: str) -> None:
    found = spring.execute(
        f"select month, {AMOUNTS} from marts.churn_monthly where customer_id = ? order by month", [customer]
    ).fetchall()
    assert [(row[0], *(float(amount) for amount in row[1:])) for row in found] == MOVEMENTS[customer]


def test_who_chose_to_leave(spring: duckdb.DuckDBPyConnection) -> None:
    found = spring.execute(
        "select customer_id, churn_kind from marts.churn_monthly where churn_mrr > 0 and customer_id in "
        "(select unnest(?))",
        [list(CHURN_KINDS)],
    ).fetchall()
    assert dict(found) == CHURN_KINDS


def test_the_plan_is_that_of_the_closing_or_of_what_was_left(spring: duckdb.DuckDBPyConnection) -> None:
    found = spring.sql(
        "select month(month), plan from marts.churn_monthly where customer_id = 'upgraded' order by 1"
    ).fetchall()
    assert found == [(1, "basic"), (2, "plus"), (3, "plus")]
    left = spring.sql(
        "select plan from marts.churn_monthly where customer_id = 'card expired' and churn_mrr > 0"
    )
    assert left.fetchall() == [("basic",)]


def test_lines_of_a_customer_are_told_apart(spring: duckdb.DuckDBPyConnection) -> None:
    """One subscription ends and another grows: churn and expansion there, contraction of their customer."""
    found = spring.sql("""
        select lines.subscription_id, lines.churn_mrr, lines.expansion_mrr, lines.closing_mrr
        from conformed.fct_subscription_mrr_movements as lines
        where lines.subscription_id in ('first of two', 'second of two') and lines.month = date '2025-02-01'
        order by 1
    """).fetchall()
    assert found == [("first of two", 50, 0, 0), ("second of two", 0, 40, 60)]


def test_a_line_begins_with_its_first_revenue(spring: duckdb.DuckDBPyConnection) -> None:
    """Nothing in February, when it was free, and new in March, when its customer had long paid for another."""
    found = spring.sql("""
        select lines.month, lines.opening_mrr, lines.new_mrr, lines.reactivation_mrr, lines.closing_mrr
        from conformed.fct_subscription_mrr_movements as lines
        where lines.subscription_id = 'free at first'
    """).fetchall()
    assert found == [(MARCH, 0, 5, 0, 5)]


@pytest.mark.parametrize(
    ("variant", "left", "there", "percent"), [("monthly", 10, 100, 10.0), ("stripe", 12, 130, 9.23)]
)
def test_churn_logo_of_the_catalogue(
    spring: duckdb.DuckDBPyConnection, variant: str, left: int, there: int, percent: float
) -> None:
    """12 of 100 left, one to come back, one who had only just joined; 30 joined."""
    found = spring.execute(
        "select numerator, denominator, round(value, 2) from marts.kpi_values where kpi_id = 'churn_logo' "
        "and variant = ? and dimension_value = 'vector' and period_kind = 'month' and period_start = '2025-02-01'",
        [variant],
    ).fetchall()
    assert found == [(left, there, percent)]


def test_a_year_of_monthly_churn(spring: duckdb.DuckDBPyConnection) -> None:
    """The query of docs/revenue.md: 5 % a month is 45.96 % a year, 3 % is 30.62 %; they are not added."""
    page = (PROJECT_ROOT / "docs" / "revenue.md").read_text(encoding="utf-8")
    query = next(
        text for text in re.findall("```sql\n(.+?)```", page, re.DOTALL) if "power(1 - rate, 12)" in text
    )
    found = {segment: (month, round(year, 2)) for segment, month, year in spring.sql(query).fetchall()}
    assert {segment: found[segment] for segment in LOSING} == {"loses 5": (5, 45.96), "loses 3": (3, 30.62)}


def test_retention_profit_effect_of_the_catalogue(spring: duckdb.DuckDBPyConnection) -> None:
    """At 12 %: five points of retention are worth +19.9 % at .60, +21.6 % at .70, +25.9 % at .80, +36.6 % at .90."""
    found = spring.sql(
        "select dimension_value, retention_rate, round(effect_percent, 1) from marts.retention_profit_effect "
        "where starts_with(dimension_value, 'keeps') and period_kind = 'year' and period_start = '2024-01-01' order by 1"
    ).fetchall()
    assert found == [
        ("keeps 60", 0.6, 19.9), ("keeps 70", 0.7, 21.6), ("keeps 80", 0.8, 25.9), ("keeps 90", 0.9, 36.6),
    ]  # fmt: skip

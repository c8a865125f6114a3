"""Recurring revenue on a company whose every row was written for one rule."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from hand_made_revenue import CONVERTED, MARCH, MOVEMENTS, PARTS, STRIPE_MARCH


def _prices(spring: duckdb.DuckDBPyConnection) -> dict[str, Decimal]:
    return dict(spring.sql("select period_id, mrr_amount from conformed.fct_subscription_periods").fetchall())


def test_a_part_of_an_unknown_interval_is_spread_over_its_days_once(
    spring: duckdb.DuckDBPyConnection,
) -> None:
    found = _prices(spring)
    assert {name: str(found[name]) for name in PARTS} == {name: mrr for name, (*_, mrr) in PARTS.items()}


def test_a_rate_for_the_reporting_currency_by_name_counts(spring: duckdb.DuckDBPyConnection) -> None:
    found = _prices(spring)
    assert {name: str(found[name]) for name in CONVERTED} == {
        name: mrr for name, (_, mrr) in CONVERTED.items()
    }


@pytest.mark.parametrize("customer", MOVEMENTS)
def test_movements(spring: duckdb.DuckDBPyConnection, customer: str) -> None:
    found = spring.execute(
        "select month, new_mrr, reactivation_mrr, churn_mrr, closing_mrr from marts.churn_monthly "
        "where customer_id = ? order by 1",
        [customer],
    ).fetchall()
    assert found == MOVEMENTS[customer]


@pytest.mark.parametrize("customer", STRIPE_MARCH)
def test_stripe_in_march(spring: duckdb.DuckDBPyConnection, customer: str) -> None:
    """Lines whose prices were never delivered; a cancellation without an end, and one that ends the period."""
    found = spring.execute(
        "select closing_mrr from marts.churn_monthly where month = ? and customer_id = ?", [MARCH, customer]
    ).fetchall()
    assert found == [(STRIPE_MARCH[customer],)]


@pytest.mark.parametrize("kpi_id, value", [("mrr", 100), ("backlog", 1)])
def test_what_begins_at_as_of_is_in_force_then(
    spring: duckdb.DuckDBPyConnection, kpi_id: str, value: int
) -> None:
    found = spring.execute(
        "select dimension_value, value from marts.kpi_values where kpi_id = ? and dimension = 'segment' "
        "and period_kind = 'month' and period_start = ? and not contains(dimension_value, 'loses') and dimension_value not in ('unknown', 'vector')",
        [kpi_id, MARCH],
    ).fetchall()
    assert found == [("large", value)]

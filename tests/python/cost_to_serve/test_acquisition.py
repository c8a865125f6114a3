"""Sales and marketing over new customers (acquisition_cost per_customer)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from cost_brute_force import Served, month_of

NEW_CUSTOMERS = {date(2024, 1, 1): 3, date(2024, 4, 1): 1, date(2024, 5, 1): 1}
"""A1 and A2 begin to subscribe in January, and A0 buys something, before it subscribes in February; A3 only buys, in
April. A4's order was before the ledger; its service in April, like A5's, is over when the month closes, and A5's order
was cancelled, so that A5 is new in May, the first month that closes with its revenue, though it comes back in that
month. A test account is never new."""

STARTS = {"month": 1, "quarter": 3, "year": 12}


def first_of(period: str, month: date) -> date:
    """The first day of the month's period."""
    return date(month.year, (month.month - 1) // STARTS[period] * STARTS[period] + 1, 1)


@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_sales_and_marketing_over_those_who_began_to_pay(
    costs: duckdb.DuckDBPyConnection, served: Served, period: str
) -> None:
    """No such cost was booked in April: its new customer is one of the quarter and the year."""
    cost: dict[date, Decimal] = defaultdict(Decimal)
    for row in served.tables["workforce.service_costs"]:
        if row["cost_id"] in served.ledger and row["category"] in ("sales", "marketing"):
            cost[first_of(period, month_of(row["month"]))] += served.ledger[row["cost_id"]]
    new: dict[date, int] = defaultdict(int)
    for month, customers in NEW_CUSTOMERS.items():
        new[first_of(period, month)] += customers
    rows = costs.execute(
        "select period_start, numerator, denominator, value from marts.kpi_values"
        " where kpi_id = 'acquisition_cost' and variant = 'per_customer' and period_kind = ?",
        [period],
    ).fetchall()
    found = {start: figures for start, *figures in rows}
    assert found.keys() == cost.keys()
    assert (date(2024, 4, 1) in found) == (period == "quarter")
    for start, (numerator, denominator, value) in found.items():
        assert (numerator, denominator) == (cost[start], new[start])
        assert value == (pytest.approx(float(cost[start]) / new[start]) if new[start] else None)

"""Sales and marketing over new customers (acquisition_cost per_customer)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from cost_brute_force import Served, month_of

NEW_CUSTOMERS = {date(2024, 1, 1): 2, date(2024, 2, 1): 1}
"""By the service periods of the company: A1 and A2 begin in January, A0 in February; a test account never does."""


def test_sales_and_marketing_over_those_who_began_to_pay(
    costs: duckdb.DuckDBPyConnection, served: Served
) -> None:
    cost: dict[date, Decimal] = defaultdict(Decimal)
    for row in served.tables["workforce.service_costs"]:
        if row["cost_id"] in served.ledger and row["category"] in ("sales", "marketing"):
            cost[month_of(row["month"])] += served.ledger[row["cost_id"]]
    rows = costs.execute(
        "select period_start, numerator, denominator, value from marts.kpi_values"
        " where kpi_id = 'acquisition_cost' and variant = 'per_customer' and period_kind = 'month'"
    ).fetchall()
    found = {start: figures for start, *figures in rows}
    assert found.keys() == cost.keys()
    for month, (numerator, denominator, value) in found.items():
        new = NEW_CUSTOMERS.get(month, 0)
        assert (numerator, denominator) == (cost[month], new)
        assert value == (pytest.approx(float(cost[month]) / new) if new else None)

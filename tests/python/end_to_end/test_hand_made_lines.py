"""What is earned, month by month, of services, lines of invoices and refunds that were each written for one rule."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest
from hand_made_lines import REVENUE


@pytest.mark.parametrize("customer", REVENUE)
def test_what_is_earned(spring: duckdb.DuckDBPyConnection, customer: str) -> None:
    found = spring.execute(
        "select month(revenue.month), sum(revenue.revenue_amount) from conformed.fct_revenue as revenue"
        " join conformed.dim_customer as customers on revenue.customer_key = customers.customer_key"
        " where customers.customer_id = ? group by all",
        [customer],
    ).fetchall()
    amounts = {month: float(amount) for month, amount in found}
    assert tuple(amounts.get(month, 0) for month in (1, 2, 3)) == REVENUE[customer]
    assert set(amounts) <= {1, 2, 3}


def test_what_the_audit_says_of_the_lines(spring: duckdb.DuckDBPyConnection) -> None:
    """By price: without days (and its first line of two), and of nobody. Without a period: usage and no service;
    overage is one line too many, as is the extra line. One line is dearer than its period."""
    database = spring.sql("select path from duckdb_databases() where path is not null").fetchall()[0][0]
    checks = json.loads((Path(database).parent / "audit.json").read_text(encoding="utf-8"))["checks"]
    check = next(check for check in checks if check["check"] == "lines_bill_services")
    assert check["severity"] == "warn"
    assert re.findall(r"([a-z][a-z ]+): (\d+) of", check["message"]) == [
        ("lines told by their price alone", "3"),
        ("lines of a subscription for days of no period", "4"),
        ("periods billed at another amount", "1"),
    ]

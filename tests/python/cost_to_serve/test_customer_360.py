"""The row of each customer against a count of its own, and a few customers' revenue by hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from cost_brute_force import Served
from cost_money import money_of


def test_counts_and_costs_are_those_of_the_customer(costs: duckdb.DuckDBPyConnection, served: Served) -> None:
    """All of the company's history lies in the twelve months."""
    expected: dict[str, dict[str, Any]] = defaultdict(
        lambda: {"contacts": 0, "tickets": 0, "open": 0, "last": None}
    )
    for contact in served.contacts:
        row = expected[contact.customer]
        if contact.exclusion:
            continue
        row["contacts"] += 1
        row["last"] = max(filter(None, (row["last"], contact.started.date())))
        if contact.kind == "ticket":
            row["tickets"] += 1
            row["open"] += served.tickets[contact.record_id]["status"] == "open"
    rows = costs.execute(
        "select customer_id, contacts_12m, tickets_12m, open_tickets, last_contact_on from marts.customer_360"
    ).fetchall()
    found = {customer: tuple(values) for customer, *values in rows}
    accounts = {f"A{i}" for i in range(8)} - {"A6"}
    assert found.keys() == accounts | {"B8", "B9"} and len(rows) == len(found)
    for customer in found:
        assert found[customer] == tuple(expected[customer].values()), customer
    names = ("service_cost", "invoiced", "goodwill", "service_credit", "service_credit_paid")
    sums = ", ".join(f"sum({name}_amount)" for name in names)
    of_mart = {
        customer: tuple(amounts)
        for customer, *amounts in costs.execute(
            f"select customer_id, {sums} from marts.cost_to_serve where month > date '2023-05-01' group by customer_id"
        ).fetchall()
    }
    of_customers = costs.execute(
        "select customer_id, cost_to_serve_12m_amount, invoiced_12m_amount, goodwill_12m_amount, "
        "service_credit_12m_amount, service_credit_paid_12m_amount from marts.customer_360"
    ).fetchall()
    for customer, *amounts in of_customers:
        assert tuple(amounts) == of_mart.get(customer, (Decimal(0),) * 5), customer


def test_credits_paid_are_those_that_were_delivered(costs: duckdb.DuckDBPyConnection, served: Served) -> None:
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for (_, customer, *_), amounts in money_of(served).items():
        expected[customer] += amounts["service_credit_paid_amount"]
    found = dict(
        costs.execute("select customer_id, service_credit_paid_12m_amount from marts.customer_360").fetchall()
    )
    assert found == {customer: expected[customer] for customer in found}
    assert sum(amount > 0 for amount in found.values()) > 1


def test_buyers_too_few_for_a_model_are_counted_without_a_value(costs: duckdb.DuckDBPyConnection) -> None:
    bought = costs.execute(
        "select ltv_orders_amount from marts.customer_360 where purchases > 0 and purchased_amount > 0"
    ).fetchall()
    assert bought and set(bought) == {(None,)}
    kpi = costs.execute(
        "select dimension, sum(n), count(*) - count(value) from marts.kpi_values"
        " where kpi_id = 'ltv_orders' and period_kind = 'all' group by dimension"
    ).fetchall()
    segments = costs.execute("select count(distinct segment) from marts.ltv_orders").fetchall()[0][0]
    assert set(kpi) == {("total", len(bought), 1), ("segment", len(bought), segments)}


@pytest.mark.parametrize(
    ("customer", "status", "mrr", "plan", "changed", "movement"),
    [
        ("A0", "paying", 150, "plus", date(2024, 5, 1), "expansion"),
        ("A1", "churned", 0, None, date(2024, 3, 1), "churn"),
        ("A2", "paying", 50, "basic", date(2024, 3, 1), "reactivation"),
        ("A3", "never", None, None, None, None),
        # Some days of April were paid for, at no month's end; A5 has paid since May.
        ("A4", "never", None, None, None, None),
        ("A5", "paying", 40, "basic", date(2024, 5, 1), "reactivation"),
        ("A7", "never", None, None, None, None),
    ],
)
def test_revenue_of_a_customer(
    costs: duckdb.DuckDBPyConnection,
    customer: str,
    status: str,
    mrr: int | None,
    plan: str | None,
    changed: date | None,
    movement: str | None,
) -> None:
    found = costs.execute(
        "select revenue_status, current_mrr, plan, last_movement_on, last_movement from marts.customer_360"
        " where customer_id = ?",
        [customer],
    ).fetchall()
    assert found == [(status, mrr, plan, changed, movement)]


def test_tenure_begins_with_an_order_or_a_month_that_closed_with_revenue(
    costs: duckdb.DuckDBPyConnection,
) -> None:
    """As a new customer of acquisition_cost does: days of April that were over by its end begin none."""
    found = costs.execute(
        "select customer_id, first_paid_month_on, first_ordered_on is null, tenure_months from marts.customer_360"
        " where customer_id in ('A1', 'A2', 'A5') order by 1"
    ).fetchall()
    assert found == [
        ("A1", date(2024, 1, 1), True, 4),
        ("A2", date(2024, 1, 1), True, 4),
        ("A5", date(2024, 5, 1), True, 0),
    ]

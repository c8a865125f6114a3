"""The row of each customer against a count of its own; what it was and what it was billed; a few' revenue by hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from cost_brute_force import Served
from cost_company import Tables
from cost_money import money_of, owner_of


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


def test_every_invoice_is_that_of_the_customer_whom_it_bills(
    costs: duckdb.DuckDBPyConnection, served: Served
) -> None:
    """Some bill an account, one of which was merged away, and some a customer that only the billing knows."""
    found = costs.execute(
        "select invoice_id, customers.kind, customers.customer_id, invoices.status, issued_at, issued_on, currency,"
        " tax_amount, total_amount from conformed.fct_invoices as invoices"
        " left join conformed.dim_customer as customers on invoices.customer_key = customers.customer_key"
        " order by invoice_id"
    ).fetchall()
    expected = []
    for row in sorted(served.tables["billing.invoices"], key=lambda row: str(row["invoice_id"])):
        owner = owner_of(served, row["customer_id"])
        kind = "account" if str(owner).startswith("A") else "billing_customer"
        at, amounts = row["issued_at"], (row["tax"], row["total"])
        expected.append(
            (row["invoice_id"], kind, owner, row["status"], at, at.date(), row["currency"], *amounts)
        )
    assert found == expected
    assert {row[2] for row in found} == {f"A{i}" for i in range(8) if i != 6} | {"B8", "B9"}


def test_a_customer_was_what_its_account_was(costs: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """From the beginning, and from each later version on; an account that was merged away has none. Of what nobody
    wrote only the segment has a word."""
    versions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(tables["crm.accounts"], key=lambda row: row["updated_at"]):
        if not row["merged_into_account_id"]:
            versions[row["account_id"]].append(row)
    expected = []
    for account, rows in versions.items():
        starts = [datetime(1, 1, 1), *(row["updated_at"] for row in rows[1:]), datetime(9999, 12, 31)]
        for row, *valid in zip(rows, starts, starts[1:], strict=False):
            others = (row[name] for name in ("industry", "country", "region", "owner_id"))
            expected.append((account, *valid, row["segment"] or "unknown", *others))
    found = costs.execute(
        "select customers.customer_id, valid_from, valid_to, versions.segment, versions.industry, versions.country,"
        " versions.region, owner_id from conformed.dim_customer_versions as versions"
        " left join conformed.dim_customer as customers on versions.customer_key = customers.customer_key"
        " order by all"
    ).fetchall()
    assert found == sorted(expected, key=lambda row: row[:2])
    assert len(found) == 9 and {row[3] for row in found} == {"small", "large", "huge", "unknown"}


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


def test_where_nobody_stayed_there_is_no_interval(costs: duckdb.DuckDBPyConnection) -> None:
    """Greenwood's variance divides by those who stayed."""
    bounds = "bool_and(interval_low is null and interval_high is null)"
    found = costs.sql(f"select {bounds} from marts.customer_survival where survival_rate = 0").fetchall()
    assert found == [(True,)]

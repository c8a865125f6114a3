"""What counts as handled, and what gets a standard time: the rows that were made by hand."""

from __future__ import annotations

import duckdb
from cost_brute_force import Served
from cost_money import customer_of_refund
from cost_traps import HAS_STANDARD, IS_HANDLED


def test_what_nobody_worked_on_is_not_handled(costs: duckdb.DuckDBPyConnection, served: Served) -> None:
    rows = costs.execute(
        "select contact_kind || record_id, is_handled from conformed.fct_contacts"
    ).fetchall()
    found = dict(rows)
    assert {name: found[name] for name in IS_HANDLED} == IS_HANDLED
    assert found == {contact.kind + contact.record_id: contact.is_handled for contact in served.contacts}
    assert 50 < sum(found.values()) < len(found) - 50


def test_standard_minutes_are_for_work_that_nothing_measures(costs: duckdb.DuckDBPyConnection) -> None:
    """X-called has the minutes of its call alone, X-chatted those of its chat; nobody took the call about X-tried."""
    rows = costs.execute(
        """select contacts.contact_kind || contacts.record_id, costs.standard_minutes
        from conformed.fct_cost_allocations as costs
        inner join conformed.fct_contacts as contacts using (contact_key)
        where contacts.record_id like 'X%' and costs.handling_minutes = costs.standard_minutes
            and costs.month >= date '2024-01-01'"""
    ).fetchall()
    assert {name for name, _ in rows} == HAS_STANDARD
    mail = {minutes for name, minutes in rows if name.startswith("ticket")}
    assert [float(minutes) for minutes in mail] == [7.5]


def test_refunds_of_every_kind_find_their_customer_in_every_way(
    costs: duckdb.DuckDBPyConnection, served: Served
) -> None:
    """Those that lower revenue, one by one; some are known by their ticket or their payment alone."""
    found = dict(
        costs.execute(
            "select line_id, customers.customer_id from conformed.fct_revenue"
            " inner join conformed.dim_customer as customers using (customer_key) where fct_revenue.kind = 'refund'"
        ).fetchall()
    )
    refunds = {row["refund_id"]: row for row in served.tables["billing.refunds"] if row["kind"] == "refund"}
    expected = {name: customer_of_refund(served, row) for name, row in refunds.items()}
    assert found == {name: customer for name, customer in expected.items() if customer != "A7"}
    by_ticket = [r for r in refunds.values() if not (r["customer_id"] or r["invoice_id"] or r["payment_id"])]
    assert any(expected[row["refund_id"]] != "unknown" for row in by_ticket)

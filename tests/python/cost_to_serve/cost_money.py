"""The money beside the work, by month, customer, channel and topic, straight from the deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cost_brute_force import Served, month_of, to_four
from cost_company import AS_OF, Row

Place = tuple[date, str, str, str]
NOWHERE = ("none", "none")
REFUNDED = {
    "goodwill": ("goodwill_amount", 1),
    "service_credit": ("service_credit_paid_amount", 1),
    "refund": ("revenue_amount", -1),
}
"""Where each kind of refund belongs, and with which sign."""


def money_of(served: Served) -> dict[Place, dict[str, Decimal]]:
    """Every amount that is not zero, without the test account."""
    money: dict[Place, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for place, name, amount in [*_invoices(served), *_services(served), *_orders(served), *_refunds(served)]:
        if place[1] != "A7":
            money[place][name] += amount
    return money


def owner_of(served: Served, billed: str | None) -> str | None:
    """The customer behind an id of the billing."""
    if billed is None:
        return None
    return served.customer_of(f"A{billed[1:]}") if int(billed[1:]) < 8 else billed


def _invoices(served: Served) -> Iterator[tuple[Place, str, Decimal]]:
    for row in served.tables["billing.invoices"]:
        if row["status"] not in ("draft", "void"):
            at = row["issued_at"]
            amount = served.converted(row, row["total"] - (row["tax"] or 0), at.date())
            place = (month_of(at), owner_of(served, row["customer_id"]) or "unknown", *NOWHERE)
            yield place, "invoiced_amount", amount


def _services(served: Served) -> Iterator[tuple[Place, str, Decimal]]:
    """Each lies in one month; the running one has been earned up to the day of as_of."""
    for row in served.tables["billing.subscription_periods"]:
        starts, ends, amount = row["period_start"], row["period_end"], Decimal(row["amount"])
        place = (month_of(starts), owner_of(served, row["customer_id"]) or "unknown", *NOWHERE)
        if ends.day == 1:
            yield place, "recurring_revenue_amount", amount
        days_served = min((AS_OF.date() - starts).days + 1, (ends - starts).days)
        share = Fraction(days_served, (ends - starts).days)
        yield place, "revenue_amount", to_four(Fraction(amount) * share)


def _orders(served: Served) -> Iterator[tuple[Place, str, Decimal]]:
    orders = {row["order_id"]: row for row in served.tables["commerce.orders"] if not row["is_canceled"]}
    happened = [(row, row["ordered_at"], Decimal(row["amount"])) for row in orders.values()]
    for row in served.tables["commerce.order_returns"]:
        happened.append((orders[row["order_id"]], row["returned_at"], -Decimal(row["amount"])))
    for order, at, amount in happened:
        place = (month_of(at), served.customer_of(order["account_id"]), *NOWHERE)
        yield place, "revenue_amount", amount


def customer_of_refund(served: Served, refund: Row) -> str:
    """The refund's own, its invoice's, its payment's, its payment's invoice's, its ticket's."""
    invoices = {row["invoice_id"]: row["customer_id"] for row in served.tables["billing.invoices"]}
    payments = {row["payment_id"]: row for row in served.tables["billing.payments"]}
    payment = payments.get(refund["payment_id"], {"customer_id": None, "invoice_id": None})
    ticket = served.tickets.get(refund["ticket_id"])
    named = [
        refund["customer_id"],
        invoices.get(refund["invoice_id"]),
        payment["customer_id"],
        invoices.get(payment["invoice_id"]),
    ]
    owners = [owner for billed in named if (owner := owner_of(served, billed))]
    return next(iter(owners), served.customer_of(ticket["account_id"]) if ticket else "unknown")


def _refunds(served: Served) -> Iterator[tuple[Place, str, Decimal]]:
    tickets = {c.record_id: c for c in served.contacts if c.kind == "ticket"}
    for row in served.tables["billing.refunds"]:
        name, sign = REFUNDED[row["kind"]]
        ticket = tickets.get(row["ticket_id"]) if sign > 0 else None
        where = (ticket.channel, ticket.topic) if ticket else NOWHERE
        at = row["created_at"]
        given = _before_tax(served, row) if name == "revenue_amount" else row["amount"]
        amount = sign * served.converted(row, given, at.date())
        yield (month_of(at), customer_of_refund(served, row), *where), name, amount


def _before_tax(served: Served, refund: Row) -> Decimal:
    """Less the share of tax of the invoice that it names, else of that of its payment."""
    invoices = {row["invoice_id"]: row for row in served.tables["billing.invoices"]}
    payments = {row["payment_id"]: row["invoice_id"] for row in served.tables["billing.payments"]}
    invoice = invoices.get(refund["invoice_id"]) or invoices.get(payments.get(refund["payment_id"]))
    amount = Decimal(refund["amount"])
    if invoice is None or not invoice["tax"] or invoice["total"] <= 0:
        return amount
    total, tax = Fraction(invoice["total"]), Fraction(invoice["tax"])
    return to_four(Fraction(amount) * (total - tax) / total)

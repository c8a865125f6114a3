"""Billing in Stripe's tables, as Fivetran lands them; amounts in minor units, instants in UTC."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from orchestration.sample.clock import DAY, bare
from orchestration.sample.deliveries.tables import Format, Kind, Table, Version
from orchestration.sample.simulation.billing import BillingCustomer, Invoice, Line, Subscription
from orchestration.sample.simulation.plans import INTERVALS, PRICES, PRODUCTS


def stripe_tables(customers: list[BillingCustomer], first_day: int) -> Iterator[Table]:
    """Every table of the vendor, one after the other."""

    def table(
        name: str, columns: str, records: Iterable[list[Version]], kind: Kind = "upsert", form: Format = "csv"
    ) -> Table:
        return Table("stripe", name, tuple(columns.split()), records, kind, form)

    subscriptions = [s for c in customers for s in c.subscriptions]
    invoices = [i for c in customers for i in c.invoices]
    at = first_day * DAY
    yield table(
        "customer",
        "id email name currency created is_deleted metadata _fivetran_synced",
        ([(c.created_at, _customer_row(c))] for c in customers),
    )
    yield table(
        "product",
        "id name active _fivetran_synced",
        ([(at, (product_id, name, "true", bare(at)))] for product_id, (name, _) in PRODUCTS.items()),
    )
    yield table(
        "price",
        "id product_id currency unit_amount recurring_interval recurring_interval_count active"
        " _fivetran_synced",
        (
            [
                (
                    at,
                    (
                        p.price_id,
                        p.product_id,
                        p.currency.lower(),
                        p.unit_amount,
                        *INTERVALS[p.interval],
                        "true",
                        bare(at),
                    ),
                )
            ]
            for p in PRICES.values()
        ),
    )
    yield table(
        "subscription_history",
        "id customer_id status created start_date current_period_start current_period_end"
        " trial_start trial_end"
        " cancel_at_period_end canceled_at ended_at cancellation_details_reason _fivetran_start _fivetran_end"
        " _fivetran_active _fivetran_synced",
        (record for s in subscriptions for record in _subscription(s)),
        "upsert",
        "csv.gz",
    )
    yield table(
        "subscription_item",
        "id subscription_id plan_id quantity created _fivetran_synced",
        (record for s in subscriptions for record in _items(s)),
    )
    yield table(
        "invoice",
        "id customer_id subscription_id status created due_date currency subtotal tax total"
        " amount_due amount_paid"
        " status_transitions_paid_at _fivetran_synced",
        (_invoice(i) for i in invoices),
        "upsert",
        "csv.gz",
    )
    yield table(
        "invoice_line_item",
        "id invoice_id amount currency description period_start period_end plan_id proration"
        " quantity subscription_id"
        " subscription_item_id type _fivetran_synced",
        ([(line.known_at, _line_row(line, i))] for i in invoices for line in i.lines),
        "append",
        "csv.gz",
    )
    yield table(
        "charge",
        "id customer_id invoice_id amount amount_refunded currency created status failure_code"
        " _fivetran_synced",
        (record for i in invoices for record in _charges(i)),
        "upsert",
        "csv.gz",
    )
    yield table(
        "refund",
        "id charge_id amount currency created reason status _fivetran_synced",
        (
            [
                (
                    c.refund[0],
                    (
                        f"re_{c.charge_id[3:]}",
                        c.charge_id,
                        c.refund[1],
                        i.currency.lower(),
                        bare(c.refund[0]),
                        "requested_by_customer",
                        "succeeded",
                        bare(c.refund[0]),
                    ),
                )
            ]
            for i in invoices
            for c in i.charges
            if c.refund
        ),
    )
    yield table(
        "credit_note",
        "id invoice_id customer_id amount currency created reason status _fivetran_synced",
        (
            [
                (
                    i.credit[0],
                    (
                        f"cn_{i.invoice_id[3:]}",
                        i.invoice_id,
                        i.customer.customer_id,
                        i.credit[1],
                        i.currency.lower(),
                        bare(i.credit[0]),
                        "order_change",
                        "issued",
                        bare(i.credit[0]),
                    ),
                )
            ]
            for i in invoices
            if i.credit
        ),
    )


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _customer_row(c: BillingCustomer) -> tuple[object, ...]:
    metadata = {"account_id": c.account_id} if c.link == "metadata" else {"source": "signup"}
    created = bare(c.created_at)
    return c.customer_id, c.email, c.name, c.currency.lower(), created, "false", json.dumps(metadata), created


def _subscription(sub: Subscription) -> Iterator[list[Version]]:
    """A record for each state; a state that is followed by another is delivered again, no longer active."""
    started = bare(sub.started_on * DAY)
    trial = (started, bare(sub.trial_end * DAY)) if sub.trial_end is not None else (None, None)
    for index, s in enumerate(sub.states):
        at = bare(s.at)
        head = (
            sub.subscription_id,
            sub.customer.customer_id,
            s.status,
            started,
            started,
            bare(s.period_start * DAY),
            bare(s.period_end * DAY),
            *trial,
            _flag(s.cancels_at_period_end),
            bare(s.canceled_at) if s.canceled_at is not None else None,
            bare(s.ended_on * DAY) if s.ended_on is not None else None,
            s.reason,
            at,
        )
        versions: list[Version] = [(s.at, (*head, "9999-12-31 23:59:59", "true", at))]
        if index + 1 < len(sub.states):
            next_at = sub.states[index + 1].at
            versions.append((next_at, (*head, bare(next_at - 1), "false", at)))
        yield versions


def _items(sub: Subscription) -> Iterator[list[Version]]:
    for item_id, states in sub.items.items():
        created = bare(states[0].at)
        yield [
            (s.at, (item_id, sub.subscription_id, s.price.price_id, s.quantity, created, bare(s.at)))
            for s in states
        ]


def _invoice(i: Invoice) -> list[Version]:
    subtotal = i.subtotal
    total = subtotal + i.tax
    due = max(0, total)
    head = (i.invoice_id, i.customer.customer_id, i.subscription.subscription_id if i.subscription else None)
    middle = (
        bare(i.at),
        bare(i.due_at) if i.due_at else None,
        i.currency.lower(),
        subtotal,
        i.tax,
        total,
        due,
    )
    return [
        (at, (*head, status, *middle, *((due, bare(at)) if status == "paid" else (0, None)), bare(at)))
        for at, status in i.states
    ]


def _line_row(line: Line, i: Invoice) -> tuple[object, ...]:
    product = PRODUCTS[line.price.product_id][0] if line.price else "Set-up"
    prefix = (
        "Remaining time on "
        if line.is_proration and line.amount >= 0
        else "Unused time on "
        if line.is_proration
        else ""
    )
    return (
        line.line_id,
        line.invoice_id,
        line.amount,
        line.currency.lower(),
        f"{prefix}{line.quantity} x {product}",
        bare(line.starts_on * DAY),
        bare(line.ends_on * DAY),
        line.price.price_id if line.price else None,
        _flag(line.is_proration),
        line.quantity,
        i.subscription.subscription_id if i.subscription else None,
        line.item_id,
        "subscription" if line.is_service else "invoiceitem",
        bare(line.known_at),
    )


def _charges(i: Invoice) -> Iterator[list[Version]]:
    for c in i.charges:
        head = (c.charge_id, i.customer.customer_id, i.invoice_id, c.amount)
        tail = (i.currency.lower(), bare(c.at), "succeeded" if c.is_paid else "failed", c.failure_code)
        versions: list[Version] = [(c.at, (*head, 0, *tail, bare(c.at)))]
        if c.refund:
            versions.append((c.refund[0], (*head, c.refund[1], *tail, bare(c.refund[0]))))
        yield versions

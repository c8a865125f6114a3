"""Who was a customer when: random subscriptions and orders, and the active customers counted day by day."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from contact_company import AS_OF, START, Row, Tables

INACTIVITY_DAYS = 20
DAYS = [START.date() + timedelta(days=n) for n in range((AS_OF.date() - START.date()).days + 1)]


def random_activity(seed: int) -> Tables:
    """Billing customers with service periods, credits and pauses, and orders of accounts and persons."""
    rng = random.Random(seed)
    customers: list[Row] = [
        {"customer_id": f"B{i}", "account_id": f"A{i}" if i < 9 else None} for i in range(12)
    ]
    periods: list[Row] = []
    changes: list[Row] = []
    for i in range(30):
        starts = START.date() + timedelta(days=rng.randrange(60))
        periods.append(
            {
                "period_id": f"S{i}",
                "subscription_id": f"U{i}",
                "customer_id": f"B{rng.randrange(12)}",
                "period_start": starts,
                "period_end": starts + timedelta(days=rng.randrange(1, 40)),
                "amount": rng.choice([10, 10, 20, -10]),
                "currency": "EUR",
                "interval_unit": "month",
                "interval_count": 1,
            }
        )
        if rng.random() < 0.3:
            paused = starts + timedelta(days=rng.randrange(10))
            back = paused + timedelta(days=rng.randrange(1, 20))
            changes += [
                {
                    "subscription_id": f"U{i}",
                    "changed_at": f"{paused} 10:00:00",
                    "sequence": 1,
                    "status": "paused",
                },
                {
                    "subscription_id": f"U{i}",
                    "changed_at": f"{back} 10:00:00",
                    "sequence": 2,
                    "status": "active",
                },
            ]
    orders: list[Row] = [
        {
            "order_id": f"O{i}",
            "account_id": f"A{rng.randrange(20)}" if rng.random() < 0.5 else None,
            "contact_id": f"C{rng.randrange(25)}",
            "ordered_at": START + timedelta(hours=rng.randrange(60 * 24)),
            "amount": 50,
            "currency": "EUR",
            "is_canceled": rng.random() < 0.2,
        }
        for i in range(8)
    ]
    return {
        "billing.customers": customers,
        "billing.subscription_periods": periods,
        "billing.subscription_changes": [c for c in changes if str(c["changed_at"]) <= str(AS_OF)],
        "commerce.orders": orders,
    }


def active_on(
    day: date, activity: Tables, account: Mapping[str, str], person_account: Mapping[str, str | None]
) -> set[tuple[str, str]]:
    """Customers (kind, id) with recurring revenue on the day, or an order in the last days.

    account: the surviving account of each account; person_account: the account of each person of the CRM.
    """
    billing = {row["customer_id"]: row["account_id"] for row in activity["billing.customers"]}
    revenue: dict[tuple[str, str], int] = {}
    for period in activity["billing.subscription_periods"]:
        history = [
            c
            for c in activity["billing.subscription_changes"]
            if c["subscription_id"] == period["subscription_id"]
            and datetime.fromisoformat(c["changed_at"]).date() <= day
        ]
        is_paused = bool(history) and max(history, key=lambda c: c["changed_at"])["status"] == "paused"
        if period["period_start"] <= day < period["period_end"] and not is_paused:
            owner = billing[period["customer_id"]]
            member = ("account", account[owner]) if owner else ("billing_customer", period["customer_id"])
            revenue[member] = revenue.get(member, 0) + period["amount"]
    active = {member for member, amount in revenue.items() if amount > 0}
    for order in activity["commerce.orders"]:
        owner = order["account_id"] or person_account[order["contact_id"]]
        age = (day - order["ordered_at"].date()).days
        if owner and not order["is_canceled"] and 0 <= age < INACTIVITY_DAYS:
            active.add(("account", account[owner]))
    return active - {("account", "A7")}

"""What some customers of the random company pay, month by month."""

from __future__ import annotations

from datetime import date
from typing import Any

PERIODS = [
    *(("S0", "B0", "basic", month, "100.00") for month in (2, 3, 4)),
    ("S0", "B0", "plus", 5, "130.00"),
    ("S9", "B0", "extra", 5, "20.00"),
    *(("S1", "B1", "basic", month, "80.00") for month in (1, 2)),
    *(("S2", "B2", "basic", month, "50.00") for month in (1, 3, 4, 5)),
    ("S5", "B5", "basic", 5, "40.00"),
    ("S7", "B7", "basic", 5, "70.00"),
]
"""Months of service: B0 pays more since May, B1 has left, B2 came back in March, B7 is a test account's."""

LEFT_ON = date(2024, 4, 20)
"""B4 and B5 had service from the first of April to this day (exclusive), and none when the month closed."""


def service_periods() -> list[dict[str, Any]]:
    """The months of service as the billing delivers them."""
    months = [(*period, date(2024, period[3] + 1, 1)) for period in PERIODS]
    return [
        {
            "period_id": f"{subscription}-{month}",
            "subscription_id": subscription,
            "customer_id": customer,
            "plan": plan,
            "period_start": date(2024, month, 1),
            "period_end": ends,
            "amount": amount,
            "currency": "EUR",
            "interval_unit": "month",
        }
        for subscription, customer, plan, month, amount, ends in [
            *months,
            ("S4", "B4", "basic", 4, "23.75", LEFT_ON),
            ("S5", "B5", "basic", 4, "19.00", LEFT_ON),
        ]
    ]

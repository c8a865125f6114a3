"""A hand-made book of subscriptions, and what follows from it, computed day by day without any SQL.

`patients` are the 21 patients of Freireich et al. (1963), as customers whose first month lies so far back that they
were last seen, or left, after as many months as the patients' weeks. `mixed` has the traps: customers that come back,
that start and end within a month, that start in the running month, two products with margins of their own.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

AS_OF = date(2025, 4, 2)
LAST_MONTH = (2025, 3)
EVENTS = (6, 6, 6, 7, 10, 13, 16, 22, 23)
CENSORED = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
MARGINS = {"basic": Fraction(8, 10), "plus": Fraction(55, 100)}

Month = tuple[int, int]


@dataclass(frozen=True)
class Span:
    """Days that a customer paid for, the last one exclusive, at a monthly price."""

    start: date
    end: date
    price: int
    product: str = "basic"


@dataclass(frozen=True)
class Customer:
    """A customer with the segment in which it started."""

    name: str
    segment: str
    spans: tuple[Span, ...]

    def mrr(self, month: Month) -> int:
        """What it pays at the close of a month, or on the day of as_of in the running one."""
        day = min(first_day(later(month, 1)) - timedelta(days=1), AS_OF)
        return sum(span.price for span in self.spans if span.start <= day < span.end)

    def margin(self, month: Month) -> Decimal:
        """What is left of that, each product at its own margin."""
        day = min(first_day(later(month, 1)) - timedelta(days=1), AS_OF)
        parts = [s.price * MARGINS[s.product] for s in self.spans if s.start <= day < s.end]
        return sum((to_money(part) for part in parts), Decimal(0))


def to_money(value: Fraction | float) -> Decimal:
    """A number to four decimals, halves away from zero."""
    exact = Decimal(value) if isinstance(value, float) else Decimal(value.numerator) / value.denominator
    return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def later(month: Month, months: int) -> Month:
    """The month some months later."""
    number = month[0] * 12 + month[1] - 1 + months
    return number // 12, number % 12 + 1


def first_day(month: Month) -> date:
    """The date on which a month begins."""
    return date(month[0], month[1], 1)


def apart(start: Month, end: Month) -> int:
    """Months from one month to another."""
    return (end[0] - start[0]) * 12 + end[1] - start[1]


def months_from(start: Month, end: Month) -> Iterator[Month]:
    """Every month from one to another, both included."""
    return (later(start, number) for number in range(apart(start, end) + 1))


def patients() -> list[Customer]:
    """Those who relapsed, and those who were last seen in remission."""
    ended = [(later(LAST_MONTH, -36), months, months) for months in EVENTS]
    seen = [(later(LAST_MONTH, -months), months + 3, months) for months in CENSORED]
    return [
        Customer(f"K{number:02d}", "patients", (Span(first_day(s), first_day(later(s, length)), 30),))
        for number, (s, length, _) in enumerate(ended + seen, start=1)
    ]


def mixed(seed: int = 5, customers: int = 160) -> list[Customer]:
    """Customers at random, and one for each trap."""
    rng = random.Random(seed)
    found = []
    for number in range(1, customers + 1):
        start = date(2023, 2, 1) + timedelta(days=rng.randrange(790))
        spans = []
        while start <= AS_OF and len(spans) < 3:
            end = start + timedelta(days=rng.choice([20, 61, 95, 190, 380, 700, 1200]))
            spans.append(Span(start, end, rng.choice([25, 40, 99, 150]), rng.choice(["basic", "plus"])))
            start = end + timedelta(days=rng.choice([0, 0, 45, 120]))
            if rng.random() < 0.5:
                break
        found.append(Customer(f"M{number:02d}", rng.choice(["north", "south"]), tuple(spans)))
    found.append(Customer("M901", "north", (Span(date(2025, 4, 1), date(2025, 6, 1), 40),)))
    found.append(Customer("M902", "north", (Span(date(2025, 2, 3), date(2025, 2, 20), 40),)))
    found.append(Customer("M903", "lonely", (Span(date(2024, 1, 10), date(2025, 9, 1), 99, "plus"),)))
    both = (
        Span(date(2024, 5, 1), date(2025, 9, 1), 25),
        Span(date(2024, 8, 1), date(2025, 1, 1), 99, "plus"),
    )
    found.append(Customer("M904", "lonely", both))
    return found


def deliveries(customers: Iterable[Customer]) -> dict[str, list[dict[str, object]]]:
    """The book as the tables of a delivery."""
    book = list(customers)
    periods = []
    for customer in book:
        for number, span in enumerate(customer.spans, start=1):
            key = f"{customer.name}-{number}"
            periods.append(
                {
                    "period_id": key,
                    "subscription_id": key,
                    "customer_id": customer.name,
                    "product_id": span.product,
                    "plan": span.product,
                    "period_start": span.start,
                    "period_end": span.end,
                    # the price of a month, for however many days
                    "amount": span.price,
                    "currency": "EUR",
                    "interval_unit": "month",
                    "interval_count": 1,
                }
            )
    accounts = [
        {
            "account_id": customer.name,
            "name": customer.name,
            "segment": customer.segment,
            "billing_customer_id": customer.name,
            "created_at": "2022-01-01T00:00:00Z",
        }
        for customer in book
    ]
    products = [
        {"product_id": name, "name": name, "is_recurring": "true", "gross_margin": float(margin)}
        for name, margin in MARGINS.items()
    ]
    return {"crm.accounts": accounts, "billing.subscription_periods": periods, "billing.products": products}

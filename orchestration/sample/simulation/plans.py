"""What the company sells: products and their prices by billing interval and currency, in minor units."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from orchestration.sample.clock import add_months

PRODUCTS = {
    "prod_starter": ("Starter", 2_900),
    "prod_team": ("Team", 4_900),
    "prod_business": ("Business", 9_900),
    "prod_enterprise": ("Enterprise", 24_900),
    "prod_analytics": ("Analytics add-on", 1_500),
}
LADDER = ("prod_starter", "prod_team", "prod_business", "prod_enterprise")
CURRENCIES = {"EUR": Fraction(1), "USD": Fraction(11, 10), "JPY": Fraction(16, 10)}
MINOR_UNITS = {"EUR": 100, "USD": 100, "JPY": 1}
INTERVALS = {"month": ("month", 1), "quarter": ("month", 3), "year": ("year", 1), "week": ("week", 1)}
_FACTORS = {
    "month": Fraction(1),
    "quarter": Fraction(29, 10),
    "year": Fraction(102, 10),
    "week": Fraction(1, 4),
}
_DAYS_A_MONTH = Fraction(304375, 10000)


@dataclass(frozen=True)
class Price:
    """A price; `unit_amount` is in minor units of the currency for one unit and one interval."""

    price_id: str
    product_id: str
    interval: str
    currency: str
    unit_amount: int


def _price(product_id: str, interval: str, currency: str) -> Price:
    unit, count = INTERVALS[interval]
    months = 12 if unit == "year" else count
    amount = int(PRODUCTS[product_id][1] * CURRENCIES[currency] * _FACTORS[interval]) // months * months
    return Price(
        f"price_{product_id[5:]}_{interval}_{currency.lower()}", product_id, interval, currency, amount
    )


PRICES = {
    (product_id, interval, currency): _price(product_id, interval, currency)
    for product_id in PRODUCTS
    for interval in INTERVALS
    for currency in CURRENCIES
}


def interval_end(anchor: int, interval: str, number: int) -> int:
    """First day after the billing interval `number` (0 the first) of a subscription anchored on a day."""
    unit, count = INTERVALS[interval]
    if unit == "week":
        return anchor + 7 * count * (number + 1)
    return add_months(anchor, (12 if unit == "year" else 1) * count * (number + 1))


def per_month(interval: str) -> Fraction:
    """What one unit of money for one interval is for one month (KPI catalogue, section 4)."""
    unit, count = INTERVALS[interval]
    if unit == "week":
        return _DAYS_A_MONTH / (7 * count)
    return Fraction(1, (12 if unit == "year" else 1) * count)

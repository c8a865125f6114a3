"""Exchange rates to the reporting currency: on weekdays only, so that a week-end takes the rate before it."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from orchestration.sample.clock import to_date, to_day, weekday
from orchestration.sample.simulation.company import PRE_DAYS

REPORTING_CURRENCY = "EUR"
_MEANS = {"USD": 92_000_000, "JPY": 620_000}  # in 10^-8 EUR


class Rates:
    """Rates by currency and day, in units of 10^-8 EUR for one unit of the currency."""

    def __init__(self, rng: Random, first_day: int, days: int) -> None:
        self.by_day: dict[str, dict[int, int]] = {}
        for currency, mean in _MEANS.items():
            walk = mean
            rates = self.by_day[currency] = {}
            for day in range(first_day - PRE_DAYS - 10, first_day + days):
                walk += int((mean - walk) * 0.01 + mean * rng.gauss(0, 0.003))
                if weekday(day) < 5:
                    rates[day] = walk

    def constant(self, currency: str, as_of_day: int) -> Fraction:
        """The rate of the last day of the year before, else the earliest known (KPI catalogue, G11)."""
        if currency == REPORTING_CURRENCY:
            return Fraction(1)
        rates = self.by_day[currency]
        wanted = to_day(to_date(as_of_day).replace(month=1, day=1)) - 1
        known = [day for day in rates if day <= wanted]
        return Fraction(rates[max(known) if known else min(rates)], 10**8)

    def of_day(self, currency: str, day: int) -> Fraction:
        """The rate of the day, else the latest before it, else the earliest known."""
        if currency == REPORTING_CURRENCY:
            return Fraction(1)
        rates = self.by_day[currency]
        known = [rated for rated in rates if rated <= day]
        return Fraction(rates[max(known) if known else min(rates)], 10**8)

"""Lifetimes, survival and values of the hand-made book, month by month and customer by customer, in plain Python."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from book import LAST_MONTH, Customer, Month, apart, later, months_from, to_money

RUNNING_MONTH = later(LAST_MONTH, 1)


@dataclass(frozen=True)
class Life:
    """What the months of a customer say."""

    customer: Customer
    start: Month
    churned: Month | None

    @property
    def length(self) -> int:
        """Months from the start to the churn, or to the last complete month."""
        return max(apart(self.start, self.churned or LAST_MONTH), 0)

    @property
    def is_paying(self) -> bool:
        return self.customer.mrr(LAST_MONTH) > 0

    @property
    def age(self) -> int | None:
        """Months since the present unbroken time began."""
        if not self.is_paying:
            return None
        month = LAST_MONTH
        while self.customer.mrr(later(month, -1)):
            month = later(month, -1)
        return apart(month, LAST_MONTH)

    def paid_months(self) -> list[Month]:
        """Complete months that closed with MRR."""
        return [month for month in months_from(self.start, LAST_MONTH) if self.customer.mrr(month)]

    def stays_through(self, month: Month) -> bool:
        """Whether it started by that month and has not churned by its close."""
        return apart(self.start, month) >= 0 and (self.churned is None or apart(month, self.churned) > 0)


def lives(customers: Iterable[Customer]) -> list[Life]:
    """Customers that ever closed a month with MRR."""
    found = []
    for customer in customers:
        first = (min(span.start for span in customer.spans).year, min(s.start for s in customer.spans).month)
        paid = [month for month in months_from(first, RUNNING_MONTH) if customer.mrr(month)]
        if paid:
            gone = (month for month in months_from(paid[0], LAST_MONTH) if not customer.mrr(month))
            found.append(Life(customer, paid[0], next(gone, None)))
    return found


def survival(known: Sequence[tuple[int, bool]]) -> dict[int, tuple[int, int, int, float, float | None]]:
    """By age: at risk, churned, censored, Kaplan-Meier survival and its Greenwood variance (None once it is 0)."""
    rows, share, variance = {}, 1.0, 0.0
    for age in range(max((length for length, _ in known), default=-1) + 1):
        at_risk = sum(length >= age for length, _ in known)
        ended = Counter(has_churned for length, has_churned in known if length == age)
        share *= 1 - ended[True] / at_risk
        if at_risk > ended[True]:
            variance += ended[True] / (at_risk * (at_risk - ended[True]))
        rows[age] = (at_risk, ended[True], ended[False], share, share**2 * variance if share else None)
    return rows


def as_known_in(life: Life, month: Month) -> tuple[int, bool] | None:
    """Length and churn of a life as the close of an earlier month had them; None before its start."""
    if apart(life.start, month) < 0:
        return None
    if life.churned and apart(life.churned, month) >= 0:
        return apart(life.start, life.churned), True
    return apart(life.start, month), False


def monthly_churn(found: Iterable[Life], last: Month) -> tuple[int, int]:
    """Churned and opening customers of the 12 months up to one, added up."""
    churned = opened = 0
    for life in found:
        for month in months_from(later(last, -11), last):
            if life.customer.mrr(later(month, -1)):
                opened += 1
                churned += not life.customer.mrr(month)
    return churned, opened


def discounted_so_far(life: Life, rate: float) -> Decimal:
    """Margins of the complete months, each discounted to the start."""
    return sum(
        (
            to_money(float(life.customer.margin(month)) * (1 + rate) ** (-apart(life.start, month) / 12))
            for month in life.paid_months()
        ),
        Decimal(0),
    )


def retention(alpha: float, beta: float, age: int) -> float:
    """The share of those that are there at an age which stays for the next month: from beta functions."""
    return _beta(alpha, beta + age + 1) / _beta(alpha, beta + age)


def expected_months(alpha: float, beta: float, age: int, horizon: int, rate: float) -> float:
    """Discounted months that are still to come, added one by one."""
    total, there = 0.0, 1.0
    for ahead in range(1, horizon + 1):
        there *= retention(alpha, beta, age + ahead - 1)
        total += there * (1 + rate) ** (-ahead / 12)
    return total


def likelihood(alpha: float, beta: float, known: Iterable[tuple[int, bool]]) -> float:
    """Log-likelihood of lifetimes under the shifted-beta-geometric model, by products of retentions."""
    total = 0.0
    for length, has_churned in known:
        stayed = length - 1 if has_churned else length
        total += sum(math.log(retention(alpha, beta, age)) for age in range(stayed))
        total += math.log(1 - retention(alpha, beta, length - 1)) if has_churned else 0.0
    return total


def _beta(a: float, b: float) -> float:
    return math.exp(math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))

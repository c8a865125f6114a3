"""The enrichment `retention_fitted`: a retention model for each segment, and one for a back-test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from orchestration.enrichment.fitting import NoFitError
from orchestration.enrichment.retention import Lifetimes, RetentionFit, fit_retention
from orchestration.enrichment.room import Enrichment, Inputs, Row, Variables

HOLDOUT_MONTHS = 12
"""Months that the back-test keeps from its fit, where at least as many come before them; else half of the months."""

CUSTOMERS = """
select segment, started_on, lifetime_months, is_churned, observed_through_on, count(*) as customers
from intermediate.int_customer_lifetimes_measured
where observed_through_on is not null and started_on <= observed_through_on
group by segment, started_on, lifetime_months, is_churned, observed_through_on
order by segment, started_on, lifetime_months, is_churned
"""


@dataclass(frozen=True)
class Group:
    """Customers of a segment that started in the same month and lived equally long."""

    segment: str
    started_on: date
    lifetime: int
    has_left: bool
    customers: int

    def until(self, through: date) -> tuple[int, bool, int] | None:
        """What was known of them at the end of the month `through`; None where they had not started."""
        age = months_between(self.started_on, through)
        if age < 0:
            return None
        has_left = self.has_left and self.lifetime <= age
        return (self.lifetime if has_left else age), has_left, self.customers


def months_between(start: date, end: date) -> int:
    """Months from the month of one date to that of another."""
    return (end.year - start.year) * 12 + end.month - start.month


def months_earlier(month: date, months: int) -> date:
    """The first day of a month some months before."""
    number = month.year * 12 + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def holdout(first: date, last: date) -> int:
    """How many of the last months the back-test keeps from its fit."""
    return min(HOLDOUT_MONTHS, months_between(first, last) // 2)


def fitted_rows(inputs: Inputs, variables: Variables) -> Iterator[Row]:
    """The fits as rows: for the present and for the back-test, of all customers and of each segment."""
    lines = inputs["customers"]
    if not lines:
        return
    groups = [Group(segment, start, lifetime, left, n) for segment, start, lifetime, left, _, n in lines]
    last: date = lines[0][4]
    ages = months_between(min(group.started_on for group in groups), last)
    kept_back = holdout(min(group.started_on for group in groups), last)
    members = [("total", "total", groups)] + [
        ("segment", segment, [group for group in groups if group.segment == segment])
        for segment in sorted({group.segment for group in groups})
    ]
    for is_backtest, through in [(False, last)] + (
        [(True, months_earlier(last, kept_back))] if kept_back else []
    ):
        for dimension, value, its_groups in members:
            shared: Row = {
                "is_backtest": is_backtest,
                "fitted_through_on": through,
                "dimension": dimension,
                "dimension_value": value,
            }
            for row in _member_rows(its_groups, through, ages + 1, variables):
                yield {**shared, **row}


def _member_rows(groups: Sequence[Group], through: date, ages: int, variables: Variables) -> Iterator[Row]:
    known = Lifetimes.counted([event for group in groups if (event := group.until(through))])
    rate, horizon = float(variables["discount_rate"]), int(variables["ltv_horizon_months"])
    shared: dict[str, Any] = {"customers": known.customers, "discount_rate": rate, "horizon_months": horizon}
    try:
        fit = fit_retention(known)
    except NoFitError as reason:
        yield {**shared, "age_months": 0, "reason": str(reason)}
        return
    yield from ({**shared, **row} for row in _curve(fit, ages, (1 + rate) ** (1 / 12) - 1, horizon))


def _curve(fit: RetentionFit, ages: int, discount: float, horizon: int) -> Iterator[Row]:
    lifetime = fit.lifetime(discount, horizon)
    remaining = fit.residual_lifetimes(ages, discount, horizon)
    for age, survival in enumerate(fit.survival(ages)):
        yield {
            "age_months": age,
            "survival": float(survival),
            "remaining_months": float(remaining[age]),
            "lifetime_months": lifetime,
            "alpha": fit.alpha,
            "beta": fit.beta,
            "log_likelihood": fit.log_likelihood,
        }


RETENTION_FITTED = Enrichment("retention_fitted", "1", {"customers": CUSTOMERS}, fitted_rows)

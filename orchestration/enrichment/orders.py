"""The enrichment `order_values_fitted`: what customers without a contract are expected to buy."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from orchestration.enrichment.fitting import NoFitError
from orchestration.enrichment.purchases import (
    Numbers,
    PurchaseFit,
    Purchases,
    fit_purchases,
    fit_values,
    only_value,
)
from orchestration.enrichment.room import Enrichment, Inputs, Row, Variables

WEEKS_OF_A_MONTH = 30.4375 / 7
STEP_MONTHS = 3
"""Purchases are discounted quarter by quarter, each quarter's from its middle."""

HISTORIES = """
select
  is_backtest, customer_key, purchases - 1, recency_days / 7, age_days / 7, mean_repeat_amount, days_ahead / 7
from intermediate.int_order_histories_counted
order by is_backtest, customer_key
"""


def fitted_rows(inputs: Inputs, variables: Variables) -> Iterator[Row]:
    """One row for each customer that bought, and one for each that had bought when the back-test's knowledge ends.

    Where a model could not be fitted a row has a reason, and not what the model would say.
    """
    rate, horizon = float(variables["discount_rate"]), int(variables["ltv_horizon_months"])
    for is_backtest, lines in itertools.groupby(inputs["histories"], key=lambda line: bool(line[0])):
        members = list(lines)
        known = Purchases(*(np.array([float(line[at] or 0) for line in members]) for at in (2, 3, 4, 5)))
        shared: Row = {"is_backtest": is_backtest, "customers": len(members)}
        if is_backtest:
            figures, reason = _figures(known, float(members[0][6]))
        else:
            shared |= {"discount_rate": rate, "horizon_months": horizon}
            figures, reason = _figures(known, horizon * WEEKS_OF_A_MONTH, (rate, horizon))
        yield from _rows(members, shared, figures, reason)


def _rows(
    members: Sequence[tuple[Any, ...]], shared: Row, figures: dict[str, Any], reason: str | None
) -> Iterator[Row]:
    """Of each customer its own numbers, and what is the same for all."""
    common = {name: value for name, value in figures.items() if not isinstance(value, np.ndarray)}
    own = {name: value for name, value in figures.items() if isinstance(value, np.ndarray)}
    for place, line in enumerate(members):
        its_own: Row = {name: float(numbers[place]) for name, numbers in own.items()}
        its_reason = reason
        if not all(map(math.isfinite, its_own.values())):
            its_own, its_reason = {}, "the history lies beyond what the model can compute"
        yield {**shared, **common, "customer_key": line[1], **its_own, "reason": its_reason}


def _figures(
    known: Purchases, weeks: float, discounting: tuple[float, int] | None = None
) -> tuple[dict[str, Any], str | None]:
    """What could be told, and why it is not everything.

    Each model stands on its own: customers are expected to come back whether or not a model of values can be fitted.
    """
    try:
        buying = fit_purchases(known)
    except NoFitError as reason:
        return {}, str(reason)
    figures: dict[str, Any] = {"r": buying.r, "alpha": buying.alpha, "a": buying.a, "b": buying.b}
    figures["purchases_log_likelihood"] = buying.log_likelihood
    figures["alive_probability"] = buying.alive(known.repeats, known.recency, known.age)
    figures["expected_purchases"] = buying.expected(weeks, known.repeats, known.recency, known.age)
    if discounting:
        figures["discounted_purchases"] = _discounted(buying, known, *discounting)
    price = only_value(known)
    if price is not None:
        figures["expected_purchase_amount"] = np.full(known.repeats.size, price)
        return figures | {"value_method": "one_value"}, None
    try:
        values = fit_values(known)
    except NoFitError as reason:
        return figures, str(reason)
    figures |= {"value_method": "gamma_gamma", "p": values.p, "q": values.q, "gamma": values.gamma}
    figures["values_log_likelihood"] = values.log_likelihood
    figures["expected_purchase_amount"] = values.expected(known.repeats, known.mean_value)
    return figures, None


def _discounted(fit: PurchaseFit, known: Purchases, rate: float, horizon: int) -> Numbers:
    """Expected purchases of each customer within the horizon, discounted."""
    before, discounted = np.zeros(known.repeats.size), np.zeros(known.repeats.size)
    for start in range(0, horizon, STEP_MONTHS):
        end = min(start + STEP_MONTHS, horizon)
        until = fit.expected(end * WEEKS_OF_A_MONTH, known.repeats, known.recency, known.age)
        discounted += (until - before) * (1 + rate) ** (-(start + end) / 2 / 12)
        before = until
    return discounted


ORDER_VALUES_FITTED = Enrichment("order_values_fitted", "2", {"histories": HISTORIES}, fitted_rows)

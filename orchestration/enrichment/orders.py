"""The enrichment `order_values_fitted`: what customers without a contract are expected to buy."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from orchestration.enrichment.fitting import NoFitError
from orchestration.enrichment.purchases import Numbers, PurchaseFit, Purchases, fit_purchases, fit_values
from orchestration.enrichment.room import Enrichment, Inputs, Row, Variables

WEEKS_OF_A_MONTH = 30.4375 / 7
STEP_MONTHS = 3
"""Purchases are discounted quarter by quarter, each quarter's from its middle."""

HISTORIES = """
select customer_key, purchases - 1, recency_days / 7, age_days / 7, mean_repeat_amount
from intermediate.int_order_histories_counted
order by customer_key
"""


def fitted_rows(inputs: Inputs, variables: Variables) -> Iterator[Row]:
    """One row for each customer that bought; with a reason, and no figure, where no model could be fitted."""
    lines = inputs["histories"]
    if not lines:
        return
    known = Purchases(*(np.array([float(line[place] or 0) for line in lines]) for place in (1, 2, 3, 4)))
    rate, horizon = float(variables["discount_rate"]), int(variables["ltv_horizon_months"])
    shared: dict[str, Any] = {"customers": len(lines), "discount_rate": rate, "horizon_months": horizon}
    try:
        buying, values = fit_purchases(known), fit_values(known)
    except NoFitError as reason:
        yield from ({**shared, "customer_key": line[0], "reason": str(reason)} for line in lines)
        return
    shared |= {"r": buying.r, "alpha": buying.alpha, "a": buying.a, "b": buying.b}
    shared |= {"purchases_log_likelihood": buying.log_likelihood, "p": values.p, "q": values.q}
    shared |= {"gamma": values.gamma, "values_log_likelihood": values.log_likelihood}
    expected, discounted = _purchases(buying, known, rate, horizon)
    figures = {
        "alive_probability": buying.alive(known.repeats, known.recency, known.age),
        "expected_purchases": expected,
        "discounted_purchases": discounted,
        "expected_purchase_amount": values.expected(known.repeats, known.mean_value),
    }
    for place, line in enumerate(lines):
        its_own: Row = {name: float(numbers[place]) for name, numbers in figures.items()}
        if not all(map(math.isfinite, its_own.values())):
            its_own = {"reason": "the history lies beyond what the model can compute"}
        yield {**shared, "customer_key": line[0], **its_own}


def _purchases(fit: PurchaseFit, known: Purchases, rate: float, horizon: int) -> tuple[Numbers, Numbers]:
    """Expected purchases of each customer within the horizon, as they are and discounted."""
    before, discounted = np.zeros(known.repeats.size), np.zeros(known.repeats.size)
    for start in range(0, horizon, STEP_MONTHS):
        end = min(start + STEP_MONTHS, horizon)
        until = fit.expected(end * WEEKS_OF_A_MONTH, known.repeats, known.recency, known.age)
        discounted += (until - before) * (1 + rate) ** (-(start + end) / 2 / 12)
        before = until
    return before, discounted


ORDER_VALUES_FITTED = Enrichment("order_values_fitted", "1", {"histories": HISTORIES}, fitted_rows)

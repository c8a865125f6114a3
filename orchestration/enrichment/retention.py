"""How long customers stay: the shifted-beta-geometric model of Fader and Hardie (2007).

At the end of each period every customer leaves with a chance of its own, and that chance is spread over customers by
a beta distribution with the parameters `alpha` and `beta`. So those who leave easily go first, and the retention of
the ones that stay rises with their age, as it does in nearly every book of subscriptions.

P. Fader and B. Hardie, "How to Project Customer Retention", Journal of Interactive Marketing 21 (2007).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, hyp2f1

from orchestration.enrichment.fitting import DIGITS, NoFitError, rounded

CUSTOMERS_AT_LEAST = 30
"""Fewer customers than this say nothing about how retention changes with age."""

SPREAD = (1e-6, 1 - 1e-6)
"""Bounds of mean churn and of its spread over customers, 1 / (alpha + beta + 1). At the lower end of the spread every
customer has nearly the same chance to leave, which is the geometric model."""

STARTS = ((0.05, 0.1), (0.2, 0.5), (0.5, 0.9))


@dataclass(frozen=True)
class RetentionFit:
    """A fitted model; `customers` is how many it was fitted on."""

    alpha: float
    beta: float
    log_likelihood: float
    customers: int

    def survival(self, periods: int) -> NDArray[np.float64]:
        """Shares of the customers that are still there after 0, 1 .. `periods` periods."""
        ages = np.arange(1, periods + 1)
        retention = (self.beta + ages - 1) / (self.alpha + self.beta + ages - 1)
        return np.concatenate(([1.0], np.cumprod(retention)))

    def lifetime(self, discount: float, horizon: int | None = None) -> float:
        """Periods that a new customer is expected to pay, discounted by period; the first is paid at once.

        `horizon` counts them to the last; without one they are counted for ever, which is NaN-free for any discount
        above zero, and for none where alpha is above 1.
        """
        if horizon is not None:
            factors = (1 + discount) ** -np.arange(horizon, dtype=float)
            return float(np.sum(self.survival(horizon - 1) * factors))
        if discount > 0:
            return float(hyp2f1(1, self.beta, self.alpha + self.beta, 1 / (1 + discount)))
        if self.alpha > 1:
            return (self.alpha + self.beta - 1) / (self.alpha - 1)
        raise NoFitError("without a discount and a horizon the lifetime has no end")

    def residual_lifetimes(self, ages: int, discount: float, horizon: int) -> NDArray[np.float64]:
        """Periods that a customer of age 0, 1 .. `ages` is still expected to pay, of the `horizon` next ones.

        The customer has paid the period of its age; the next one is paid a period from now, and discounted by one.
        """
        survival = self.survival(ages + horizon)
        factors = (1 + discount) ** -np.arange(1, horizon + 1, dtype=float)
        windows = np.lib.stride_tricks.sliding_window_view(survival[1:], horizon)
        return (windows @ factors) / survival[: ages + 1]


@dataclass(frozen=True)
class Lifetimes:
    """What is known of customers: how many left after 1, 2 .. periods, and how many were last seen at 0, 1, 2 ..

    Somebody who was last seen at age t survived t periods; nobody knows what came later.
    """

    left: tuple[int, ...]
    seen: tuple[int, ...]

    @classmethod
    def counted(cls, events: Sequence[tuple[int, bool, int]]) -> Lifetimes:
        """From (age, whether they left at that age, customers). An age of 0 is the first paid period."""
        last = max((age for age, _, _ in events), default=0)
        left, seen = [0] * last, [0] * (last + 1)
        for age, has_left, customers in events:
            if has_left:
                left[age - 1] += customers
            else:
                seen[age] += customers
        return cls(tuple(left), tuple(seen))

    @classmethod
    def of_one_cohort(cls, survivors: Sequence[int]) -> Lifetimes:
        """From the customers of one cohort that were there after 0, 1, 2 .. periods."""
        left = tuple(before - after for before, after in itertools.pairwise(survivors))
        return cls(left, (*[0] * (len(survivors) - 1), survivors[-1]))

    @property
    def customers(self) -> int:
        """All of them."""
        return sum(self.left) + sum(self.seen)


def log_likelihood(alpha: float, beta: float, lifetimes: Lifetimes) -> float:
    """The logarithm of how likely the lifetimes are under the model."""
    periods = np.arange(1, len(lifetimes.left) + 1)
    ages = np.arange(len(lifetimes.seen))
    norm = betaln(alpha, beta)
    leaving = np.dot(lifetimes.left, betaln(alpha + 1, beta + periods - 1) - norm)
    staying = np.dot(lifetimes.seen, betaln(alpha, beta + ages) - norm)
    return float(leaving + staying)


def fit_retention(lifetimes: Lifetimes, at_least: int = CUSTOMERS_AT_LEAST) -> RetentionFit:
    """The parameters under which the lifetimes are the most likely. The same lifetimes give the same fit.

    Raises NoFitError with the reason where they determine none.
    """
    _refuse(lifetimes, at_least)
    best = min(
        (
            minimize(
                lambda point: -log_likelihood(*_shape(point), lifetimes) / lifetimes.customers,
                start,
                method="Nelder-Mead",
                bounds=[SPREAD, SPREAD],
                options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000, "maxfev": 4000},
            )
            for start in STARTS
        ),
        key=lambda found: float(found.fun),
    )
    alpha, beta = (rounded(value) for value in _shape(best.x))
    likelihood = log_likelihood(alpha, beta, lifetimes)
    if not (best.success and all(map(math.isfinite, (alpha, beta, likelihood)))):
        raise NoFitError("the likelihood has no maximum that could be found")
    return RetentionFit(alpha, beta, round(likelihood, DIGITS), lifetimes.customers)


def _shape(point: Sequence[float]) -> tuple[float, float]:
    """Mean churn and its spread -> alpha and beta."""
    churn, spread = point
    total = (1 - spread) / spread
    return float(churn * total), float((1 - churn) * total)


def _refuse(lifetimes: Lifetimes, at_least: int) -> None:
    """The cases in which two parameters cannot be told from the data."""
    observed = lifetimes.customers - lifetimes.seen[0]
    if observed < at_least:
        raise NoFitError(f"fewer than {at_least} customers were seen for a whole period")
    if len(lifetimes.left) < 2:
        raise NoFitError("customers were seen for one period only")
    if not any(lifetimes.left):
        raise NoFitError("nobody has left")
    if not any(lifetimes.seen[1:]):
        raise NoFitError("everybody has left")

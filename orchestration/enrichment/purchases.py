"""How often customers without a contract buy, and for how much: BG/NBD and Gamma-Gamma.

BG/NBD: while a customer is there it buys at a rate of its own (spread by a gamma distribution: `r`, `alpha`), and after
each purchase it leaves with a chance of its own (spread by a beta distribution: `a`, `b`). Gamma-Gamma: the mean value
of a customer's purchases is spread by a gamma distribution too (`p`, `q`, `gamma`), whatever its rate is.

P. Fader, B. Hardie and K. L. Lee, "Counting Your Customers the Easy Way", Marketing Science 24 (2005); "RFM and CLV",
Journal of Marketing Research 42 (2005).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

from orchestration.enrichment.fitting import DIGITS, NoFitError, rounded

Numbers = NDArray[np.float64]

CUSTOMERS_AT_LEAST = 20
"""Fewer customers that came back than this determine no model of how they buy."""

NEAR_ONE = 1e-6

SHAPES = (1e-3, 1e3)
SCALES = (1e-3, 1e6)
"""Bounds of the parameters. A maximum at one of them is the model's own limit, and a fit: customers then hardly differ
in their rates or values, or hardly ever leave. Not so at the lower bound of q - 1: there the mean over all customers
grows without end, see `fit_values`."""

MEAN_OFF_AT_MOST = 1.5
"""By which factor the mean value of all customers under the fit and the observed one may differ.

Under a Gamma-Gamma that is true they hardly ever do. Where values spread wider than the model can follow, q falls
towards 1, and p gamma / (q - 1) grows without end: a tail that no purchase has shown then decides what a customer who
bought once is worth.
"""


@dataclass(frozen=True)
class Purchases:
    """One line for each customer: what is known of its purchases, in one unit of time (weeks here).

    `repeats`: purchases after the first one; `recency`: time from the first to the last; `age`: time from the first to
    now; `mean_value`: of the repeated purchases, 0 where there is none.
    """

    repeats: Numbers
    recency: Numbers
    age: Numbers
    mean_value: Numbers


@dataclass(frozen=True)
class PurchaseFit:
    """A fitted BG/NBD."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = math.nan

    def expected(self, within: float, repeats: Numbers, recency: Numbers, age: Numbers) -> Numbers:
        """Purchases of each customer that are expected in the time `within` from now (equation 10)."""
        repeats, recency, age = (np.asarray(values, float) for values in (repeats, recency, age))
        waited = self.alpha + age
        a = (
            self.a if abs(self.a - 1) > NEAR_ONE else 1 + NEAR_ONE
        )  # the formula has a hole at 1, its limit has not
        left = a + self.b + repeats - 1
        shape = self.r + repeats
        growth = hyp2f1(shape, self.b + repeats, left, within / (waited + within))
        alive = 1 - (waited / (waited + within)) ** shape * growth
        return np.asarray(left / (a - 1) * alive * self.alive(repeats, recency, age))

    def alive(self, repeats: Numbers, recency: Numbers, age: Numbers) -> Numbers:
        """The chance that each customer is still there; 1 where it bought once, as it can leave after a repeat only."""
        repeats, recency, age = (np.asarray(values, float) for values in (repeats, recency, age))
        again = np.maximum(repeats, 1)
        odds = (
            self.a / (self.b + again - 1) * ((self.alpha + age) / (self.alpha + recency)) ** (self.r + again)
        )
        return np.where(repeats > 0, 1 / (1 + odds), 1.0)


@dataclass(frozen=True)
class ValueFit:
    """A fitted Gamma-Gamma."""

    p: float
    q: float
    gamma: float
    log_likelihood: float = math.nan

    @property
    def mean(self) -> float:
        """The value that a purchase of a customer is expected to have of whom nothing is known."""
        return self.p * self.gamma / (self.q - 1)

    def expected(self, repeats: Numbers, mean_value: Numbers) -> Numbers:
        """The value that a purchase of each customer is expected to have: between its own mean and that of all."""
        repeats, mean_value = np.asarray(repeats, float), np.asarray(mean_value, float)
        return np.asarray(self.p * (self.gamma + repeats * mean_value) / (self.p * repeats + self.q - 1))


def purchases_log_likelihood(parameters: Sequence[float], known: Purchases) -> float:
    """How likely the counts and times of purchases are under r, alpha, a, b (equation 6)."""
    r, alpha, a, b = parameters
    x = known.repeats
    shared = gammaln(r + x) - gammaln(r) + r * math.log(alpha)
    staying = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + known.age)
    leaving = betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + known.recency)
    return float(np.sum(shared + np.where(x > 0, np.logaddexp(staying, leaving), staying)))


def value_log_likelihood(parameters: Sequence[float], repeats: Numbers, mean_value: Numbers) -> float:
    """How likely the mean values of repeated purchases are under p, q, gamma."""
    p, q, gamma = parameters
    px = p * repeats
    total = gammaln(px + q) - gammaln(px) - gammaln(q) + q * math.log(gamma)
    total += (px - 1) * np.log(mean_value) + px * np.log(repeats)
    return float(np.sum(total - (px + q) * np.log(gamma + repeats * mean_value)))


def fit_purchases(known: Purchases, at_least: int = CUSTOMERS_AT_LEAST) -> PurchaseFit:
    """The BG/NBD under which the purchases are the most likely. Raises NoFitError where they determine none."""
    _refuse(known, at_least)
    scale = float(np.mean(known.age))
    parameters = _maximum(
        lambda values: purchases_log_likelihood(values, known) / known.repeats.size,
        [SHAPES, SCALES, SHAPES, SHAPES],
        [(0.5, scale / 2, 0.5, 1.0), (1.0, scale, 1.0, 3.0)],
    )
    r, alpha, a, b = parameters
    return PurchaseFit(r, alpha, a, b, round(purchases_log_likelihood(parameters, known), DIGITS))


def fit_values(known: Purchases, at_least: int = CUSTOMERS_AT_LEAST) -> ValueFit:
    """The Gamma-Gamma under which the values are the most likely. Raises NoFitError where they determine none."""
    came_back = known.repeats > 0
    repeats, mean_value = known.repeats[came_back], known.mean_value[came_back]
    if repeats.size < at_least:
        raise NoFitError(f"fewer than {at_least} customers came back")
    if not np.all(mean_value > 0):
        raise NoFitError("a mean value is not above zero")
    if np.ptp(mean_value) == 0:
        raise NoFitError("every purchase has the same value")
    # q above 1, as the mean over all customers is infinite below it
    typical = float(np.median(mean_value))
    p, excess, gamma = _maximum(
        lambda values: (
            value_log_likelihood((values[0], values[1] + 1, values[2] * typical), repeats, mean_value)
            / repeats.size
        ),
        [SHAPES, SHAPES, SCALES],
        [(5.0, 3.0, 1.0), (1.0, 1.0, 1.0)],
    )
    q, gamma = rounded(excess + 1), rounded(gamma * typical)
    fit = ValueFit(p, q, gamma, round(value_log_likelihood((p, q, gamma), repeats, mean_value), DIGITS))
    observed = float(np.mean(mean_value))
    if not observed / MEAN_OFF_AT_MOST <= fit.mean <= observed * MEAN_OFF_AT_MOST:
        raise NoFitError("the mean value of a purchase is not determined")
    return fit


def only_value(known: Purchases) -> float | None:
    """The value of every repeated purchase, where all have the same: a shop with one price needs no model of values."""
    values = known.mean_value[known.repeats > 0]
    return float(values[0]) if values.size and values[0] > 0 and np.ptp(values) == 0 else None


def _refuse(known: Purchases, at_least: int) -> None:
    came_back = int(np.count_nonzero(known.repeats))
    if came_back < at_least:
        raise NoFitError(f"fewer than {at_least} customers came back")
    if came_back == known.repeats.size and np.all(known.recency == known.age):
        raise NoFitError("every customer bought on the last day")


def _maximum(
    likelihood: Callable[[Sequence[float]], float],
    bounds: Sequence[tuple[float, float]],
    starts: Sequence[Sequence[float]],
) -> tuple[float, ...]:
    """The parameters with the highest likelihood, sought from each start by their logarithms."""
    limits = np.log(np.array(bounds))

    def unlikelihood(logs: Numbers) -> float:
        return -likelihood([float(value) for value in np.exp(logs)])

    rough = [minimize(unlikelihood, np.log(start), method="L-BFGS-B", bounds=limits) for start in starts]
    # The last digits of a search by gradients are not the same on every run: the last search starts from what is.
    near = np.round(min(rough, key=lambda one: float(one.fun)).x, 2)
    best = minimize(
        unlikelihood,
        np.clip(near, *limits.T),
        method="Nelder-Mead",
        bounds=limits,
        options={"xatol": 1e-7, "fatol": 1e-11, "maxiter": 5000, "maxfev": 5000},
    )
    if not (best.success and math.isfinite(best.fun)):
        raise NoFitError("the likelihood has no maximum that could be found")
    return tuple(rounded(float(value)) for value in np.exp(best.x))

"""BG/NBD and Gamma-Gamma a second time: by sums over a grid of what each customer may be, no special function but gamma."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

AS_OF = date(2025, 4, 2)
STEPS = 4000


@dataclass(frozen=True)
class Buyer:
    """Repeats, weeks from the first purchase to the last and to now, mean value of the repeats."""

    repeats: int
    recency: float
    age: float
    mean_value: float


def purchases(
    orders: Iterable[Mapping[str, str]], returns: Iterable[Mapping[str, str]], known_on: date
) -> dict[str, dict[date, float]]:
    """By account the days with more bought than brought back, and how much, as the evening of a day knows them."""
    brought_back: dict[str, float] = defaultdict(float)
    for one in returns:
        if one["returned_at"][:10] <= known_on.isoformat():
            brought_back[one["order_id"]] += float(one["amount"])
    days: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    for order in orders:
        day = date.fromisoformat(order["ordered_at"][:10])
        kept = float(order["amount"]) - brought_back[order["order_id"]]
        if day <= known_on and kept > 0:
            days[order["account_id"]][day] += kept
    return days


def buyers(days: Mapping[str, Mapping[date, float]], known_on: date = AS_OF) -> dict[str, Buyer]:
    """Their histories."""
    found = {}
    for name, bought in days.items():
        first, last = min(bought), max(bought)
        later = [value for day, value in bought.items() if day > first]
        mean = sum(later) / len(later) if later else 0.0
        found[name] = Buyer(len(later), (last - first).days / 7, (known_on - first).days / 7, mean)
    return found


def likelihoods(r: float, alpha: float, a: float, b: float, buyer: Buyer) -> tuple[float, float]:
    """How likely the history is with the buyer still there, and with the buyer gone after the last purchase."""
    x = buyer.repeats
    shared = math.lgamma(r + x) - math.lgamma(r) + r * math.log(alpha)
    there = shared + _log_beta(a, b + x) - _log_beta(a, b) - (r + x) * math.log(alpha + buyer.age)
    if not x:
        return math.exp(there), 0.0
    gone = shared + _log_beta(a + 1, b + x - 1) - _log_beta(a, b) - (r + x) * math.log(alpha + buyer.recency)
    return math.exp(there), math.exp(gone)


def alive(r: float, alpha: float, a: float, b: float, buyer: Buyer) -> float:
    """The chance that the buyer is still there."""
    there, gone = likelihoods(r, alpha, a, b, buyer)
    return there / (there + gone)


def expected_purchases(r: float, alpha: float, a: float, b: float, buyer: Buyer, weeks: float) -> float:
    """Mean over rates and chances to leave, as the history of a buyer who is there has them.

    With rate l and chance p, (1 - exp(-l p t)) / p purchases come in the time t. Rates are gamma(r + x, alpha + T),
    chances beta(a, b + x); over the rates the mean is exact, over the chances it is a sum over a grid.
    """
    x, waited = buyer.repeats, alpha + buyer.age
    total = weight = 0.0
    for step in range(STEPS):
        # p = u^(1/a) takes the peak at 0 out of the beta density
        p = ((step + 0.5) / STEPS) ** (1 / a)
        density = (1 - p) ** (b + x - 1)
        purchases = (1 - (waited / (waited + p * weeks)) ** (r + x)) / p
        total += density * purchases
        weight += density
    return total / weight * alive(r, alpha, a, b, buyer)


def purchases_log_likelihood(r: float, alpha: float, a: float, b: float, known: Iterable[Buyer]) -> float:
    """Of all buyers together."""
    return sum(math.log(sum(likelihoods(r, alpha, a, b, buyer))) for buyer in known)


def values_log_likelihood(p: float, q: float, gamma: float, known: Iterable[Buyer]) -> float:
    """Mean values are gamma(p x, x nu) with nu gamma(q, gamma): the integral over nu, written out."""
    total = 0.0
    for buyer in known:
        if x := buyer.repeats:
            shape, z = p * x, buyer.mean_value
            total += shape * math.log(x) + (shape - 1) * math.log(z) - math.lgamma(shape)
            total += q * math.log(gamma) - math.lgamma(q)
            total += math.lgamma(shape + q) - (shape + q) * math.log(gamma + x * z)
    return total


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)

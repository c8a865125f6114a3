"""The fitted models against published figures, and against parameters that are known because the data were made so."""

from __future__ import annotations

import math

import numpy as np
import pytest

from orchestration.enrichment.fitting import NoFitError, rounded
from orchestration.enrichment.purchases import PurchaseFit, Purchases, ValueFit, fit_purchases, fit_values
from orchestration.enrichment.retention import Lifetimes, RetentionFit, fit_retention

REGULAR = (1000, 631, 468, 382, 326, 289, 262, 241)
HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta", "likelihood", "projected", "lifetime"),
    [
        (REGULAR, 0.704, 1.182, -1680.3, (22.0, 20.4, 19.1, 18.0, 17.0), 3.695),
        (HIGH_END, 0.668, 3.806, -1611.2, (46.0, 43.6, 41.4, 39.5, 37.8), 5.922),
    ],
)
def test_fader_and_hardie_2007(
    survivors: tuple[int, ...],
    alpha: float,
    beta: float,
    likelihood: float,
    projected: tuple[float, ...],
    lifetime: float,
) -> None:
    fit = fit_retention(Lifetimes.of_one_cohort(survivors))
    assert (round(fit.alpha, 3), round(fit.beta, 3), round(fit.log_likelihood, 1)) == (
        alpha,
        beta,
        likelihood,
    )
    assert [round(100 * share, 1) for share in fit.survival(12)[8:]] == list(projected)
    assert round(fit.lifetime(0.1), 3) == lifetime
    assert fit.lifetime(0.1, 600) == pytest.approx(fit.lifetime(0.1), abs=1e-9)
    assert fit_retention(Lifetimes.of_one_cohort(survivors)) == fit


@pytest.mark.parametrize(("alpha", "beta"), [(0.5, 2.0), (1.0, 1.0), (2.5, 30.0)])
def test_exact_lifetimes_give_their_parameters_back(alpha: float, beta: float) -> None:
    """Cohorts of several ages, each with as many customers at every age as the model expects."""
    true = RetentionFit(alpha, beta, 0.0, 0)
    size = 10_000_000
    events = []
    for age in (4, 9, 24):
        there = [round(size * share) for share in true.survival(age)]
        events += [(t, True, there[t - 1] - there[t]) for t in range(1, age + 1)] + [(age, False, there[age])]
    fit = fit_retention(Lifetimes.counted(events))
    assert (fit.alpha, fit.beta) == pytest.approx((alpha, beta), rel=2e-4)


def test_customers_alike_are_the_geometric_model() -> None:
    there = [round(100_000 * 0.9**age) for age in range(13)]
    assert fit_retention(Lifetimes.of_one_cohort(there)).survival(24)[24] == pytest.approx(0.9**24, abs=1e-3)


def test_what_remains_is_what_a_sum_over_the_months_gives() -> None:
    fit = RetentionFit(0.7, 3.0, 0.0, 0)
    there = fit.survival(40)
    found = fit.residual_lifetimes(10, 0.01, 24)
    for age in (0, 3, 10):
        by_hand = sum(there[age + k] / there[age] / 1.01**k for k in range(1, 25))
        assert found[age] == pytest.approx(by_hand, rel=1e-12)
    assert 1 + fit.residual_lifetimes(0, 0.01, 23)[0] == pytest.approx(fit.lifetime(0.01, 24), rel=1e-12)
    assert list(found) == sorted(found), "who stays longer has more to come"


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([], "fewer than 30 customers"),
        ([(5, False, 20), (2, True, 9)], "fewer than 30 customers"),
        ([(0, False, 500), (3, True, 2), (5, False, 10)], "fewer than 30 customers"),
        ([(1, True, 40), (1, False, 60)], "one period"),
        ([(9, False, 100)], "nobody has left"),
        ([(1, True, 100)], "one period"),
        ([(1, True, 70), (4, True, 30)], "everybody has left"),
    ],
)
def test_lifetimes_that_determine_no_model(events: list[tuple[int, bool, int]], reason: str) -> None:
    with pytest.raises(NoFitError, match=reason):
        fit_retention(Lifetimes.counted(events))


def test_a_lifetime_without_end_is_refused() -> None:
    with pytest.raises(NoFitError, match="no end"):
        RetentionFit(0.5, 2.0, 0.0, 0).lifetime(0)
    assert RetentionFit(3.0, 2.0, 0.0, 0).lifetime(0) == pytest.approx(
        RetentionFit(3.0, 2.0, 0.0, 0).lifetime(0, 200_000)
    )


def test_extreme_lifetimes_give_finite_curves() -> None:
    for events in ([(1, True, 99_999), (2, False, 1)], [(120, True, 1), (120, False, 99_999)]):
        fit = fit_retention(Lifetimes.counted(events))
        figures = [
            fit.alpha,
            fit.beta,
            fit.log_likelihood,
            *fit.survival(400),
            *fit.residual_lifetimes(120, 0.0, 60),
        ]
        assert all(math.isfinite(figure) for figure in figures)


def test_fader_hardie_and_lee_2005() -> None:
    fit = PurchaseFit(0.243, 4.414, 0.793, 2.426)
    (expected,), (there,) = fit.expected(39, [2], [30.43], [38.86]), fit.alive([2], [30.43], [38.86])
    assert (round(expected, 3), round(there, 4)) == (1.226, 0.7266)
    assert round(float(ValueFit(6.25, 3.74, 15.44).expected([2], [22.35])[0]), 2) == 24.66
    assert fit.alive([0], [0], [38.86])[0] == 1


def test_expected_purchases_pass_the_hole_of_the_formula() -> None:
    left, at, right = (
        PurchaseFit(0.5, 5.0, a, 2.0).expected(20, [3], [10], [30])[0] for a in (0.999, 1.0, 1.001)
    )
    assert left > at > right and left - right < 0.01


def test_simulated_buyers_give_their_parameters_back() -> None:
    r, alpha, a, b, p, q, gamma = 0.8, 8.0, 0.9, 2.5, 6.0, 4.0, 15.0
    known = _simulated(np.random.default_rng(3), 6000, r, alpha, a, b, p, q, gamma)
    buying, values = fit_purchases(known), fit_values(known)
    assert (buying.r, buying.alpha) == pytest.approx((r, alpha), rel=0.1)
    assert buying.a / (buying.a + buying.b) == pytest.approx(a / (a + b), rel=0.1)
    assert values.p * values.gamma / (values.q - 1) == pytest.approx(p * gamma / (q - 1), rel=0.05)
    assert (values.p, values.q) == pytest.approx((p, q), rel=0.2)
    assert fit_purchases(known) == buying


@pytest.mark.parametrize(
    ("repeats", "mean_value", "reason"),
    [(0, 0.0, "came back"), (2, 10.0, "same value"), (2, 0.0, "not above zero")],
)
def test_purchases_that_determine_no_model(repeats: int, mean_value: float, reason: str) -> None:
    ones = np.ones(50)
    known = Purchases(ones * repeats, ones * 10 * (repeats > 0), ones * 20, ones * mean_value)
    with pytest.raises(NoFitError, match=reason):
        fit_values(known)
    if repeats == 0:
        with pytest.raises(NoFitError, match=reason):
            fit_purchases(known)


def test_parameters_keep_their_significant_digits() -> None:
    assert [rounded(value) for value in (0.70407726, 1234567.8, 0.0, 1e-9)] == [
        0.704077,
        1234570.0,
        0.0,
        1e-9,
    ]


def _simulated(rng: np.random.Generator, customers: int, *parameters: float) -> Purchases:
    r, alpha, a, b, p, q, gamma = parameters
    rates, chances = rng.gamma(r, 1 / alpha, customers), rng.beta(a, b, customers)
    age, repeats, recency = rng.uniform(26, 104, customers), np.zeros(customers), np.zeros(customers)
    for place in range(customers):
        at = rng.exponential(1 / rates[place])
        while at <= age[place]:
            repeats[place], recency[place] = repeats[place] + 1, at
            if rng.random() < chances[place]:
                break
            at += rng.exponential(1 / rates[place])
    scale = rng.gamma(q, 1 / gamma, customers)
    again = np.maximum(repeats, 1)
    return Purchases(repeats, recency, age, np.where(repeats > 0, rng.gamma(p * again, 1 / scale) / again, 0))


@pytest.mark.parametrize("seed", range(5))
def test_values_that_spread_too_wide_have_no_mean(seed: int) -> None:
    """Lognormal with a sigma of 2.5: q falls to its bound, where one purchase would be worth a thousand others."""
    dice = np.random.default_rng(seed)
    repeats = dice.integers(1, 4, 200).astype(float)
    mean_value = np.array([np.mean(np.exp(dice.normal(3, 2.5, int(count)))) for count in repeats])
    with pytest.raises(NoFitError, match="not determined"):
        fit_values(Purchases(repeats, repeats * 5, repeats * 0 + 60, mean_value))


def test_values_that_the_model_made_have_the_observed_mean() -> None:
    dice = np.random.default_rng(3)
    scale = dice.gamma(3.74, 1, 300)
    repeats = dice.integers(1, 6, 300).astype(float)
    mean_value = np.array(
        [
            np.mean(dice.gamma(6.25, 15.44 / rate, int(count)))
            for rate, count in zip(scale, repeats, strict=True)
        ]
    )
    fit = fit_values(Purchases(repeats, repeats * 5, repeats * 0 + 60, mean_value))
    assert fit.mean == pytest.approx(float(np.mean(mean_value)), rel=0.1)

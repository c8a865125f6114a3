"""What the enrichment says of buyers whose values no model can follow, and of a shop with one price."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from orchestration.enrichment.fitting import NoFitError
from orchestration.enrichment.orders import WEEKS_OF_A_MONTH, fitted_rows
from orchestration.enrichment.purchases import Purchases, fit_values

VARIABLES = {"discount_rate": 0.1, "ltv_horizon_months": 60}
UNDETERMINED = "the mean value of a purchase is not determined"


def spread(customers: int, sigma: float, seed: int) -> Purchases:
    """Customers whose mean values are lognormal, around 55: wider tails than any Gamma-Gamma with a mean has."""
    rng = np.random.default_rng(seed)
    repeats = rng.choice([0, 0, 1, 2, 3], customers).astype(float)
    values = [
        level * rng.uniform(0.7, 1.4, int(count)).mean() if count else 0.0
        for level, count in zip(rng.lognormal(4, sigma, customers), repeats, strict=True)
    ]
    recency = np.where(repeats > 0, rng.uniform(1, 40, customers), 0)
    return Purchases(repeats, recency, recency + rng.uniform(1, 60, customers), np.array(values))


def lines(known: Purchases, is_backtest: bool = False) -> list[tuple[Any, ...]]:
    columns = zip(known.repeats, known.recency, known.age, known.mean_value, strict=True)
    return [(is_backtest, f"c{at:04}", *history, 20) for at, history in enumerate(columns)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("customers", "sigma"), [(300, 1.8), (200, 2.0), (100, 2.5)])
def test_values_that_spread_too_widely_are_refused(customers: int, sigma: float, seed: int) -> None:
    """A shop of this kind had its one-time buyers valued at 164 times the mean order."""
    with pytest.raises(NoFitError, match=UNDETERMINED):
        fit_values(spread(customers, sigma, seed))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("sigma", [0.2, 0.5, 0.8])
def test_values_that_a_model_can_follow_are_not(sigma: float, seed: int) -> None:
    known = spread(200, sigma, seed)
    observed = known.mean_value[known.repeats > 0].mean()
    assert fit_values(known).expected(np.zeros(1), np.zeros(1))[0] == pytest.approx(observed, rel=0.25)


def test_no_fit_says_of_a_one_time_buyer_what_nobody_ever_paid() -> None:
    for seed in range(1, 12, 3):
        known = spread(60 + 20 * seed, 0.8 + 0.15 * seed, seed)
        try:
            fit = fit_values(known)
        except NoFitError:
            continue
        came_back = known.mean_value[known.repeats > 0]
        assert came_back.mean() / 1.5 <= fit.expected(np.zeros(1), np.zeros(1))[0] <= came_back.mean() * 1.5


def test_how_often_they_buy_is_told_without_a_value() -> None:
    for row in fitted_rows({"histories": lines(spread(200, 2.0, 1))}, VARIABLES):
        assert (row["reason"], row.get("expected_purchase_amount"), row.get("value_method")) == (
            UNDETERMINED,
            None,
            None,
        )
        assert row["discounted_purchases"] < row["expected_purchases"]
        assert 0 <= row["alive_probability"] <= 1


def test_a_shop_with_one_price() -> None:
    known = spread(200, 0.0, 1)
    priced = Purchases(known.repeats, known.recency, known.age, np.where(known.repeats > 0, 9.99, 0.0))
    rows = list(fitted_rows({"histories": lines(priced)}, VARIABLES))
    told = {(r["reason"], r["value_method"], r["expected_purchase_amount"], r.get("q")) for r in rows}
    assert told == {(None, "one_value", 9.99, None)}
    # how often they buy does not depend on what they pay
    for row, other in zip(rows, fitted_rows({"histories": lines(known)}, VARIABLES), strict=True):
        assert row["discounted_purchases"] == other["discounted_purchases"] > 0


def test_the_backtest_expects_purchases_in_the_time_that_was_kept_back() -> None:
    known = spread(200, 0.5, 2)
    now = list(fitted_rows({"histories": lines(known)}, {"discount_rate": 0.1, "ltv_horizon_months": 6}))
    then = list(fitted_rows({"histories": lines(known, is_backtest=True)}, VARIABLES))
    both = list(fitted_rows({"histories": lines(known) + lines(known, is_backtest=True)}, VARIABLES))
    assert [row["is_backtest"] for row in both] == [False] * 200 + [True] * 200 and both[200:] == then
    # 20 weeks are fewer than six months, and some are expected in both
    assert 6 * WEEKS_OF_A_MONTH > 20
    for late, early in zip(now, then, strict=True):
        assert 0 < early["expected_purchases"] < late["expected_purchases"]
        assert not early.keys() & {"discount_rate", "horizon_months", "discounted_purchases"}

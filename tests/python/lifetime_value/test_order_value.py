"""Values of buyers on the page's orders, against an oracle that integrates where the models use special functions."""

from __future__ import annotations

import csv
import itertools
from datetime import date
from typing import Any

import duckdb
import pytest
from docs.doc_pages import OWN_HOME, read_blocks
from order_oracle import (
    AS_OF,
    Buyer,
    alive,
    buyers,
    expected_purchases,
    purchases,
    purchases_log_likelihood,
    values_log_likelihood,
)

WEEKS = 30.4375 / 7


CUTOFF = date(2024, 8, 22)
"""Half of the 446 days since the first order of 12 January 2024 before AS_OF, and its evening."""

Bought = dict[str, dict[date, float]]


def bought(known_on: date) -> Bought:
    """What the page delivers, as it is known on an evening."""
    orders, returns = (
        list(csv.DictReader(block.text.splitlines()))
        for table in ("commerce.orders", "commerce.order_returns")
        for block in read_blocks(OWN_HOME)
        if (block.new_file or "").startswith(f"inbox/files/{table}/")
    )
    return purchases(orders, returns, known_on)


@pytest.fixture(scope="module")
def known() -> dict[str, Buyer]:
    return buyers(bought(AS_OF))


@pytest.fixture(scope="module")
def told(valued: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    found = valued.execute("select * from marts.ltv_orders order by customer_id")
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_the_histories_are_those_of_the_orders(told: list[dict[str, Any]], known: dict[str, Buyer]) -> None:
    assert {row["customer_id"]: row["purchases"] - 1 for row in told} == {
        k: b.repeats for k, b in known.items()
    }
    assert {row["reason"] for row in told} == {None}
    for row in told:
        mean = row["mean_repeat_amount"]
        buyer = known[row["customer_id"]]
        assert (float(mean) if mean else 0) == pytest.approx(buyer.mean_value, abs=1e-4)


def test_the_parameters_are_the_most_likely(told: list[dict[str, Any]], known: dict[str, Buyer]) -> None:
    row = told[0]
    for names, score, likelihood in (
        (("r", "alpha", "a", "b"), "purchases_log_likelihood", purchases_log_likelihood),
        (("p", "q", "gamma"), "values_log_likelihood", values_log_likelihood),
    ):
        best = [row[name] for name in names]
        assert likelihood(*best, known.values()) == pytest.approx(row[score], abs=1e-4)
        for place in range(len(best)):
            for factor in (0.98, 1.02):
                moved = [value * factor if at == place else value for at, value in enumerate(best)]
                assert likelihood(*moved, known.values()) <= row[score] + 1e-6


def test_what_is_expected_is_the_mean_over_what_customers_may_be(
    told: list[dict[str, Any]], known: dict[str, Buyer]
) -> None:
    for row in told:
        buyer = known[row["customer_id"]]
        model = [row[name] for name in ("r", "alpha", "a", "b")]
        assert row["alive_probability"] == pytest.approx(alive(*model, buyer), abs=1e-9)
        assert row["expected_purchases"] == pytest.approx(
            expected_purchases(*model, buyer, 60 * WEEKS), rel=2e-3, abs=1e-6
        )
        by_quarter = [expected_purchases(*model, buyer, months * WEEKS) for months in range(0, 61, 3)]
        discounted = sum(
            (until - before) * 1.1 ** (-(3 * number + 1.5) / 12)
            for number, (before, until) in enumerate(itertools.pairwise(by_quarter))
        )
        assert row["discounted_purchases"] == pytest.approx(discounted, rel=2e-3, abs=1e-6)
        p, q, gamma = row["p"], row["q"], row["gamma"]
        weight = p * buyer.repeats / (p * buyer.repeats + q - 1)
        value = (1 - weight) * gamma * p / (q - 1) + weight * buyer.mean_value
        assert float(row["expected_purchase_amount"]) == pytest.approx(value, abs=2e-3)
        assert float(row["lifetime_value_amount"]) == pytest.approx(
            discounted * value * 0.8, rel=3e-3, abs=1e-3
        )


def test_the_backtest_of_orders_knows_nothing_of_what_came_after(valued: duckdb.DuckDBPyConnection) -> None:
    earlier, days_ahead = buyers(bought(CUTOFF), CUTOFF), (AS_OF - CUTOFF).days
    assert earlier["L11"].repeats == 1, "what came back later was still bought then"
    found = valued.execute("select * from marts.ltv_orders_backtest order by dimension desc")
    names = [column[0] for column in found.description or []]
    total, club = (dict(zip(names, row, strict=True)) for row in found.fetchall())
    assert (total["dimension"], club["dimension_value"]) == ("total", "club")
    for row in (total, club):
        assert (row["cutoff_on"], row["days_ahead"], row["reason"]) == (CUTOFF, days_ahead, None)
        assert row["customers_at_cutoff"] == row["customers_fitted"] == len(earlier)
        assert row["purchases_at_cutoff"] == sum(b.repeats + 1 for b in earlier.values())
        since = [
            [value for day, value in days.items() if day > CUTOFF]
            for name, days in bought(AS_OF).items()
            if name in earlier
        ]
        assert row["purchases_made"] == sum(map(len, since)) > 0
        assert float(row["purchased_amount"]) == pytest.approx(sum(map(sum, since)))
        buying, valuing = [row[n] for n in ("r", "alpha", "a", "b")], [row[n] for n in ("p", "q", "gamma")]
        for best, likelihood in ((buying, purchases_log_likelihood), (valuing, values_log_likelihood)):
            score = likelihood(*best, earlier.values())
            for place in range(len(best)):
                for factor in (0.97, 1.03):
                    moved = [value * factor if at == place else value for at, value in enumerate(best)]
                    assert likelihood(*moved, earlier.values()) <= score + 1e-6
        p, q, gamma = valuing
        expected = {n: expected_purchases(*buying, b, days_ahead / 7) for n, b in earlier.items()}
        worth = {
            n: p * (gamma + b.repeats * b.mean_value) / (p * b.repeats + q - 1) for n, b in earlier.items()
        }
        assert float(row["purchases_expected"]) == pytest.approx(sum(expected.values()), rel=2e-3)
        assert float(row["expected_amount"]) == pytest.approx(
            sum(expected[n] * worth[n] for n in earlier), rel=2e-3
        )

"""Values, back-test and the effect of retention against the oracle, and the figures of the page: `ltv` and its kin."""

from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from book import LAST_MONTH, Month, apart, first_day, later, to_money
from docs.doc_pages import OWN_HOME, read_blocks
from oracle import (
    RUNNING_MONTH,
    Life,
    as_known_in,
    discounted_so_far,
    expected_months,
    likelihood,
    monthly_churn,
    retention,
)

RATE, HORIZON = 0.1, 60

Rows = Callable[[str], list[tuple[Any, ...]]]


def close(value: float | None, digits: float = 1e-9) -> Any:
    return None if value is None else pytest.approx(value, abs=digits)


def test_values_of_customers(rows: Rows, lived: dict[str, list[Life]]) -> None:
    fits = {row[0]: row[1:] for row in _fits(rows)}
    found = {
        (row[0], row[1]): row[2:]
        for row in rows(
            "select customer_id, method, lifetime_value_amount, reason, age_months, paid_months, monthly_margin_amount "
            "from marts.customer_lifetime_value where segment in {segments}"
        )
    }
    assert len(found) == 3 * sum(map(len, lived.values()))
    for segment, members in lived.items():
        churned, opened = monthly_churn(members, LAST_MONTH)
        alpha, beta = fits[segment]
        for life in members:
            name, margin = life.customer.name, life.customer.margin(LAST_MONTH)
            so_far, hazard, survived = (
                found[name, method] for method in ("historic", "constant_hazard", "survival")
            )
            assert so_far[2:4] == (life.age, len(life.paid_months()))
            if life.start == RUNNING_MONTH:
                assert {row[:2] for row in (so_far, hazard, survived)} == {(None, "no complete month yet")}
                continue
            assert so_far[:2] == (discounted_so_far(life, RATE), None)
            if not life.is_paying:
                assert {row[:2] for row in (hazard, survived)} == {(None, "does not pay")}
                continue
            assert so_far[4] == margin
            if churned:
                assert float(hazard[0]) == pytest.approx(float(margin) * opened / churned, abs=1e-4)
            else:
                assert hazard[:2] == (None, "nobody has left in the last 12 months")
            if alpha is None:
                assert survived[0] is None and survived[1].startswith("fewer than 30")
            else:
                months = expected_months(alpha, beta, life.age or 0, HORIZON, RATE)
                assert float(survived[0]) == pytest.approx(float(margin) * months, abs=1e-4)


def test_values_of_segments(rows: Rows, lived: dict[str, list[Life]]) -> None:
    fits = {row[0]: row[1:] for row in _fits(rows)}
    found = {
        (row[0], row[1]): row[2:]
        for row in rows(
            "select dimension_value, method, customers, customers_paying, customer_value_amount, months_opened, "
            "months_churned, remaining_value_amount, monthly_amount, monthly_margin_amount, arpa_amount, "
            "discount_rate, horizon_months from marts.segment_lifetime_value where dimension_value in {segments}"
        )
    }
    for segment, members in lived.items():
        known = [life for life in members if life.start != RUNNING_MONTH]
        paying = [life for life in known if life.is_paying]
        margins = [float(life.customer.margin(LAST_MONTH)) for life in paying]
        mean = sum(margins) / len(margins)
        churned, opened = monthly_churn(known, LAST_MONTH)
        so_far = sum(discounted_so_far(life, RATE) for life in known)
        monthly = sum(life.customer.mrr(LAST_MONTH) for life in paying)
        amounts = (monthly, sum(margins), to_money(Fraction(monthly) / len(paying)))
        terms = {"historic": (RATE, None), "constant_hazard": (None, None), "survival": (RATE, HORIZON)}
        for method, term in terms.items():
            *beside, rate, horizon = found[segment, method][6:]
            assert [*map(float, beside)] == pytest.approx([*map(float, amounts)], abs=1e-6)
            assert (rate, horizon) == term
        assert found[segment, "historic"][:2] == (len(known), len(paying))
        assert found[segment, "historic"][2] == to_money(Fraction(so_far) / len(known))
        assert found[segment, "constant_hazard"][3:5] == (opened, churned)
        hazard = found[segment, "constant_hazard"][2]
        assert (None if hazard is None else float(hazard)) == close(
            mean * opened / churned if churned else None, 1e-4
        )
        alpha, beta = fits[segment]
        if alpha is not None:
            new = 1 + expected_months(alpha, beta, 0, HORIZON - 1, RATE)
            assert float(found[segment, "survival"][2]) == pytest.approx(mean * new, abs=1e-4)
            left = [
                margin * expected_months(alpha, beta, life.age or 0, HORIZON, RATE)
                for margin, life in zip(margins, paying, strict=True)
            ]
            assert float(found[segment, "survival"][5]) == pytest.approx(sum(left), abs=1e-4 * len(left))


def test_the_backtest_knows_nothing_of_what_came_after(rows: Rows, lived: dict[str, list[Life]]) -> None:
    cutoff = later(LAST_MONTH, -12)
    found = rows(
        "select dimension_value, method, months_ahead, cutoff_on, customers_at_cutoff, customers_expected, "
        "customers_kept, expected_mrr, kept_mrr from marts.lifetime_value_backtest where dimension_value in {segments}"
    )
    assert {row[3] for row in found} == {first_day(cutoff)} and {row[2] for row in found} == set(range(1, 13))
    expected_curves = 0
    for segment, method, ahead, _, at_cutoff, expected, kept, expected_mrr, kept_mrr in found:
        there = [life for life in lived[segment] if life.stays_through(cutoff)]
        month = later(cutoff, ahead)
        stayed = [life for life in there if life.stays_through(month)]
        assert (at_cutoff, kept) == (len(there), len(stayed))
        assert kept_mrr == sum(life.customer.mrr(month) for life in stayed)
        if method == "constant_hazard":
            churned, opened = monthly_churn(lived[segment], cutoff)
            if opened:
                share = (1 - churned / opened) ** ahead
                assert float(expected) == pytest.approx(len(there) * share, abs=0.01)
                assert float(expected_mrr) == pytest.approx(
                    sum(life.customer.mrr(cutoff) * share for life in there), abs=0.01
                )
        elif expected is not None:
            alpha, beta = _backtest_fit(lived[segment], cutoff)
            shares = [
                math.prod(retention(alpha, beta, apart(life.start, cutoff) + k) for k in range(ahead))
                for life in there
            ]
            assert float(expected) == pytest.approx(sum(shares), abs=0.02)
            expected_curves += 1
    assert expected_curves >= 12


def test_the_effect_of_retention(rows: Rows, lived: dict[str, list[Life]]) -> None:
    found = rows(
        "select dimension_value, period_kind, period_start, customers_at_opening, customers_retained, effect_percent, "
        "reason from marts.retention_profit_effect where dimension_value in {segments}"
    )
    seen = {}
    for segment, members in lived.items():
        for kind, start in [("year", (2023, 1)), ("year", (2024, 1)), ("all", later(LAST_MONTH, -11))]:
            opening, closing = later(start, -1), later(start, 11)
            opened = [life for life in members if life.customer.mrr(opening)]
            if opened:
                kept = sum(life.customer.mrr(closing) > 0 for life in opened)
                r = kept / len(opened)
                effect = None if r == 0 or r > 0.95 else 100 * ((r + 0.05) / (1.05 - r) / (r / (1.1 - r)) - 1)
                key = segment, kind, first_day(start) if kind == "year" else None
                seen[key] = (len(opened), kept, close(effect, 1e-6))
    assert {row[:3]: row[3:6] for row in found if row[2] is None or row[2].year >= 2023} == seen
    assert all((row[5] is None) == (row[6] is not None) for row in found)


def test_the_page_says_what_the_release_says(valued: duckdb.DuckDBPyConnection) -> None:
    blocks = read_blocks(OWN_HOME)
    (answers,) = [block for block in blocks if block.text.startswith("kpi_id,")]
    query = (
        "select numerator, denominator, value, n, interval_low, interval_high from marts.kpi_values where kpi_id = ? "
        "and variant = ? and period_kind = ? and period_start is not distinct from cast(? as date) and dimension = ? "
        "and dimension_value = ?"
    )
    for row in csv.reader(answers.text.splitlines()[1:]):
        key = [cell or None for cell in row[:6]]
        expected = [close(float(cell), 5e-5) if cell else None for cell in row[6:]]
        assert [list(found) for found in valued.execute(query, key).fetchall()] == [expected], key
    for sql, gives in itertools.pairwise(blocks):
        if gives.intro == "It gives:":
            told = [[float(cell) for cell in row] for row in csv.reader(gives.text.splitlines()[1:])]
            assert [[float(v) for v in row] for row in valued.execute(sql.text).fetchall()] == told


def _fits(rows: Rows) -> list[tuple[Any, ...]]:
    return rows(
        "select dimension_value, alpha, beta from marts.segment_lifetime_value "
        "where method = 'survival' and dimension_value in {segments}"
    )


def _backtest_fit(members: list[Life], cutoff: Month) -> tuple[float, float]:
    """The most likely parameters by a search that halves its steps: slow, and nothing else."""
    known = [seen for life in members if (seen := as_known_in(life, cutoff))]
    best, step = (0.0, 1.0), 1.0
    score = likelihood(*map(math.exp, best), known)
    while step > 1e-3:
        tries = [(best[0] + a * step, best[1] + b * step) for a in (-1, 0, 1) for b in (-1, 0, 1)]
        found = max(tries, key=lambda point: likelihood(*map(math.exp, point), known))
        if likelihood(*map(math.exp, found), known) > score + 1e-12:
            best, score = found, likelihood(*map(math.exp, found), known)
        else:
            step /= 2
    return math.exp(best[0]), math.exp(best[1])

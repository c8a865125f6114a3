"""What stands beside a value: the margin in it, what is left of the whole book, and figures that cannot be told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from book import LAST_MONTH
from oracle import Life

Rows = Callable[[str], list[tuple[Any, ...]]]


def close(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, abs=1e-9)


def test_the_margin_stands_in_the_row(rows: Rows, lived: dict[str, list[Life]]) -> None:
    customers = {
        row[:2]: row[2]
        for row in rows(
            "select customer_id, method, gross_margin_share from marts.customer_lifetime_value where segment in {segments}"
        )
    }
    segments = {
        row[:2]: row[2]
        for row in rows(
            "select dimension_value, method, gross_margin_share from marts.segment_lifetime_value"
            " where dimension_value in {segments}"
        )
    }
    for segment, members in lived.items():
        paid = now = margin = margin_now = Decimal(0)
        for life in members:
            months = life.paid_months()
            its_paid = sum((Decimal(life.customer.mrr(month)) for month in months), Decimal(0))
            its_margin = sum((life.customer.margin(month) for month in months), Decimal(0))
            its_now = Decimal(life.customer.mrr(LAST_MONTH))
            its_margin_now = life.customer.margin(LAST_MONTH)
            name = life.customer.name
            assert customers[name, "historic"] == close(float(its_margin / its_paid) if its_paid else None)
            assert customers[name, "survival"] == customers[name, "constant_hazard"]
            assert customers[name, "survival"] == close(float(its_margin_now / its_now) if its_now else None)
            paid, now = paid + its_paid, now + its_now
            margin, margin_now = margin + its_margin, margin_now + its_margin_now
        assert segments[segment, "historic"] == close(float(margin / paid))
        assert segments[segment, "survival"] == close(float(margin_now / now))
        assert segments[segment, "constant_hazard"] == segments[segment, "survival"]


def test_what_is_left_of_the_segments_is_what_is_left_in_total(valued: duckdb.DuckDBPyConnection) -> None:
    found = valued.execute(
        "select dimension, sum(customers_valued), sum(remaining_value_amount) from marts.segment_lifetime_value"
        " where method = 'survival' group by dimension"
    ).fetchall()
    (total, *its), (segments, *theirs) = sorted(found, reverse=True)
    assert (total, segments) == ("total", "segment") and its == theirs and None not in its


def test_a_figure_that_is_not_determined_has_a_row(valued: duckdb.DuckDBPyConnection) -> None:
    found = valued.execute(
        "select kpi_id, variant, dimension_value, n from marts.kpi_values where value is null"
        " and kpi_id in ('ltv', 'ltv_orders', 'retention_profit_effect') and period_kind = 'all'"
    ).fetchall()
    # Of the two lonely ones nobody ever left; 21 patients are too few for a model, and of them nobody left in the last year.
    ltv = {
        ("ltv", method, segment, n)
        for method in ("constant_hazard", "survival")
        for segment, n in (("lonely", 2), ("patients", 12))
    }
    # Both had all of the customers still there that paid a year before.
    effect = {
        ("retention_profit_effect", "plus_5_points", segment, n)
        for segment, n in (("lonely", 1), ("patients", 8))
    }
    assert set(found) == ltv | effect and len(found) == len(set(found))

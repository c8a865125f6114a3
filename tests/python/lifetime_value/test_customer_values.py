"""Tenure, orders, lifetime value and consent in the row of a customer (customer_360)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from book import mixed, patients
from oracle import expected_months, lives
from order_oracle import AS_OF
from test_order_value import bought

RATE, HORIZON = 0.1, 60


def row(valued: duckdb.DuckDBPyConnection, customer: str, columns: str) -> tuple[Any, ...]:
    (found,) = valued.execute(
        f"select {columns} from marts.customer_360 where customer_id = ?", [customer]
    ).fetchall()
    return tuple(found)


def test_one_row_for_each_customer(valued: duckdb.DuckDBPyConnection) -> None:
    found = valued.execute("select customer_id from marts.customer_360 order by 1").fetchall()
    expected = {c.name for c in (*patients(), *mixed())} | {f"L{number:02}" for number in range(1, 31)}
    assert [name for (name,) in found] == sorted(expected)


def test_tenure_begins_with_the_first_payment(valued: duckdb.DuckDBPyConnection) -> None:
    columns = "first_paid_month_on, first_ordered_on, tenure_months"
    assert row(valued, "L01", columns) == (date(2024, 3, 1), date(2024, 3, 18), 13)
    # Bought in January, and a member from March on.
    assert row(valued, "L03", columns) == (date(2024, 3, 1), date(2024, 1, 12), 15)
    assert row(valued, "M901", columns) == (date(2025, 4, 1), None, 0)
    # Started and ended within a month, which never closed with revenue.
    assert row(valued, "M902", columns) == (None, None, None)
    starts = {life.customer.name: date(*life.start, 1) for life in lives([*patients(), *mixed()])}
    found = valued.execute(
        "select customer_id, first_paid_month_on from marts.customer_360 where customer_id not like 'L%'"
    ).fetchall()
    assert {name: start for name, start in found if start} == starts


def test_values_of_a_member(valued: duckdb.DuckDBPyConnection) -> None:
    columns = "ltv_historic_amount, ltv_constant_hazard_amount, ltv_survival_amount, ltv_orders_amount"
    # L01 paid one month: 50 x 0.8. It is gone, so nothing is expected of its contract.
    assert row(valued, "L01", columns)[:3] == (Decimal(40), None, None)
    historic, hazard, survival, _ = row(valued, "L16", columns)
    assert (historic, hazard) == (Decimal("496.0196"), Decimal("698.6667"))
    months = expected_months(0.387115, 2.89328, 12, HORIZON, RATE)
    assert float(survival) == pytest.approx(40 * months, abs=1e-2)
    assert row(valued, "M902", columns) == (None, None, None, None)
    found = valued.execute(
        "select customer_id, lifetime_value_amount from marts.ltv_orders order by 1"
    ).fetchall()
    assert len(found) == 30
    for name, worth in found:
        assert row(valued, name, "ltv_orders_amount") == (worth,)


def test_orders_and_their_fifths(valued: duckdb.DuckDBPyConnection) -> None:
    days = bought(AS_OF)
    fifths = []
    for measure in (lambda one: max(one), lambda one: len(one), lambda one: round(sum(one.values()), 2)):
        ranked = sorted(days, key=lambda name: (measure(days[name]), name))
        # 30 buyers: six in each fifth.
        fifths.append({name: place // 6 + 1 for place, name in enumerate(ranked)})
    columns = "purchases, purchased_amount, last_ordered_on, recency_quintile, frequency_quintile, monetary_quintile"
    for name, its_days in days.items():
        count, amount, last, *found = row(valued, name, columns)
        assert (count, last, found) == (len(its_days), max(its_days), [fifth[name] for fifth in fifths])
        assert float(amount) == pytest.approx(sum(its_days.values()))
    assert row(valued, "M904", columns) == (None,) * 6


@pytest.mark.parametrize(
    ("customer", "consent"),
    [
        ("L01", ("some", 1, 1)),
        ("L02", ("all", 2, 0)),
        ("L03", ("none", 0, 1)),
        # Its only person gave no answer.
        ("L04", (None, None, None)),
        ("L05", (None, None, None)),
    ],
)
def test_consent_of_the_people_of_a_customer(
    valued: duckdb.DuckDBPyConnection, customer: str, consent: tuple[Any, ...]
) -> None:
    assert row(valued, customer, "marketing_consent, people_consenting, people_refusing") == consent

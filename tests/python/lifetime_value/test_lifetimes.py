"""Survival, cohorts and fits against an oracle that looks at every customer on every month's last day."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from book import LAST_MONTH, apart, first_day, later, months_from
from oracle import RUNNING_MONTH, Life, as_known_in, likelihood, survival

PATIENTS = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}

Rows = Callable[[str], list[tuple[Any, ...]]]


def close(value: float | None, digits: float = 1e-9) -> Any:
    return None if value is None else pytest.approx(value, abs=digits)


def log_log(share: float, variance: float) -> tuple[float | None, float | None]:
    """Churn in percent at the ends of the 95 % interval of a survival, which is even for log(-log(survival))."""
    if share in (0, 1):
        return None, None
    middle = math.log(-math.log(share))
    half = 1.959964 * math.sqrt(variance) / (share * -math.log(share))
    least, most = (100 - 100 * math.exp(-math.exp(end)) for end in (middle - half, middle + half))
    return least, most


def test_the_book_has_its_traps(lived: dict[str, list[Life]]) -> None:
    everyone = [life for found in lived.values() for life in found]
    returned = [life for life in everyone if life.churned and life.age is not None]
    assert len(returned) > 5 and all(life.age != apart(life.start, LAST_MONTH) for life in returned)
    assert any(life.start == RUNNING_MONTH for life in everyone)
    assert "M902" not in {life.customer.name for life in everyone}, "it never closed a month"
    assert {segment: len(found) for segment, found in lived.items()}["lonely"] == 2


def test_the_21_patients(rows: Rows) -> None:
    found = rows(
        "select age_months, survival_rate, customers_at_risk from marts.customer_survival "
        "where dimension_value = 'patients' and customers_churned > 0 order by 1"
    )
    assert {age: round(share, 4) for age, share, _ in found} == PATIENTS
    assert found[0][2] == 21, "who is censored at 6 is at risk at 6"


def test_survival_is_kaplan_meier_with_greenwood(rows: Rows, lived: dict[str, list[Life]]) -> None:
    expected = {}
    for segment, found in lived.items():
        for age, row in survival([(life.length, bool(life.churned)) for life in found]).items():
            at_risk, churned, censored, share, variance = row
            half = None if variance is None else 1.959964 * math.sqrt(variance)
            bounds = (None, None) if half is None else (max(share - half, 0), min(share + half, 1))
            expected[segment, age] = (at_risk, churned, censored, close(share), *map(close, bounds))
    found = rows(
        "select dimension_value, age_months, customers_at_risk, customers_churned, customers_censored, survival_rate, "
        "interval_low, interval_high from marts.customer_survival "
        "where dimension = 'segment' and dimension_value in {segments}"
    )
    assert {row[:2]: row[2:] for row in found} == expected
    assert len(found) > 80


def test_the_triangle_counts_each_cohort_at_each_age(rows: Rows, lived: dict[str, list[Life]]) -> None:
    expected = {}
    for segment, found in lived.items():
        for start in {life.start for life in found}:
            cohort = [life for life in found if life.start == start]
            for month in months_from(start, RUNNING_MONTH):
                paying = [life for life in cohort if life.customer.mrr(month)]
                stayed = [life for life in paying if life.stays_through(month)]
                expected[first_day(start), segment, apart(start, month)] = (
                    month != RUNNING_MONTH,
                    len(cohort),
                    len(stayed),
                    len(paying),
                    sum(life.customer.mrr(start) for life in cohort),
                    sum(life.customer.mrr(month) for life in stayed),
                    sum(life.customer.mrr(month) for life in paying),
                )
    found = rows(
        "select started_on, segment, age_months, is_mature, customers_at_start, customers_retained, customers_paying, "
        "starting_mrr, retained_mrr, paying_mrr from marts.cohort_retention where segment in {segments}"
    )
    assert {row[:3]: row[3:] for row in found} == expected
    assert any(row[5] < row[6] for row in found), "somebody came back"


def test_churn_by_cohort_is_that_of_each_month(rows: Rows, lived: dict[str, list[Life]]) -> None:
    expected = {}
    for segment, found in lived.items():
        for month in months_from((2023, 1), LAST_MONTH):
            known = [seen for life in found if (seen := as_known_in(life, month))]
            shares = survival(known)
            everybody_left = any(row[3] == 0 for age, row in shares.items() if age <= 12)
            if n := sum(1 for length, _ in known if length >= 1):
                # before anybody was seen for 12 months the month has a row without a value
                is_known = 12 in shares or everybody_left
                churn = 100 - 100 * (0 if everybody_left else shares[12][3]) if is_known else None
                early = sum(1 for length, churned in known if 1 <= length < 12 and not churned)
                bounds = log_log(*shares[12][3:]) if is_known and not everybody_left else (None, None)
                expected[segment, first_day(month)] = (close(churn), *map(close, bounds), n, early)
    found = rows(
        "select dimension_value, period_start, value, interval_low, interval_high, n, n_immature "
        "from marts.kpi_values where kpi_id = 'churn_logo' "
        "and variant = 'cohort_km' and dimension_value in {segments} and period_start >= date '2023-01-01'"
    )
    assert {row[:2]: row[2:] for row in found} == expected
    assert len(expected) > 40
    assert sum(low is not None for _, low, *_ in expected.values()) > 20
    assert all(low <= value <= high for _, _, value, low, high, *_ in found if low is not None)


def test_the_interval_on_the_scale_of_logarithms() -> None:
    """Six patients, one of whom leaves at each of 1, 2 and 3: Greenwood's sum is 1/30 + 1/20 + 1/12 = 1/6 at 0.5."""
    low, high = log_log(0.5, 0.5**2 / 6)
    assert (low, high) == (pytest.approx(19.6291, abs=1e-4), pytest.approx(88.9052, abs=1e-4))
    assert log_log(1.0, 0.0) == (None, None)


def test_a_lost_customer_costs_the_margin_of_a_year(rows: Rows, lived: dict[str, list[Life]]) -> None:
    """Everybody who paid at one closing and not at the next, twelve times what it left at the first."""
    expected: dict[tuple[str, Any], tuple[Decimal, int]] = {}
    for segment, found in lived.items():
        for life in found:
            for month in months_from(later(life.start, 1), RUNNING_MONTH):
                before = later(month, -1)
                if life.customer.mrr(before) and not life.customer.mrr(month):
                    key = (segment, first_day(month))
                    lost, customers = expected.get(key, (Decimal(0), 0))
                    expected[key] = (lost + 12 * life.customer.margin(before), customers + 1)
    told = rows(
        "select dimension_value, period_start, numerator, denominator from marts.kpi_values"
        " where kpi_id = 'loss_cost' and period_kind = 'month' and dimension_value in {segments}"
    )
    assert {row[:2]: row[2:] for row in told} == expected
    assert len(expected) > 20


def test_the_fits_are_the_most_likely_parameters(rows: Rows, lived: dict[str, list[Life]]) -> None:
    found = rows(
        "select dimension_value, alpha, beta, log_likelihood, customers_fitted, reason from marts.segment_lifetime_value "
        "where method = 'survival' and dimension_value in {segments}"
    )
    reasons = {row[0]: row[5] for row in found}
    few = "fewer than 30 customers were seen for a whole period"
    assert reasons == {"patients": few, "lonely": few, "north": None, "south": None}
    for segment, alpha, beta, told, customers, reason in found:
        if reason is None:
            known = [
                (life.length, bool(life.churned)) for life in lived[segment] if life.start != RUNNING_MONTH
            ]
            assert customers == len(known)
            assert told == pytest.approx(likelihood(alpha, beta, known), abs=1e-5)
            around = [(alpha * a, beta * b) for a in (0.99, 1, 1.01) for b in (0.99, 1, 1.01)]
            assert max(likelihood(a, b, known) for a, b in around) <= told + 1e-5

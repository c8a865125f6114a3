"""Renewals of a release: one account for each decision, random ones against a brute force, the catalogue's vector."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from renewal_answers import answers
from renewal_books import add_random_accounts
from renewal_cases import Case, cases
from renewal_cases_lines import line_cases
from renewal_cases_more import more_cases
from renewal_company import AS_OF, RATES, Company, Contract
from running import FIGURES_ONLY, Run

DUE_ACCOUNTS = 50
RANDOM_ACCOUNTS = 900
LOST = {number: Decimal(100_000) for number in range(5)}
DOWNGRADED = {5: Decimal(200_000), 6: Decimal(100_000)}

COMPANY = Company()
CASES: list[Case] = [*cases(COMPANY), *more_cases(COMPANY), *line_cases(COMPANY)]


def add_vector(company: Company) -> None:
    """50 accounts and 4.0 M due on 2021-07-01: 5 with 0.5 M are lost, two lose 0.3 M, the others grow."""
    for number in range(DUE_ACCOUNTS):
        account = f"vector {number}"
        value = LOST.get(number, Decimal(280_000) if number in DOWNGRADED else Decimal(2_940_000) / 43)
        span = (date(2020, 7, 1), date(2021, 6, 30))
        company.add(Contract(f"{account} A", account, *span, value.quantize(Decimal("0.0001"))))
        if number not in LOST:
            after = value - DOWNGRADED[number] if number in DOWNGRADED else value + 5_000
            company.add(
                Contract(
                    f"{account} B", account, date(2021, 7, 1), date(2022, 6, 30), after.quantize(Decimal("0.0001"))
                )
            )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Path:
    home = tmp_path_factory.mktemp("renewals")
    add_vector(COMPANY)
    add_random_accounts(COMPANY, RANDOM_ACCOUNTS, random.Random(20250615))
    COMPANY.deliver(home)
    cxw(home, "refresh", "--as-of", AS_OF.isoformat(), **FIGURES_ONLY)
    return home


@pytest.fixture(scope="module")
def release(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_has_its_outcome(release: duckdb.DuckDBPyConnection, case: Case) -> None:
    found = release.execute(
        "select term_id, term_number, outcome, renewed_by, renewed_on, value_before_amount, value_after_amount"
        " from conformed.fct_renewals where term_id = ? || right(term_id, 2) order by term_id, term_number, due_on",
        [case.name],
    ).fetchall()
    expected = [
        (
            *term[:4],
            term[4] and date.fromisoformat(term[4]),
            *(None if v is None else Decimal(v) for v in term[5:]),
        )
        for term in case.expected
    ]
    assert found == expected


def test_the_vector_of_the_catalogue(release: duckdb.DuckDBPyConnection) -> None:
    """50 accounts and 4.0 M due, 0.5 M lost, 0.3 M downgraded: 90 % by logo, 80 % by value, whatever grew."""
    found = release.execute(
        "select variant, value, n from marts.kpi_values where kpi_id = 'renewal_rate' and period_kind = 'month'"
        " and period_start = '2021-07-01' and dimension = 'total' order by variant"
    ).fetchall()
    assert found == [("logo", 90, 50), ("value", pytest.approx(80, abs=1e-6), 50)]


def test_a_draft_needs_no_rate(home: Path) -> None:
    """That in francs is no contract, so its currency is not one of the company's."""
    with duckdb.connect(str(home / "build" / "workings.duckdb"), read_only=True) as workings:
        rates = dict(
            workings.execute("select currency, rate from intermediate.int_constant_rates_chosen").fetchall()
        )
        (delivered,) = workings.execute(
            "select delivered_currencies from intermediate.int_reporting_currency_chosen"
        ).fetchall()
    assert rates == RATES
    assert delivered == (len(RATES),)


def test_what_is_due_says_how_much_of_it_has_no_value(release: duckdb.DuckDBPyConnection) -> None:
    """Every quarter to come: terms, those without a value, and the sum of the others, from the terms themselves."""
    expected: dict[date, list[Decimal | int]] = {}
    for quarter, value in release.execute(
        "select cast(date_trunc('quarter', due_on) as date), value_before_amount from conformed.fct_renewals"
        " where due_on > ?",
        [AS_OF.date()],
    ).fetchall():
        sums = expected.setdefault(quarter, [0, 0, Decimal(0)])
        sums[0] += 1
        sums[1] += value is None
        sums[2] += value or 0
    found = release.execute(
        "select quarter_starts_on, sum(terms_due), sum(terms_without_value), sum(value_due_amount)"
        " from marts.renewals_due group by 1"
    ).fetchall()
    assert {quarter: rest for quarter, *rest in found} == expected
    assert sum(int(without) for _, without, _ in expected.values()) > 10


def test_random_accounts_against_brute_force(release: duckdb.DuckDBPyConnection) -> None:
    """Every term of every account; each outcome and each way to be renewed occurs among them."""
    expected = answers(COMPANY, [f"r{number}" for number in range(RANDOM_ACCOUNTS)])
    found = {
        (term_id, number): tuple(answer)
        for term_id, number, *answer in release.execute(
            "select term_id, term_number, outcome, renewed_by, renewed_on, value_before_amount, value_after_amount"
            " from conformed.fct_renewals where regexp_matches(term_id, '^r[0-9]+ [A-Z]$')"
        ).fetchall()
    }
    wrong = {
        key: (expected.get(key), found.get(key))
        for key in expected.keys() | found.keys()
        if expected.get(key) != found.get(key)
    }
    assert not wrong, f"{len(wrong)} of {len(expected)}: {sorted(wrong.items())[:5]}"
    outcomes, ways = (Counter(answer[place] for answer in expected.values()) for place in (0, 1))
    assert len(outcomes) == 7 and len(ways) == 7
    assert min(outcomes.values()) > 10 and min(ways.values()) > 10


def test_the_rates_follow_from_the_terms(release: duckdb.DuckDBPyConnection) -> None:
    """Counted again in Python, for each quarter: a customer once, value capped, what is pending apart."""
    rows = release.execute(
        "select cast(date_trunc('quarter', due_on) as date), if(customer_id = 'unknown', term_id, customer_id), outcome, value_before_amount, value_after_amount"
        " from conformed.fct_renewals where due_on <= ?",
        [AS_OF.date()],
    ).fetchall()
    logos: dict[date, dict[str, set[str]]] = {}
    values: dict[date, list[Decimal | int]] = {}
    for quarter, customer, outcome, before, after in rows:
        logos.setdefault(quarter, {}).setdefault(customer, set()).add(outcome)
        if before is not None:
            sums = values.setdefault(quarter, [Decimal(0), Decimal(0), 0, 0])
            decided = outcome != "pending"
            sums[0] += min(before, after) if after is not None else 0
            sums[1] += before if decided else 0
            sums[2] += decided
            sums[3] += not decided
    expected = {}
    for quarter, customers in logos.items():
        renewed = sum(not outcomes <= {"lost", "pending"} for outcomes in customers.values())
        lost = sum(outcomes == {"lost"} for outcomes in customers.values())
        pending = len(customers) - renewed - lost
        expected["logo", quarter] = (renewed, renewed + lost, renewed + lost, pending)
    expected |= {("value", quarter): tuple(sums) for quarter, sums in values.items()}
    found = release.execute(
        "select variant, period_start, sum(numerator), sum(denominator), sum(n), sum(n_immature) from marts.kpi_values"
        " where kpi_id = 'renewal_rate' and period_kind = 'quarter' and dimension = 'plan' group by 1, 2"
    ).fetchall()
    assert {(variant, quarter): tuple(rest) for variant, quarter, *rest in found} == expected

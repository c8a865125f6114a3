"""Movements and churn of a release against books of subscriptions that are walked day by day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest
from books import AS_OF, Book, add_trials, again, deliver, random_book, scaled, split, whole
from calendar_of_revenue import Calendar, Movement, monthly_price, months, served_from, to_four_places
from delivering import deliver_csv
from running import FIGURES_ONLY, Run
from sales import TABLES, Row, bill, earned_by_month, inactive_by_month, random_sales, rate_of

CUSTOMERS = 150
WITH_TWINS = 30
FACTOR = 7
COLUMNS = "opening_mrr, new_mrr, reactivation_mrr, expansion_mrr, contraction_mrr, churn_mrr, closing_mrr"
Found = dict[str, dict[date, Movement]]


@pytest.fixture(scope="module")
def books() -> list[Book]:
    rng = random.Random(20260317)
    found = [random_book(f"c{number}", rng) for number in range(CUSTOMERS)]
    add_trials(found, random.Random(7))
    return found


@pytest.fixture(scope="module")
def published(books: list[Book]) -> list[Book]:
    """The books; and of some their twins: once more, at a price by the day, the same in parts, and at a multiple."""
    rng = random.Random(1)
    twins = [
        (again(book), whole(book), split(book, rng), scaled(book, FACTOR)) for book in books[:WITH_TWINS]
    ]
    return books + [twin for four in twins for twin in four]


@pytest.fixture(scope="module")
def calendars(published: list[Book]) -> dict[str, Calendar]:
    return {book.customer_id: Calendar(book) for book in published}


@pytest.fixture(scope="module")
def sales(books: list[Book]) -> dict[str, list[Row]]:
    found = random_sales(random.Random(11))
    bill(found, books, random.Random(12))
    return found


@pytest.fixture(scope="module")
def shuffled(
    published: list[Book], sales: dict[str, list[Row]], tmp_path_factory: pytest.TempPathFactory, cxw: Run
) -> Iterator[duckdb.DuckDBPyConnection]:
    """All of them, their rows in a random order, so that twins stand in another; and sales outside subscriptions."""
    home = tmp_path_factory.mktemp("books")
    deliver(home, published, random.Random(5))
    for table, rows in sales.items():
        deliver_csv(home, table, TABLES[table], rows)
    cxw(home, "refresh", "--as-of", f"{AS_OF}T12:00:00", **FIGURES_ONLY)
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as release:
        yield release


def movements(release: duckdb.DuckDBPyConnection) -> Found:
    """By customer and month."""
    found: Found = {}
    for name, month, *amounts in release.sql(
        f"select customer_id, month, {COLUMNS} from conformed.fct_mrr_movements"
    ).fetchall():
        found.setdefault(name, {})[month] = Movement(*amounts)
    return found


def twins(release: duckdb.DuckDBPyConnection, books: list[Book], prefix: str) -> Found:
    """The movements of the twins of that prefix, under the names of the customers whose twins they are."""
    found = movements(release)
    names = [book.customer_id for book in books[:WITH_TWINS]]
    return {name: found[prefix + name] for name in names if prefix + name in found}


def test_every_period_has_its_days_and_its_price(
    shuffled: duckdb.DuckDBPyConnection, published: list[Book]
) -> None:
    """It begins after the trial: when that ends, or when the history says more."""
    found = shuffled.sql(
        "select period_id, subscription_id, plan, starts_on, ends_on, currency, amount, mrr_amount, is_proration,"
        " is_recurring from conformed.fct_subscription_periods order by period_id"
    ).fetchall()
    assert found == sorted(
        (
            p.period_id, p.subscription_id, p.plan, served_from(book, p),
            min(p.end, book.ended.get(p.subscription_id, p.end)), p.currency, Decimal(p.cents) / 100,
            monthly_price(p), p.full is not None, not p.is_trial,
        )
        for book in published
        for p in book.periods
    )  # fmt: skip
    trials = [(ends, book.first_change(name)) for book in published for name, ends in book.trials.items()]
    assert sum(known_from is None for _, known_from in trials) > 10
    assert sum(known_from < ends for ends, known_from in trials if known_from) > 10
    assert sum(known_from > ends for ends, known_from in trials if known_from) > 10
    cancelled = [
        (day, book.trials[name]) for book in published for name, day, s in book.changes if s == "canceled"
    ]
    assert sum(day < ends for day, ends in cancelled) > 10


def test_every_month_of_every_customer(
    shuffled: duckdb.DuckDBPyConnection, calendars: dict[str, Calendar]
) -> None:
    expected: Found = {}
    for name, calendar in calendars.items():
        walked = {first: calendar.movement(first, last) for first, last in months()}
        starts = [month for month, movement in walked.items() if movement.closing]
        if starts:
            expected[name] = {month: walked[month] for month in walked if month >= min(starts)}
    found = movements(shuffled)
    assert sum(len(rows) for rows in expected.values()) > 2000
    for name in expected.keys() | found.keys():
        assert found.get(name) == expected.get(name), name


def test_the_order_of_rows_changes_nothing(shuffled: duckdb.DuckDBPyConnection, books: list[Book]) -> None:
    assert twins(shuffled, books, "again ") == twins(shuffled, books, "") != {}


def test_parts_at_the_same_price_a_day_are_worth_the_whole(
    shuffled: duckdb.DuckDBPyConnection, books: list[Book]
) -> None:
    assert twins(shuffled, books, "split ") == twins(shuffled, books, "whole ") != {}


def test_a_dearer_book_is_worth_so_much_more(shuffled: duckdb.DuckDBPyConnection, books: list[Book]) -> None:
    """To the rounding of each period, half a ten-thousandth."""
    dear, plain = twins(shuffled, books, "dear "), twins(shuffled, books, "")
    assert dear.keys() == plain.keys()
    assert len(plain) > WITH_TWINS / 2
    for name, rows in plain.items():
        for month, row in rows.items():
            for amount, larger in zip(vars(row).values(), vars(dear[name][month]).values(), strict=True):
                assert abs(amount * FACTOR - larger) <= Decimal("0.0030"), (name, month)


KPIS = """
select kpi_id, variant, period_start, numerator, denominator
from marts.kpi_values
where dimension = 'total' and period_kind = 'month' and period_start >= date '2023-07-01'
  and kpi_id in ('arpa', 'churn_logo', 'churn_revenue', 'grr', 'nrr') and numerator is not null
"""


def expected_kpis(calendars: list[Calendar]) -> dict[tuple[str, str, date], tuple[Decimal, Decimal]]:
    """KPI, variant and month -> numerator and denominator, where anybody is in the latter."""
    found: dict[tuple[str, str, date], tuple[Decimal, Decimal]] = {}
    ends = dict(months())
    for first, last in ends.items():
        rows = [calendar.movement(first, last) for calendar in calendars]
        a_year_before = date(first.year - 1, first.month, 1)
        pairs = [(row.opening, row.closing) for row in rows if row.opening]
        cohorts = {"monthly": pairs}
        if a_year_before in ends:
            then = ends[a_year_before]
            cohorts["annual"] = [(c.on(then), c.on(last)) for c in calendars if c.on(then)]
        for variant, members in cohorts.items():
            opening = sum((before for before, _ in members), Decimal(0))
            kept = sum((min(before, after) for before, after in members), Decimal(0))
            left = Decimal(sum(not after for _, after in members))
            found["churn_logo", variant, first] = left, Decimal(len(members))
            found["churn_revenue", variant, first] = opening - kept, opening
            found["grr", variant, first] = kept, opening
            found["nrr", variant, first] = sum((after for _, after in members), Decimal(0)), opening
        there = [calendar for calendar in calendars if calendar.was_there_or_joined(first, last)]
        left = Decimal(sum(calendar.has_left(first, last) for calendar in there))
        found["churn_logo", "stripe", first] = left, Decimal(len(there))
        closings = [row.closing for row in rows if row.closing]
        found["arpa", "closing", first] = sum(closings, Decimal(0)), Decimal(len(closings))
    return {key: value for key, value in found.items() if value[1] and key[2] >= date(2023, 7, 1)}


def test_churn_and_retention(
    shuffled: duckdb.DuckDBPyConnection, calendars: dict[str, Calendar], sales: dict[str, list[Row]]
) -> None:
    found = {tuple(row[:3]): tuple(row[3:]) for row in shuffled.execute(KPIS).fetchall()}
    silent = {("churn_logo", "inactivity", month): row for month, row in inactive_by_month(sales).items()}
    assert found == expected_kpis(list(calendars.values())) | {
        key: row for key, row in silent.items() if key[2] >= date(2023, 7, 1)
    }
    gross = {key[1:]: values for key, values in found.items() if key[0] == "grr"}
    net = {key[1:]: values for key, values in found.items() if key[0] == "nrr"}
    assert all(gross[key][0] <= min(net[key][0], gross[key][1]) for key in gross)


def test_revenue_by_kind_and_month(
    shuffled: duckdb.DuckDBPyConnection, published: list[Book], sales: dict[str, list[Row]]
) -> None:
    found = shuffled.sql("select kind, month, sum(revenue_amount) from conformed.fct_revenue group by all")
    assert {row[:2]: row[2] for row in found.fetchall()} == earned_by_month(published, sales)


def test_orders_and_what_came_back(shuffled: duckdb.DuckDBPyConnection, sales: dict[str, list[Row]]) -> None:
    """orders, aov and return_rate of all time: cancelled orders are in none, a return counts for its order once. An order is
    worth what was not sent back, each converted on its day."""
    orders = [row for row in sales["commerce.orders"] if not row[7]]
    returned = {row[1] for row in sales["commerce.order_returns"]} & {row[0] for row in orders}
    kept = {row[0] for row in orders}
    amount = sum(to_four_places(Fraction(row[5]) * rate_of(row[6], row[2])) for row in orders) - sum(
        to_four_places(Fraction(row[3]) * rate_of(row[4], row[2]))
        for row in sales["commerce.order_returns"]
        if row[1] in kept
    )
    found = shuffled.sql(
        "select kpi_id, numerator, denominator from marts.kpi_values where dimension = 'total' "
        "and period_kind = 'all' and kpi_id in ('orders', 'aov', 'return_rate')"
    ).fetchall()
    assert {row[0]: row[1:] for row in found} == {
        "orders": (len(orders), None),
        "aov": (amount, len(orders)),
        "return_rate": (len(returned), len(orders)),
    }

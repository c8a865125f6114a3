"""Rates of the day against a search through all delivered rates, day by day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pytest
from delivering import deliver_csv
from running import Run

FIRST = date(2024, 1, 1)
DAYS = 120

Rate = tuple[str, str, date, Decimal]


@pytest.fixture(scope="module")
def rates() -> list[Rate]:
    """Random rates with gaps; some name the reporting currency, some name none, and some another one."""
    rng = random.Random(5)
    found = {}
    for currency in ("USD", "GBP", "JPY", "EUR"):
        for day in rng.sample(range(DAYS), 25):
            for to in rng.choice((("",), ("EUR",), ("", "EUR"), ("CHF",))):
                key = (currency, to, FIRST + timedelta(days=day))
                found[key] = Decimal(rng.randint(1, 3 * 10**8)) / 10**8
    return [(*key, rate) for key, rate in found.items()]


@pytest.fixture(scope="module")
def spans(
    tmp_path_factory: pytest.TempPathFactory, cxw: Run, rates: list[Rate]
) -> list[tuple[str, date, date, Decimal]]:
    """The model's rows of a home with these rates."""
    home = tmp_path_factory.mktemp("rates")
    deliver_csv(home, "billing.exchange_rates", "currency,to_currency,valid_on,rate", rates)
    deliver_csv(home, "billing.customers", "customer_id,currency", [("A", "EUR")])
    deliver_csv(
        home,
        "billing.subscription_periods",
        "period_id,subscription_id,customer_id,plan,period_start,period_end,amount,currency,interval_unit",
        [("P", "S", "A", "basic", "2024-01-01", "2024-02-01", "50.00", "EUR", "month")],
    )
    (home / "settings.yml").write_text("reporting_currency: EUR\n", encoding="utf-8")
    cxw(home, "refresh", "--as-of", "2024-05-31")
    with duckdb.connect(str(home / "build" / "workings.duckdb"), read_only=True) as workings:
        return workings.execute(
            "select currency, valid_from, valid_to, rate from intermediate.int_exchange_rates_spanned"
        ).fetchall()


def rate_on(rates: list[Rate], currency: str, day: date) -> Decimal | None:
    """The latest rate up to the day, else the earliest; of one day the one that names the euro."""
    if currency == "EUR":
        return Decimal(1)
    usable = [rate for rate in rates if rate[0] == currency and rate[1] in ("", "EUR")]
    if not usable:
        return None
    days = {rate[2] for rate in usable}
    chosen = max((d for d in days if d <= day), default=min(days))
    return max((rate for rate in usable if rate[2] == chosen), key=lambda rate: rate[1])[3]


def test_each_day_has_the_rate_that_a_search_finds(
    rates: list[Rate], spans: list[tuple[str, date, date, Decimal]]
) -> None:
    for currency in ("USD", "GBP", "JPY", "EUR", "CHF"):
        for offset in range(-400, DAYS + 400):
            day = FIRST + timedelta(days=offset)
            told = [rate for name, start, end, rate in spans if name == currency and start <= day < end]
            expected = rate_on(rates, currency, day)
            assert told == ([] if expected is None else [expected]), (currency, day)

"""Rates of the day against a search through all delivered rates, day by day."""

from __future__ import annotations

from datetime import timedelta

import duckdb
from cost_brute_force import Served
from cost_company import FIRST_DAY, RATED_DAYS


def test_each_day_has_the_rate_that_a_search_finds(
    served: Served, workings: duckdb.DuckDBPyConnection
) -> None:
    spans = workings.execute(
        "select currency, valid_from, valid_to, rate from intermediate.int_exchange_rates_spanned"
    ).fetchall()
    assert {currency for currency, *_ in spans} == {"EUR", "USD", "GBP", "JPY"}
    for currency in ("USD", "GBP", "JPY", "EUR", "CHF"):
        for offset in range(-400, RATED_DAYS + 400):
            day = FIRST_DAY + timedelta(days=offset)
            told = [rate for name, start, end, rate in spans if name == currency and start <= day < end]
            expected = served.rate(currency, day)
            assert told == ([] if expected is None else [expected]), (currency, day)

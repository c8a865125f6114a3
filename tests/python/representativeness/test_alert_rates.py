"""The rates of alerts by everything that they are cut by."""

from __future__ import annotations

from collections import Counter

import duckdb
import pytest
from alerts_by_hand import Response

RATES = ("alert_rate", "closed_loop_rate", "recovery_rate")
CUTS = {"survey", "wave", "channel", "topic", "segment", "team"}


@pytest.mark.parametrize("kpi_id", RATES)
def test_every_cut_adds_up_to_the_total_but_for_what_is_hidden(
    polled_home: duckdb.DuckDBPyConnection, kpi_id: str
) -> None:
    rows = polled_home.execute(
        "select dimension, sum(n), sum(numerator), count(*) filter (where numerator is null) from marts.kpi_values"
        " where kpi_id = ? and period_kind = 'all' group by 1",
        [kpi_id],
    ).fetchall()
    told = {dimension: figures for dimension, *figures in rows}
    total = told.pop("total")
    assert set(told) == CUTS
    assert all(figures[0] == total[0] for figures in told.values())
    assert all(figures[1:] == total[1:] for cut, figures in told.items() if cut != "team")


def test_waves_are_those_of_the_answers(
    polled_home: duckdb.DuckDBPyConnection, by_hand: list[Response]
) -> None:
    watched: Counter[str] = Counter(r.answer.wave for r in by_hand if r.answer.wave)
    alerts: Counter[str] = Counter(r.answer.wave for r in by_hand if r.answer.wave and r.rule)
    told = polled_home.sql(
        "select dimension_value, numerator, denominator from marts.kpi_values where kpi_id = 'alert_rate'"
        " and period_kind = 'all' and dimension = 'wave' and dimension_value like 'w_'"
    ).fetchall()
    assert {wave: counts for wave, *counts in told} == {
        wave: [alerts[wave], n] for wave, n in watched.items()
    }
    assert len(told) == 4

"""The rates of alerts by everything that they are cut by, and what is said of few."""

from __future__ import annotations

from collections import Counter, defaultdict

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


def test_a_team_of_fewer_than_five_has_no_rate(polled_home: duckdb.DuckDBPyConnection) -> None:
    """Three rated tickets of the team, two of them alerts; its neighbours are those of whom no team is known."""
    told: dict[str, dict[str, list[float | None]]] = defaultdict(dict)
    for kpi_id, team, *figures in polled_home.sql(
        "select kpi_id, dimension_value, n, numerator, denominator, value, interval_low from marts.kpi_values"
        " where kpi_id in ('alert_rate', 'closed_loop_rate') and dimension = 'team' and period_kind = 'all'"
    ).fetchall():
        told[kpi_id][team] = figures
    assert told["alert_rate"].pop("trap team") == [3, None, None, None, None]
    assert told["closed_loop_rate"].pop("trap team") == [2, None, None, None, None]
    for others in told.values():
        assert [None not in figures for figures in others.values()] == [True]


@pytest.mark.parametrize("kpi_id", ["alert_minutes", "acknowledgement_minutes"])
def test_a_team_of_fewer_than_five_has_no_minutes(
    polled_home: duckdb.DuckDBPyConnection, kpi_id: str
) -> None:
    rows = polled_home.execute(
        "select n between 1 and 4, value is null from marts.kpi_values"
        " where kpi_id = ? and dimension = 'team' and n > 0",
        [kpi_id],
    ).fetchall()
    assert set(rows) == {(True, True), (False, False)}


@pytest.mark.parametrize("kpi_id", RATES)
def test_rates_of_few_are_flagged(polled_home: duckdb.DuckDBPyConnection, kpi_id: str) -> None:
    rows = polled_home.execute(
        "select n < 30, is_small_sample from marts.kpi_values where kpi_id = ?", [kpi_id]
    ).fetchall()
    assert {is_small for is_small, _ in rows} == {True, False}
    assert all(is_small == flag for is_small, flag in rows)

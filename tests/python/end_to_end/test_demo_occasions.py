"""The mirror, reviews, mystery visits, complaints and newcomers of a release, against the demo company's own answers."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from scipy.stats import ttest_ind

Answers = dict[str, Any]


def _totals(release: duckdb.DuckDBPyConnection, kpi_id: str, variant: str, dimension: str) -> dict[str, Any]:
    rows = release.execute(
        "select dimension_value, numerator, denominator, n from marts.kpi_values where kpi_id = ? and variant = ?"
        " and dimension = ? and period_kind = 'all'",
        [kpi_id, variant, dimension],
    ).fetchall()
    return {member: tuple(figures) for member, *figures in rows}


def _by_month(release: duckdb.DuckDBPyConnection, kpi_id: str, variant: str) -> dict[str, Any]:
    rows = release.execute(
        "select strftime(period_start, '%Y-%m'), numerator, denominator from marts.kpi_values where kpi_id = ?"
        " and variant = ? and dimension = 'total' and period_kind = 'month' and n > 0",
        [kpi_id, variant],
    ).fetchall()
    return {month: tuple(figures) for month, *figures in rows}


def test_reviews_by_site(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    told = answers["surveys"]["reviews"]
    assert _totals(release, "review_rating", "mean", "site") == {
        site: (row["stars"], row["reviews"], row["reviews"]) for site, row in told.items()
    }
    rows = release.sql(
        "select site, count(replied_at) from conformed.fct_survey_answers where is_counted and survey = 's-review'"
        " group by site"
    ).fetchall()
    assert dict(rows) == {site: row["replied"] for site, row in told.items()}


def test_mystery_visits_by_wave(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    told = answers["surveys"]["mystery"]
    assert len(told) >= 4
    assert _totals(release, "mystery_score", "mean", "wave") == {
        wave: (row["met"], row["applicable"], row["visits"]) for wave, row in told.items()
    }


def test_who_complained_by_month(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    told = answers["surveys"]["scores"]["q-complaint"]
    assert _by_month(release, "complaint_csat", "default") == {
        month: (row["positive"], row["n"]) for month, row in told.items()
    }


def test_newcomers_by_month_and_topic(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    told = answers["newcomers"]
    assert _by_month(release, "newcomer_report_rate", "default") == {
        month: (row["in_time"], row["due"]) for month, row in told["due"].items()
    }
    assert _by_month(release, "finding_action_rate", "default") == {
        month: (row["acted_on"], row["findings"]) for month, row in told["findings"].items()
    }
    assert _by_month(release, "finding_action_rate", "days_mean") == {
        month: (row["days"], row["acted_on"]) for month, row in told["findings"].items() if row["acted_on"]
    }
    assert _totals(release, "finding_action_rate", "default", "topic") == {
        topic: (row["acted_on"], row["findings"], row["findings"]) for topic, row in told["topics"].items()
    }


def _scores(demo_home: Path, question: str) -> dict[date, list[int]]:
    """Of each quarter: the last complete answer of each invitation (of employees that of the quarter), as delivered."""
    last = {}
    for path in (demo_home / "inbox" / "files" / "feedback.survey_answers").iterdir():
        rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]
        for row in sorted(rows, key=lambda row: row["answered_at"]):
            if row["question_id"] == question and row["is_complete"] and isinstance(row.get("score"), int):
                day = date.fromisoformat(row["answered_at"][:10])
                quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
                last[row["invitation_id"], quarter if question != "q-csat" else None] = quarter, row["score"]
    found: dict[date, list[int]] = defaultdict(list)
    for quarter, score in last.values():
        found[quarter].append(score)
    return found


@pytest.mark.parametrize(("question", "kind"), [("q-predicted", "mirror_predicted"), ("q-own", "mirror_own")])
def test_the_mirror_of_each_quarter_that_is_over(
    release: duckdb.DuckDBPyConnection, demo_home: Path, question: str, kind: str
) -> None:
    ours, theirs = _scores(demo_home, question), _scores(demo_home, "q-csat")
    rows = release.execute(
        "select period_start, employee_answers, customer_answers, gap, interval_low, interval_high"
        " from marts.mirror_gaps where mirror_kind = ? and variant = 'mean' and dimension = 'total'",
        [kind],
    ).fetchall()
    manifest = json.loads((demo_home / "releases" / "000001" / "manifest.json").read_text(encoding="utf-8"))
    two_weeks_before = date.fromisoformat(manifest["as_of"][:10]) - timedelta(days=14)
    asked = {quarter for quarter in ours if min(len(ours[quarter]), len(theirs[quarter])) >= 5}
    over = {quarter for quarter in asked if (quarter + timedelta(days=93)).replace(day=1) <= two_weeks_before}
    assert over and {quarter for quarter, *_ in rows} == over
    for quarter, *figures in rows:
        mine, others = ours[quarter], theirs[quarter]
        welch = ttest_ind(mine, others, equal_var=False)
        gap = sum(mine) / len(mine) - sum(others) / len(others)
        expected = len(mine), len(others), gap, *welch.confidence_interval(0.95)
        assert figures == pytest.approx(expected, abs=1e-6)


def test_the_gap_of_predictions_is_a_kpi(release: duckdb.DuckDBPyConnection) -> None:
    """mirror_gap is that of the mart, and has no row of what employees think themselves."""
    rows = release.sql(
        "select values.variant, values.value = gaps.gap, values.n = least(employee_answers, customer_answers)"
        " from marts.kpi_values as values left join marts.mirror_gaps as gaps on values.variant = gaps.variant"
        " and values.period_kind = gaps.period_kind and values.period_start = gaps.period_start"
        " and values.dimension = gaps.dimension and gaps.mirror_kind = 'mirror_predicted'"
        " where kpi_id = 'mirror_gap' and values.dimension = 'total'"
    ).fetchall()
    assert set(rows) == {("mean", True, True), ("top_box", True, True)}

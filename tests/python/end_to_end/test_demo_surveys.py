"""The scores, responses and alerts of a release against the demo company's own answers, which it computed without SQL."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

Answers = dict[str, Any]
SCORES = {
    ("nps", "relational", "s-relation"): ("q-nps", lambda row: row["promoters"] - row["detractors"]),
    ("nps", "transactional", "s-ticket"): ("q-nps-ticket", lambda row: row["promoters"] - row["detractors"]),
    ("csat", "top_box", "s-ticket"): ("q-csat", lambda row: row["positive"]),
    ("csat", "mean", "s-ticket"): ("q-csat", lambda row: row["sum"]),
    ("ces", "mean", "s-ticket"): ("q-ces", lambda row: row["sum"]),
    ("ces", "easy_share", "s-ticket"): ("q-ces", lambda row: row["positive"]),
    ("ces", "mean_ces_1", "s-ticket"): ("q-effort", lambda row: 6 * row["n"] - row["sum"]),
    ("repurchase_intent", "top_box", "s-relation"): ("q-again", lambda row: row["positive"]),
}


def _of_survey(
    release: duckdb.DuckDBPyConnection, kpi_id: str, variant: str, survey: str
) -> dict[str, tuple[float, int]]:
    rows = release.execute(
        "select strftime(period_start, '%Y-%m'), numerator, n from marts.kpi_values where kpi_id = ? and variant = ?"
        " and dimension = 'survey' and dimension_value = ? and period_kind = 'month'",
        [kpi_id, variant, survey],
    ).fetchall()
    return {month: (float(numerator), n) for month, numerator, n in rows if n}


@pytest.mark.parametrize(("kpi_id", "variant", "survey"), SCORES)
def test_scores_by_month(
    release: duckdb.DuckDBPyConnection, answers: Answers, kpi_id: str, variant: str, survey: str
) -> None:
    question, numerator = SCORES[kpi_id, variant, survey]
    expected = answers["surveys"]["scores"][question]
    assert len(expected) > 4
    found = _of_survey(release, kpi_id, variant, survey)
    assert found == {month: (numerator(row), row["n"]) for month, row in expected.items()}


@pytest.mark.parametrize("survey", ["s-relation", "s-ticket"])
def test_responses_by_month_of_sending_and_in_all(
    release: duckdb.DuckDBPyConnection, answers: Answers, survey: str
) -> None:
    expected = answers["surveys"]["invitations"]["month"][survey]
    over = {
        month: (row["answered_and_over"], row["sent_and_over"])
        for month, row in expected.items()
        if row.get("sent_and_over")
    }
    assert _of_survey(release, "survey_response_rate", "sent", survey) == over
    delivered = release.execute(
        "select numerator, denominator from marts.kpi_values where kpi_id = 'survey_response_rate'"
        " and variant = 'delivered' and dimension = 'survey' and dimension_value = ? and period_kind = 'all'",
        [survey],
    ).fetchone()
    assert delivered == (
        sum(row.get("answered_and_over", 0) for row in expected.values()),
        sum(row.get("delivered_and_over", 0) for row in expected.values()),
    )


def test_every_answer_counts_or_is_set_aside_for_its_reason(
    release: duckdb.DuckDBPyConnection, answers: Answers
) -> None:
    rows = release.sql(
        "select exclusion_reason, count(*) from conformed.fct_survey_answers where origin = 'survey' group by all"
    ).fetchall()
    told = answers["surveys"]["answers"]
    assert dict(rows) == {None: told["counted"], **told["set_aside"]}
    assert sum(count for _, count in rows) == told["delivered"]


def test_alerts_and_calls_by_month(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    told = answers["surveys"]["alerts"]
    for kpi_id, expected, above, below in (
        ("alert_rate", told["month"], "alerts", "watched"),
        ("closed_loop_rate", told["due"], "called", "due"),
    ):
        rows = release.execute(
            "select strftime(period_start, '%Y-%m'), sum(numerator), sum(denominator) from marts.kpi_values"
            " where kpi_id = ? and dimension = 'survey' and dimension_value like 's-%' and period_kind = 'month'"
            " group by 1 having sum(denominator) > 0",
            [kpi_id],
        ).fetchall()
        assert {month: counts for month, *counts in rows} == {
            month: [row[above], row[below]] for month, row in expected.items()
        }


@pytest.mark.parametrize(
    ("kpi_id", "surveys", "above", "below"),
    [
        ("alert_rate", "ticket_satisfaction", "alerts", "watched"),
        ("recovery_rate", "s-%", "recovered", "again"),
    ],
)
def test_bad_ratings_alone_alarm_and_detractors_come_round_or_not(
    release: duckdb.DuckDBPyConnection, answers: Answers, kpi_id: str, surveys: str, above: str, below: str
) -> None:
    told = answers["rating_alerts"] if kpi_id == "alert_rate" else answers["surveys"]["recovery"]
    rows = release.execute(
        "select strftime(period_start, '%Y-%m'), sum(numerator), sum(denominator) from marts.kpi_values where kpi_id = ?"
        " and dimension = 'survey' and dimension_value like ? and period_kind = 'month' group by 1",
        [kpi_id, surveys],
    ).fetchall()
    assert {month: counts for month, *counts in rows} == {
        month: [row[above], row[below]] for month, row in told.items()
    }
    assert 0 < sum(row[above] for row in told.values()) < sum(row[below] for row in told.values())


def test_weights_leave_the_number_of_answers_about_what_it_was(release: duckdb.DuckDBPyConnection) -> None:
    """Weights add up to the answers, but for rounding, the cap, and groups of which nobody was invited."""
    rows = release.sql(
        "select sum(weight), count(*), max(weight), count(distinct weight) from conformed.fct_survey_answer_weights"
        " where period_kind = 'all' group by survey_question_key"
    ).fetchall()
    assert len(rows) > 6
    for total, answers, largest, weights in rows:
        assert 0.9 * answers < total < 1.01 * answers
        assert largest <= 5 and (weights > 1 or answers < 10)

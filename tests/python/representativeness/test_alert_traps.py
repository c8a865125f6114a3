"""Answers that a careless rule would judge wrongly, and steps about an answer that is not the alert's own."""

from __future__ import annotations

import duckdb
import pytest
from alert_traps import STEPS, SURVEY, TRAPS, Trap


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.answer_id)
def test_a_careless_rule_is_not_ours(polled_home: duckdb.DuckDBPyConnection, trap: Trap) -> None:
    told = polled_home.execute(
        "select watched.alert_rule, watched.severity, watched.alarm_count from conformed.fct_watched_responses as watched"
        " join conformed.fct_survey_answers as answers using (survey_answer_key) where answers.answer_id = ?",
        [trap.answer_id],
    ).fetchall()
    assert told == ([(trap.rule, trap.severity, trap.alarms)] if trap.is_watched else [])


def test_a_step_is_that_of_its_response(polled_home: duckdb.DuckDBPyConnection) -> None:
    """A step about the second click is one about the first; about the other question, one about the invitation."""
    told = polled_home.execute(
        "select answers.answer_id, cast(minutes_to_acknowledgement as double), cast(minutes_to_contact as double),"
        " was_closed_in_time from conformed.fct_feedback_alerts as alerts"
        " join conformed.fct_survey_answers as answers using (survey_answer_key)"
        " where answers.survey = ? and acknowledged_at is not null order by 1",
        [SURVEY],
    ).fetchall()
    assert told == [
        ("click", 120.0, 120.0, True),
        ("lost-1", 0.5, 0.5, True),
        ("stricter", 2880.0, 2880.0167, False),
    ]
    assert {step[0] for step in STEPS} == {"click-again", "lost-1", "lost-2", "stricter", "first-day"}

"""Answers that a careless rule would judge wrongly, and steps about an answer that is not the alert's own."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from alert_traps import STEPS, SURVEY, TRAPS, Trap
from closing_loop import WORDS, Said

from orchestration.announcements.message import alerts_message
from orchestration.announcements.telling import _alerts_of
from orchestration.releases import Release


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


def test_a_bad_rating_of_a_ticket_is_an_alert_that_can_be_followed_up(
    polled_home: duckdb.DuckDBPyConnection,
) -> None:
    """Good is none; what was done about a later rating of the ticket, however it is named, was done about the alert."""
    watched = polled_home.execute(
        "select answers.answer_id, watched.alert_rule from conformed.fct_watched_responses as watched"
        " join conformed.fct_survey_answers as answers using (survey_answer_key) where answers.origin = 'ticketing'"
        " order by 1"
    ).fetchall()
    assert watched == [("HATED:1", "dissatisfied"), ("LIKED:1", None), ("RATED:2", "dissatisfied")]
    told = polled_home.execute(
        "select answers.answer_id, cast(minutes_to_acknowledgement as double), cast(minutes_to_contact as double),"
        " was_closed_in_time from conformed.fct_feedback_alerts as alerts"
        " join conformed.fct_survey_answers as answers using (survey_answer_key)"
        " where answers.origin = 'ticketing' order by 1"
    ).fetchall()
    assert told == [("HATED:1", 2880.0167, 2880.0167, False), ("RATED:2", 60.0, 1560.0, True)]
    steps = polled_home.execute(
        "select follow_ups.is_first_of_kind from conformed.fct_follow_ups as follow_ups"
        " join conformed.fct_survey_answers as answers using (survey_answer_key) where answers.answer_id = 'HATED:1'"
        " order by follow_ups.done_at"
    )
    assert steps.fetchall() == [(True,), (False,)]


def test_the_message_about_them_names_nobody(
    polled_home: duckdb.DuckDBPyConnection, said: list[Said]
) -> None:
    """Accounts, respondents, answers and words were delivered; they are not in the message, the counts are."""
    [(database,)] = polled_home.execute("select path from duckdb_databases() where not internal").fetchall()
    release = Release(1, Path(database).parent, is_current=True)
    alerts = _alerts_of(release)
    told = alerts_message(alerts, 0, release, "2024-08-31T12:00:00")
    assert (told["alert_count"], len(told["alert_ids"])) == (len(alerts), min(len(alerts), 1000))
    counts = polled_home.execute(
        "select alert_rule, severity, team from conformed.fct_feedback_alerts"
    ).fetchall()
    assert told["by_rule"] == Counter(rule for rule, _, _ in counts)
    assert told["by_severity"] == Counter(severity for _, severity, _ in counts)
    assert told["by_team"] == Counter(team for _, _, team in counts)
    planted = (
        {one.account for one in said} | {one.respondent for one in said} | {one.answer_id for one in said}
    )
    planted |= {*WORDS, *(trap.words for trap in TRAPS), *(trap.answer_id for trap in TRAPS), "TRAP"}
    told.pop("alert_ids")
    written = json.dumps(told, ensure_ascii=False)
    assert [word for word in planted if word and word in written] == []

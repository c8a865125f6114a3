"""Who and what an answer reaches: its channel, its customer, its response, and the step that closes the loop."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from reach_cases import INVITED_WORDS, REACHED, STEPS
from voices_told import Voices


def rows(voices: Voices, sql: str) -> list[tuple[Any, ...]]:
    return voices.release.execute(sql).fetchall()


@pytest.mark.parametrize("word", INVITED_WORDS)
def test_an_invitation_has_the_channel_that_its_word_means(voices: Voices, word: str) -> None:
    """And so has the answer that names none of its own."""
    invited = rows(
        voices, f"select channel from conformed.fct_survey_invitations where invitation_id = 'w {word}'"
    )
    answered = rows(voices, f"select channel from conformed.fct_survey_answers where answer_id = 'w {word}'")
    assert invited == answered == [(INVITED_WORDS[word],)]


def test_words_of_surveys_that_no_mapping_knows_are_seen(voices: Voices) -> None:
    """An invitation and its answer came by balloon, an answer by pigeon."""
    found = rows(
        voices,
        "select word, survey_records, tickets from marts.unmapped_words where dimension = 'survey_channel'",
    )
    assert sorted(found) == [("balloon", 2, None), ("pigeon", 1, None)]


def test_people_who_share_an_invitation_are_people(voices: Voices) -> None:
    """Five are content and four are not; the fifth came back and was. Each of the five had raised an alert."""
    found = rows(
        voices,
        "select count(*), count(*) filter (is_counted), count(*) filter (is_counted and is_positive)"
        " from conformed.fct_survey_answers where survey = 'stand'",
    )
    assert found == [(11, 10, 6)]
    assert rows(
        voices,
        "select answer_id, exclusion_reason from conformed.fct_survey_answers where not is_counted"
        " and survey in ('stand', 'unnamed', 'named', 'named too') order by 1",
    ) == [("named 1", "superseded"), ("stand p0", "superseded"), ("unnamed 1", "superseded")]
    assert rows(
        voices,
        "select answers.survey, count(*), max(alarm_count) from conformed.fct_feedback_alerts"
        " join conformed.fct_survey_answers as answers using (survey_answer_key)"
        " where answers.survey in ('stand', 'unnamed', 'named', 'named too') group by 1 order by 1",
    ) == [("named", 1, 3), ("stand", 5, 1), ("unnamed", 1, 1)]


def _md5(*parts: str) -> str:
    return hashlib.md5("|".join(parts).encode(), usedforsecurity=False).hexdigest()


def test_an_alert_is_known_by_what_its_answers_say_themselves(voices: Voices) -> None:
    """So that neither an invitation that comes later nor a merge makes another one of it: a ticket keeps its own."""
    answers = {row["answer_id"]: row for row in voices.company.tables["feedback.survey_answers"]}
    found = rows(
        voices,
        "select feedback_alert_key, answers.origin, answers.answer_id, answers.survey_invitation_key is not null"
        " from conformed.fct_feedback_alerts join conformed.fct_survey_answers as answers using (survey_answer_key)",
    )
    kinds: set[tuple[str, bool, bool]] = set()
    for key, origin, answer_id, is_delivered in found:
        answer = answers.get(answer_id, {"invitation_id": answer_id.rpartition(":")[0]})
        if answer.get("invitation_id"):
            who = answer.get("respondent_id")
            said = ("survey invitation", origin, "files", answer["invitation_id"], *([who] if who else []))
            assert key == _md5("response", _md5(*said)), answer_id
            kinds.add((origin, is_delivered, bool(who)))
    of_survey = {("survey", True, False), ("survey", False, False), ("survey", True, True)}
    assert kinds == of_survey | {("ticketing", True, False), ("ticketing", False, False)}
    assert "v merged:1" in {answer_id for _, _, answer_id, _ in found}


@pytest.mark.parametrize("answer_id", REACHED)
def test_whoever_bought_or_complained_is_the_customer(voices: Voices, answer_id: str) -> None:
    """With the segment of the day; a test is out."""
    account, reason = REACHED[answer_id]
    found = rows(
        voices,
        "select customers.customer_id, answers.segment, answers.exclusion_reason from conformed.fct_survey_answers as answers"
        f" join conformed.dim_customer as customers using (customer_key) where answer_id = '{answer_id}'",
    )
    segment = f"segment {int(account[1:]) % 3}" if account else "unknown"
    assert found == [(account or "unknown", segment, reason)]


def test_an_invitation_about_a_purchase_is_of_who_bought(voices: Voices) -> None:
    found = rows(
        voices,
        "select invitation_id, customers.customer_id, exclusion_reason from conformed.fct_survey_invitations"
        " join conformed.dim_customer as customers using (customer_key) where invitation_id like 'o %' order by 1",
    )
    assert found == [("o bought", "A4", None), ("o lost", "unknown", None), ("o test", "A11", "test")]


def test_an_alert_of_who_bought_has_their_segment(voices: Voices) -> None:
    found = rows(
        voices,
        "select alerts.segment, alerts.alarm_count from conformed.fct_feedback_alerts as alerts"
        " join conformed.fct_survey_answers as answers using (survey_answer_key) where answers.answer_id like 'bought %'",
    )
    assert found == [("segment 1", 2)]


def test_a_step_from_before_the_answer_is_no_first_one(voices: Voices) -> None:
    found = dict(rows(voices, "select follow_up_id, is_first_of_kind from conformed.fct_follow_ups"))
    assert {name: found[name] for name in STEPS} == {name: step[3] for name, step in STEPS.items()}

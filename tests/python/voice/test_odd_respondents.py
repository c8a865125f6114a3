"""Whose an answer is, whatever word was delivered, and what is told of it."""

from __future__ import annotations

from typing import Any

from odd_respondents import CUSTOMER_WORDS, STAFF_WORDS
from voices_told import Voices

HIDDEN = "score, turned_score, nps_class, is_positive, survey_invitation_key, ticket_key"


def rows(voices: Voices, sql: str) -> list[tuple[Any, ...]]:
    return voices.release.execute(sql).fetchall()


def test_nobody_but_employees_answers_an_employees_question(voices: Voices) -> None:
    """The one who answers twice in a wave is one, by another word too."""
    found = rows(
        voices,
        f"select answer_id, respondent_kind, exclusion_reason, coalesce({HIDDEN.replace(', ', '::varchar, ')}::varchar,"
        " nullif(channel, 'unknown'), nullif(wave, 'unknown'), nullif(team, 'unknown'), nullif(topic, 'unknown'))"
        " from conformed.fct_survey_answers where answer_id = 'odd again' or answer_id like 'odd big %' order by 1",
    )
    assert found == [("odd again", "employee", "resubmitted", None)] + [
        (f"odd big {number}", "employee", None, None) for number in range(len(STAFF_WORDS))
    ]
    assert rows(
        voices,
        "select distinct respondent_kind from conformed.fct_survey_answers where metric in ('enps', 'engagement',"
        " 'mirror_own', 'mirror_predicted')",
    ) == [("employee",)]


def test_their_answers_are_in_their_score(voices: Voices) -> None:
    found = rows(
        voices,
        "select value, n from marts.kpi_values where kpi_id = 'enps' and dimension = 'total'"
        " and period_kind = 'quarter' and period_start = date '2022-07-01'",
    )
    assert found == [(100, 24)]


def test_teams_are_hidden_by_their_people(voices: Voices) -> None:
    """Twelve answers without a name are of four people: with one team of six they are enough to hide."""
    found = rows(
        voices,
        "select dimension_value, n from marts.kpi_values where kpi_id = 'enps' and dimension = 'team'"
        " and period_kind = 'quarter' and period_start = date '2022-07-01'",
    )
    assert found == [("staff middle", 6)]


def test_who_may_be_an_employee_is_told_of_as_one(voices: Voices) -> None:
    """Where the question is a customers' one, the word decides: a known one of any spelling, else nobody knows."""
    for question, kinds in (
        ("odd csat", CUSTOMER_WORDS),
        ("odd pulse", dict.fromkeys(CUSTOMER_WORDS, "employee")),
    ):
        for table, key in (("fct_survey_answers", "answer_id"), ("fct_survey_invitations", "invitation_id")):
            assert kinds == {
                name.removeprefix(f"{question} "): kind
                for name, kind in rows(
                    voices,
                    f"select {key}, respondent_kind from conformed.{table} where {key} like '{question} %'",
                )
            }, (question, table)
        told = rows(
            voices,
            "select respondent_kind, count(score), count(survey_invitation_key), count(topics.answer_topic_key) > 0"
            " from conformed.fct_survey_answers as answers left join conformed.fct_answer_topics as topics"
            f" using (survey_answer_key) where answers.answer_id like '{question} %' group by 1",
        )
        assert {kind for kind, *shown in told if any(shown)} == {"customer"} & set(kinds.values())
    assert rows(
        voices,
        "select value, n from marts.kpi_values where kpi_id = 'csat' and variant = 'top_box' and dimension = 'survey'"
        " and dimension_value = 'odd csat' and period_kind = 'all'",
    ) == [(0, 2)]


def test_words_for_respondents_that_nobody_knows_are_counted(voices: Voices) -> None:
    """One answer and one invitation of a wizard, who was asked what customers are asked."""
    assert rows(
        voices,
        "select word, survey_records, tickets from marts.unmapped_words where dimension = 'respondent'",
    ) == [("unknown", 2, None)]

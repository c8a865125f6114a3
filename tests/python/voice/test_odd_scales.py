"""What is delivered otherwise than most neither stops the build nor is counted as what it is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from odd_scales import CUTS, VERDICTS
from questions_asked import questions_asked
from voices_told import Voices


def rows(voices: Voices, sql: str) -> list[tuple[Any, ...]]:
    return voices.release.execute(sql).fetchall()


@pytest.mark.parametrize("question", CUTS)
def test_no_answer_is_good_and_bad(voices: Voices, question: str) -> None:
    """Own cuts come before those of the scale's size, and of two own ones that cross the positive one holds."""
    found = rows(
        voices,
        "select positive_cut::double, negative_cut::double, scale_min <= scale_max, scale_size >= 1"
        f" from conformed.dim_survey_question where question_id = '{question}'",
    )
    assert found == [(*CUTS[question][-2:], True, True)]


def test_every_question_is_the_one_that_was_asked(voices: Voices) -> None:
    """Whose cut is the source's own is said beside it: not of a recommendation, nor of a cut that another moved."""
    found = rows(
        voices,
        "select questions.source, questions.question_id, questions.survey_id, questions.metric, questions.scope,"
        " questions.version, questions.generation, questions.wording, questions.scale_min::double,"
        " questions.scale_max::double, questions.scale_size, questions.is_higher_better,"
        " questions.positive_cut::double, questions.is_cut_given, questions.negative_cut::double,"
        " questions.is_readable, questions.nps_scale, mirrored.question_id"
        " from conformed.dim_survey_question as questions left join conformed.dim_survey_question"
        " as mirrored on questions.mirrored_question_key = mirrored.survey_question_key",
    )
    expected = questions_asked(voices.company)
    differing = set(found) ^ set(expected)
    assert not differing, sorted(differing, key=str)[:4]
    assert len(found) == len(expected) > 80
    assert sum(question.is_cut_given for question in expected) > 6


def test_no_question_at_all_has_cuts_that_cross(voices: Voices) -> None:
    found = rows(
        voices,
        "select question_id from conformed.dim_survey_question where case when is_higher_better"
        " then negative_cut >= positive_cut else negative_cut <= positive_cut end",
    )
    assert found == []


def test_a_scale_may_be_written_from_its_other_end(voices: Voices) -> None:
    """5 to 1, where low is good: 1 and 2 are positive, and turned they are 5, 4 and 1."""
    found = rows(
        voices,
        "select variant, numerator::double, n from marts.kpi_values where kpi_id = 'csat' and period_kind = 'all'"
        " and dimension_value = 'best first' and variant in ('mean', 'top_box') order by 1",
    )
    assert found == [("mean", 10, 3), ("top_box", 2, 3)]


def test_a_score_of_a_hundred_thousand_is_a_field_that_cannot_be_read(voices: Voices) -> None:
    """It is no score, is reported, and stops nothing; what is a little less is squared without overflow."""
    found = dict(
        rows(
            voices,
            "select answer_id, exclusion_reason from conformed.fct_survey_answers where survey = 'huge'",
        )
    )
    assert found == {"least": None, "most": None, "too much": "no_score", "far too much": "no_score"}
    assert rows(
        voices,
        "select value, n from marts.kpi_values where kpi_id = 'csat' and variant = 'mean' and period_kind = 'all'"
        " and dimension_value = 'huge'",
    ) == [(49_999.5, 2)]
    [(database,)] = rows(voices, "select path from duckdb_databases() where not internal")
    manifest = json.loads(Path(database).with_name("manifest.json").read_text(encoding="utf-8"))
    assert [
        {"column": "score", "reason": "bad_decimal", "records": 2}.items() <= each.items()
        for each in manifest["quarantine"]
        if each["table_name"] == "feedback.survey_answers"
    ] == [True]


def test_visits_of_heavy_criteria_are_a_score_too(voices: Voices) -> None:
    assert rows(
        voices,
        "select value, n from marts.kpi_values where kpi_id = 'mystery_score' and period_kind = 'all'"
        " and dimension_value = 'weighty'",
    ) == [(50, 2)]


def test_an_answer_to_no_known_question_has_no_class(voices: Voices) -> None:
    assert rows(
        voices,
        "select nps_class, exclusion_reason from conformed.fct_survey_answers where answer_id = 'of no question'",
    ) == [(None, "unknown_question")]


def test_blanks_are_no_words(voices: Voices) -> None:
    found = rows(
        voices,
        "select answer_id, has_verbatim from conformed.fct_survey_answers where survey = 'four is bad' order by 1",
    )
    assert found == [("blank", False), ("spoken", True), ("tabs", False)]


def test_a_verdict_with_a_comment_is_a_verdict(voices: Voices) -> None:
    found = rows(
        voices,
        "select tickets.ticket_id, answers.is_positive, tickets.last_satisfaction_score"
        " from conformed.fct_survey_answers as answers inner join conformed.fct_tickets as tickets using (ticket_key)"
        " where answers.origin = 'ticketing' and answers.is_counted and tickets.ticket_id like '% with words' order by 1",
    )
    assert found == [("v bad, with words", False, "bad"), ("v good, with words", True, "good")]
    assert len(VERDICTS) == 2


def test_unanimous_answers_say_nothing_of_their_spread(voices: Voices) -> None:
    """Eight fives: a mean of 5, and no interval, rather than one without width. Their share has Wilson's."""
    found = rows(
        voices,
        "select variant, value, interval_low is null, interval_high is null from marts.kpi_values where kpi_id = 'csat'"
        " and period_kind = 'all' and dimension_value = 'words' and variant in ('mean', 'top_box') order by 1",
    )
    assert found == [("mean", 5, True, True), ("top_box", 100, False, False)]
    assert rows(voices, "select kpi_id from marts.kpi_values where interval_low = interval_high") == []


def test_every_value_is_within_its_interval_and_no_share_is_beyond_100(voices: Voices) -> None:
    """One detractor is -100; the adjusted interval ends at -98.5 before it is widened to the value."""
    assert (
        rows(
            voices,
            "select kpi_id, variant, value, interval_low, interval_high from marts.kpi_values"
            " where value not between interval_low and interval_high"
            " or (unit = 'percent' and value between 0 and 100 and (interval_low < 0 or interval_high > 100))",
        )
        == []
    )
    alone = rows(
        voices,
        "select value, interval_low, interval_high from marts.kpi_values where kpi_id = 'nps' and n = 1 and value = -100",
    )
    assert alone and {low for _, low, _ in alone} == {-100}
    assert {round(high, 1) for *_, high in alone} == {48.5}

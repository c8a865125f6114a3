"""What employees answer is published, and no arithmetic on it tells what fewer than five people said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from employee_cells import LEAST, Cell, cells_of, revealed, small_groups, told_apart
from employee_releases import Releases
from mirror_book import MIRRORS
from voice_scores import net_interval, share_interval
from voices_told import Voices

QUARTERS = [date(2023, month, 1) for month in (1, 4, 7)]
"""Those that have been over for two weeks at the end of 2023."""

QUESTION = {"enps": "e-nps", "engagement": "e-like"}


def published(voices: Voices, kpi_id: str) -> dict[Cell, tuple[Any, ...]]:
    rows = voices.release.execute(
        "select period_kind, period_start, dimension_value, value, n, interval_low, interval_high"
        " from marts.kpi_values where kpi_id = ? and coalesce(period_start, date '2023-01-01') >= date '2023-01-01'",
        [kpi_id],
    ).fetchall()
    return {(kind, start, member): tuple(figure) for kind, start, member, *figure in rows}


@pytest.mark.parametrize("kpi_id", QUESTION)
def test_what_is_published_is_right(voices: Voices, kpi_id: str) -> None:
    asked = [voice for voice in voices.employees if voice.question == QUESTION[kpi_id]]
    cells, found = cells_of(asked), published(voices, kpi_id)
    for cell, (value, n, low, high) in found.items():
        scores = [voice.score for voice in cells[cell]]
        values: list[float] = (
            [1 if score >= 9 else -1 if score <= 6 else 0 for score in scores]
            if kpi_id == "enps"
            else [score >= 4 for score in scores]
        )
        bounds = net_interval(values) if kpi_id == "enps" else share_interval(values)
        assert (value, n, low, high) == pytest.approx(
            (100 * sum(values) / len(values), len(values), *bounds), rel=1e-6, abs=1e-5
        )
    assert {(kind, start) for kind, start, _ in found} == {("quarter", start) for start in QUARTERS}
    assert {member for _, _, member in found} >= {"total", "staff big", "staff middle"}


@pytest.mark.parametrize("kpi_id", QUESTION)
def test_no_arithmetic_tells_of_fewer_than_five_people(voices: Voices, kpi_id: str) -> None:
    asked = [voice for voice in voices.employees if voice.question == QUESTION[kpi_id]]
    found, small = published(voices, kpi_id), small_groups(asked)
    assert len(small) > 10 and not found.keys() & {(kind, start, group[0]) for kind, start, group in small}
    assert revealed(asked, found) == []


def test_no_two_releases_tell_of_fewer_than_five_people(voices: Voices) -> None:
    """Releases of every eighth week, and of the days around the instant from which a quarter is shown."""
    nights = [datetime(2023, 1, 14, 23, 59, 59) + timedelta(days=56 * number) for number in range(7)]
    nights += [datetime(2023, month, 14, 23, 59, 59) for month in (4, 7, 10)]
    nights += [datetime(2023, month, 15) for month in (4, 7, 10)] + [datetime(2024, 1, 15)]
    with Releases(voices.home) as releases:
        shown = {night: releases.as_of(night) for night in sorted(nights)}
    asked = {kpi_id: (question, voices.employees) for kpi_id, question in QUESTION.items()}
    asked |= {question: (question, voices.mirrors) for question in MIRRORS}
    for subject, (question, told) in asked.items():
        answers = [voice for voice in told if voice.question == question]
        of_subject = {night: rows.get(subject, {}) for night, rows in shown.items()}
        assert told_apart(answers, of_subject) == [], subject
        for night, rows in of_subject.items():
            cells = cells_of([voice for voice in answers if voice.at <= night])
            assert rows == {cell: len(cells[cell]) for cell in rows}
    first_nights = [
        min(night for night, rows in shown.items() if ("quarter", start, "total") in rows["enps"])
        for start in (*QUARTERS, date(2023, 10, 1))
    ]
    assert first_nights == [*(datetime(2023, month, 15) for month in (4, 7, 10)), datetime(2024, 1, 15)]


def test_a_team_that_subtraction_would_reveal_takes_one_more_with_it(voices: Voices) -> None:
    """Of each quarter the smallest teams are hidden until five people are, or nobody; never one more."""
    hidden_with_others = 0
    for kpi_id, question in QUESTION.items():
        cells = cells_of([voice for voice in voices.employees if voice.question == question])
        found = published(voices, kpi_id)
        for start in QUARTERS:
            people = sorted(
                (len({voice.person for voice in ones}), member)
                for (kind, first, member), ones in cells.items()
                if (kind, first) == ("quarter", start) and member != "total"
            )
            hidden = 0
            while sum(n for n, _ in people[:hidden]) < LEAST and (hidden or people[0][0] < LEAST):
                hidden += 1
            hidden_with_others += people[hidden - 1][0] >= LEAST if hidden else 0
            shown = {member for _, first, member in found if first == start}
            assert shown == {"total"} | {member for _, member in people[hidden:]}
    assert hidden_with_others > 0


def test_nameless_answers_are_as_many_people_as_answered_one_question_at_once(voices: Voices) -> None:
    """Five answers to one question are five people; to five questions, or over three months, perhaps one."""
    found = voices.release.execute(
        "select period_start, dimension_value, n from marts.kpi_values where kpi_id = 'engagement'"
        " and period_start < date '2023-01-01' order by all"
    ).fetchall()
    assert found == [(date(2022, 1, 1), "total", 5), (date(2022, 1, 1), "unknown", 5)]


def test_what_was_said_in_one_quarter_stays_there(voices: Voices) -> None:
    """A wave around its end: the answer of April takes nothing from March, whose figure may be out."""
    rows = voices.release.sql(
        "select answer_id, exclusion_reason from conformed.fct_survey_answers where answer_id like 'turn %' order by 1"
    ).fetchall()
    assert rows == [("turn 0 3", None), ("turn 0 4", None), ("turn 1 3", None), ("turn 1 4", None)]


def test_a_row_of_an_answer_says_neither_what_nor_whose_team(voices: Voices) -> None:
    """All are there, to be counted, and one was given through a panel."""
    counts, counted, *told = voices.release.execute(
        "select count(*), count(case when is_counted then 1 end), count(score), count(turned_score), count(nps_class),"
        " count(is_positive), count(survey_invitation_key), count(ticket_key), count(case when has_verbatim then 1 end)"
        " from conformed.fct_survey_answers where respondent_kind = 'employee'"
    ).fetchall()[0]
    assert counts >= counted > len(voices.employees) and told == [0] * 7
    words = voices.release.execute(
        "select distinct team, agent, ticket_channel, channel, wave, topic, respondent_kind"
        " from conformed.fct_survey_answers where answer_id = 'e-panel' or respondent_kind = 'employee'"
    ).fetchall()
    assert words == [("unknown",) * 6 + ("employee",)]

"""What employees answer is published, and no arithmetic on it tells what fewer than five people said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from employee_book import SIZES
from employee_cells import LEAST, Cell, cells_of, revealed, small_groups
from voice_scores import net_interval, share_interval
from voices_told import Voices

QUESTION = {"enps": "e-nps", "engagement": "e-like"}


def published(voices: Voices, kpi_id: str) -> dict[Cell, tuple[Any, ...]]:
    rows = voices.release.execute(
        "select period_kind, period_start, dimension_value, value, n, interval_low, interval_high"
        " from marts.kpi_values where kpi_id = ?",
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
    assert {("all", None, "total"), ("year", date(2023, 1, 1), "staff big")} <= found.keys()
    assert {member for _, _, member in found} == {"total", "staff big", "staff middle"}
    assert len(found) > 12


@pytest.mark.parametrize("kpi_id", QUESTION)
def test_no_arithmetic_tells_of_fewer_than_five_people(voices: Voices, kpi_id: str) -> None:
    asked = [voice for voice in voices.employees if voice.question == QUESTION[kpi_id]]
    found, small = published(voices, kpi_id), small_groups(asked)
    assert len(small) > 10 and not found.keys() & {(kind, start, group[0]) for kind, start, group in small}
    assert revealed(asked, found) == []


def test_a_team_that_subtraction_would_reveal_takes_one_more_with_it(voices: Voices) -> None:
    """Tiny and single are four people at most: the total less the others would tell, so small is hidden with them."""
    people = {
        team: len({voice.person for voice in voices.employees if voice.team == f"staff {team}"})
        for team in SIZES
    }
    assert people["small"] >= LEAST > people["tiny"] + people["single"] > 0
    for kpi_id in QUESTION:
        shown = {member for kind, _, member in published(voices, kpi_id) if kind == "all"}
        assert shown == {"total", "staff big", "staff middle"}


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

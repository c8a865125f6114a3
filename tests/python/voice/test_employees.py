"""What employees answer is published, and no arithmetic on it tells what fewer than five people said."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from conftest import Voices
from employee_book import SIZES, Voice
from voice_scores import net_interval, share_interval

LEAST = 5
KINDS = ("month", "quarter", "year", "all")
QUESTION = {"enps": "e-nps", "engagement": "e-like"}
Cell = tuple[str, date | None, str]


def start_of(kind: str, at: datetime) -> date | None:
    month = {"month": at.month, "quarter": 3 * ((at.month - 1) // 3) + 1, "year": 1}.get(kind)
    return date(at.year, month, 1) if month else None


def cells_of(voices: list[Voice]) -> dict[Cell, list[Voice]]:
    cells: dict[Cell, list[Voice]] = defaultdict(list)
    for voice in voices:
        for kind in KINDS:
            for member in ("total", voice.team):
                cells[kind, start_of(kind, voice.at), member].append(voice)
    return cells


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


def _groups_of_teams() -> list[tuple[str, ...]]:
    """Every set of teams: what is left of a total may be several small ones."""
    teams = [f"staff {team}" for team in SIZES]
    return [group for size in range(1, len(teams) + 1) for group in combinations(teams, size)]


@pytest.mark.parametrize("kpi_id", QUESTION)
def test_no_arithmetic_tells_of_fewer_than_five_people(voices: Voices, kpi_id: str) -> None:
    """Each published row is a sum of months of teams. A cell that sums of such rows give is one that they reveal."""
    asked = [voice for voice in voices.employees if voice.question == QUESTION[kpi_id]]
    cells, found = cells_of(asked), published(voices, kpi_id)
    atoms = sorted({(voice.team, voice.at.month) for voice in asked})

    def vector(cell: Cell) -> list[int]:
        mine = {(voice.team, voice.at.month) for voice in cells.get(cell, [])}
        return [int(atom in mine) for atom in atoms]

    known = np.array([vector(cell) for cell in found])
    rank = np.linalg.matrix_rank(known)
    small = [
        (kind, start, group)
        for kind, start, member in cells
        if member == "total"
        for group in _groups_of_teams()
        if 0 < len({v.person for team in group for v in cells.get((kind, start, team), [])}) < LEAST
    ]
    assert len(small) > 10 and not found.keys() & {(kind, start, group[0]) for kind, start, group in small}
    revealed = []
    for kind, start, group in small:
        sum_of_teams = np.sum([vector((kind, start, team)) for team in group], axis=0)
        if np.linalg.matrix_rank(np.vstack([known, sum_of_teams])) == rank:
            revealed.append((kind, start, group))
    assert revealed == []


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


def test_a_row_of_an_answer_does_not_say_whose_team_it_is(voices: Voices) -> None:
    found = voices.release.execute(
        "select distinct team, agent from conformed.fct_survey_answers where respondent_kind = 'employee'"
    ).fetchall()
    assert found == [("unknown", "unknown")]

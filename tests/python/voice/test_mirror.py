"""What employees predict against what customers answer: counted again, with scipy's Welch test."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date
from typing import Any

import duckdb
import pytest
from employee_book import Voice
from employee_cells import Cell, cells_of, revealed, small_groups, start_of
from jinja2 import Environment
from mirror_book import MIRRORS
from scipy.stats import t, ttest_ind
from voice_book import QUESTIONS, Answer
from voice_scores import is_positive, turned
from voices_told import Voices

from orchestration.home import PROJECT_ROOT

Gap = tuple[Any, ...]


def published(voices: Voices, question: str) -> dict[tuple[Cell, str], Gap]:
    rows = voices.release.execute(
        "select period_kind, period_start, dimension_value, variant, employee_answers, customer_answers, employee_value,"
        " customer_value, gap, interval_low, interval_high, degrees_of_freedom"
        " from marts.mirror_gaps as gaps inner join conformed.dim_survey_question as questions"
        " on gaps.mirror_question_key = questions.survey_question_key where questions.question_id = ?",
        [question],
    ).fetchall()
    return {
        ((kind, start, member), variant): tuple(figures) for kind, start, member, variant, *figures in rows
    }


def values(answers: list[Answer], variant: str) -> list[float]:
    return [turned(a) if variant == "mean" else 100.0 * is_positive(a) for a in answers]


def as_customer(voice: Voice, mirrored: str) -> Answer:
    """The prediction read as an answer to the question that it mirrors: with the customers' cut."""
    return Answer("", mirrored, voice.score, voice.at, {})


def expected(voices: Voices, question: str, cell: Cell, variant: str) -> Gap:
    kind, start, _ = cell
    mirrored = MIRRORS[question][1]
    asked = [voice for voice in voices.mirrors if voice.question == question]
    ours = values([as_customer(voice, mirrored) for voice in cells_of(asked)[cell]], variant)
    theirs = values(
        [a for a in voices.company.counted if a.question == mirrored and start_of(kind, a.at) == start],
        variant,
    )
    mean, other = sum(ours) / len(ours), sum(theirs) / len(theirs)
    if 1 in (len(set(ours)), len(set(theirs))):
        return len(ours), len(theirs), mean, other, mean - other, None, None, None
    _, _, lowest, highest, _, _ = QUESTIONS[mirrored]
    widest = highest - lowest if variant == "mean" else 100
    found = ttest_ind(ours, theirs, equal_var=False)
    bounds = found.confidence_interval(0.95)
    low, high = max(-widest, bounds.low), min(widest, bounds.high)
    return len(ours), len(theirs), mean, other, mean - other, low, high, found.df


@pytest.mark.parametrize("question", ["p-five", "o-five", "p-seven", "p-low", "p-ten"])
def test_both_sides_and_their_gap_are_right(voices: Voices, question: str) -> None:
    found = published(voices, question)
    for (cell, variant), figures in found.items():
        assert figures == pytest.approx(expected(voices, question, cell, variant), rel=1e-6, abs=1e-5)
    quarters = {(f"{kind} {start:%m}") for (kind, start, _), _ in found if start}
    assert quarters == {
        f"quarter {1 + (month - 1) // 3 * 3:02}" for month in MIRRORS[question][2] if month < 10
    }
    assert {(member, variant) for (_, _, member), variant in found} >= {
        ("total", "mean"),
        ("staff big", "top_box"),
    }
    assert len(found) >= 6 and min(min(row[:2]) for row in found.values()) >= 5


@pytest.mark.parametrize("question", ["p-odd", "p-turned"])
def test_another_scale_or_direction_is_no_mirror(voices: Voices, question: str) -> None:
    assert published(voices, question) == {}
    assert sum(voice.question == question for voice in voices.mirrors) > 20


@pytest.mark.parametrize("question", ["p-five", "p-seven"])
def test_no_arithmetic_tells_of_fewer_than_five_people(voices: Voices, question: str) -> None:
    asked = [voice for voice in voices.mirrors if voice.question == question]
    found, small = {cell for cell, _ in published(voices, question)}, small_groups(asked)
    assert len(small) > 5 and not found & {(kind, start, group[0]) for kind, start, group in small}
    assert revealed(asked, found) == []


def test_kpis_are_the_gaps_of_periods_in_which_one_question_is_mirrored(voices: Voices) -> None:
    """mirror_gap: what employees think themselves is in none of it."""
    gaps = {q: published(voices, q) for q, (metric, _, _) in MIRRORS.items() if metric == "mirror_predicted"}
    surveys: dict[tuple[str, date | None], list[str]] = defaultdict(list)
    for question, rows in gaps.items():
        for (kind, start, member), variant in rows:
            if (member, variant) == ("total", "mean"):
                surveys[kind, start].append(question)
    wanted = {}
    for question, rows in gaps.items():
        for ((kind, start, member), variant), (n, other, _, _, gap, low, high, _) in rows.items():
            figure = gap, min(n, other), low, high
            if surveys[kind, start] == [question]:
                dimension = "total" if member == "total" else "team"
                wanted[variant, kind, start, dimension, member] = figure
            if member == "total":
                wanted[variant, kind, start, "survey", MIRRORS[question][1]] = figure
    rows = voices.release.sql(
        "select variant, period_kind, period_start, dimension, dimension_value, value, n, interval_low, interval_high"
        " from marts.kpi_values where kpi_id = 'mirror_gap'"
    ).fetchall()
    assert {tuple(row[:5]): tuple(row[5:]) for row in rows} == wanted
    assert ("mean", "quarter", date(2023, 1, 1), "total", "total") in wanted
    assert ("mean", "quarter", date(2023, 4, 1), "total", "total") not in wanted
    assert len(surveys["quarter", date(2023, 4, 1)]) == 2


def test_the_quantile_is_students_for_any_degrees_of_freedom() -> None:
    text = (PROJECT_ROOT / "macros" / "kpi" / "welch.sql").read_text(encoding="utf-8")
    quantile = Environment().from_string(text).make_module().student_quantile("df")
    steps = [1 + number / 50 for number in range(500)] + [10.0**power for power in range(1, 9)]
    found = duckdb.sql(f"select {quantile} from (select unnest(?) as df)", params=[steps]).fetchall()
    assert [q for (q,) in found] == pytest.approx([t.ppf(0.975, df) for df in steps], rel=1e-6)
    assert math.isclose(found[-1][0], 1.959964, abs_tol=1e-6)

"""What scores go with, in the demo company: every figure counted again, and the effects that were planted found."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import duckdb
import pytest
from driver_effects import Figures, Said, figures_of

BANDS = (
    (60, "1: under 60 minutes"),
    (240, "2: under 240 minutes"),
    (1440, "3: under 1440 minutes"),
    (4320, "4: under 4320 minutes"),
)
TOPICS = {"bug": "defect", "login": "account_access"}
FIGURES = ", ".join(Figures._fields)


def band(created: datetime, ended: datetime | None, answered: datetime) -> str | None:
    """Of the minutes until something that was over by the answer."""
    if ended is None or ended > answered:
        return None
    minutes = (ended - created).total_seconds() / 60
    return next((name for bound, name in BANDS if minutes < bound), "5: from 4320 minutes")


def starts(on: date) -> list[tuple[str, date | None]]:
    """The periods that a day is in."""
    quarter = on.replace(month=3 * ((on.month - 1) // 3) + 1, day=1)
    return [
        ("month", on.replace(day=1)),
        ("quarter", quarter),
        ("year", on.replace(month=1, day=1)),
        ("all", None),
    ]


def test_every_driver_is_that_of_a_count_of_the_answers(release: duckdb.DuckDBPyConnection) -> None:
    """All metrics, scopes, drivers, values and periods, from single answers, tickets and topics."""
    topics: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for key, topic in release.sql(
        "select survey_answer_key, topic from conformed.fct_answer_topics"
    ).fetchall():
        topics[key].add(("topic", topic))
    parts: dict[tuple[Any, ...], list[Said]] = defaultdict(list)
    for (
        key,
        question,
        metric,
        scope,
        channel,
        at,
        on,
        positive,
        nps_class,
        created,
        replied,
        solved,
    ) in release.sql(
        "select survey_answer_key, survey_question_key, metric, scope, a.channel, answered_at, answered_on, is_positive, nps_class,"
        " t.created_at, t.first_reply_at, t.first_resolved_at from conformed.fct_survey_answers a"
        " left join conformed.fct_tickets t using (ticket_key)"
        " where a.is_counted and respondent_kind = 'customer' and metric in ('nps', 'csat')"
    ).fetchall():
        assert scope in ("relational", "transactional")
        groups = {("channel", channel), *topics[key]} - {("channel", "unknown")}
        for driver, ended in (("first_reply_wait", replied), ("resolution_wait", solved)):
            if (name := band(created, ended, at)) is not None:
                groups.add((driver, name))
        result = (
            int(positive) if metric == "csat" else {"promoter": 1, "passive": 0, "detractor": -1}[nps_class]
        )
        for period in starts(on):
            parts[metric, scope, *period].append(Said(question, result, groups))
    found: dict[tuple[Any, ...], dict[tuple[str, str], list[Any]]] = defaultdict(dict)
    for metric, scope, kind, start, driver, value, *figures in release.sql(
        f"select metric, scope, period_kind, period_start, driver, driver_value, {FIGURES} from marts.score_drivers"
    ).fetchall():
        found[metric, scope, kind, start][driver, value] = figures
    expected = {part: figures_of(part[0], answers) for part, answers in parts.items()}
    assert {part: set(groups) for part, groups in found.items()} == {p: set(g) for p, g in expected.items()}
    assert sum(map(len, expected.values())) > 500
    for part, groups_found in expected.items():
        for name, told in groups_found.items():
            assert found[part][name] == pytest.approx(list(told), rel=1e-9, abs=1e-9), (part, name)


def test_planted_effects_are_found(release: duckdb.DuckDBPyConnection, answers: dict[str, Any]) -> None:
    """The generator knows who is in which group, and what effect the answers that came are expected to show.

    19 of 20 intervals hold it, all of those of at least thirty answers here; what was planted large is found with its sign.
    """
    rows = {
        tuple(key): figures
        for *key, n, effect, low, high in release.sql(
            "select metric, scope, driver, driver_value, n, effect, interval_low, interval_high"
            " from marts.score_drivers where period_kind = 'all'"
        ).fetchall()
        for figures in [(n, effect, low, high)]
    }
    held: list[bool] = []
    for name, drivers in answers["effects"].items():
        metric, scope = name.split()
        for driver, values in drivers.items():
            for value, planted in values.items():
                n, _, low, high = rows[metric, scope, driver, TOPICS.get(value, value)]
                assert n == planted["n"], (name, driver, value)
                held.append(low <= planted["effect"] <= high)
                assert held[-1] or n < 30, (name, driver, value, planted, low, high)
    assert len(held) > 40 and sum(held) >= 0.9 * len(held)
    slow, day, cancelled = "5: from 4320 minutes", "3: under 1440 minutes", "cancellation"
    for metric, driver, value, sign in (
        ("csat", "resolution_wait", slow, -1),
        ("csat", "resolution_wait", day, 1),
        ("nps", "topic", cancelled, -1),
        ("nps", "topic", "how_to", 1),
    ):
        _, effect, low, high = rows[metric, "transactional", driver, value]
        assert sign * answers["effects"][f"{metric} transactional"][driver][value]["effect"] > 5
        assert sign * effect > 0 and low * high > 0, (metric, value, effect, low, high)


def test_ratings_of_slow_tickets_are_worse_by_what_was_planted(release: duckdb.DuckDBPyConnection) -> None:
    """83 % of good ratings, and three of ten of those spoilt after a day: 24.9 points less."""
    counts = {
        slow: (good, n)
        for slow, good, n in release.sql(
            "select t.first_resolved_at - t.created_at >= interval 1 day, count(*) filter (a.is_positive), count(*)"
            " from conformed.fct_survey_answers a join conformed.fct_tickets t using (ticket_key)"
            " where a.is_counted and a.survey = 'ticket_satisfaction' group by 1"
        ).fetchall()
    }
    (slow_good, slow_n), (fast_good, fast_n) = counts[True], counts[False]
    shares = slow_good / slow_n, fast_good / fast_n
    error = sum(p * (1 - p) / n for p, n in zip(shares, (slow_n, fast_n), strict=True)) ** 0.5
    assert abs(shares[0] - shares[1] + 0.83 * 0.3) < 1.96 * error < 0.12

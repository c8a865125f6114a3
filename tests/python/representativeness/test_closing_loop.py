"""Alerts and what became of them, against a count by hand of every answer, rule and step."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict

import duckdb
import pytest
from alert_traps import SURVEYS
from alerts_by_hand import WITHIN, Response, occasion, of_traps, rated_words, recommended
from closing_loop import Said
from polled_company import polled


def test_every_watched_response_is_the_one_judged_by_hand(
    polled_home: duckdb.DuckDBPyConnection, by_hand: list[Response]
) -> None:
    told = polled_home.execute(
        "select answers.answer_id, watched.alert_rule, watched.severity, watched.alarm_count, watched.has_alert"
        " from conformed.fct_watched_responses as watched"
        " join conformed.fct_survey_answers as answers using (survey_answer_key) where answers.survey not in ?",
        [SURVEYS],
    ).fetchall()
    assert sorted(told, key=str) == sorted(
        ((r.answer.answer_id, r.rule, r.severity, r.alarms, r.rule is not None) for r in by_hand), key=str
    )
    assert {r.severity for r in by_hand} == {None, "high", "medium", "low"}
    assert {r.rule for r in by_hand} == {
        None, "detractor", "dissatisfied", "effort", "leaving", "mid only", "tiring", "unsolved",
    }  # fmt: skip
    assert {r.alarms for r in by_hand} >= {0, 1, 2}


def test_every_alert_is_closed_as_counted_by_hand(
    polled_home: duckdb.DuckDBPyConnection, by_hand: list[Response]
) -> None:
    told = polled_home.execute(
        "select answers.answer_id, contacted_at, minutes_to_contact, is_due, was_closed_in_time"
        " from conformed.fct_feedback_alerts as alerts"
        " join conformed.fct_survey_answers as answers using (survey_answer_key) where answers.survey not in ?",
        [SURVEYS],
    ).fetchall()
    expected = [
        (
            r.answer.answer_id,
            r.contacted_at,
            None if r.contacted_at is None else (r.contacted_at - r.answer.answered_at).total_seconds() / 60,
            r.is_due,
            r.is_closed if r.is_due else None,
        )
        for r in by_hand
        if r.rule
    ]
    assert sorted((i, at, m if m is None else float(m), d, c) for i, at, m, d, c in told) == sorted(expected)
    assert {(due, closed) for *_, due, closed in expected} == {(True, True), (True, False), (False, None)}


def _kpi(release: duckdb.DuckDBPyConnection, kpi_id: str) -> dict[str, tuple[float, float, int]]:
    rows = release.execute(
        "select cast(period_start as varchar), sum(numerator), sum(denominator), sum(n_immature) from marts.kpi_values"
        " where kpi_id = ? and period_kind = 'month' and dimension = 'survey' and dimension_value not in ? group by 1",
        [kpi_id, SURVEYS],
    ).fetchall()
    return {start: (float(numerator), float(denominator), n) for start, numerator, denominator, n in rows}


def test_rates_by_month(polled_home: duckdb.DuckDBPyConnection, by_hand: list[Response]) -> None:
    watched: Counter[str] = Counter(f"{r.answer.answered_at:%Y-%m-01}" for r in by_hand)
    alerts: Counter[str] = Counter(f"{r.answer.answered_at:%Y-%m-01}" for r in by_hand if r.rule)
    told = _kpi(polled_home, "alert_rate")
    assert told == {month: (alerts[month], count, 0) for month, count in watched.items()}
    due: Counter[str] = Counter(
        f"{r.answer.answered_at + WITHIN:%Y-%m-01}" for r in by_hand if r.rule and r.is_due
    )
    closed: Counter[str] = Counter(
        f"{r.answer.answered_at + WITHIN:%Y-%m-01}" for r in by_hand if r.rule and r.is_due and r.is_closed
    )
    young = sum(r.rule is not None and not r.is_due for r in by_hand)
    assert _kpi(polled_home, "closed_loop_rate") == {
        month: (closed[month], count, young if month == "2024-08-01" else 0) for month, count in due.items()
    }
    assert young > 0


def _durations(
    release: duckdb.DuckDBPyConnection, kpi_id: str
) -> dict[tuple[str, str, str], tuple[float, int, int]]:
    rows = release.execute(
        "select dimension_value, cast(period_start as varchar), variant, value, n, n_immature from marts.kpi_values"
        " where kpi_id = ? and period_kind = 'month' and dimension = 'survey' and dimension_value not in ?",
        [kpi_id, SURVEYS],
    ).fetchall()
    return {(survey, month, variant): tuple(figures) for survey, month, variant, *figures in rows}


def _expected(
    found: dict[tuple[str, str], list[float]], waiting: Counter[tuple[str, str]]
) -> dict[tuple[str, str, str], tuple[float, int, int]]:
    """Mean, median and ninetieth percentile by survey and month: with interpolation between the ranks beside it."""
    expected = {}
    for key in {*found, *waiting}:
        values = sorted(found.get(key, []))
        for variant, share in (("mean", None), ("median", 0.5), ("p90", 0.9)):
            figure = None
            if values and share is None:
                figure = sum(values) / len(values)
            elif values and share is not None:
                rank = share * (len(values) - 1)
                low, high = values[int(rank)], values[min(int(rank) + 1, len(values) - 1)]
                figure = low + (high - low) * (rank - int(rank))
            told = None if figure is None else pytest.approx(figure, abs=1e-3)
            expected[(*key, f"calendar_{variant}")] = (told, len(values), waiting[key])
    return expected


def test_time_to_acknowledgement_and_what_waits(
    polled_home: duckdb.DuckDBPyConnection, by_hand: list[Response]
) -> None:
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    waiting: Counter[tuple[str, str]] = Counter()
    for r in by_hand:
        if r.rule and r.taken_on_at:
            minutes = (r.taken_on_at - r.answer.answered_at).total_seconds() / 60
            found[r.answer.survey, f"{r.taken_on_at:%Y-%m-01}"].append(minutes)
        elif r.rule:
            waiting[r.answer.survey, f"{r.answer.answered_at:%Y-%m-01}"] += 1
    assert _durations(polled_home, "acknowledgement_minutes") == _expected(found, waiting)
    assert sum(waiting.values()) > 10 and sum(map(len, found.values())) > 100


def test_time_to_alert_is_that_since_the_invitation(
    polled_home: duckdb.DuckDBPyConnection, by_hand: list[Response]
) -> None:
    asked_at = {one.invitation_id: one.invited_at for one in polled()}
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for r in by_hand:
        if r.rule and r.answer.invitation_id:
            minutes = (r.answer.answered_at - asked_at[r.answer.invitation_id]).total_seconds() / 60
            found[r.answer.survey, f"{r.answer.answered_at:%Y-%m-01}"].append(minutes)
    assert _durations(polled_home, "alert_minutes") == _expected(found, Counter())
    assert {survey for survey, _ in found} == {"rel", "after", "pilot", "turn"}


def test_recovery_is_that_of_the_next_answer(
    polled_home: duckdb.DuckDBPyConnection, said: list[Said]
) -> None:
    tried: Counter[str] = Counter()
    recovered: Counter[str] = Counter()
    for ones in recommended(said).values():
        for before, after in itertools.pairwise(ones):
            if before.score is not None and after.score is not None and before.score < 7:
                tried[f"{after.answered_at:%Y-%m-01}"] += 1
                recovered[f"{after.answered_at:%Y-%m-01}"] += after.score >= 7
    assert _kpi(polled_home, "recovery_rate") == {m: (recovered[m], count, 0) for m, count in tried.items()}
    assert 0 < sum(recovered.values()) < sum(tried.values())


def test_who_did_it_is_unknown_where_no_listed_agent_is_named(polled_home: duckdb.DuckDBPyConnection) -> None:
    found = polled_home.execute("select distinct agent from conformed.fct_follow_ups").fetchall()
    assert found == [("unknown",)]


def test_words_count_once_and_only_where_somebody_came_to_the_end(
    polled_home: duckdb.DuckDBPyConnection, said: list[Said]
) -> None:
    """A score rates the words beside it, whether they count or not."""
    heard = [one for one in said + of_traps() if one.words]
    rated = rated_words(heard)
    found = polled_home.execute(
        "select text_id, kind, written_at, ticket_key, rated_label, is_counted from conformed.fct_text_sentiments"
    ).fetchall()
    expected = [(one.answer_id, "answer", one.answered_at, None, *rated[one.answer_id]) for one in heard]
    assert sorted(found, key=str) == sorted(expected, key=str)
    counted = polled_home.execute(
        "select dimension_value, denominator::int from marts.kpi_values where kpi_id = 'nes' and variant = 'coverage'"
        " and period_kind = 'all' and dimension = 'survey'"
    ).fetchall()
    assert dict(counted) == Counter(one.survey for one in heard if rated[one.answer_id][1])
    unfinished = {occasion(one) for one in heard if not one.is_complete}
    assert len(unfinished - {occasion(one) for one in heard if one.is_complete}) > 5


def test_words_of_customers_are_in_no_release(polled_home: duckdb.DuckDBPyConnection) -> None:
    columns = polled_home.execute(
        "select table_name, column_name from information_schema.columns where data_type = 'VARCHAR'"
        " and table_schema in ('conformed', 'marts') and table_name in ('fct_watched_responses', 'fct_feedback_alerts')"
    ).fetchall()
    for table, column in columns:
        found = polled_home.execute(
            f'select count(*) from conformed."{table}" where "{column}" ilike \'%leave%\''
        )
        assert found.fetchone() == (0,), (table, column)
    assert columns


def test_whom_another_version_asks_again_is_asked_again(polled_home: duckdb.DuckDBPyConnection) -> None:
    """By the survey of the first answer; in April."""
    told = polled_home.sql(
        "select dimension_value, numerator, denominator from marts.kpi_values where kpi_id = 'recovery_rate'"
        " and dimension = 'survey' and period_kind = 'month' and period_start = date '2024-04-01'"
        " and dimension_value in ('walk-1', 'walk-2', 'twins') order by 1"
    ).fetchall()
    assert told == [("twins", 0, 1), ("walk-1", 2, 2)]

"""newcomer_report_rate and finding_action_rate, counted again over what was delivered."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar

import numpy as np
import pytest
from employee_cells import KINDS, start_of
from newcomer_book import Finding, Report
from voice_book import AS_OF
from voice_scores import share_interval
from voices_told import Voices

Key = tuple[str, date | None, str, str]
Thing = TypeVar("Thing", Report, Finding)


def cells_of(things: Iterable[Thing], waiting: str) -> Iterator[tuple[Key, Thing]]:
    """Where each thing counts: at its due day, or today where it is not due yet; by team or topic."""
    for thing in things:
        if thing.reason not in (None, waiting):
            continue
        assert thing.due is not None
        on = AS_OF.date() if thing.reason else thing.due
        own = ("team", thing.team) if isinstance(thing, Report) else ("topic", thing.topic)
        for kind in KINDS:
            for dimension, member in (("total", "total"), own):
                yield (kind, start_of(kind, datetime(on.year, on.month, on.day)), dimension, member), thing


def published(voices: Voices, kpi_id: str, variant: str) -> dict[Key, tuple[Any, ...]]:
    rows = voices.release.execute(
        "select period_kind, period_start, dimension, dimension_value, numerator, denominator, value, n, n_immature,"
        " interval_low, interval_high from marts.kpi_values where kpi_id = ? and variant = ?",
        [kpi_id, variant],
    ).fetchall()
    return {tuple(row[:4]): tuple(None if x is None else float(x) for x in row[4:]) for row in rows}


def share(outcomes: list[bool | None]) -> tuple[Any, ...]:
    """Of those that are decided; None is not."""
    known = [outcome for outcome in outcomes if outcome is not None]
    if not known:
        return 0, 0, None, 0, len(outcomes), None, None
    bounds = share_interval(known)
    return sum(known), len(known), 100 * sum(known) / len(known), len(known), outcomes.count(None), *bounds


def test_reports_are_in_time_or_not(voices: Voices) -> None:
    cells: dict[Key, list[bool | None]] = defaultdict(list)
    for key, report in cells_of(voices.newcomers.reports, "not_due"):
        in_time = report.submitted is not None and report.submitted <= report.due
        cells[key].append(None if report.reason else in_time)
    found = published(voices, "newcomer_report_rate", "default")
    assert found == {key: pytest.approx(share(outcomes), rel=1e-6) for key, outcomes in cells.items()}
    assert found["all", None, "total", "total"][4] >= 2 and ("all", None, "team", "unknown") in found


def test_every_report_counts_or_says_why_not(voices: Voices) -> None:
    rows = voices.release.sql(
        "select exclusion_reason, team, report_id from conformed.fct_newcomer_reports"
    ).fetchall()
    assert sorted(rows, key=str) == sorted(
        [(report.reason, report.team, report.report_id) for report in voices.newcomers.reports], key=str
    )
    reasons = Counter(report.reason for report in voices.newcomers.reports)
    assert min(reasons[None], reasons["left_before_due"], reasons["not_due"]) >= 2


def test_findings_are_taken_on_or_not(voices: Voices) -> None:
    cells: dict[Key, list[bool | None]] = defaultdict(list)
    for key, finding in cells_of(voices.newcomers.findings, "report_not_due"):
        cells[key].append(None if finding.reason else finding.is_acted_on)
    found = published(voices, "finding_action_rate", "default")
    assert found == {key: pytest.approx(share(outcomes), rel=1e-6) for key, outcomes in cells.items()}
    assert {member for _, _, dimension, member in found if dimension == "topic"} == {
        "tools", "welcome", "training", "unknown",
    }  # fmt: skip


@pytest.mark.parametrize("statistic", ["mean", "median", "p90"])
def test_days_to_the_action(voices: Voices, statistic: str) -> None:
    days: dict[Key, list[int]] = defaultdict(list)
    waiting: Counter[Key] = Counter()
    counted = [finding for finding in voices.newcomers.findings if finding.reason is None]
    for key, finding in cells_of(counted, ""):
        waiting[key] += not finding.is_acted_on
        if finding.days is not None:
            days[key].append(finding.days)
    of = {"mean": np.mean, "median": np.median, "p90": lambda x: np.quantile(x, 0.9)}[statistic]
    found = published(voices, "finding_action_rate", f"days_{statistic}")
    for key, (_, _, value, n, immature, low, high) in found.items():
        assert (n, immature, low, high) == (len(days[key]), waiting[key], None, None)
        assert value == (pytest.approx(float(of(days[key])), abs=1e-9) if n else None)
    assert found.keys() == {key for key in days.keys() | waiting.keys() if days[key] or waiting[key]}
    assert not math.isnan(found["all", None, "total", "total"][2])


def test_facts_of_findings_add_up_to_those_of_reports(voices: Voices) -> None:
    rows = voices.release.sql(
        "select exclusion_reason, count(*), count(days_to_action), count_if(has_action)"
        " from conformed.fct_newcomer_findings group by all"
    ).fetchall()
    told = {
        reason: [(f.days is not None, f.is_acted_on) for f in voices.newcomers.findings if f.reason == reason]
        for reason in (None, "unknown_report", "report_not_due")
    }
    assert {reason: tuple(counts) for reason, *counts in rows} == {
        reason: (len(rows), sum(days for days, _ in rows), sum(acted for _, acted in rows))
        for reason, rows in told.items()
    }
    assert (
        voices.release.sql(
            "select sum(findings), sum(findings_with_action) from conformed.fct_newcomer_reports"
        ).fetchone()
        == voices.release.sql(
            "select count(*), count_if(has_action) from conformed.fct_newcomer_findings where newcomer_report_key is not null"
        ).fetchone()
    )

"""Newcomers' reports: due and in time by the month in which they are due; their findings, and what was done.

A report counts from the day after its last day. Who left before that day owes none (`left_before_due`).
"""

from __future__ import annotations

from collections import Counter, defaultdict

from orchestration.sample.clock import DAY, day_text
from orchestration.sample.simulation.newcomers import NewcomerReport, afternoon


def newcomer_answers(reports: list[NewcomerReport], as_of: int) -> dict[str, object]:
    """What is known of reports and findings at an instant."""
    today = as_of // DAY
    due: dict[str, Counter[str]] = defaultdict(Counter)
    findings: dict[str, Counter[str]] = defaultdict(Counter)
    topics: dict[str, Counter[str]] = defaultdict(Counter)
    excluded: Counter[str] = Counter()
    for report in reports:
        if report.hired_at > as_of:
            continue
        month = day_text(report.due)[:7]
        is_in = report.submitted is not None and afternoon(report.submitted) <= as_of
        if report.left is not None and report.left < report.due and report.left <= today:
            excluded["left_before_due"] += 1
        elif report.due >= today:
            excluded["not_due"] += 1
        else:
            in_time = is_in and report.submitted is not None and report.submitted <= report.due
            due[month].update({"due": 1, "in_time": int(in_time)})
        for finding in report.findings if is_in else []:
            if report.due >= today:
                excluded["findings_not_due"] += 1
                continue
            is_acted_on = finding.opened is not None and afternoon(finding.opened) <= as_of
            days = (
                finding.opened - (report.submitted or 0) if is_acted_on and finding.opened is not None else 0
            )
            for row in (findings[month], topics[finding.topic or "unknown"]):
                row.update({"findings": 1, "acted_on": int(is_acted_on), "days": days})
    return {
        "due": {month: dict(row) for month, row in sorted(due.items())},
        "findings": {month: dict(row) for month, row in sorted(findings.items())},
        "topics": {topic: dict(row) for topic, row in sorted(topics.items())},
        "excluded": dict(sorted(excluded.items())),
    }

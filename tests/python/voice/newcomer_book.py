"""Newcomers with their reports and findings, some of them late, gone, moved, not due or of nobody known."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import NamedTuple

from employee_book import SIZES
from voice_book import AS_OF, Company

TOPICS = ("tools", " Tools", "welcome", "training", None)


class Report(NamedTuple):
    """A report as it is to be read."""

    report_id: str
    team: str
    due: date
    submitted: date | None
    reason: str | None


class Finding(NamedTuple):
    """A finding as it is to be read, with the days that its report waited for an action."""

    topic: str
    due: date | None
    days: int | None
    is_acted_on: bool
    reason: str | None


class Newcomers(NamedTuple):
    """All reports and findings that were delivered."""

    reports: list[Report]
    findings: list[Finding]


def add_newcomers(company: Company, rng: random.Random) -> Newcomers:
    """One hundred, each with a report; one report more is of an employee whom nobody lists."""
    today = AS_OF.date()
    teams = [f"staff {team}" for team in SIZES]
    book = Newcomers([], [])
    for number in range(101):
        hired = date(2023, 1, 1) + timedelta(days=rng.randrange(340))
        due = hired + timedelta(days=rng.choice((20, 30, 45)))
        if number in (7, 8):
            due = today - timedelta(days=number - 7)
        left = None if rng.random() < 0.8 else hired + timedelta(days=rng.randrange(10, 60))
        moved = None if rng.random() < 0.7 else hired + timedelta(days=rng.randrange(1, 40))
        submitted = due + timedelta(days=rng.choice((-9, -2, 0, 0, 1, 12)))
        if rng.random() < 0.2:
            submitted = None
        first, second = rng.choice(teams), rng.choice(teams)
        person = f"new {number}"
        if number < 100:
            _employ(company, person, hired, left, [(hired, first), *([(moved, second)] if moved else [])])
        report_id = f"NR{number}"
        company.add(
            "workforce.newcomer_reports", report_id=report_id, employee_id=person, due_on=due, submitted_on=submitted
        )  # fmt: skip
        team = second if moved and moved <= due else first
        reason = None if due < today else "not_due"
        if number < 100 and left and left < due and left <= today:
            reason = "left_before_due"
        came = submitted if submitted and submitted <= today else None
        book.reports.append(Report(report_id, team if number < 100 else "unknown", due, came, reason))
        for place in range(rng.randrange(5) if submitted else 0):
            book.findings.append(_find(company, rng, f"{report_id}-{place}", report_id, due, came, today))
    for place in range(3):
        book.findings.append(_find(company, rng, f"lost-{place}", "nowhere", None, None, today))
    return book


def _employ(
    company: Company, person: str, hired: date, left: date | None, teams: list[tuple[date, str]]
) -> None:
    """One version for each team."""
    for since, team in teams:
        company.add(
            "workforce.employees", employee_id=person, team_id=f"E-{team.removeprefix('staff ')}", is_agent=False,
            hired_on=hired, left_on=left, updated_at=datetime(since.year, since.month, since.day),
        )  # fmt: skip


def _find(
    company: Company,
    rng: random.Random,
    finding_id: str,
    report_id: str,
    due: date | None,
    came: date | None,
    today: date,
) -> Finding:
    topic = rng.choice(TOPICS)
    base = came or today
    opened = None if rng.random() < 0.4 else base + timedelta(days=rng.choice((-3, 0, 1, 5, 20, 60)))
    closed = opened + timedelta(days=rng.choice((-1, 4))) if opened and rng.random() < 0.5 else None
    company.add(
        "workforce.newcomer_findings", finding_id=finding_id, report_id=report_id, topic=topic, summary="It is cold.",
        action_opened_on=opened, action_closed_on=closed,
    )  # fmt: skip
    is_acted_on = opened is not None and opened <= today
    days = max(0, (opened - came).days) if opened and is_acted_on and came else None
    reason = "unknown_report" if due is None else None if due < today else "report_not_due"
    return Finding((topic or "unknown").strip().lower(), due, days, is_acted_on, reason)

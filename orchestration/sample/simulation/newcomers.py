"""Newcomers' reports (rapports d'étonnement): what strikes somebody in the first weeks, and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from orchestration.sample.clock import DAY, HOUR
from orchestration.sample.simulation.company import Company

DUE_AFTER = 90  # days after the first one
_STRIKING = {
    "outils": ("Trois logiciels pour une seule demande.", "Les raccourcis ne sont écrits nulle part."),
    "accueil": ("Mon poste n'était pas prêt le premier jour.", "Un parrain m'a été présenté dès le matin."),
    "documentation": ("The articles contradict each other.", "Nobody says which template is the right one."),
    "customers": ("Customers are called back later than we promise.", "Customers know the agents by name."),
    "training": ("I heard nothing of billing in two weeks.", "The role plays helped a lot."),
}


@dataclass(slots=True)
class NewcomerFinding:
    """One thing that struck somebody, and the days of its action (counted as `clock` counts them)."""

    finding_id: str
    topic: str | None
    summary: str
    opened: int | None = None
    closed: int | None = None


@dataclass(slots=True)
class NewcomerReport:
    """What an employee owes on a day; `submitted` is a day, `left` that on which the employee left."""

    report_id: str
    employee_id: str
    hired_at: int
    due: int
    left: int | None
    submitted: int | None = None
    findings: list[NewcomerFinding] = field(default_factory=list)


def make_newcomers(rng: Random, company: Company) -> list[NewcomerReport]:
    """One report for each agent: three of four in time, some late, some never; half of the findings are taken on."""
    reports = []
    for number, agent in enumerate(company.agents, 1):
        left = None if agent.left_at is None else agent.left_at // DAY
        due = agent.hired_at // DAY + DUE_AFTER
        report = NewcomerReport(f"rep-{number:04d}", f"emp-{number:04d}", agent.hired_at, due, left)
        reports.append(report)
        draw, early, late = rng.random(), rng.randint(0, 14), rng.randint(1, 30)
        submitted = due - early if draw < 0.75 else due + late
        if draw > 0.9 or (left is not None and left <= submitted):
            continue
        report.submitted = submitted
        for place in range(1, rng.randint(1, 4) + 1):
            topic = rng.choice(tuple(_STRIKING))
            finding = NewcomerFinding(
                f"{report.report_id}-{place}",
                topic if rng.random() < 0.9 else None,
                rng.choice(_STRIKING[topic]),
            )
            opened = submitted + rng.randint(0, 45)
            if rng.random() < 0.55:
                finding.opened = opened
                finding.closed = opened + rng.randint(3, 90) if rng.random() < 0.7 else None
            report.findings.append(finding)
    return reports


def afternoon(day: int) -> int:
    """The instant at which something that is dated by the day becomes known."""
    return day * DAY + 16 * HOUR

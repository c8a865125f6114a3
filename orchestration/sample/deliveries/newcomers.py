"""Newcomers' reports and their findings, as files in the shape of the input contract."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.sample.clock import day_text
from orchestration.sample.deliveries.tables import Table, Version
from orchestration.sample.deliveries.world import files_table
from orchestration.sample.simulation.newcomers import NewcomerReport, afternoon


def newcomer_tables(reports: list[NewcomerReport]) -> Iterator[Table]:
    """Reports as they are owed and handed in, findings as they are written, taken on and settled."""
    yield files_table(
        "workforce.newcomer_reports",
        "report_id employee_id due_on submitted_on",
        (_report(report) for report in reports),
        "upsert",
    )
    yield files_table(
        "workforce.newcomer_findings",
        "finding_id report_id topic summary action_opened_on action_closed_on",
        (versions for report in reports for versions in _findings(report)),
        "upsert",
    )


def _report(r: NewcomerReport) -> list[Version]:
    head = (r.report_id, r.employee_id, day_text(r.due))
    versions: list[Version] = [(r.hired_at, (*head, None))]
    if r.submitted is not None:
        versions.append((afternoon(r.submitted), (*head, day_text(r.submitted))))
    return versions


def _findings(r: NewcomerReport) -> Iterator[list[Version]]:
    for f in r.findings:
        assert r.submitted is not None
        head = (f.finding_id, r.report_id, f.topic, f.summary)
        versions: list[Version] = [(afternoon(r.submitted), (*head, None, None))]
        if f.opened is not None:
            versions.append((afternoon(f.opened), (*head, day_text(f.opened), None)))
            if f.closed is not None:
                versions.append((afternoon(f.closed), (*head, day_text(f.opened), day_text(f.closed))))
        yield versions

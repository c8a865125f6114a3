"""What CONTRIBUTING.md tells to write works as written, and gives what it says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from doc_pages import CONTRIBUTING, WorkedCompany, read_blocks

SECTIONS = ("Add a source", "Add a KPI", "Add a dimension to a KPI", "Add an entity")


def _rows(company: WorkedCompany, query: str) -> list[tuple[Any, ...]]:
    return company.candidate.execute(query).fetchall()


def test_the_new_source_gives_tickets(worked_company: WorkedCompany) -> None:
    found = _rows(
        worked_company,
        "select ticket_id, team_id, channel, topic, status, cast(created_at as text), cast(solved_at as text) "
        "from staging.stg_ticketing__tickets where source = 'acme' order by 1",
    )
    assert found == [
        ("R1", "Front desk", "mail", "billing", "solved", "2024-01-08 09:00:00", "2024-01-08 17:30:00"),
        ("R2", "Second line", "mail", "login", "solved", "2024-01-08 10:00:00", "2024-01-09 10:00:00"),
    ]


def test_the_new_source_gives_teams(worked_company: WorkedCompany) -> None:
    query = "select team_id, name from staging.stg_ticketing__teams where source = 'acme' order by 1"
    assert _rows(worked_company, query) == [("Front desk", "Front desk"), ("Second line", "Second line")]


def test_the_new_source_quarantines_what_it_cannot_read(worked_company: WorkedCompany) -> None:
    query = "select table_name, record, column_name, value, reason, is_quarantined from staging.stg_record_defects"
    assert _rows(worked_company, query) == [("request", 4, "opened", "2024-01-09", "bad_timestamp", True)]


def test_the_new_entity_takes_files(worked_company: WorkedCompany) -> None:
    query = (
        "select source, ticket_id, watcher_id from staging.stg_ticketing__ticket_watchers order by watcher_id"
    )
    assert _rows(worked_company, query) == [("files", "R1", "W1"), ("files", "R1", "W2")]


def test_the_new_kpi_is_published_by_its_dimensions(worked_company: WorkedCompany) -> None:
    found = _rows(
        worked_company,
        "select dimension, dimension_value, numerator, denominator, value, unit from marts.kpi_values "
        "where kpi_id = 'solved_within_day' and period_kind = 'month' and period_start = date '2024-01-01' order by 1, 2",
    )
    assert found == [
        ("channel", "email", 2, 2, 100.0, "percent"),
        ("team", "Front desk", 1, 1, 100.0, "percent"),
        ("team", "Second line", 1, 1, 100.0, "percent"),
        ("total", "total", 2, 2, 100.0, "percent"),
    ]


def test_every_delivery_of_the_pages_was_taken(worked_company: WorkedCompany) -> None:
    assert not worked_company.scan.rejected
    taken = {(delivery.source, delivery.table) for delivery in worked_company.scan.taken}
    assert {
        ("acme", "request"),
        ("files", "ticketing.tickets"),
        ("files", "billing.subscription_periods"),
    } <= taken
    assert not worked_company.scan.unknown_tables


@pytest.mark.parametrize("section", SECTIONS)
def test_files_and_lines_are_counted_right(section: str) -> None:
    blocks = [b for b in read_blocks(CONTRIBUTING) if b.section == section]
    new = [b for b in blocks if b.new_file and not b.new_file.startswith("inbox/")]
    changed = [b for b in blocks if b.changed_file]
    lines = sum(len([line for line in b.text.splitlines() if line.strip()]) for b in new + changed)
    text = CONTRIBUTING.read_text(encoding="utf-8").split(f"\n## {section}\n")[1]
    counted = re.search(r"\*\*Counted\*\*: (.*?);", text)
    assert counted
    assert f"{lines} lines" in counted[1]
    elsewhere = len({b.changed_file for b in changed})
    files = rf"^{len(new)} new files? and" if new else rf"^{elsewhere} files"
    assert re.search(files, counted[1])

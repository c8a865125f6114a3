"""Every kind of bad delivery through whole refreshes: nothing lost, all of it told, and all of it mended."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bad_deliveries import Case, good_files, refused_files, rejected_files, ticket, tickets
from running import FIGURES_ONLY, Run

from faults.second_parser import csv_records, jsonl_lines
from orchestration.candidate import open_candidate
from orchestration.home import Home
from orchestration.intake import read_ledger

pytestmark = pytest.mark.slow

ARRIVED = {"CXW_ARRIVED_AT": "2024-03-01T00:00:00Z", **FIGURES_ONLY}
BEFORE = tickets(*(ticket(f"T{number}") for number in range(40)))
RAISED = "quarantine_thresholds: {files: 0.9}\n"


def _write(home: Path, path: str, content: bytes) -> None:
    file = home / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _quarantine(home: Path, cxw: Run) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for line in cxw(home, "quarantine", "--json", "--limit", "0").stdout.splitlines():
        its = json.loads(line)
        assert its["kind"] == "refused"
        found.setdefault(its["path"], []).append((its["record"], its["column"], its["reason"]))
    return {path: sorted(its) for path, its in found.items()}


def _tables(home: Path) -> dict[str, str]:
    manifest = json.loads((home / "current" / "manifest.json").read_text(encoding="utf-8"))
    return {name: its["hash"] for name, its in manifest["tables"].items()}


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [*good_files(), *refused_files(), *rejected_files()]


@pytest.fixture(scope="module")
def published(cases: list[Case], tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> tuple[Path, str]:
    """A home with a release, to which all bad files came: first above the threshold, then below a raised one."""
    home = tmp_path_factory.mktemp("bad") / "home"
    _write(home, "inbox/files/ticketing.tickets/0.csv", BEFORE)
    cxw(home, "refresh", **ARRIVED)
    for case in cases:
        _write(home, case.path, case.content)
    (home / "inbox/files/ticketing.tickets/link.csv").symlink_to("/etc/hostname")
    stopped = cxw(home, "refresh", expect=3, **ARRIVED).stderr
    assert (home / "current").resolve().name == "000001"
    (home / "settings.yml").write_text(RAISED, encoding="utf-8")
    done = cxw(home, "refresh", **ARRIVED)
    assert (home / "current").resolve().name == "000002"
    return home, stopped + done.stdout + done.stderr


def test_each_refused_record_is_listed_with_its_reason_and_no_other(
    published: tuple[Path, str], cases: list[Case], cxw: Run
) -> None:
    assert _quarantine(published[0], cxw) == {
        case.path: sorted(case.refused, key=str) for case in cases if case.refused
    }


def test_each_rejected_file_is_told_with_its_reason(published: tuple[Path, str], cases: list[Case]) -> None:
    entries = {entry.path: entry for entry in read_ledger(Home(published[0]))}
    for case in cases:
        entry = entries[case.path]
        assert (entry.status == "rejected") == bool(case.rejected), case.name
        if case.rejected:
            assert re.search(case.rejected, str(entry.reason)), entry.reason
            assert case.path in published[1]
    assert entries["inbox/files/ticketing.tickets/link.csv"].status == "rejected"


def test_a_second_parser_finds_every_record_in_one_place(
    published: tuple[Path, str], cases: list[Case], cxw: Run
) -> None:
    listed = _quarantine(published[0], cxw)
    entries = {entry.path: entry for entry in read_ledger(Home(published[0]))}
    for case in cases:
        entry = entries[case.path]
        if entry.status != "taken":
            continue
        if case.name.endswith("csv"):
            records = csv_records(case.content)[1:]
            physical, blank = len(records), sum(record.is_blank for record in records)
        else:
            physical, blank = len(jsonl_lines(case.content)), 0
        refused = len({record for record, _, _ in listed.get(case.path, [])})
        assert (entry.physical_records, entry.blank_records) == (physical, blank), case.name
        with open_candidate(Home(published[0]).candidate) as candidate:
            relation = f"raw_files.{case.table.replace('.', '__')}"
            query = f"select count(*) from {relation} where _delivery = {entry.delivery}"
            (kept,) = candidate.execute(query).fetchone() or (0,)
        assert kept + entry.quarantined_records + blank == physical, case.name
        assert kept == entry.accepted_records
        assert refused == len(case.refused) >= entry.quarantined_records, case.name


def test_what_is_odd_and_good_is_there_as_it_was_written(published: tuple[Path, str]) -> None:
    with open_candidate(Home(published[0]).candidate) as candidate:
        rows = candidate.execute(
            "select ticket_id, subject, status, created_at::varchar from staging.stg_ticketing__tickets"
        ).fetchall()
    found = {row[0]: row[1:] for row in rows}
    assert found["B18"][0] == "one\ntwo"
    assert found["B19"][0] == "👩‍🚀 שלום é"
    assert len(found["B17"][0]) == 3_000_000
    assert [found[f"B29-{n}"][0] for n in range(5)] == ["NULL", "null", "N/A", "-", None]
    assert found["B31"][1] == "unknown"
    assert found["B21"][2] == found["B01"][2] == "2024-01-05 10:00:00"
    assert {"B11", "B15", "B18b", "B33", "B33b", "99999999999999999999999999"} <= found.keys()


def test_corrected_and_delivered_again_all_of_it_joins_and_leaves_the_quarantine(
    published: tuple[Path, str], cases: list[Case], tmp_path: Path, cxw: Run
) -> None:
    """The release is then that of a home to which nothing bad ever came."""
    home, clean = published[0], tmp_path / "clean"
    _write(clean, "inbox/files/ticketing.tickets/0.csv", BEFORE)
    (home / "inbox/files/ticketing.tickets/link.csv").unlink()
    for case in cases:
        content = case.corrected if case.refused or case.rejected else case.content
        if content is None:
            (home / case.path).unlink()
        else:
            _write(home, case.path, content)
            _write(clean, case.path, content)
    packed = "inbox/files/ticketing.tickets/packed.csv.gz"
    for place in (home, clean):
        (place / packed).rename(place / packed.removesuffix(".gz"))
    cxw(home, "refresh", **ARRIVED)
    assert _quarantine(home, cxw) == {}
    cxw(clean, "refresh", **ARRIVED)
    assert _tables(home) == _tables(clean)

"""What the ledger says, in the words of a manifest and of the thresholds."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import Any

from orchestration.contract import Contract
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake import read_ledger
from orchestration.intake.ledger import TAKEN, LedgerEntry
from orchestration.intake.stamp import Stamp
from orchestration.refusals import Delivered
from orchestration.releases import list_releases
from orchestration.releases.hashing import file_hash

LEFT_OUT = ("mtime_ns", "ctime_ns", "inode", "raw_path", "has_record_column", "columns", "formerly")
"""Fields of a ledger entry that concern the raw store alone."""


def ledger_facts(home: Home) -> list[dict[str, Any]]:
    """Every delivery of the ledger, as a manifest tells it."""
    return [
        {name: value for name, value in asdict(e).items() if name not in LEFT_OUT} for e in read_ledger(home)
    ]


def new_deliveries(home: Home) -> list[Delivered]:
    """Deliveries that no release has been made with yet.

    A rejected one counts with all its records, at least one, for as long as it lies in the inbox. A file
    that could not even be opened as a delivery (wrong place, unknown extension) has no hash and does not count.
    """
    known = published_deliveries(home)
    entries = read_ledger(home)
    taken = {entry.identity for entry in entries if entry.status == TAKEN}
    new = []
    rejected: set[tuple[str, str, str]] = set()
    for entry in entries:
        if entry.delivery in known:
            continue
        records = entry.physical_records - entry.blank_records
        if entry.status == TAKEN:
            new.append(
                Delivered(entry.delivery, entry.source, entry.path, records, entry.quarantined_records)
            )
        elif entry.sha256 and entry.identity not in taken | rejected and _still_lies_there(home, entry):
            rejected.add(entry.identity)
            records = max(1, records)
            new.append(Delivered(entry.delivery, entry.source, entry.path, records, records, entry.reason))
    return new


def delivered_again(home: Home) -> dict[int, int]:
    """Records that could not be read and may be in a later file of the same path, corrected, by delivery.

    Whether they are, only a build can tell.
    """
    entries = [entry for entry in read_ledger(home) if entry.status == TAKEN]
    last = {(entry.source, entry.table_name, entry.path): entry.delivery for entry in entries}
    return {
        entry.delivery: entry.quarantined_records
        for entry in entries
        if entry.delivery < last[entry.source, entry.table_name, entry.path]
    }


def refuse_nothing(home: Home, contract: Contract) -> None:
    """Raises CxwError (usage) where the raw store has no record of a table that an adapter knows."""
    for entry in read_ledger(home):
        is_known = (entry.source, entry.table_name) in contract
        if entry.status == TAKEN and entry.accepted_records and is_known:
            return
    raise CxwError(
        f"{home.root}: nothing that an adapter knows has been delivered yet; put files into "
        f"{home.inbox}/<source>/<table>/, or run 'cxw sample' for a demo company."
    )


def damaged_manifests(home: Home) -> list[str]:
    """What a person should hear of: releases whose manifest cannot be read, so that an older one was asked."""
    problems = []
    for release in list_releases(home):
        try:
            release.manifest()
        except CxwError as error:
            problems.append(str(error))
    return problems


def published_deliveries(home: Home) -> frozenset[int]:
    """The deliveries of the last release whose manifest can be read."""
    for release in reversed(list_releases(home)):
        with suppress(CxwError):
            return frozenset(int(delivery["delivery"]) for delivery in release.manifest()["deliveries"])
    return frozenset()


def _still_lies_there(home: Home, entry: LedgerEntry) -> bool:
    path = home.root / entry.path
    if not path.is_file():
        return False
    found = Stamp.of(path)
    return found == entry.stamp or (found.bytes == entry.bytes and file_hash(path) == entry.sha256)

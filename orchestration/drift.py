"""What is different about a delivery: columns that went, came or changed their type, and snapshots that shrank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from orchestration.candidate import open_candidate
from orchestration.contract import Contract
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.intake import LedgerEntry, ScanReport, read_ledger
from orchestration.intake.ledger import TAKEN
from orchestration.ledger_facts import published_deliveries

EMPTIED_SHARE = 0.5
"""Share of a delivery's records with the same defect in one column from which the column is reported as such."""

_EMPTIED = """
select delivery, column_name, reason, count(distinct record) as records
from staging.stg_record_defects
where column_name is not null and delivery in ?
group by all
order by all
"""


def scan_warnings(scan: ScanReport) -> list[str]:
    """What a person should hear of although the refresh goes on."""
    refused = [f"{delivery.status}: {delivery.reason}" for delivery in (*scan.rejected, *scan.waiting)]
    unknown = [
        f"no adapter knows the table {source}/{table}; it is kept and not used"
        for source, table in scan.unknown_tables
    ]
    extra = [
        f"{delivery.path}: unknown columns are kept and not used: {', '.join(delivery.unknown_columns)}"
        for delivery in scan.taken
        if delivery.unknown_columns
    ]
    return [*refused, *unknown, *extra]


def schema_changes(home: Home, contract: Contract, deliveries: Iterable[int]) -> list[str]:
    """Columns that these deliveries have otherwise than the one of their table and format before, by name.

    JSON Lines say nothing of columns: many programs leave out what is empty.
    """
    wanted, sentences = set(deliveries), []
    before: dict[tuple[str, str, str], LedgerEntry] = {}
    for entry in read_ledger(home):
        table = contract.get((entry.source, entry.table_name))
        kind = entry.format.removesuffix(".gz")
        if entry.status != TAKEN or table is None or kind == "jsonl":
            continue
        earlier = before.get((entry.source, entry.table_name, kind))
        before[entry.source, entry.table_name, kind] = entry
        if earlier is not None and entry.delivery in wanted:
            sentences += _changes(earlier, entry, table.column_names)
    return sentences


def _changes(earlier: LedgerEntry, entry: LedgerEntry, declared: frozenset[str]) -> list[str]:
    had = {column.name.lower(): column.type for column in earlier.columns}
    has = {column.name.lower(): column.type for column in entry.columns}
    new = [name for name in entry.unknown_columns if name not in earlier.unknown_columns]
    gone = sorted(declared & had.keys() - has.keys())
    renamed = f" Was it renamed to {' or '.join(new)}?" if new else ""
    sentences = [
        f"{entry.path}: column '{name}' is missing, which the delivery before had ({earlier.path}); "
        f"it counts as empty.{renamed}"
        for name in gone
    ]
    sentences += [
        f"{entry.path}: column '{name}' is {has[name]} and was {had[name]} in the delivery before ({earlier.path})"
        for name in sorted(declared & had.keys() & has.keys())
        if had[name] != has[name] and not (earlier.formerly or entry.formerly)  # an erasure writes pseudonyms
    ]
    return sentences


def emptied_columns(candidate: Path, home: Home, deliveries: Sequence[int]) -> list[str]:
    """Columns of these deliveries in which half of the records, or more, have the same defect."""
    entries = {entry.delivery: entry for entry in read_ledger(home) if entry.delivery in set(deliveries)}
    with open_candidate(candidate) as connection:
        found = connection.execute(_EMPTIED, [list(entries)]).fetchall() if entries else []
    return [
        f"{entries[delivery].path}: column '{column}': {records:,} of {entries[delivery].accepted_records:,} records "
        f"have no value that can be read as declared ({reason}); has its type or its format changed?"
        for delivery, column, reason, records in found
        if records >= EMPTIED_SHARE * max(1, entries[delivery].accepted_records)
    ]


def refuse_shrunken_snapshots(
    home: Home,
    contract: Contract,
    threshold: float,
    refused_later: Mapping[int, int] | None = None,
    *,
    published: frozenset[int] | None = None,
) -> None:
    """Raises CxwError (DELIVERIES_REFUSED) where a snapshot has lost more than this share of what is published.

    A snapshot says that what is not in it is gone; one that was cut off or is empty would say so of everything.
    `refused_later` counts, by delivery, the records refused up to staging: what cannot be typed is gone as well.
    `published` are the deliveries of the last release, where they are known.
    """
    sentences = []
    refused = refused_later or {}
    if published is None:
        published = published_deliveries(home)
    latest, shown = _latest_snapshots(home, contract, published)
    for place, entry in latest.items():
        old = shown.get(place)
        if old is None or entry.delivery in published:
            continue
        before, now = (
            one.accepted_records - max(0, refused.get(one.delivery, 0) - one.quarantined_records)
            for one in (old, entry)
        )
        if before - now > threshold * before:
            sentences.append(f"  {entry.path}: {now:,} records, where {old.path} has {before:,}")
    if sentences:
        raise CxwError(
            "a snapshot shrank too much; readers stay on the release they have.\n"
            + "\n".join(sentences)
            + "\nWhat is not in the latest snapshot of a table counts as gone. Deliver a complete one (with a blank "
            "line more where its bytes were delivered before, as a file is taken once), or accept the "
            f"loss: set snapshot_shrink_threshold in settings.yml for one refresh (now {threshold:g}; 1 allows any).",
            ExitCode.DELIVERIES_REFUSED,
        )


def _latest_snapshots(
    home: Home, contract: Contract, published: frozenset[int]
) -> tuple[Mapping[tuple[str, str], LedgerEntry], Mapping[tuple[str, str], LedgerEntry]]:
    """By table: the latest snapshot that was taken, and the latest that is published."""
    latest: dict[tuple[str, str], LedgerEntry] = {}
    shown: dict[tuple[str, str], LedgerEntry] = {}
    for entry in read_ledger(home):
        place = (entry.source, entry.table_name)
        if entry.status == TAKEN and place in contract and contract[place].mode == "snapshot":
            latest[place] = entry
            if entry.delivery in published:
                shown[place] = entry
    return latest, shown

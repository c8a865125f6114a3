"""Takes what is new in the inbox into the raw store: every delivery once, all of a scan or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from orchestration.contract import Contract
from orchestration.durable import move_durably
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.definition import Delivery, StillBeingWritten
from orchestration.intake.delivery import Outcome, new_outcome, read_delivery
from orchestration.intake.engine import Engine
from orchestration.intake.inbox import Found, find_deliveries
from orchestration.intake.ledger import (
    REJECTED,
    TAKEN,
    LedgerEntry,
    read_ledger,
    scan_file_name,
    scan_files,
    write_ledger,
)
from orchestration.intake.report import ScanReport
from orchestration.intake.stamp import UNSEEN, Stamp
from orchestration.intake.unpacking import sha256_of
from orchestration.storage import hint

WORK_FOLDER = ".intake-work"


def take_deliveries(
    home: Home,
    contract: Contract,
    *,
    arrived_at: datetime | None = None,
    progress: Callable[[str], None] = lambda _line: None,
    was_taken: Callable[[str, str, str], bool] = lambda _source, _table, _sha256: False,
) -> ScanReport:
    """Reads every new delivery of the inbox into the raw store and says what came of each.

    `arrived_at` is the scan's instant (UTC where it has no zone; now by default). `progress` gets a
    line for each delivery that is read. `was_taken` knows (source, table, SHA-256) of deliveries whose files have
    been written anew since. The ledger is written last, so a scan that is killed has taken
    nothing. The caller sees to it that one scan runs at a time.
    """
    started = _as_utc(arrived_at or datetime.now(UTC))
    entries = read_ledger(home)
    work = home.raw / WORK_FOLDER
    try:
        sweep_scans(home, entries)
        work.mkdir(parents=True)
        with Engine(work) as engine:
            return _Scan(home, contract, entries, work, started, engine, was_taken).run(progress)
    except OSError as error:
        raise CxwError(
            f"{error.filename or home.raw}: {error.strerror or error}; nothing of this scan was taken{hint(error)}"
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _as_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def sweep_scans(home: Home, entries: list[LedgerEntry]) -> None:
    """Removes what scans that were killed have left: work files, raw files and quarantine without ledger."""
    shutil.rmtree(home.raw / WORK_FOLDER, ignore_errors=True)
    last_delivery = max((entry.delivery for entry in entries), default=0)
    for file in home.raw.glob("*/*/*.parquet"):
        if file.stem.isdigit() and int(file.stem) > last_delivery:
            file.unlink()
    finished = {file.name for file in scan_files(home.ledger_dir)}
    for file in scan_files(home.quarantine_dir):
        if file.name not in finished:
            file.unlink()


class _Scan:
    """One pass over the inbox; keeps its results to itself until all of them are final."""

    def __init__(
        self,
        home: Home,
        contract: Contract,
        entries: list[LedgerEntry],
        work: Path,
        started: datetime,
        engine: Engine,
        was_taken: Callable[[str, str, str], bool],
    ) -> None:
        self._home, self._contract, self._work, self._engine = home, contract, work, engine
        self._started, self._was_taken = started, was_taken
        self._scan = 1 + max((int(file.stem) for file in scan_files(home.ledger_dir)), default=0)
        self._next_number = 1 + max((entry.delivery for entry in entries), default=0)
        taken = [entry for entry in entries if entry.status == TAKEN]
        self._seen = {(entry.path, entry.stamp) for entry in taken}
        self._identities = {entry.identity for entry in taken}
        self._reported = {(e.path, e.sha256, e.reason) for e in entries if e.status == REJECTED}
        self._known = 0
        self._outcomes: list[Outcome] = []

    def run(self, progress: Callable[[str], None]) -> ScanReport:
        for found in find_deliveries(self._home):
            self._look_at(found, progress)
        for outcome in self._outcomes:
            self._settle(outcome)
        new = [outcome for outcome in self._outcomes if self._is_news(outcome)]
        if new:
            self._commit(new)
        reports = tuple(outcome.report() for outcome in self._outcomes)
        return ScanReport(self._scan if new else None, self._started, reports, self._known)

    def _look_at(self, found: Found, progress: Callable[[str], None]) -> None:
        declared = self._contract.get((found.source, found.table))
        delivery = Delivery(found.file, found.path, found.source, found.table, declared)
        if found.problem:
            outcome = new_outcome(delivery, self._next_number, self._work, UNSEEN)
            outcome.refuse("rejected", found.problem)
        else:
            try:
                stamp = Stamp.of(found.file)
                if (found.path, stamp) in self._seen:
                    self._known += 1
                    return
                outcome = new_outcome(delivery, self._next_number, self._work, stamp)
                outcome.sha256 = sha256_of(found.file)
            except (StillBeingWritten, FileNotFoundError):
                return
            identity = (found.source, found.table, outcome.sha256)
            if identity in self._identities or self._was_taken(*identity):
                self._known += 1
                return
            progress(f"reading {found.path}")
            read_delivery(outcome, self._engine)
        self._outcomes.append(outcome)
        self._next_number += 1
        if outcome.status == "taken":
            self._identities.add((found.source, found.table, outcome.sha256))

    def _settle(self, outcome: Outcome) -> None:
        """A second look, after all others were read: a file that grew in the meantime waits."""
        if outcome.sha256 and outcome.status != "waiting":
            outcome.expect_unchanged()

    def _is_news(self, outcome: Outcome) -> bool:
        rejection = (outcome.delivery.path, outcome.sha256, outcome.reason)
        return outcome.status == "taken" or (outcome.status == "rejected" and rejection not in self._reported)

    def _commit(self, outcomes: list[Outcome]) -> None:
        entries = [self._entry(outcome) for outcome in outcomes]
        refused = self._work / "quarantine.jsonl"
        with refused.open("wb") as together:
            for outcome, entry in zip(outcomes, entries, strict=True):
                if entry.raw_path:
                    move_durably(outcome.raw_file, self._home.root / entry.raw_path)
                if entry.quarantined_records:
                    with outcome.sink.file.open("rb") as lines:
                        shutil.copyfileobj(lines, together)
        if any(entry.quarantined_records for entry in entries):
            move_durably(refused, self._home.quarantine_dir / scan_file_name(self._scan))
        write_ledger(self._home, self._scan, entries, self._work)

    def _entry(self, outcome: Outcome) -> LedgerEntry:
        report, number = outcome.report(), f"{outcome.number:08d}"
        is_taken = report.status == "taken"
        return LedgerEntry(
            delivery=outcome.number,
            scan=self._scan,
            source=report.source,
            table_name=report.table,
            status=TAKEN if is_taken else REJECTED,
            reason=report.reason,
            path=report.path,
            sha256=outcome.sha256,
            bytes=outcome.stamp.bytes,
            mtime_ns=outcome.stamp.mtime_ns,
            ctime_ns=outcome.stamp.ctime_ns,
            inode=outcome.stamp.inode,
            format=report.format,
            arrived_at=self._started.strftime("%Y-%m-%dT%H:%M:%S.%f"),
            raw_path=f"raw/{report.source}/{report.table}/{number}.parquet" if is_taken else None,
            has_record_column=outcome.reading is not None and outcome.reading.has_record_column,
            physical_records=report.physical_records,
            accepted_records=report.accepted_records,
            quarantined_records=report.quarantined_records,
            blank_records=report.blank_records,
            columns=report.columns,
            unknown_columns=report.unknown_columns,
            missing_columns=report.missing_columns,
            is_known_table=report.is_known_table,
        )

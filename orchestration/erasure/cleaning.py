"""The places of a home, cleaned one after the other of whom an erasure is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from orchestration.contract import Contract
from orchestration.erasure import traces
from orchestration.erasure.finding import RawFile
from orchestration.erasure.inbox_files import (
    InboxCleaner,
    Rewritten,
    inbox_files,
    is_stable,
    unreadable_files,
)
from orchestration.erasure.kept_releases import clean_release
from orchestration.erasure.parquet_rows import ParquetRows
from orchestration.erasure.pending import Pending
from orchestration.erasure.raw_store import (
    clean_ledger_texts,
    clean_quarantine,
    clean_raw_file,
    follow_rewritten,
)
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.definition import StillBeingWritten
from orchestration.intake.ledger import read_ledger
from orchestration.releases import list_releases


class Cleaning:
    """One pass over a home. Every step may be the last one of a process that is killed, and may be done twice."""

    def __init__(
        self,
        home: Home,
        contract: Contract,
        pending: Pending,
        rows: ParquetRows,
        work: Path,
        memory_limit: str,
        tell: Callable[[str], None],
    ) -> None:
        self._home, self._contract, self._pending = home, contract, pending
        self._rows, self._work, self._memory_limit, self._tell = rows, work, memory_limit, tell
        self._subject = pending.subject
        self.places: dict[str, int] = {}
        self.warnings: list[str] = []

    def run(self, files: list[RawFile], *, has_releases: bool = True, is_dry: bool = False) -> Cleaning:
        """Cleans every place; without `has_releases` those alone that a new delivery can have reached."""
        self._inbox(is_dry)
        self._raw(files, is_dry)
        self._build(is_dry)
        if has_releases:
            self._releases(is_dry)
        self._texts(is_dry)
        return self

    def _inbox(self, is_dry: bool) -> None:
        self._tell("inbox")
        home, pending = self._home, self._pending
        known = {entry.path for entry in read_ledger(home)}
        cleaner = InboxCleaner(home, self._contract, self._subject, self._rows, self._work, self._announce)
        rewritten = []
        for file in list(inbox_files(home)):
            told = str(file.relative_to(home.root))
            if told not in known and not is_stable(file):
                continue  # it may still be written; the scan that takes it has it looked through
            try:
                if found := cleaner.clean(file, is_dry=is_dry):
                    rewritten.append(found)
            except StillBeingWritten:
                self.warnings.append(
                    "a file of the inbox is still being written; the next refresh looks at it"
                )
        if not is_dry:
            cleaner.remove_folders()
        for told in unreadable_files(home):
            self.warnings.append(
                f"{told}: cannot be read, so nobody knows whether it names the person; remove it"
            )
        self.places["inbox"] = sum(max(1, len(file.records)) for file in rewritten)
        if not is_dry and pending.rewritten:
            follow_rewritten(home, self._subject.key, pending.rewritten, self._work)

    def _announce(self, file: Rewritten) -> None:
        """Before a file becomes another one: however this ends, the ledger will follow."""
        self._pending.announce(self._home, file)

    def _raw(self, files: list[RawFile], is_dry: bool) -> None:
        home = self._home
        theirs: set[tuple[int, int]] = set()
        for number, raw in enumerate(files, start=1):
            self._tell(f"raw store: file {number} of {len(files)}")
            changed = clean_raw_file(home, raw, self._subject, self._rows, self._work, is_dry=is_dry)
            self.places["raw"] = self.places.get("raw", 0) + changed
        for file in self._pending.rewritten:
            theirs |= {
                (entry.delivery, record)
                for entry in read_ledger(home)
                if entry.sha256 in (file.old_sha256, file.new_sha256)
                for record in file.records
            }
        refused = clean_quarantine(home, self._subject, theirs, self._work, is_dry=is_dry)
        self.places["quarantine"] = refused
        self.places["ledger"] = clean_ledger_texts(home, self._subject, self._work, is_dry=is_dry)

    def _build(self, is_dry: bool) -> None:
        if not is_dry:
            self.places["build (files thrown away)"] = traces.throw_away_build(self._home)
            self.places["state (files thrown away)"] = traces.forget_memories(self._home)

    def _releases(self, is_dry: bool) -> None:
        hashes = {file.old_sha256: file.new_sha256 for file in self._pending.rewritten}
        changed = 0
        for release in list_releases(self._home):
            self._tell(f"release {release.number}")
            try:
                changed += clean_release(
                    self._home, release, self._subject, hashes, self._memory_limit, is_dry=is_dry
                )
            except CxwError as problem:
                self.warnings.append(str(problem))
        self.places["releases"] = changed

    def _texts(self, is_dry: bool) -> None:
        paths = traces.text_traces(self._home)
        self.places["logs"], unread = traces.scrub_texts(paths, self._subject, is_dry=is_dry)
        self.places["dagster"] = traces.scrub_histories(self._home, self._subject, is_dry=is_dry)
        for path in traces.left_to_people(self._home, self._subject):
            self.warnings.append(
                f"{path} names the person; it is not the warehouse's own: change it yourself"
            )
        for file in (*unread, *traces.sealed_files(self._home)):
            self.warnings.append(
                f"{file.relative_to(self._home.root)}: is packed, damaged or too large to be looked into; see "
                "yourself whether it names the person"
            )

"""An erasure from its request to its end: find, write down, clean every place, in an order that may stop anywhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from orchestration.contract import Contract
from orchestration.durable import sweep_drafts
from orchestration.erasure import recognising
from orchestration.erasure.cleaning import Cleaning
from orchestration.erasure.finding import RawFile, find, follow, raw_files
from orchestration.erasure.key import Key, open_key, read_key
from orchestration.erasure.looked_through import last_looked_through, mark_looked_through
from orchestration.erasure.parquet_rows import ParquetRows
from orchestration.erasure.pending import Pending, close, read_pending
from orchestration.erasure.request import Request
from orchestration.erasure.requested import open_requests
from orchestration.erasure.rules import rules_of
from orchestration.erasure.tombstones import read_tombstones, write_tombstones
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.ledger import read_ledger
from orchestration.intake.quarantine import read_quarantine
from orchestration.intake.scan import sweep_scans
from orchestration.releases.places import follow_home
from orchestration.releases.rewriting import finish_exchanges
from orchestration.releases.store import sweep_leftovers

WORK_FOLDER = ".erasure-work"
MEMORY_LIMIT = "1500MB"

Tell = Callable[[str], None]


@dataclass
class Erased:
    """What an erasure changed: by place, the records, cells or files; and what a person must still see to."""

    places: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    requests: int = 0

    @property
    def is_nothing(self) -> bool:
        """Nowhere in the home was anybody found."""
        return not any(self.places.values())


@contextmanager
def _tools(home: Home) -> Iterator[tuple[Path, ParquetRows]]:
    """A folder for files that are being prepared, on the disk of the raw store, and a reader; both for a while."""
    work = home.raw / WORK_FOLDER
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700, parents=True)
    try:
        with ParquetRows(work) as rows:
            yield work, rows
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _files(home: Home, contract: Contract) -> list[RawFile]:
    return raw_files(home, read_ledger(home), rules_of(contract))


def erase(
    home: Home,
    contract: Contract,
    request: Request,
    *,
    is_dry: bool = False,
    memory_limit: str = MEMORY_LIMIT,
    tell: Tell = lambda _line: None,
) -> Erased:
    """Erases one person from everything in the home; the caller holds the home's lock.

    A dry run only counts what would change, and keeps nothing. Raises CxwError (usage) where the request is vague or
    meets many people, or the ledger or the quarantine cannot be read; nobody is erased then.
    """
    request.refuse_vague()
    if not is_dry:
        finish(home, contract, memory_limit=memory_limit, tell=tell)
    _refuse_damaged(home)
    key = (read_key(home) or Key(bytes(32))) if is_dry else open_key(home)
    files = _files(home, contract)
    with _tools(home) as (work, rows):
        tell("finding the person")
        tombstones = read_tombstones(home, read_key(home))
        subject = find(request, files, rows, key, tombstones)
        done = last_looked_through(home, key, tombstones) if tombstones.hashes else _last(files)
        pending = Pending(subject, 1)
        if not is_dry:
            _begin(home, key, pending)
        erased = Cleaning(home, contract, pending, rows, work, memory_limit, tell).run(files, is_dry=is_dry)
    if not is_dry:
        mark_looked_through(home, key, done)
        close(home)
    return Erased(erased.places, erased.warnings, 1)


def finish(
    home: Home, contract: Contract, *, memory_limit: str = MEMORY_LIMIT, tell: Tell = lambda _line: None
) -> Erased | None:
    """Ends an erasure that was killed; None where there is none. It comes before anything else in a home.

    What was looked through for whom is left open: the next night looks through everything.
    """
    finish_exchanges(home)
    sweep_leftovers(home)
    follow_home(home)
    sweep_scans(home, read_ledger(home))
    shutil.rmtree(home.raw / WORK_FOLDER, ignore_errors=True)
    for draft in home.erasure.glob(".*"):
        draft.unlink()
    sweep_drafts(home.ledger_dir)
    key = read_key(home)
    read_tombstones(home, key)
    pending = read_pending(home, key) if key else None
    if pending is None:
        return None
    _refuse_damaged(home)
    pending.remove_drafts(home)
    with _tools(home) as (work, rows):
        files = _files(home, contract)
        _begin(home, pending.subject.key, pending)
        erased = Cleaning(home, contract, pending, rows, work, memory_limit, tell).run(files)
    close(home)
    return Erased(erased.places, erased.warnings, pending.requests)


def forget_delivered(
    home: Home,
    contract: Contract,
    *,
    tolerance: timedelta,
    memory_limit: str = MEMORY_LIMIT,
    tell: Tell = lambda _line: None,
) -> Erased:
    """After a scan: carries out the requests that were delivered, and takes out who was erased and was delivered again.

    A request that is vague or meets many people is not carried out, and is a warning of every night until it is
    delivered again corrected; the warning says its number, not whom it names. `tolerance`: see open_requests.
    """
    erased = Erased()
    requests, key = open_requests(home, contract, tolerance), read_key(home)
    if not requests and key is None:
        return erased
    key = open_key(home)
    tombstones = read_tombstones(home, key)
    done = last_looked_through(home, key, tombstones)
    files = _files(home, contract)
    with _tools(home) as (work, rows):
        subject = recognising.recognise(home, contract, key, tombstones, files, rows, work, done)
        if not subject.is_nobody:
            follow(subject, files, rows)
        for request in requests:
            try:
                found = find(request, files, rows, key, tombstones)
            except CxwError as refusal:
                erased.warnings.append(f"erasure request not carried out: {refusal}")
                continue
            erased.requests += 1
            subject.join(found)
        if subject.is_nobody:
            mark_looked_through(home, key, _last(files))
            return erased
        _refuse_damaged(home)
        tell("taking out who asked to be forgotten")
        pending = Pending(subject, erased.requests)
        _begin(home, key, pending)
        is_known = recognising.with_subject(tombstones, subject).hashes == tombstones.hashes
        cleaned = Cleaning(home, contract, pending, rows, work, memory_limit, tell).run(
            files, has_releases=not (is_known and done)
        )
    mark_looked_through(home, key, _last(files))
    close(home)
    return Erased(cleaned.places, [*erased.warnings, *cleaned.warnings], erased.requests)


def _last(files: list[RawFile]) -> int:
    return max((file.entry.delivery for file in files), default=0)


def _refuse_damaged(home: Home) -> None:
    """Raises CxwError where a line of the quarantine cannot be read, as it will be after the inbox was cleaned."""
    for _ in read_quarantine(home):
        pass


def _begin(home: Home, key: Key, pending: Pending) -> None:
    """Writes down what is to be done, then who is to be kept out.

    Not the other way round: who is kept out and not erased yet would be erased by halves in the next night.
    """
    pending.write(home)
    tombstones = read_tombstones(home, key)
    write_tombstones(home, key, recognising.with_subject(tombstones, pending.subject))

"""What a home takes on disk, and which files of the inbox are no longer needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from orchestration.home import Home
from orchestration.intake import read_ledger
from orchestration.intake.ledger import TAKEN
from orchestration.releases.hashing import file_hash

PARTS = ("inbox", "raw", "state", "build", "releases", "tables")


@dataclass(frozen=True)
class Spent:
    """A file of the inbox that is whole in the raw store; `arrived_at` is when a refresh took it."""

    file: Path
    path: str
    bytes: int
    arrived_at: datetime


def sizes(home: Home) -> dict[str, int]:
    """Bytes of each part of the home, hidden files too; links are not followed."""
    return {part: folder_bytes(home.root / part) for part in PARTS}


def folder_bytes(folder: Path) -> int:
    """Bytes of the files below a folder; 0 where there is none. A file that goes meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            if path.is_file() and not path.is_symlink():
                total += path.stat().st_size
        except OSError:
            continue
    return total


def spent_files(home: Home, older_than: timedelta, now: datetime) -> list[Spent]:
    """Files of the inbox that were taken longer ago and are the same bytes still, with their records in the raw store.

    A rejected file stays, and one with a refused record: it is the only whole copy of what was refused. So does one
    that changed since.
    `now` is naive UTC.
    """
    found: dict[str, Spent] = {}
    for entry in read_ledger(home):
        file = home.root / entry.path
        arrived_at = datetime.fromisoformat(entry.arrived_at).replace(tzinfo=None)
        if (
            entry.status != TAKEN
            or not entry.raw_path
            or entry.quarantined_records
            or now - arrived_at < older_than
        ):
            continue
        if entry.path in found or not file.is_file() or file.is_symlink():
            continue
        inside = file.resolve().is_relative_to(home.inbox.resolve())
        if inside and (home.root / entry.raw_path).is_file() and file_hash(file) == entry.sha256:
            found[entry.path] = Spent(file, entry.path, file.stat().st_size, arrived_at)
    return sorted(found.values(), key=lambda spent: spent.path)

"""Is there room for a refresh? Estimated before any work."""

from __future__ import annotations

import os
import shutil
import stat
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.ledger import TAKEN, LedgerEntry
from orchestration.spark.schemas import RELEASED_ROOMS, built_folders

EMPTY_BUILD_BYTES = 100_000_000
"""The databases of a build without records: some hundred tables, each with blocks of its own."""

BUILD_OF_A_BYTE = 3
"""Bytes of the build's databases for each delivered one, where no build is there to go by: 2.1 in the demo company."""

BUILD_OF_A_BYTE_AT_MOST = 10
"""What a small build says of a byte says nothing of a large one: 3 with a million tickets, delivered as Parquet."""

RELEASED_SHARE = 0.4
"""Of the build's bytes those of the candidate, which a release is a copy of, where no build is there to go by."""

EXPANSION = {".gz": 8, ".parquet": 7}
"""How much longer a delivery is than its file, by the ending of its name; a million tickets as Parquet, 249 MB, come to
a build of 5.2 GB."""

BUILD_OF_A_RELEASE_ON_SPARK = 3
"""A build's tables on Spark beside those that are released: 2.8 with 100,000 tickets."""

MARGIN = 1.2


def refuse_full_disk(home: Home, entries: Sequence[LedgerEntry], *, on_spark: bool) -> None:
    """Raises CxwError (usage) where the refresh would run out of space: by the last build, and what is new since."""
    needed: dict[int, int] = defaultdict(int)
    places: dict[int, Path] = {}
    for folder, size in needs(home, entries, on_spark=on_spark).items():
        device = folder.stat().st_dev
        needed[device] += size
        places.setdefault(device, folder)
    for device, folder in places.items():
        free = shutil.disk_usage(folder).free
        free += sum(
            _size(file) for file in _last_build(home) if file.exists() and file.stat().st_dev == device
        )
        if free < needed[device]:
            raise CxwError(
                f"{folder}: {_told(free)} can be used, and this refresh needs some {_told(needed[device])}, going by "
                "the last build and what is new in the inbox. Free space on that disk (docs/operations.md says what "
                "may be deleted), or move the home to a larger one. Nothing was changed."
            )


def needs(home: Home, entries: Sequence[LedgerEntry], *, on_spark: bool) -> dict[Path, int]:
    """Bytes that a refresh will write at most at a time, by folder."""
    taken, new = _delivered(home, entries)
    if on_spark:
        tables = home.tables if home.tables.is_dir() else home.root
        sizes = {home.raw: 2.0 * new, tables: _of_tables(home, taken, new)}
        return {folder: round(MARGIN * size) for folder, size in sizes.items()}
    candidate, workings = map(_size, (home.candidate, home.workings))
    build = float(candidate + workings)
    if build and taken:
        of_a_byte = max((build - EMPTY_BUILD_BYTES) / taken, BUILD_OF_A_BYTE)
        growth = min(of_a_byte, BUILD_OF_A_BYTE_AT_MOST) * new
        build, released = build + growth, candidate + RELEASED_SHARE * growth
    else:
        build = EMPTY_BUILD_BYTES + BUILD_OF_A_BYTE * (taken + new)
        released = RELEASED_SHARE * build
    sizes = {home.raw: 2.0 * new, home.build: build, home.releases: released}
    return {folder: round(MARGIN * size) for folder, size in sizes.items()}


def _of_tables(home: Home, taken: int, new: int) -> float:
    """Bytes of the tables of a build on Spark, which lie beside those of the kept releases until it is published."""
    released: dict[int, int] = defaultdict(int)
    for number, room, folder in built_folders(home):
        if room in RELEASED_ROOMS:
            released[number] += sum(map(_size, folder.rglob("*")))
    if not released:
        return float(BUILD_OF_A_BYTE * (taken + new))
    return float(BUILD_OF_A_RELEASE_ON_SPARK * max(released.values()) + BUILD_OF_A_BYTE * new)


def _delivered(home: Home, entries: Sequence[LedgerEntry]) -> tuple[int, int]:
    """Bytes of deliveries as they are when expanded: those taken, and those that lie in the inbox and are new."""
    done = [entry for entry in entries if entry.status == TAKEN]
    seen = {(entry.path, entry.bytes, entry.mtime_ns) for entry in done}
    new = 0
    for folder, _, names in os.walk(home.inbox):
        for name in names:
            file = os.path.join(folder, name)
            with suppress(OSError):
                found = os.lstat(file)
                path = f"inbox/{os.path.relpath(file, home.inbox)}"
                if stat.S_ISREG(found.st_mode) and (path, found.st_size, found.st_mtime_ns) not in seen:
                    new += _expanded(name, found.st_size)
    return sum(_expanded(entry.path, entry.bytes) for entry in done), new


def _expanded(name: str, size: int) -> int:
    return size * EXPANSION.get(os.path.splitext(name.lower())[1], 1)


def _last_build(home: Home) -> list[Path]:
    """What the build removes before it begins."""
    return [home.candidate, home.workings]


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _told(size: float) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.0f} MB"

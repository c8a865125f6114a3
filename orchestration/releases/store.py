"""Where releases lie, which one is current, and how the pointer moves.

`releases/<number>/` is a release: complete, verified, never written again. `current` is a link to one
of them, replaced in one rename. `releases/log.jsonl` tells what happened, in order.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.durable import sync
from orchestration.errors import CxwError
from orchestration.home import Home

DATABASE = "warehouse.duckdb"
SHOWN_ON_SPARK = "shown_on_spark"
"""Event of the log: readers of Spark were moved to the release."""
PEOPLE = "people.duckdb"
MANIFEST = "manifest.json"
PARTIAL = ".partial"
LOG = "log.jsonl"
DIGITS = 6
TOLD = frozenset({"number", "as_of", "created_at", "files", "tables", "deliveries", "warnings", "settings"})
"""What every manifest has; one that lacks it is damaged."""

ERASED, FOLLOWED = "erased", "followed"
SEALED = ("written", ERASED, FOLLOWED)
"""Events of the log that tell the hash of a release's manifest: it was published, written anew without a person, or
written anew to find its tables where the home is now."""


REMEDY = (
    "restore the release from a backup, show readers another one with 'cxw rollback N', or publish a new one "
    "with 'cxw refresh'."
)


@dataclass(frozen=True)
class Release:
    """One published release."""

    number: int
    path: Path
    is_current: bool

    @property
    def database(self) -> Path:
        """The file that readers open, read-only."""
        return self.path / DATABASE

    def manifest(self) -> dict[str, Any]:
        """What the release says of itself. Raises CxwError, naming the file, where it cannot be read any more."""
        path = self.path / MANIFEST
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise CxwError(f"{path}: is missing; {REMEDY}") from error
        except (OSError, ValueError) as error:
            raise CxwError(f"{path}: cannot be read ({type(error).__name__}); {REMEDY}") from error
        if not isinstance(told, dict) or (lacking := TOLD.difference(told)):
            what = f"it lacks {', '.join(sorted(lacking))}" if isinstance(told, dict) else "it is no object"
            raise CxwError(f"{path}: is not a manifest ({what}); {REMEDY}")
        return told

    def damage(self) -> str | None:
        """What keeps the release from being read, without reading its tables; None where nothing does."""
        try:
            self.manifest()
        except CxwError as error:
            return str(error)
        return None if self.database.is_file() else f"{self.database}: is missing; {REMEDY}"


def release_path(home: Home, number: int) -> Path:
    """The directory of release `number`."""
    return home.releases / f"{number:0{DIGITS}d}"


def list_releases(home: Home) -> list[Release]:
    """Every release that is there, whole or damaged, oldest first."""
    current = current_number(home)
    written = written_numbers(home)
    numbers = sorted(
        int(p.name) for p in home.releases.glob("[0-9]" * DIGITS) if _is_release(p, written, current)
    )
    return [Release(number, release_path(home, number), number == current) for number in numbers]


def _is_release(path: Path, written: set[int], current: int | None) -> bool:
    """A directory with a manifest, or one that had it: a release whose manifest was lost is not a leftover."""
    return path.is_dir() and ((path / MANIFEST).exists() or int(path.name) in written | {current})


def written_numbers(home: Home) -> set[int]:
    """The numbers of releases that were once complete, by the log."""
    return {int(entry["release"]) for entry in read_log(home) if entry["event"] == "written"}


def find_release(home: Home, number: int | None = None) -> Release:
    """Release `number`, or the current one. Raises CxwError when it is not there."""
    releases = list_releases(home)
    for release in releases:
        if release.number == number or (number is None and release.is_current):
            return release
    if number is None:
        missing = pointer_problem(home) or f"{home.root}: nothing has been published yet; run 'cxw refresh'."
        raise CxwError(missing)
    raise CxwError(f"{home.root}: there is no release {number}; there are {_numbers(releases)}.")


def current_number(home: Home) -> int | None:
    """The number that `current` points to; None before the first release, and where it leads anywhere else."""
    try:
        target = home.root / os.readlink(home.current)
        number = int(target.name)
    except (OSError, ValueError):
        return None
    return number if os.path.normpath(target) == os.path.normpath(release_path(home, number)) else None


def pointer_problem(home: Home) -> str | None:
    """Why `current` shows readers nothing although something was published, and what to do; None where it does."""
    releases = list_releases(home)
    whole = [release.number for release in releases if release.damage() is None]
    remedy = f"run 'cxw rollback {whole[-1]}'" if whole else "run 'cxw refresh'"
    if home.current.exists() and not home.current.is_symlink():
        return f"{home.current}: is not a link to a release; move it away, then {remedy}."
    if any(release.is_current for release in releases):
        return None
    if home.current.is_symlink():
        return f"{home.current}: points to {os.readlink(home.current)}, which is no release; {remedy}."
    return f"{home.current}: is missing; {remedy}." if releases else None


def next_number(home: Home) -> int:
    """A number above every one ever used, even where its release has been removed since."""
    named = [int(path.name[:DIGITS]) for path in home.releases.glob("[0-9]" * DIGITS + "*")]
    logged = [int(entry["release"]) for entry in read_log(home)]
    return max([0, *named, *logged]) + 1


def point_current_at(home: Home, number: int, why: str) -> None:
    """Moves `current` to release `number` in one rename, and logs it."""
    if home.current.exists() and not home.current.is_symlink():
        raise CxwError(str(pointer_problem(home)))
    previous = current_number(home)
    link = home.root / f".current.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(release_path(home, number).relative_to(home.root), target_is_directory=True)
    os.replace(link, home.current)
    sync(home.root)
    log(home, event=why, release=number, previous=previous)


def rollback(
    home: Home,
    number: int | None = None,
    refuse: Callable[[Home, Release], None] = lambda home, release: None,
) -> Release:
    """Points readers at release `number`, by default the one before the current one.

    Raises CxwError when there is no such release, and what `refuse` raises of one. The release that is left behind
    stays where it is; the next refresh publishes a higher number.
    """
    with pointer_lock(home):
        if number is None:
            current = find_release(home).number
            earlier = [release.number for release in list_releases(home) if release.number < current]
            if not earlier:
                raise CxwError(f"{home.root}: there is no release before {current}.")
            number = earlier[-1]
        release = find_release(home, number)
        if damage := release.damage():
            raise CxwError(f"readers cannot be shown release {number}: {damage}")
        refuse(home, release)
        point_current_at(home, number, "rolled_back")
    return find_release(home, number)


def sweep_leftovers(home: Home) -> None:
    """Removes what a publication or a removal that was killed left behind; never what was once a release."""
    kept = {release.path for release in list_releases(home)}
    for path in home.releases.glob("[0-9]" * DIGITS + "*"):
        if path.is_dir() and path not in kept:
            shutil.rmtree(path)
    for link in home.root.glob(".current.*"):
        link.unlink()


@contextmanager
def pointer_lock(home: Home) -> Iterator[None]:
    """Keeps two processes from moving `current` or removing releases at the same time.

    It is held for moments, and for as long as readers of Spark are moved on: about a minute.
    """
    home.releases.mkdir(parents=True, exist_ok=True)
    with open(home.releases / ".lock", "w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def log(home: Home, **entry: Any) -> None:
    """Adds one line to the log of releases."""
    path = home.releases / LOG
    line = json.dumps({"at": utc_now(), **entry}) + "\n"
    was_cut_short = path.exists() and not path.read_bytes().endswith(b"\n")
    with open(path, "a", encoding="utf-8") as handle:
        handle.write("\n" + line if was_cut_short else line)
        handle.flush()
        os.fsync(handle.fileno())


def read_log(home: Home) -> list[dict[str, Any]]:
    """The log of releases, oldest first; what is no line of it, as one cut short by a crash, is passed over."""
    path = home.releases / LOG
    lines = path.read_bytes().splitlines() if path.exists() else []
    return [entry for line in lines if (entry := _told(line)) is not None]


def _told(line: bytes) -> dict[str, Any] | None:
    """None where it does not say when what happened to which release, and of a sealed one with which manifest."""
    try:
        entry: dict[str, Any] = json.loads(line)
        datetime.fromisoformat(entry["at"])
        is_whole = entry["event"] not in SEALED or "manifest_sha256" in entry
        is_numbered = isinstance(entry["release"], int) and isinstance(entry.get("previous"), int | None)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return entry if is_whole and is_numbered else None


def utc_now() -> str:
    """The present instant, in UTC, without offset."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def _numbers(releases: list[Release]) -> str:
    return ", ".join(str(release.number) for release in releases) or "none"

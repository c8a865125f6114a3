"""Where releases lie, which one is current, and how the pointer moves.

`releases/<number>/` is a release: complete, verified, never written again. `current` is a link to one
of them, replaced in one rename. `releases/log.jsonl` tells what happened, in order.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.errors import CxwError
from orchestration.home import Home

DATABASE = "warehouse.duckdb"
PEOPLE = "people.duckdb"
MANIFEST = "manifest.json"
PARTIAL = ".partial"
LOG = "log.jsonl"
DIGITS = 6


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
        """What the release says of itself."""
        return dict(json.loads((self.path / MANIFEST).read_text(encoding="utf-8")))


def release_path(home: Home, number: int) -> Path:
    """The directory of release `number`."""
    return home.releases / f"{number:0{DIGITS}d}"


def list_releases(home: Home) -> list[Release]:
    """Every release that is there, oldest first."""
    current = current_number(home)
    numbers = sorted(int(p.name) for p in home.releases.glob("[0-9]" * DIGITS) if (p / MANIFEST).is_file())
    return [Release(number, release_path(home, number), number == current) for number in numbers]


def find_release(home: Home, number: int | None = None) -> Release:
    """Release `number`, or the current one. Raises CxwError when it is not there."""
    releases = list_releases(home)
    for release in releases:
        if release.number == number or (number is None and release.is_current):
            return release
    if number is None:
        raise CxwError(f"{home.root}: nothing has been published yet; run 'cxw refresh'.")
    raise CxwError(f"{home.root}: there is no release {number}; there are {_numbers(releases)}.")


def current_number(home: Home) -> int | None:
    """The number that `current` points to, or None before the first release."""
    try:
        return int(Path(os.readlink(home.current)).name)
    except (FileNotFoundError, ValueError):
        return None


def next_number(home: Home) -> int:
    """A number above every one ever used, even where its release has been removed since."""
    named = [int(path.name[:DIGITS]) for path in home.releases.glob("[0-9]" * DIGITS + "*")]
    logged = [int(entry["release"]) for entry in read_log(home)]
    return max([0, *named, *logged]) + 1


def point_current_at(home: Home, number: int, why: str) -> None:
    """Moves `current` to release `number` in one rename, and logs it."""
    previous = current_number(home)
    link = home.root / f".current.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(release_path(home, number).relative_to(home.root), target_is_directory=True)
    os.replace(link, home.current)
    sync(home.root)
    log(home, event=why, release=number, previous=previous)


def rollback(home: Home, number: int | None = None) -> Release:
    """Points readers at release `number`, by default the one before the current one.

    Raises CxwError when there is no such release. The release that is left behind stays where it is;
    the next refresh publishes a higher number.
    """
    with pointer_lock(home):
        if number is None:
            current = find_release(home).number
            earlier = [release.number for release in list_releases(home) if release.number < current]
            if not earlier:
                raise CxwError(f"{home.root}: there is no release before {current}.")
            number = earlier[-1]
        if not find_release(home, number).database.is_file():
            raise CxwError(f"{release_path(home, number)}: {DATABASE} is missing; choose another release.")
        point_current_at(home, number, "rolled_back")
    return find_release(home, number)


def remove_old_releases(home: Home, keep: int) -> list[int]:
    """Removes all but the last `keep` releases; never `current` nor the one before it. Gives the numbers."""
    with pointer_lock(home):
        releases = list_releases(home)
        current = current_number(home)
        before = [release.number for release in releases if current is not None and release.number < current]
        kept = {release.number for release in releases[-keep:]} | {current, *before[-1:]}
        removed = [release for release in releases if release.number not in kept]
        for release in removed:
            (release.path / MANIFEST).unlink()
            shutil.rmtree(release.path)
            log(home, event="removed", release=release.number)
        return [release.number for release in removed]


def sweep_leftovers(home: Home) -> None:
    """Removes what a publication or a removal that was killed left behind."""
    for path in home.releases.glob("[0-9]" * DIGITS + "*"):
        is_complete = not path.name.endswith(PARTIAL) and (path / MANIFEST).is_file()
        if not is_complete:
            shutil.rmtree(path)
    for link in home.root.glob(".current.*"):
        link.unlink()


@contextmanager
def pointer_lock(home: Home) -> Iterator[None]:
    """Keeps two processes from moving `current` or removing releases at the same time; held for moments."""
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
    """The log of releases, oldest first; a line that was cut short by a crash is passed over."""
    path = home.releases / LOG
    entries: list[dict[str, Any]] = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            entries.append(json.loads(line))
        except ValueError:
            continue
    return entries


def utc_now() -> str:
    """The present instant, in UTC, without offset."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def sync(path: Path) -> None:
    """Makes sure that a file, or the names in a directory, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _numbers(releases: list[Release]) -> str:
    return ", ".join(str(release.number) for release in releases) or "none"

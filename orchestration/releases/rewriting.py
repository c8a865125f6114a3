"""A release that is written anew: prepared whole beside it, and put in its place in one exchange of names.

Whoever opens `current` finds a whole release at any moment. Its number stays; the log tells the hash of its manifest.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from orchestration.durable import sync
from orchestration.home import Home
from orchestration.releases import store
from orchestration.releases.hashing import file_hash
from orchestration.releases.publishing import FOR_THE_OWNER, READ_ONLY

DRAFT = ".erasing"
"""Ends the name of a release that is being written anew, whatever for: a home may have one of an older version."""

_AT_FDCWD, _EXCHANGE = -100, 2


def finish_exchanges(home: Home) -> None:
    """Ends what a killed process was writing anew: a draft that was finished and logged takes its place, others go."""
    for draft in sorted(home.releases.glob(f"*{DRAFT}")):
        number = int(draft.name[: store.DIGITS])
        place = store.release_path(home, number)
        logged = last_hash(home, number)
        if _manifest_hash(draft) == logged and _manifest_hash(place) != logged:
            _exchange(home, draft, place)
        shutil.rmtree(draft, ignore_errors=True)


def last_hash(home: Home, number: int) -> str | None:
    """The hash of a release's manifest as the log told it last."""
    told = [e for e in store.read_log(home) if e["release"] == number and e["event"] in store.SEALED]
    return str(told[-1]["manifest_sha256"]) if told else None


def new_draft(release: store.Release) -> Path:
    """An empty folder in which a release is prepared."""
    draft = release.path.with_name(release.path.name + DRAFT)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    return draft


def seal(draft: Path, told: dict[str, Any]) -> None:
    """Writes the manifest, which says what `told` does, and makes the files what a release's are."""
    told["files"] = {p.name: file_hash(p) for p in sorted(draft.iterdir()) if p.name != store.MANIFEST}
    (draft / store.MANIFEST).write_text(json.dumps(told, indent=1, default=str) + "\n", encoding="utf-8")
    for path in draft.iterdir():
        path.chmod(FOR_THE_OWNER if path.name == store.PEOPLE else READ_ONLY)
        sync(path)
    sync(draft)
    draft.chmod(0o755)


def take_place(home: Home, release: store.Release, draft: Path, event: str) -> None:
    """Puts a sealed draft in the place of a release, and logs the event, which is one of `store.SEALED`."""
    with store.pointer_lock(home):
        store.log(home, event=event, release=release.number, manifest_sha256=_manifest_hash(draft))
        _exchange(home, draft, release.path)
    shutil.rmtree(draft)


def _manifest_hash(folder: Path) -> str | None:
    path = folder / store.MANIFEST
    return file_hash(path) if path.is_file() else None


def _exchange(home: Home, draft: Path, place: Path) -> None:
    """Gives each of two folders the other's name at once; where the system cannot, file by file, the manifest last."""
    if sys.platform == "linux":
        system = ctypes.CDLL(None, use_errno=True)
        if system.renameat2(_AT_FDCWD, os.fsencode(draft), _AT_FDCWD, os.fsencode(place), _EXCHANGE) == 0:
            sync(home.releases)
            return
    for name in _manifest_last(path.name for path in draft.iterdir()):
        os.replace(draft / name, place / name)
    sync(place)


def _manifest_last(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (name == store.MANIFEST, name))

"""Which releases are kept: never one that a reader may be about to open goes."""

from __future__ import annotations

import shutil

from orchestration.home import Home
from orchestration.releases import store

REMOVED = ".removed"


def remove_old_releases(home: Home, keep: int) -> list[int]:
    """Removes all but the last `keep` releases; gives the numbers.

    Never `current`, the one before it, nor the one that it took the place of: a reader may be about to open that. Nor
    the one that readers of Spark see, which stay behind where DuckDB builds.
    """
    with store.pointer_lock(home):
        releases = store.list_releases(home)
        current = store.current_number(home)
        before = [release.number for release in releases if current is not None and release.number < current]
        kept = {release.number for release in releases[-keep:]} | {
            current,
            *before[-1:],
            _replaced(home, current),
            _last_with(home, store.SHOWN_ON_SPARK),
        }
        removed = [release for release in releases if release.number not in kept]
        for release in removed:
            leaving = release.path.with_name(release.path.name + REMOVED)
            release.path.rename(leaving)
            shutil.rmtree(leaving)
            store.log(home, event="removed", release=release.number)
        return [release.number for release in removed]


def _replaced(home: Home, current: int | None) -> int | None:
    """The release that readers had until `current` was shown; None where the log does not say.

    It is not always the one before: that may be one which a killed refresh wrote and never showed.
    """
    shown = [entry for entry in store.read_log(home) if "previous" in entry and entry["release"] == current]
    return shown[-1]["previous"] if shown else None


def _last_with(home: Home, event: str) -> int | None:
    """The release of the last such event of the log."""
    found = [int(entry["release"]) for entry in store.read_log(home) if entry["event"] == event]
    return found[-1] if found else None

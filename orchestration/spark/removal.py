"""Releases on Spark that tell of somebody who was erased: their tables are not written anew, but removed."""

from __future__ import annotations

import shutil

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases.store import Release, list_releases, log, read_log

GIVEN_UP = "given_up"
"""Event of the log: readers see the release until there is another, and then it goes."""


def give_up(home: Home, release: Release) -> None:
    """Removes a release with its tables. Raises CxwError where readers see it: then the next publication does."""
    if release.is_current:
        log(home, event=GIVEN_UP, release=release.number)
        raise CxwError(
            f"release {release.number}, which readers see, still tells of the person: its tables are on Spark and are "
            "not written anew. Run 'cxw refresh', which publishes one that does not and removes this one."
        )
    for folder in home.tables.glob(f"*_r{release.number:06d}_*"):
        shutil.rmtree(folder)
    shutil.rmtree(release.path)
    log(home, event="removed", release=release.number)


def remove_given_up(home: Home) -> None:
    """Removes what was given up and is no longer shown."""
    given_up = {int(entry["release"]) for entry in read_log(home) if entry["event"] == GIVEN_UP}
    for release in list_releases(home):
        if release.number in given_up and not release.is_current:
            give_up(home, release)

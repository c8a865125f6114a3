"""What Spark built and is not for readers: releases that were given up, and builds that were never shown.

A release that tells of somebody who was erased is not written anew: its tables belong to Spark. It is removed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases.store import (
    SHOWN_ON_SPARK,
    Release,
    current_number,
    list_releases,
    log,
    pointer_lock,
    read_log,
)
from orchestration.settings import SPARK
from orchestration.spark.schemas import RELEASED_ROOMS, built_folders, claim, drop
from orchestration.spark.session import Session, open_session

GIVEN_UP = "given_up"
"""Event of the log: readers see the release until there is another, and then it goes."""


def is_on_spark(release: Release) -> bool:
    """Whether Spark has the tables of a release."""
    return release.damage() is None and release.manifest().get("engine") == SPARK


def numbers_with_tables(home: Home) -> set[int]:
    """Numbers of the releases that are Spark's, and of those that can no longer say whose they are."""
    return {release.number for release in list_releases(home) if release.damage() or is_on_spark(release)}


def unpublished_folders(home: Home) -> list[Path]:
    """Folders of tables that belong to no release: of builds that failed or were killed, personal data included."""
    kept = numbers_with_tables(home)
    return [
        folder
        for number, room, folder in built_folders(home)
        if number not in kept or room not in RELEASED_ROOMS
    ]


def shown_on_spark(home: Home) -> int | None:
    """The release that readers of Spark were last moved to, which is not the current one where DuckDB built that."""
    shown = [int(entry["release"]) for entry in read_log(home) if entry["event"] == SHOWN_ON_SPARK]
    return shown[-1] if shown else None


def give_up(home: Home, release: Release) -> None:
    """Removes a release with its tables.

    Raises CxwError where readers see it, which ends with the next publication on Spark; where the schemas are another
    home's, of which this one is a copy; and where Spark does not answer, as tables whose files are gone would be empty
    to it, without an error.
    """
    told = f"release {release.number} still tells of the person: its tables are on Spark and are not written anew. "
    try:
        with open_session() as session, pointer_lock(home):
            claim(session, home)
            is_shown = release.number in (current_number(home), shown_on_spark(home))
            if not is_shown:
                remove(session, home, release)
    except CxwError as error:
        log(home, event=GIVEN_UP, release=release.number)
        raise CxwError(f"{told}{error} Then run 'cxw refresh --target spark', which removes it.") from error
    if is_shown:
        log(home, event=GIVEN_UP, release=release.number)
        raise CxwError(
            f"{told}Readers see it. Run 'cxw refresh --target spark', which publishes one that does not and removes "
            "this one."
        )


def remove(session: Session, home: Home, release: Release) -> None:
    """Removes a release with its tables, from Spark first; the caller holds the lock of `current`."""
    drop(session, home, release.number)
    shutil.rmtree(release.path)
    log(home, event="removed", release=release.number)


def remove_given_up(session: Session, home: Home) -> None:
    """Removes what was given up and is no longer shown."""
    given_up = {int(entry["release"]) for entry in read_log(home) if entry["event"] == GIVEN_UP}
    for release in list_releases(home):
        if release.number in given_up - {shown_on_spark(home)} and not release.is_current:
            remove(session, home, release)

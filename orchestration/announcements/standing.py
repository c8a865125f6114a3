"""How announcements stand, for `cxw status`: what waits to be told, since when, and what came of the last try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orchestration.announcements.book import read_book
from orchestration.home import Home
from orchestration.releases import Release
from orchestration.releases.store import list_releases, read_log

LATEST = "select feedback_alert_key, raised_at from conformed.fct_feedback_alerts"


@dataclass(frozen=True)
class Standing:
    """Alerts that wait: those of the release with the instant of the oldest answer, and those that left it again.

    `is_heard` says whether the last refresh knew a webhook. `last_told` and `problem` are of the last message, and of
    the last try where that failed.
    """

    is_heard: bool
    waiting: int
    withdrawn: int
    oldest: datetime | None
    since_release: int | None
    told: int
    last_told: str | None
    problem: str | None


def standing(home: Home) -> Standing | None:
    """None where no refresh looked yet. Raises ValueError or OSError where the book or the log cannot be read.

    What waits is of the newest release: the next refresh tells it, also where readers were shown an older one since.
    """
    book = read_book(home)
    if book is None:
        return None
    raised = _raised(list_releases(home)[-1]) if book.waiting else {}
    # What a correction took out of the release is not told, unless it comes back.
    waiting = {key: number for key, number in book.waiting.items() if raised is None or key in raised}
    tries = [entry for entry in read_log(home) if entry.get("event") in ("alerts_told", "alerts_not_told")]
    told = [entry for entry in tries if entry["event"] == "alerts_told"]
    has_failed = bool(tries) and tries[-1]["event"] == "alerts_not_told"
    return Standing(
        is_heard=book.is_heard,
        waiting=len(waiting),
        withdrawn=len(book.waiting) - len(waiting),
        oldest=min((raised[key] for key in waiting), default=None) if raised else None,
        since_release=min(waiting.values(), default=None),
        told=len(book.told),
        last_told=str(told[-1]["at"]) if told else None,
        problem=str(tries[-1].get("problem")) if has_failed else None,
    )


def sentences(found: Standing | None) -> Iterator[str]:
    """What to say of it, a line each."""
    if found is None:
        yield "no refresh has looked for them yet"
        return
    if not found.is_heard:
        yield "nobody is told, as settings.yml named no alert_webhook at the last refresh"
    if found.waiting:
        verb = "waits" if found.waiting == 1 else "wait"
        oldest = f", the oldest of {str(found.oldest)[:19]} UTC" if found.oldest else ""
        yield f"{found.waiting:,} {verb} to be told since release {found.since_release}{oldest}"
    elif found.is_heard:
        yield "none waits to be told"
    if found.withdrawn:
        yield f"{found.withdrawn:,} waited and left the release: told if they come back"
    if found.problem:
        yield f"the last try failed ({found.problem}); the next refresh tries again"
    if found.last_told:
        yield f"told of {found.told:,}, the last time at {found.last_told[:19].replace('T', ' ')} UTC"


def _raised(release: Release) -> Mapping[str, Any] | None:
    """The alerts of the release: key -> instant of the answer; None where it cannot be read."""
    import duckdb

    try:
        with duckdb.connect(str(release.database), read_only=True) as connection:
            return dict(connection.execute(LATEST).fetchall())
    except duckdb.Error:
        return None

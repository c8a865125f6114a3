"""What the refresh that runs has found so far: for its release, and for the history of refreshes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import duckdb

from orchestration.announcements.outcomes import tell_of_outcome
from orchestration.build import Progress, dbt_tests
from orchestration.defects import refused_by_delivery
from orchestration.home import Home
from orchestration.notes import Notes
from orchestration.operations.freshness import source_freshness
from orchestration.operations.history import refresh_history
from orchestration.operations.recording import Recording, verdict
from orchestration.operations.room_facts import read_audit, room_facts
from orchestration.releases import Release
from orchestration.releases.columns import ADDED, change_text
from orchestration.releases.contents import RELEASED_SCHEMAS
from orchestration.releases.hashing import quoted
from orchestration.releases.operations import OperationsTable


def rooms_so_far(home: Home, notes: Notes) -> list[dict[str, Any]]:
    """Each room that the refresh has entered, with what it took and found."""
    has_built, audit = "build" in notes.seconds, home.build / "audit" / "audit.json"
    text = audit.read_text(encoding="utf-8") if "audit" in notes.seconds and audit.exists() else ""
    return room_facts(
        notes.seconds,
        notes.memory,
        intake=notes.intake,
        refused=sum(refused_by_delivery(home.candidate).values()) if has_built else None,
        dbt_tests=dbt_tests(home) if has_built else (),
        audit=read_audit(text),
        rows=released_rows(home) if has_built else None,
    )


def released_rows(home: Home) -> int | None:
    """Rows of all tables of the candidate that are released; None where there is none to read."""
    try:
        with duckdb.connect(str(home.candidate), read_only=True) as connection:
            tables = connection.execute(
                "select schema_name, table_name from duckdb_tables() where schema_name in ?",
                [list(RELEASED_SCHEMAS)],
            ).fetchall()
            counts = [f"select count(*) as n from {quoted(schema, table)}" for schema, table in tables]
            found = connection.execute(
                f"select sum(n)::bigint from ({' union all '.join(counts)})" if counts else "select 0"
            ).fetchone()
    except duckdb.Error:
        return None
    return int(found[0]) if found else None


def tables(home: Home, recording: Recording | None, notes: Notes, release: int) -> dict[str, OperationsTable]:
    """The tables of the schema `operations` for release `release`."""
    run = recording.run if recording else None
    return {
        "refresh_history": refresh_history(
            home,
            number=run.number if run else None,
            release=release,
            started_at=run.started_at if run else None,
            rooms=rooms_so_far(home, notes),
        ),
        "source_freshness": source_freshness(home.candidate),
    }


def column_warnings(release: Release) -> list[str]:
    """What whoever has a dashboard on the release should hear of: columns that it has no longer, or of another type."""
    changes = release.manifest().get("column_changes", [])
    told = [change_text(change) for change in changes if change["change"] != ADDED]
    return [f"columns that dashboards may read have changed: {', '.join(told)}"] if told else []


def gaps(recording: Recording | None) -> list[str]:
    """Why the refresh could not be written down, if it could not."""
    return list(recording.warnings) if recording else []


@contextmanager
def recorded(home: Home, progress: Progress = lambda line: None) -> Iterator[Recording]:
    """Writes down the refresh that the block is, however it ends."""
    recording = start(home)
    try:
        yield recording
    except BaseException as error:
        close(recording, error)
        if isinstance(error, Exception):
            _, reason, causes = verdict(error)
            _tell(recording, reason, causes)
            for warning in recording.warnings:
                progress(f"alerts: {warning}")
        raise
    close(recording)
    _tell(recording)


def _tell(recording: Recording, reason: str | None = None, causes: Sequence[str] = ()) -> None:
    rooms = [str(room["room"]) for room in recording.rooms[-1:]]
    run = f"refresh {recording.run.number}" if recording.run else "refresh"
    if problem := tell_of_outcome(recording.home, run, rooms=rooms, reason=reason, causes=causes):
        recording.warnings.append(f"alert_webhook was not told what the refresh came to ({problem})")


def start(home: Home) -> Recording:
    """Writes down that a refresh begins. What the rooms of the last one took is not its own. Never raises."""
    with suppress(OSError):
        Notes.forget(home)
    recording = Recording(home)
    recording.begin()
    return recording


def close(recording: Recording, error: BaseException | None = None) -> None:
    """Writes down what the refresh came to, with its rooms. Never raises."""
    try:
        recording.rooms = list(rooms_so_far(recording.home, Notes.read(recording.home)))
    except (OSError, ValueError, TypeError, KeyError, duckdb.Error, json.JSONDecodeError):
        recording.rooms = []
    recording.end(error)

"""`operations.refresh_history`: every refresh, room by room, from the history of refreshes and the releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.operations.room_facts import facts_of_manifest
from orchestration.operations.runs import PUBLISHED, Run, read_runs
from orchestration.releases.operations import REFRESH_HISTORY, OperationsTable
from orchestration.releases.store import list_releases

NO_ROOM = "none"
"""Of a refresh that ended before its first room, or was killed: what its rooms took is not known."""


def refresh_history(
    home: Home,
    *,
    number: int | None,
    release: int,
    started_at: str | None,
    rooms: Sequence[Mapping[str, Any]],
) -> OperationsTable:
    """The table as of the release that is being written, whose own rooms so far are `rooms`.

    `number` is that of the refresh; None where the history cannot be written. A release that the history does not
    know is told by its manifest, so that a gap is seen as such: `is_recorded` is false.
    """
    recorded = [run for run in read_runs(home) if run.number != number]
    rows = [row for run in recorded for row in _rows_of(run)]
    rows += _unrecorded(home, {run.release for run in recorded})
    own = Run(number or 0, started_at or "", "published", exit_code=0, reason=PUBLISHED, release=release)
    rows += [_row(own, room, is_recorded=number is not None) for room in rooms]
    return OperationsTable(REFRESH_HISTORY, rows)


def _rows_of(run: Run) -> Iterator[tuple[Any, ...]]:
    for room in run.rooms or ({"room": NO_ROOM},):
        yield _row(run, room, is_recorded=True)


def _unrecorded(home: Home, known: set[int | None]) -> Iterator[tuple[Any, ...]]:
    """The releases that are kept and that the history does not know."""
    for release in list_releases(home):
        if release.number in known:
            continue
        try:
            manifest = release.manifest()
        except CxwError:
            continue
        run = Run(0, "", "published", exit_code=0, reason=PUBLISHED, release=release.number)
        for room in facts_of_manifest(manifest):
            yield _row(run, room, is_recorded=False)


def _row(run: Run, room: Mapping[str, Any], *, is_recorded: bool) -> tuple[Any, ...]:
    key = f"refresh {run.number}" if run.number else f"release {run.release}"
    return (
        key,
        room["room"],
        run.number or None,
        run.release,
        run.state,
        run.exit_code,
        run.reason,
        list(run.causes),
        run.started_at or None,
        room.get("seconds"),
        room.get("peak_memory_mb"),
        room.get("rows"),
        room.get("quarantined"),
        room.get("checks_passed"),
        room.get("checks_warned"),
        room.get("checks_failed"),
        is_recorded,
    )

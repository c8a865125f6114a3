"""The history of refreshes: `releases/runs.jsonl`, one line when one begins and one when it ends.

Lines are only ever added. A refresh that was killed has no second line, and so is seen. A history that cannot be
written stops no refresh: the release says so in a warning, and `operations.refresh_history` shows what the releases
themselves tell of it. No text of an error is kept, as it may quote data: the exit code, and names of what failed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from orchestration.durable import sync
from orchestration.home import Home
from orchestration.releases.store import utc_now

RUNS = "runs.jsonl"
State = Literal["published", "failed", "stopped", "running"]
PUBLISHED = "PUBLISHED"
DEFECT = "DEFECT"
INTERRUPTED = "INTERRUPTED"


@dataclass(frozen=True)
class Run:
    """One refresh. `reason` is the name of its exit code, or of the error where that was a defect.

    `stopped` is one that was killed; `causes` are names of checks, models or sources that failed. `rooms` are as in a
    manifest.
    """

    number: int
    started_at: str
    state: State = "stopped"
    ended_at: str | None = None
    exit_code: int | None = None
    reason: str | None = None
    causes: tuple[str, ...] = ()
    release: int | None = None
    rooms: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)

    @property
    def failed(self) -> bool:
        """It ended, or was killed, without a release."""
        return self.state in ("failed", "stopped")


def runs_file(home: Home) -> Path:
    """Where the history lies."""
    return home.releases / RUNS


def read_runs(home: Home) -> list[Run]:
    """Every refresh that was written down, oldest first; a line that was cut short is passed over."""
    found: dict[int, Run] = {}
    for entry in _entries(runs_file(home)):
        try:
            number = int(entry["run"])
            if entry["event"] == "began":
                found[number] = Run(number, str(entry["at"]))
            elif entry["event"] == "ended" and number in found:
                found[number] = _ended(found[number], entry)
        except (KeyError, TypeError, ValueError):
            continue
    return list(found.values())


def begin(home: Home) -> Run:
    """Writes down that a refresh begins. Raises OSError where that cannot be written."""
    run = Run(max((run.number for run in read_runs(home)), default=0) + 1, utc_now(), "running")
    _append(home, {"event": "began", "run": run.number, "at": run.started_at, "pid": os.getpid()})
    return run


def end(
    home: Home,
    run: Run,
    *,
    exit_code: int,
    reason: str,
    causes: Sequence[str] = (),
    release: int | None = None,
    rooms: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Writes down what a refresh came to. Raises OSError where that cannot be written."""
    _append(
        home,
        {
            "event": "ended",
            "run": run.number,
            "at": utc_now(),
            "exit_code": exit_code,
            "reason": reason,
            "causes": list(causes),
            "release": release,
            "rooms": [dict(room) for room in rooms],
        },
    )


def _ended(run: Run, entry: Mapping[str, Any]) -> Run:
    return Run(
        run.number,
        run.started_at,
        "published" if entry["exit_code"] == 0 else "failed",
        str(entry["at"]),
        int(entry["exit_code"]),
        str(entry["reason"]),
        tuple(str(cause) for cause in entry["causes"]),
        entry["release"],
        tuple(entry["rooms"]),
    )


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return  # not there yet, or not to be read: then the releases tell, and whoever writes says why not
    for line in text.splitlines():
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            yield entry


def _append(home: Home, entry: Mapping[str, Any]) -> None:
    path = runs_file(home)
    line = (json.dumps(entry) + "\n").encode()
    is_new = not path.exists()
    with open(path, "ab+") as handle:
        if handle.tell():
            handle.seek(-1, os.SEEK_END)
            line = line if handle.read(1) == b"\n" else b"\n" + line
        handle.write(line)
        handle.flush()
        os.fsync(handle.fileno())
    if is_new:
        sync(home.releases)

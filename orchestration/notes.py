"""What the rooms of a refresh tell each other, and how long and how much memory each took."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field

from orchestration.build import Progress
from orchestration.durable import replace_text
from orchestration.home import Home
from orchestration.operations.memory import PeakMemory
from orchestration.storage import explained


@dataclass
class Notes:
    """What the rooms tell each other: `build/refresh.json`, in the private part of the home."""

    seconds: dict[str, float] = field(default_factory=dict)
    memory: dict[str, int | None] = field(default_factory=dict)
    intake: dict[str, int] = field(default_factory=dict)
    measures: dict[str, dict[str, int]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    audited: list[int] | None = None

    @classmethod
    def read(cls, home: Home) -> Notes:
        """The notes of the rooms so far."""
        path = home.build / "refresh.json"
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else cls()

    @classmethod
    def forget(cls, home: Home) -> None:
        """Removes the notes of the last refresh. Raises OSError where that cannot be."""
        (home.build / "refresh.json").unlink(missing_ok=True)

    def write(self, home: Home) -> None:
        """Leaves the notes for the next room."""
        replace_text(home.build / "refresh.json", json.dumps(asdict(self)))


@contextmanager
def timed(home: Home, progress: Progress, room: str) -> Iterator[Notes]:
    """Notes for the block that is the room; what it took is written down also where it fails, if that can be."""
    progress(f"{room}: started")
    notes = Notes.read(home)
    started, memory = time.monotonic(), PeakMemory()

    def write_down() -> None:
        notes.seconds[room] = round(time.monotonic() - started, 3)
        notes.memory[room] = memory.megabytes()
        notes.write(home)

    with explained(home, room):
        try:
            yield notes
        except BaseException:
            with suppress(OSError):  # the room's own failure is what is told
                write_down()
            raise
        write_down()
    progress(f"{room}: done in {notes.seconds[room]:.1f} s")

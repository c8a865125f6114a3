"""The looping reader: a process that opens `current` again and again, and writes down what it saw."""

from __future__ import annotations

import json
import os
import random
import select
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from faults.content import Session, read_session
from faults.forking import Process, fork

PAUSE_SECONDS = 0.015
"""Between two sessions, or as long as the last one took: a reader of a large release leaves time to the refresh."""

TABLES_A_SESSION = 8


@dataclass
class Reader:
    """A running reader; `stop` ends it with one session over every table."""

    process: Process
    wish: int
    seen: Path

    def stop(self) -> list[Session]:
        """All sessions, in order; the last one read every table."""
        os.close(self.wish)
        self.process.wait(120)
        lines = self.seen.read_text(encoding="utf-8").splitlines()
        return [Session(**json.loads(line)) for line in lines]


def start_reader(home: Path, telling: Sequence[str], folder: Path, seed: int) -> Reader:
    """Starts a reader that looks at some of the `telling` tables in each session."""
    ear, wish = os.pipe()
    seen = folder / "seen.jsonl"

    def work() -> int:
        os.close(wish)
        return _loop(home, telling, seen, ear, seed)

    process = fork(work, folder / "reader.log")
    os.close(ear)
    return Reader(process, wish, seen)


def _loop(home: Path, telling: Sequence[str], seen: Path, ear: int, seed: int) -> int:
    drawn = random.Random(seed)
    database = home / "current" / "warehouse.duckdb"
    with open(seen, "w", encoding="utf-8") as stream:
        took = 0.0
        while not select.select([ear], [], [], max(PAUSE_SECONDS, took))[0]:
            started = time.monotonic()
            tables = drawn.sample(list(telling), min(TABLES_A_SESSION, len(telling)))
            stream.write(json.dumps(asdict(read_session(database, tables))) + "\n")
            took = time.monotonic() - started
        stream.write(json.dumps(asdict(read_session(database))) + "\n")
    return 0

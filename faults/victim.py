"""The refresh that is to be killed: the command line itself, telling the campaign how far it is."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from faults.forking import Process, fork
from faults.whereabouts import Whereabouts

HALT_SECONDS = 600
USED = (
    *(
        f"orchestration.{name}"
        for name in ("audit", "cli", "cli_output", "headlines", "intake", "refresh", "rooms")
    ),
    *("numpy", "pandas", "pytz"),
)
"""Loaded before a process is forked, since each would take their time again; DuckDB loads the last three by itself."""


def load_modules() -> None:
    """Loads what every refresh uses; Great Expectations is not among it."""
    for name in USED:
        import_module(name)


@dataclass(frozen=True)
class Step:
    """Something that a refresh is about to do to its home, `seconds` after its start."""

    before: str
    after: str
    word: str
    seconds: float


@dataclass
class Victim:
    """A running refresh that tells its steps through a pipe."""

    process: Process
    ear: int
    _rest: bytes = b""

    def read_steps(self) -> tuple[list[Step], bool]:
        """Waits for what it tells next; False once it will tell nothing more."""
        told = os.read(self.ear, 65536)
        *lines, self._rest = (self._rest + told).split(b"\n")
        return [_step(line.decode()) for line in lines], bool(told)

    def close(self) -> None:
        """Stops listening."""
        os.close(self.ear)


def start_refresh(
    home: Path,
    log: Path,
    environment: Mapping[str, str],
    stand_in: Callable[[], None],
    halts: Callable[[Step, int], bool] = lambda step, index: False,
) -> Victim:
    """Starts `cxw refresh` in a process of its own, and listens to it.

    `stand_in` is called in that process first, and may replace parts. `halts` says whether the refresh is to stand
    still before a step, the index-th of its room, until it is killed.
    """
    ear, mouth = os.pipe()

    def work() -> int:
        os.close(ear)
        return _refresh(home, environment, stand_in, mouth, halts)

    process = fork(work, log)
    os.close(mouth)
    return Victim(process, ear)


def run_refresh(
    home: Path,
    log: Path,
    environment: Mapping[str, str],
    stand_in: Callable[[], None],
    *,
    seconds: float = 1800,
) -> int:
    """A plain refresh to its end; gives the exit code."""
    return fork(lambda: _cxw(home, environment, stand_in), log).wait(seconds)


def _refresh(
    home: Path,
    environment: Mapping[str, str],
    stand_in: Callable[[], None],
    mouth: int,
    halts: Callable[[Step, int], bool],
) -> int:
    started = time.monotonic()
    watch, main = Whereabouts(str(home)), threading.get_ident()
    counted: dict[str, int] = {}

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if threading.get_ident() != main:
            return
        before = watch.room
        word = watch.sees(event, arguments)
        if word is None:
            return
        step = Step(before, watch.room, word, time.monotonic() - started)
        index = counted[before] = counted.get(before, -1) + 1
        is_last = halts(step, index)
        line = f"{step.before}\t{before if is_last else step.after}\t{word}\t{step.seconds:.6f}\n"
        os.write(mouth, line.encode())
        if is_last:
            time.sleep(HALT_SECONDS)

    sys.addaudithook(hook)
    return _cxw(home, environment, stand_in)


def _cxw(home: Path, environment: Mapping[str, str], stand_in: Callable[[], None]) -> int:
    from orchestration.cli import main

    os.environ.update(environment)
    stand_in()
    return main(["--home", str(home), "refresh"])


def _step(line: str) -> Step:
    before, after, word, seconds = line.split("\t")
    return Step(before, after, word, float(seconds))

"""Processes of the campaign: each is forked, in a session of its own, with its output in a file."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from orchestration.dbt_process import die_with_parent

BROKEN = 70
"""Exit code of a process of the campaign's own that raised."""


@dataclass
class Process:
    """A forked process; `code` is that of its end, negative where a signal ended it."""

    pid: int
    log: Path
    code: int | None = None

    def wait(self, seconds: float) -> int:
        """Waits for the end. Raises TimeoutError after `seconds`, and kills the whole session."""
        deadline = time.monotonic() + seconds
        while not self.has_ended():
            if time.monotonic() > deadline:
                self.kill_all()
                self.wait(10)
                raise TimeoutError(f"{self.log}: not at its end after {seconds:.0f} s")
            time.sleep(0.005)
        assert self.code is not None
        return self.code

    def has_ended(self) -> bool:
        """True once it is gone, and its code known."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code is not None

    def kill(self) -> None:
        """SIGKILL to this process alone."""
        os.kill(self.pid, signal.SIGKILL)

    def kill_all(self) -> None:
        """SIGKILL to the session: this process and all that it started."""
        os.killpg(self.pid, signal.SIGKILL)

    def output(self) -> str:
        """What it has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


def fork(work: Callable[[], int], log: Path) -> Process:
    """Runs `work` in a child process, which dies with this one; its result is the exit code."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        code = BROKEN
        try:
            os.setsid()
            die_with_parent()
            with open(log, "w", buffering=1, encoding="utf-8") as stream:
                os.dup2(stream.fileno(), 1)
                os.dup2(stream.fileno(), 2)
                sys.stdout = sys.stderr = stream
                try:
                    code = work()
                except Exception:  # noqa: BLE001  # the code says it, the log says what
                    traceback.print_exc()
        finally:
            os._exit(code)
    return Process(pid, log)


def processes_of(home: Path) -> list[int]:
    """Processes whose command line names the home: dbt, and whatever a refresh started."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                words = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(home) + b"/" in words:
                found.append(int(folder.name))
    return found

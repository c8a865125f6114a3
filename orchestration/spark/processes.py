"""The Java processes of one cluster: started apart from this one, known by a mark in their command line.

A pid alone may be another program's by now, and an executor has no file that names it. Each process of a cluster
carries `-Dcxw.cluster=<hash of the folder>` instead, so that all of them are found, and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from orchestration.errors import CxwError

GRACE_SECONDS = 10.0
TAIL_LINES = 12
STARTER = "/bin/spark-"
"""Begins the name of Spark's shell scripts, which give way to Java within a second."""


@dataclass(frozen=True)
class Daemon:
    """A server of the cluster: its name, its process and its log."""

    name: str
    pid: int
    log: Path

    @property
    def is_running(self) -> bool:
        """Whether the process is there, and no zombie."""
        return is_alive(self.pid)

    def explain(self, what: str) -> CxwError:
        """An error about this server, with the end of its log."""
        lines = (
            self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        )
        told = [line for line in lines if not line.startswith("\tat ")]
        said = "\n".join(f"  {line}" for line in told[-TAIL_LINES:]) or "  (it is empty)"
        return CxwError(f"Spark's {self.name} {what}. The end of its log, {self.log}:\n{said}")


def mark(folder: Path) -> str:
    """The option of Java by which the processes of the cluster in `folder` are known."""
    return f"-Dcxw.cluster={hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]}"


def start(name: str, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Daemon:
    """Starts a server in a session of its own; its pid goes to `<name>.pid`, what it says to `logs/<name>.log`."""
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    log = folder / "logs" / f"{name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    (folder / f"{name}.pid").write_text(f"{process.pid}\n", encoding="utf-8")
    return Daemon(name, process.pid, log)


def daemons(folder: Path) -> list[Daemon]:
    """The servers that were started in `folder`, by their pid files, whether they still run or not."""
    found = []
    for path in sorted(folder.glob("*.pid")):
        text = path.read_text(encoding="utf-8").strip()
        if text.isdigit():
            found.append(Daemon(path.stem, int(text), folder / "logs" / f"{path.stem}.log"))
    return found


def marked(folder: Path) -> list[int]:
    """The processes that carry the mark of `folder`, executors included, and starters that are about to."""
    listed = {server.pid for server in daemons(folder)}
    return [
        pid
        for pid, command in _commands()
        if is_alive(pid) and (mark(folder) in command or (pid in listed and STARTER in command))
    ]


def stop(folder: Path) -> int:
    """Ends every process of the cluster, the stubborn ones by force; how many there were.

    Raises CxwError where one is still there in the end.
    """
    pids = marked(folder)
    for name in (signal.SIGTERM, signal.SIGKILL):
        for pid in marked(folder):
            _send(pid, name)
        ends = time.monotonic() + GRACE_SECONDS
        while marked(folder) and time.monotonic() < ends:
            time.sleep(0.1)
    if left := marked(folder):
        raise CxwError(f"Spark's processes {left} do not end; end them by hand.")
    for path in folder.glob("*.pid"):
        path.unlink()
    return len(pids)


def is_alive(pid: int) -> bool:
    """Whether there is such a process; one that has ended and waits for its parent to look is none."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
    except OSError:
        return not Path("/proc/self").exists()
    return state.split()[0] not in ("Z", "X")


def _send(pid: int, name: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, name)


def _commands() -> list[tuple[int, str]]:
    """Pid and words of the command line of every process that may be looked at."""
    if not Path("/proc/self/cmdline").exists():
        listed = subprocess.run(
            ["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=True
        )
        lines = (line.split(None, 1) for line in listed.stdout.splitlines())
        return [(int(line[0]), " ".join(line[1].split()) + " ") for line in lines if len(line) == 2]
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(
                (int(path.parent.name), path.read_bytes().decode("utf-8", "replace").replace("\0", " "))
            )
        except OSError:
            continue
    return found

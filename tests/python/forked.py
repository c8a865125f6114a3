"""`cxw` and the dbt that it starts, each in a process of its own that has imported everything when it begins.

Imports are a quarter of a small refresh, and nearly all of a small command.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import forkserver
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

PROCESSES = multiprocessing.get_context("forkserver")


def start_server() -> None:
    """Starts what commands are forked from. Where modules lie it learns from its environment alone."""
    PROCESSES.set_forkserver_preload(["preloaded"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()


def run_cxw(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Runs `cxw ARGUMENTS`; what it prints goes through files in `folder`."""
    printed = [folder / "stdout", folder / "stderr"]
    process = PROCESSES.Process(
        target=_be_cxw,
        args=(list(arguments), dict(environment), os.getcwd(), [str(path) for path in printed]),
    )
    process.start()
    process.join()
    assert process.exitcode is not None
    out, err = (path.read_text(encoding="utf-8") for path in printed)
    return subprocess.CompletedProcess(["cxw", *arguments], process.exitcode, out, err)


def _be_cxw(arguments: list[str], environment: dict[str, str], folder: str, printed: list[str]) -> None:
    for descriptor, path in enumerate(printed, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    assert "preloaded" in sys.modules, "what is imported beforehand cannot be imported"
    _settle(["cxw", *arguments], environment, folder)
    from orchestration import build, cli

    build.subprocess = SimpleNamespace(  # type: ignore[assignment]
        Popen=WaitingDbt().start, PIPE=subprocess.PIPE, STDOUT=subprocess.STDOUT
    )
    sys.exit(cli.main(arguments))


def _settle(words: list[str], environment: Mapping[str, str], folder: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = words


class WaitingDbt:
    """A fork that waits to be dbt: made before this process has threads and databases, which do not survive a fork.

    In use it does what `build` asks of a `subprocess.Popen`.
    """

    def __init__(self) -> None:
        self._line, other = socket.socketpair()
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            self._line.close()
            os._exit(_wait(other))
        other.close()

    def start(
        self, command: list[str], *, cwd: Path, env: Mapping[str, str], pass_fds: tuple[int, ...], **_: Any
    ) -> WaitingDbt:
        """Begins with the work; the one build of a command is the only one."""
        assert command[:3] == [sys.executable, "-m", "orchestration.dbt_process"]
        reading, writing = os.pipe()
        socket.send_fds(self._line, [b"!"], [writing, *pass_fds])
        os.close(writing)
        self._line.sendall(json.dumps([command[2:], dict(env), str(cwd)]).encode())
        self._line.close()
        self.stdout = open(reading, encoding="utf-8", errors="replace")  # noqa: SIM115 - closed with this object
        return self

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def __enter__(self) -> WaitingDbt:
        return self

    def __exit__(self, *_: object) -> None:
        self.stdout.close()
        self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _wait(line: socket.socket) -> int:
    called, descriptors, *_ = socket.recv_fds(line, 1, 2)
    if not called:
        return 0
    with line.makefile("rb") as request:
        words, environment, folder = json.load(request)
    for descriptor in (1, 2):
        os.dup2(descriptors[0], descriptor)
    os.close(descriptors[0])
    _settle(words, environment, folder)
    from orchestration import dbt_process

    try:
        dbt_process.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    finally:
        dbt_process._let_go_of_databases()
        gc.collect()  # a fork ends without the tidying up in which Python lets go of them
        sys.stdout.flush()
    return 0

"""Runs one command to its end and says what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass

from orchestration.build import dbt_environment
from orchestration.home import PROJECT_ROOT, Home
from orchestration.settings import Settings


@dataclass(frozen=True)
class Usage:
    """Wall and processor seconds of a command with all its processes, and the MiB of the largest of them."""

    seconds: float
    processor_seconds: float
    peak_mib: int


def run(command: list[str], home: Home) -> Usage:
    """Raises CalledProcessError where the command fails."""
    environment = {**os.environ, **dbt_environment(home, Settings.load(home))}
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if code := os.waitstatus_to_exitcode(status):
        raise subprocess.CalledProcessError(code, command)
    processor = usage.ru_utime + usage.ru_stime
    return Usage(round(seconds, 1), round(processor, 1), round(usage.ru_maxrss / 1024))


def python(*arguments: str) -> list[str]:
    """A command of this project's Python."""
    return [sys.executable, "-m", *arguments]


def cxw(home: Home, *arguments: str) -> list[str]:
    """A command of the warehouse."""
    return python("orchestration.cli", "--home", str(home.root), *arguments)

"""Measures whole refreshes against their targets: `make bench`. Prints a table, writes benchmarks/latest.json.

Times depend on the machine: the targets are for two cores with nothing else running. Exit code 1 when one is missed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from orchestration.build import dbt_command, dbt_environment, prepare_build
from orchestration.home import PROJECT_ROOT, Home
from orchestration.settings import Settings

LOG = Path(
    os.environ.get(
        "CXW_SERVICENOW_LOG", PROJECT_ROOT.parent / "shared/data/servicenow/incident_event_log.csv.gz"
    )
)
RESULTS = Path(__file__).with_name("latest.json")


@dataclass(frozen=True)
class Measured:
    """One command: wall seconds and the largest process in MiB, beside what they should be at most."""

    name: str
    seconds: float
    target_seconds: float
    peak_mib: float
    target_mib: float

    @property
    def is_met(self) -> bool:
        """Both targets hold."""
        return self.seconds <= self.target_seconds and self.peak_mib <= self.target_mib


def _cxw(home: Home, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "orchestration.cli", "--home", str(home.root), *arguments]


def _empty_build(home: Home) -> list[str]:
    """The cost of the nodes alone: dbt over a home to which nothing was delivered, parse cache warm."""
    command = dbt_command(home, Settings.load(home))
    prepare_build(home)
    _run(command, home)
    prepare_build(home)
    return command


def _demo(home: Home) -> list[str]:
    """The default demo company: about 500 customers, 2 years, 20,000 tickets; parse cache cold."""
    _run(_cxw(home, "sample"), home)
    return _cxw(home, "refresh")


def _servicenow(home: Home) -> list[str]:
    """The real log alone, parse cache cold."""
    inbox = home.inbox / "servicenow" / "incident_event_log"
    inbox.mkdir(parents=True)
    shutil.copy(LOG, inbox)
    return _cxw(home, "refresh")


CASES: list[tuple[str, Callable[[Home], list[str]], float]] = [
    ("empty dbt build", _empty_build, 30),
    ("refresh of the demo company", _demo, 60),
    *([("refresh of the ServiceNow log", _servicenow, 40.0)] if LOG.exists() else []),
]


def _run(command: list[str], home: Home) -> float:
    """Runs to the end; gives the MiB of the largest of its processes."""
    environment = {**os.environ, **dbt_environment(home, Settings.load(home))}
    process = subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise subprocess.CalledProcessError(code, command)
    return usage.ru_maxrss / 1024


def measure(name: str, prepare: Callable[[Home], list[str]], target_seconds: float) -> Measured:
    """Prepares a home of its own, then times the command that `prepare` gives."""
    with tempfile.TemporaryDirectory(prefix="cxw-bench-") as folder:
        home = Home(Path(folder))
        command = prepare(home)
        started = time.perf_counter()
        peak = _run(command, home)
        seconds = time.perf_counter() - started
    return Measured(name, round(seconds, 1), target_seconds, round(peak), 2048)


def main() -> int:
    """Runs every case; 1 where a target is missed."""
    results = [measure(*case) for case in CASES]
    RESULTS.write_text(json.dumps([asdict(result) for result in results], indent=2) + "\n", encoding="utf-8")
    for result in results:
        print(
            f"{result.name:32} {result.seconds:6.1f} s (at most {result.target_seconds:.0f})"
            f"  {result.peak_mib:6.0f} MiB (at most {result.target_mib:.0f})  {'met' if result.is_met else 'MISSED'}"
        )
    return 0 if all(result.is_met for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())

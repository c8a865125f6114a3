"""The same deliveries on both engines: a refresh on DuckDB, then dbt on Spark with the enrichments of that refresh."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.cases import LOG
from benchmarks.running import cxw
from orchestration.build import FAILED_STATUSES, dbt_arguments, dbt_environment
from orchestration.errors import CxwError, ExitCode
from orchestration.home import PROJECT_ROOT, Home
from orchestration.settings import SPARK, Settings


def _sample(*options: str) -> Callable[[Home], None]:
    return lambda home: _run(cxw(home, "sample", *options), home, {})


def _servicenow(home: Home) -> None:
    if not LOG.exists():
        raise CxwError(
            f"{LOG}: is not there; name the ServiceNow log in CXW_SERVICENOW_LOG, or leave the company out."
        )
    inbox = home.inbox / "servicenow" / "incident_event_log"
    inbox.mkdir(parents=True)
    shutil.copy(LOG, inbox)


COMPANIES: dict[str, Callable[[Home], None]] = {
    "small": _sample("--customers", "40", "--days", "150"),
    "demo": _sample(),
    "servicenow": _servicenow,
}
"""Each makes the deliveries of a company in an empty home."""


def schema_of(company: str) -> str:
    """With which the names of its schemas begin on Spark."""
    return f"parity_{company}"


def build_on_duckdb(company: str, home: Home) -> float:
    """Delivers the company and refreshes; seconds of the refresh. Raises CxwError where it fails."""
    home.root.mkdir(parents=True, exist_ok=True)
    COMPANIES[company](home)
    started = time.monotonic()
    _run(cxw(home, "refresh"), home, {})
    return time.monotonic() - started


def build_on_spark(company: str, home: Home, select: list[str]) -> float:
    """dbt's models and tests on Spark, over the raw store of `home`; seconds. Raises CxwError, naming what failed."""
    target = home.build / "spark_target"
    words = dbt_arguments(home, replace(Settings.load(home), target=SPARK), select)
    words[words.index("--target-path") + 1] = str(target)
    words[words.index("--log-path") + 1] = str(home.build / "spark_logs")
    started = time.monotonic()
    command = [sys.executable, "-m", "orchestration.dbt_process", *words]
    code = subprocess.run(command, cwd=PROJECT_ROOT, env=_environment(home, company), check=False).returncode
    if code:
        raise CxwError(_explain(target / "run_results.json", home), ExitCode.BUILD_FAILED)
    return time.monotonic() - started


def _environment(home: Home, company: str) -> dict[str, str]:
    return {
        **os.environ,
        **dbt_environment(home, Settings.load(home)),
        "CXW_SPARK_SCHEMA": schema_of(company),
    }


def _explain(results: Path, home: Home) -> str:
    failed = []
    if results.exists():
        found = json.loads(results.read_text(encoding="utf-8"))["results"]
        failed = [
            f"  {r['unique_id']}: {str(r['message'])[:300]}" for r in found if r["status"] in FAILED_STATUSES
        ]
    return "\n".join([f"dbt failed on Spark; its log is in {home.build / 'spark_logs'}.", *failed[:20]])


def _run(command: list[str], home: Home, more: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=PROJECT_ROOT, env={**os.environ, **more}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CxwError(
            f"{' '.join(command[2:])} failed for {home.root}:\n{done.stderr[-2000:]}", ExitCode.BUILD_FAILED
        )

"""The build room: one `dbt build` that makes the candidate database."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.data_tests import TESTS, look_for_missing_tests, test_environment
from orchestration.dbt_process import ENRICH_OPTION, ENRICHING, EVENTS_OPTION, PARENT_VARIABLE
from orchestration.enrichment.room import clear_results
from orchestration.errors import CxwError, ExitCode
from orchestration.home import PROJECT_ROOT, Home
from orchestration.releases.store import next_number
from orchestration.settings import SPARK, Settings
from orchestration.spark.building import begin_build
from orchestration.spark.options import statements_at_a_time
from orchestration.spark.schemas import release_prefix
from orchestration.storage import hint

Progress = Callable[[str], None]
"""Is told, in a few words, what is being done now."""

FAILURES_SHOWN = 10
REFUSED = "REFUSED: "
"""Begins what a macro says to the person who asked for the impossible."""

FAILED_STATUSES = ("error", "fail", "runtime error")


@dataclass(frozen=True)
class BuildResult:
    """What one `dbt build` did."""

    nodes: int
    tests: int
    warnings: tuple[str, ...]


def dbt_arguments(home: Home, settings: Settings, select: Sequence[str] = ()) -> list[str]:
    """Arguments of `dbt` that make the candidate, or the selected models; the same for every caller."""
    threads = statements_at_a_time(settings.threads) if settings.target == SPARK else settings.threads
    return [
        "build",
        *dbt_options(home),
        *("--target", settings.target),
        *("--threads", str(threads)),
        "--vars",
        json.dumps(settings.dbt_vars(), sort_keys=True),
        *(["--select", *select] if select else []),
    ]


def dbt_command(home: Home, settings: Settings, select: Sequence[str] = ()) -> list[str]:
    """The whole command that makes the candidate; run it with `dbt_environment`.

    A whole build has the enrichment room in it; selected models are built on what it gave last.
    """
    runner = [sys.executable, "-m", "orchestration.dbt_process", EVENTS_OPTION, str(_log(home))]
    if not select:
        runner.append(ENRICH_OPTION)
    return [*runner, *dbt_arguments(home, settings, select)]


def dbt_options(home: Home) -> list[str]:
    """Options of any dbt command on `home`: where the project is and where dbt writes."""
    return [
        *("--project-dir", str(PROJECT_ROOT)),
        *("--profiles-dir", str(PROJECT_ROOT)),
        *("--target-path", str(home.dbt_target)),
        *("--log-path", str(home.build / "logs")),
        "--no-use-colors",
    ]


def dbt_environment(home: Home, settings: Settings, as_of: str | None = None) -> dict[str, str]:
    """What dbt's profile and the models' clock read from the environment; no telemetry.

    `as_of` is an instant in UTC (`2024-12-31T23:59:59.999999`); without one it is the latest event delivered.
    """
    schema = {"CXW_SPARK_SCHEMA": release_prefix(next_number(home))} if settings.target == SPARK else {}
    return {
        **schema,
        **test_environment(),
        "CXW_HOME": str(home.root),
        "CXW_MEMORY_LIMIT": settings.memory_limit,
        "CXW_AS_OF": as_of or "",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def prepare_build(home: Home) -> None:
    """Clears what an earlier build left, except dbt's parse cache, which makes the next start faster.

    One that was killed also leaves what DuckDB had spilled: folders of the size of the data.
    """
    home.build.mkdir(parents=True, exist_ok=True)
    home.dbt_target.mkdir(exist_ok=True)
    leftovers = [
        *home.build.glob(f"{home.candidate.name}*"),
        *home.build.glob(f"{home.workings.name}*"),
        home.spill,
        home.dbt_target / "run_results.json",
    ]
    for leftover in leftovers:
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink(missing_ok=True)
    clear_results(home)


def run_dbt(
    home: Home,
    settings: Settings,
    *,
    as_of: str | None = None,
    progress: Progress,
    lock_descriptor: int | None = None,
    select: Sequence[str] = (),
) -> BuildResult:
    """Runs `dbt build` once, in a process of its own that dies with this one.

    Raises CxwError: BUILD_FAILED, naming the nodes that failed, with dbt's messages; USAGE where the project
    refused what it was asked.
    """
    command = dbt_command(home, settings, select)
    prepare_build(home)
    if settings.target == SPARK:
        begin_build(home)
    errors: list[str] = []
    with subprocess.Popen(
        command,
        cwd=PROJECT_ROOT,
        env={**os.environ, **dbt_environment(home, settings, as_of), PARENT_VARIABLE: str(os.getpid())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        pass_fds=() if lock_descriptor is None else (lock_descriptor,),
    ) as process:
        try:
            assert process.stdout is not None
            for event in _events(process.stdout):
                _report(event, progress)
                if event["level"] == "error":
                    errors.append(event["message"])
        except BaseException:
            process.kill()
            raise
    results = _results(home)
    if process.returncode != 0:
        if refusal := _refusal(errors):
            raise CxwError(refusal)
        failed = [_short(r["unique_id"]) for r in results if r["status"] in FAILED_STATUSES]
        raise CxwError(_explain(results, errors, home), ExitCode.BUILD_FAILED, failed)
    if not results:
        raise CxwError(f"{home.dbt_target}/run_results.json: dbt left no result.", ExitCode.BUILD_FAILED)
    return _summary(results, () if select else look_for_missing_tests(home, results))


def _refusal(errors: list[str]) -> str | None:
    """What a macro of the project refused before any node ran, in its own words; None where none did."""
    lines = (line.strip() for message in errors for line in message.splitlines())
    return next((line.partition(REFUSED)[2] for line in lines if REFUSED in line), None)


def _log(home: Home) -> Path:
    return home.build / "logs" / "dbt.log"


def _events(lines: Any) -> Iterator[dict[str, Any]]:
    """What dbt's process prints; a line that is no event came from outside dbt, and is an error."""
    for line in lines:
        try:
            event = json.loads(line)
            event["name"], event["level"], event["message"]
        except (ValueError, KeyError, TypeError):
            event = {"name": "", "level": "error", "message": line.rstrip()}
        yield event


def _report(event: dict[str, Any], progress: Progress) -> None:
    if event["name"] == ENRICHING:
        progress(event["message"])
    elif event["name"] == "FoundStats":
        progress(f"build: {event['message']}")
    elif event["name"] == "LogStartLine" and event.get("total"):
        progress(f"build: {event['index']} of {event['total']} {_short(event['node'])}")


def _short(unique_id: str) -> str:
    """`model.cxw.dim_agent` -> `dim_agent`; the hash at the end of a test's id is of no use to a reader."""
    parts = unique_id.split(".")
    if parts[0] == "unit_test":
        return ".".join(parts[2:])
    return parts[2] if len(parts) > 2 else unique_id


def _results(home: Home) -> list[dict[str, Any]]:
    """dbt's result of each node; none where it wrote no such file, or not to its end."""
    try:
        return list(json.loads((home.dbt_target / "run_results.json").read_text(encoding="utf-8"))["results"])
    except (FileNotFoundError, ValueError):
        return []


def dbt_tests(home: Home) -> list[dict[str, Any]]:
    """What the tests of the last `dbt build` came to: name, status and failures; in dbt's order."""
    return [
        {"name": _short(r["unique_id"]), "status": r["status"], "failures": r.get("failures") or 0}
        for r in _results(home)
        if r["unique_id"].startswith(TESTS)
    ]


def _summary(results: list[dict[str, Any]], warnings: Sequence[str]) -> BuildResult:
    warned = [r for r in results if r["status"] == "warn"]
    return BuildResult(
        nodes=len(results),
        tests=sum(r["unique_id"].startswith(TESTS) for r in results),
        warnings=(*warnings, *(f"{_short(r['unique_id'])}: {r['message']}" for r in warned)),
    )


def _explain(results: list[dict[str, Any]], errors: list[str], home: Home) -> str:
    failed = [r for r in results if r["status"] in FAILED_STATUSES]
    if failed:
        lines = [f"  {_short(r['unique_id'])}: {_one_line(r['message'])}" for r in failed[:FAILURES_SHOWN]]
        if len(failed) > FAILURES_SHOWN:
            lines.append(f"  ... and {len(failed) - FAILURES_SHOWN} more")
        what = f"dbt build failed: {len(failed)} of {len(results)} nodes"
    else:
        lines = [f"  {_one_line(message)}" for message in errors[:FAILURES_SHOWN]]
        what = "dbt build failed " + ("between its two parts" if results else "before any node ran")
    storage = hint(RuntimeError("\n".join([*lines, *errors])))
    return "\n".join([f"{what}{storage}.", *lines, f"The whole log is in {_log(home)}."])


def _one_line(message: str | None) -> str:
    return " ".join((message or "no message").split())

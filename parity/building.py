"""The same deliveries on both engines: a refresh on DuckDB, then one on Spark, or dbt alone there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from benchmarks.cases import LOG
from benchmarks.running import cxw
from orchestration.build import FAILED_STATUSES, dbt_arguments, dbt_environment
from orchestration.errors import CxwError, ExitCode
from orchestration.home import PROJECT_ROOT, Home
from orchestration.settings import SPARK, Settings
from orchestration.spark import schemas
from orchestration.spark.session import open_session

NAME = "CXW_SPARK_NAME"
SCRATCH = "parity-"
"""Begins the names of the folders in which homes are that nobody keeps."""


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


@contextmanager
def own_schemas(company: str, home: Home, *, is_scratch: bool) -> Iterator[None]:
    """Gives `home` a name on Spark, `parity_<company>`, under which nothing of another home is touched.

    `CXW_SPARK_NAME` takes the place of `parity`. The name of a scratch home has that folder's letters in it, and all
    its schemas are dropped in the end. Raises CxwError (usage) where the name is another home's already.
    """
    before = os.environ.get(NAME)
    letters = [home.root.parent.name.removeprefix(SCRATCH)] if is_scratch else []
    os.environ[NAME] = "_".join([before or "parity", *letters, company])
    try:
        with open_session() as session:
            schemas.claim(session, home)
        try:
            yield
        finally:
            if is_scratch:
                _drop_all(schemas.readers_name())
    finally:
        del os.environ[NAME]
        if before is not None:
            os.environ[NAME] = before


def _drop_all(name: str) -> None:
    try:
        with open_session() as session:
            for schema, *_ in session.rows("show schemas"):
                if schema == name or schema.startswith(f"{name}_"):
                    session.rows(f"drop schema {schema} cascade")
    except CxwError as error:
        print(f"schemas that begin with {name} stay on Spark: {error}", file=sys.stderr)


def build_schema() -> str:
    """With which the names of the schemas begin that dbt alone builds on Spark."""
    return f"{schemas.readers_name()}_build"


def build_on_duckdb(company: str, home: Home) -> float:
    """Delivers the company where that was not done, and refreshes; seconds of the refresh. Raises CxwError."""
    home.root.mkdir(parents=True, exist_ok=True)
    if not home.inbox.exists():
        COMPANIES[company](home)
    started = time.monotonic()
    _run(cxw(home, "refresh", "--target", "duckdb"), home, {})
    return time.monotonic() - started


def is_built_on_duckdb(home: Home) -> bool:
    """Whether the build that is left in `home` is DuckDB's own: one of Spark is views over Spark's files."""
    if not home.candidate.exists():
        return False
    with duckdb.connect(str(home.candidate), read_only=True) as connection:
        return bool(connection.execute("select 1 from duckdb_tables() limit 1").fetchall())


def refresh_on_spark(home: Home) -> float:
    """A whole refresh of `home` on Spark, publication and all; seconds. Raises CxwError where it fails."""
    started = time.monotonic()
    command = cxw(home, "refresh", "--target", "spark")
    if code := subprocess.run(command, cwd=PROJECT_ROOT, check=False).returncode:
        raise CxwError(
            f"{home.root}: the refresh on Spark ended with {code}; it has said why.", ExitCode.BUILD_FAILED
        )
    return time.monotonic() - started


def build_on_spark(home: Home, select: list[str]) -> float:
    """dbt's models and tests on Spark, over the raw store of `home`; seconds. Raises CxwError, naming what failed."""
    target = home.build / "spark_target"
    words = dbt_arguments(home, replace(Settings.load(home), target=SPARK), select)
    words[words.index("--target-path") + 1] = str(target)
    words[words.index("--log-path") + 1] = str(home.build / "spark_logs")
    started = time.monotonic()
    command = [sys.executable, "-m", "orchestration.dbt_process", *words]
    code = subprocess.run(command, cwd=PROJECT_ROOT, env=_environment(home), check=False).returncode
    if code:
        raise CxwError(_explain(target / "run_results.json", home), ExitCode.BUILD_FAILED)
    return time.monotonic() - started


def _environment(home: Home) -> dict[str, str]:
    return {
        **os.environ,
        **dbt_environment(home, Settings.load(home)),
        "CXW_SPARK_SCHEMA": build_schema(),
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

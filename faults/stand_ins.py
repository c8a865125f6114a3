"""Stand-ins for the slow parts, so that hundreds of kills take minutes; everything around them is the real thing.

dbt is replaced by `faults.small_build`, which the real `run_dbt` starts as it starts dbt; Great Expectations by
`judge`. Lock, intake, ledger, copy, swap, retention and the book of alerts are real.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from faults.whereabouts import STEP

RULE = "marts.ticket_volume.adds_up"


def use_small_build() -> None:
    """Replaces dbt and Great Expectations in this process."""
    import orchestration.audit
    import orchestration.build
    import orchestration.rooms

    orchestration.build.dbt_command = small_command
    orchestration.rooms._import_auditor = lambda: None
    orchestration.audit.audit_candidate = judge


def use_small_build_in_place() -> None:
    """The negative control: the same, with a publisher that replaces tables in the file that readers open."""
    import orchestration.releases

    use_small_build()
    orchestration.releases.publish = publish_in_place


def small_command(home: Any, settings: object, select: Sequence[str] = ()) -> list[str]:
    """Stands for `dbt_command`."""
    return [sys.executable, "-m", "faults.small_build", str(home.build)]


def judge(
    candidate: Path, *, results_dir: Path, heading: Mapping[str, str] | None = None, **_: object
) -> Any:
    """Stands for `audit_candidate`: one rule, which looks at every row of two tables."""
    from orchestration.audit import AuditResult, CheckResult, write_report

    started = time.monotonic()
    with duckdb.connect(str(candidate), read_only=True, config={"threads": 1}) as connection:
        [(tickets, volume)] = connection.execute(
            "select (select count(*) from conformed.fct_tickets), (select sum(n) from marts.ticket_volume)"
        ).fetchall()
    check = CheckResult(
        check=RULE,
        subject="marts.ticket_volume",
        kind="expectation",
        severity="error",
        description="Every ticket is counted once.",
        evaluated_rows=tickets,
        min_rows=1,
        passed=tickets == volume,
        message="" if tickets == volume else f"{tickets} tickets, {volume} counted",
    )
    result = AuditResult(candidate.name, (check,), time.monotonic() - started)
    write_report(result, results_dir, dict(heading or {}))
    return result


def publish_in_place(home: Any, facts: object, **_: object) -> Any:
    """Replaces the tables of the current release one by one, each whole and at once: readers share the file."""
    from orchestration.releases import store

    release = store.find_release(home)
    release.path.chmod(0o755)
    release.database.chmod(0o644)
    with _opened_for_writing(release.database) as connection:
        connection.execute(f"attach '{home.candidate}' as candidate (read_only)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'candidate' order by all"
        ).fetchall()
        connection.execute("update main.release set release_number = release_number + 1")
        for schema, table in tables:
            sys.audit(STEP, f"{home.root}/{table}")
            source = f"candidate.{schema}.{table}"
            connection.execute(f"create or replace table {schema}.{table} as select * from {source}")
    return release


def _opened_for_writing(database: Path) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with suppress(duckdb.IOException):  # a reader has it open at this moment
            return duckdb.connect(str(database), config={"threads": 1})
        time.sleep(0.001)
    os._exit(75)

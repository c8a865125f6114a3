"""Stand-ins for dbt and for Great Expectations, so that the whole job runs in seconds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from orchestration.audit import AuditResult, load_reconciliations, load_suites
from orchestration.audit.results import CheckResult
from orchestration.build import BuildResult, prepare_build
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home

WORKINGS_SQL = """
create schema staging;
create table staging.stg_clock as select timestamp '2024-02-10 12:00:00' as as_of;
create table staging.stg_record_defects (
    source text, table_name text, delivery bigint, record bigint,
    column_name text, value text, reason text, is_quarantined boolean
);
"""
CANDIDATE_SQL = """
create schema conformed; create schema marts;
create table marts.ticket_volume as select i as ticket_count from range(20) as ticket(i);
"""
ALERTS_SQL = """
create or replace table conformed.fct_feedback_alerts as
select 'alert ' || i as feedback_alert_key, 'detractor' as alert_rule, 'medium' as severity, 'billing' as team,
    timestamp '2024-02-10 09:00:00' as raised_at
from range(?) as alert(i);
"""
DECLARED = {
    "model.cxw.ticket_volume": {
        "resource_type": "model",
        "schema": "marts",
        "name": "ticket_volume",
        "columns": {"ticket_count": {}},
    },
    "model.cxw.fct_feedback_alerts": {
        "resource_type": "model",
        "schema": "conformed",
        "name": "fct_feedback_alerts",
        "columns": {key: {} for key in ("feedback_alert_key", "alert_rule", "severity", "team", "raised_at")},
    },
}


@dataclass
class Stage:
    """What the stand-ins do: statuses by dbt's unique id where not a success, and checks that fail."""

    unique_ids: list[str]
    statuses: dict[str, str] = field(default_factory=dict)
    failing_checks: set[str] = field(default_factory=set)
    build_dies: bool = False
    alerts: int | None = None
    as_of: list[str | None] = field(default_factory=list)

    def results(self) -> list[dict[str, Any]]:
        """As dbt writes them into run_results.json."""
        return [
            {
                "unique_id": unique_id,
                "status": self.statuses.get(
                    unique_id, "pass" if unique_id.startswith("test.") else "success"
                ),
                "execution_time": 0.5,
                "failures": 3 if unique_id in self.statuses else 0,
                "message": "could not convert 'Ann Lee' to a number",
            }
            for unique_id in self.unique_ids
        ]

    def build(self, home: Home, settings: object, *, as_of: str | None, **_: object) -> BuildResult:
        """Stands for `run_dbt`."""
        prepare_build(home)
        self.as_of.append(as_of)
        if self.build_dies:
            raise CxwError("dbt build failed before any node ran.", ExitCode.BUILD_FAILED)
        results = self.results()
        (home.dbt_target / "run_results.json").write_text(json.dumps({"results": results}), encoding="utf-8")
        (home.dbt_target / "manifest.json").write_text(json.dumps({"nodes": DECLARED}), encoding="utf-8")
        if any(result["status"] in ("error", "fail") for result in results):
            message = "dbt build failed.\n  x: could not convert 'Ann Lee'\nSee the log."
            raise CxwError(message, ExitCode.BUILD_FAILED)
        with duckdb.connect(str(home.workings)) as connection:
            connection.execute(WORKINGS_SQL)
        with duckdb.connect(str(home.candidate)) as connection:
            connection.execute(CANDIDATE_SQL)
            if self.alerts is not None:
                connection.execute(ALERTS_SQL, [self.alerts])
        return BuildResult(nodes=len(results), tests=1, warnings=())

    def judge(self, candidate: Path, *, results_dir: Path, **_: object) -> AuditResult:
        """Stands for `audit_candidate`: every declared check, passed but for `failing_checks`."""
        declared = {
            f"{suite.table}.{c.name}": c.severity for suite in load_suites() for c in suite.expectations
        }
        declared |= {check.name: check.severity for check in load_reconciliations()}
        assert self.failing_checks <= set(declared)
        results_dir.mkdir(exist_ok=True)
        (results_dir / "audit.json").write_text("{}", encoding="utf-8")
        (results_dir / "audit.html").write_text("<p>audit</p>", encoding="utf-8")
        judged = [
            CheckResult(name, name, "expectation", severity, "", 20, 1, name not in self.failing_checks)
            for name, severity in declared.items()
        ]
        return AuditResult(str(candidate), tuple(judged), 0.1)


RunJob = Callable[..., dg.ExecuteInProcessResult]

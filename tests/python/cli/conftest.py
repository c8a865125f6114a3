"""A home whose rooms are quick: a tiny contract, and stand-ins for dbt and for the audit."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration import audit, rooms
from orchestration.audit.results import AuditResult, CheckResult
from orchestration.build import BuildResult, prepare_build
from orchestration.cli import main
from orchestration.contract import Contract, RawColumn, RawTable
from orchestration.errors import CxwError
from orchestration.home import Home

CONTRACT: Contract = {
    ("zendesk", "ticket"): RawTable(
        "zendesk",
        "ticket",
        "upsert",
        (
            RawColumn("id", "string", is_key=True, is_required=True),
            RawColumn("subject", "string", is_personal=True),
            RawColumn("created_at", "timestamp", is_event=True),
        ),
    )
}
WORKINGS_SQL = """
create schema staging;
create table staging.stg_clock as select timestamp '2024-02-10 12:00:00' as as_of;
create table staging.stg_record_defects as
select 'zendesk' as source, 'ticket' as table_name, 1::bigint as delivery, 1::bigint as record,
    'created_at' as column_name, 'soon' as value, 'bad_timestamp' as reason, false as is_quarantined
union all
select 'zendesk', 'ticket', 1, 2, 'subject', 'Ann Lee', 'missing_value', true where {refused};
"""
CANDIDATE_SQL = """
create schema conformed; create schema marts;
create table conformed.fct_tickets as select 't' || i as ticket_id from range(20) as ticket(i);
create table marts.kpi_values as
select kpi_id, variant, 'month' as period_kind, period_start, is_partial, 'total' as dimension, value, unit, 20 as n
from (values
    ('ticket_volume', 'created', date '2024-01-01', false, 1234.0, 'count'),
    ('ticket_volume', 'created', date '2024-02-01', true, 99.0, 'count'),
    ('reopen_rate', 'per_solved', date '2024-01-01', false, 12.345, 'percent'),
    ('resolution_minutes', 'full_calendar_median', date '2024-01-01', false, 150.0, 'minutes')
) as kpi(kpi_id, variant, period_start, is_partial, value, unit);
"""
COLUMNS = {
    ("conformed", "fct_tickets"): ["ticket_id"],
    (
        "marts",
        "kpi_values",
    ): ["kpi_id", "variant", "period_kind", "period_start", "is_partial", "dimension", "value", "unit", "n"],
}


@dataclass
class Stage:
    """What the stand-ins do: `refused` adds a refused record, errors are raised, arguments are kept."""

    refused: bool = False
    build_error: CxwError | None = None
    audit_passes: bool = True
    as_of: list[str | None] = field(default_factory=list)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one delivery of three tickets."""
    home = Home(tmp_path / "home")
    folder = home.inbox / "zendesk" / "ticket"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("id,subject,created_at\n1,x,2024-01-01\n2,y,\n3,z,\n", encoding="utf-8")
    return home


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Puts the stand-ins in the place of dbt and of the audit."""
    stage = Stage()

    def build(home: Home, settings: object, *, as_of: str | None, **_: object) -> BuildResult:
        prepare_build(home)
        stage.as_of.append(as_of)
        if stage.build_error:
            raise stage.build_error
        with duckdb.connect(str(home.workings)) as connection:
            connection.execute(WORKINGS_SQL.format(refused=stage.refused))
        with duckdb.connect(str(home.candidate)) as connection:
            connection.execute(CANDIDATE_SQL)
        nodes = {
            table: {
                "resource_type": "model",
                "schema": schema,
                "name": table,
                "columns": {name: {} for name in columns},
            }
            for (schema, table), columns in COLUMNS.items()
        }
        (home.dbt_target / "manifest.json").write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
        result = {"unique_id": "test.cxw.unique_key_fct_tickets.1a2b", "status": "warn", "failures": 2}
        (home.dbt_target / "run_results.json").write_text(json.dumps({"results": [result]}), encoding="utf-8")
        return BuildResult(nodes=4, tests=1, warnings=("some_test: 1 row",))

    def judge(candidate: Path, *, results_dir: Path, **_: object) -> Any:
        check = CheckResult(
            check="tickets.known",
            subject="conformed.fct_tickets",
            kind="reconciliation",
            severity="error",
            description="Every ticket is known.",
            evaluated_rows=20,
            min_rows=1,
            passed=stage.audit_passes,
            message="3 of 20 rows",
        )
        results_dir.mkdir(exist_ok=True)
        (results_dir / "audit.json").write_text(json.dumps({"passed": stage.audit_passes}), encoding="utf-8")
        (results_dir / "audit.html").write_text("<p>audit</p>", encoding="utf-8")
        return AuditResult(candidate=candidate.name, checks=(check,), seconds=0.1)

    monkeypatch.setattr(rooms, "run_dbt", build)
    monkeypatch.setattr(audit, "audit_candidate", judge)
    monkeypatch.setattr(rooms, "load_contract", lambda *_: CONTRACT)
    monkeypatch.setattr("orchestration.contract.load_contract", lambda *_: CONTRACT)
    monkeypatch.delenv("CXW_ARRIVED_AT", raising=False)
    return stage


@pytest.fixture
def cxw(home: Home, stage: Stage) -> Callable[..., int]:
    """Runs the command line on the home and gives its exit code."""
    return lambda *arguments: main(["--home", str(home.root), *arguments])

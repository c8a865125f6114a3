"""A tiny home with a built candidate, as dbt would leave it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.home import Home
from orchestration.releases import Release, ReleaseFacts, publish, read_declarations

PERSONAL = frozenset({"name", "email"})

WORKINGS_SQL = """
create schema staging;
create table staging.stg_ticketing__agents as select 'zendesk' as source, '7' as agent_id, 'Ann Lee' as name;
"""

CANDIDATE_SQL = """
create schema conformed; create schema marts;
create table conformed.fct_tickets as
select 't' || i as ticket_id, timestamp '2024-01-01' + i * interval '1' hour as created_at,
    if(i % 3 = 0, null, (i / 7)::decimal(18, 4)) as wait_minutes
from range(500) as ticket(i);
create table conformed.dim_channel as select 'web' as channel_id, 'Web' as label;
create table marts.kpi_values as select 'mrr' as kpi_id, 0.5::double as value, null::date as period_start;
"""


def write_declarations(home: Home, **changes: dict[str, Any]) -> None:
    """Writes dbt's manifest for the tiny candidate; `changes` by `table__column` replace a column's meta."""
    tables = {
        ("conformed", "fct_tickets"): ["ticket_id", "created_at", "wait_minutes"],
        ("conformed", "dim_channel"): ["channel_id", "label", "name"],
        ("marts", "kpi_values"): ["kpi_id", "value", "period_start"],
    }
    nodes = {
        f"model.cxw.{table}": {
            "resource_type": "model",
            "schema": schema,
            "name": table,
            "description": f"The table's {table}.",
            "columns": {
                name: {
                    "description": f"What {name} is.",
                    "config": {"meta": changes.get(f"{table}__{name}", {})},
                }
                for name in columns
            },
        }
        for (schema, table), columns in tables.items()
    }
    home.dbt_target.mkdir(parents=True, exist_ok=True)
    (home.dbt_target / "manifest.json").write_text(json.dumps({"nodes": nodes}), encoding="utf-8")


def run_in_candidate(home: Home, sql: str) -> None:
    """Runs statements in the candidate database."""
    with duckdb.connect(str(home.candidate)) as connection:
        connection.execute(sql)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a candidate, dbt's manifest and an audit page."""
    home = Home(tmp_path / "home")
    home.build.mkdir(parents=True)
    with duckdb.connect(str(home.workings)) as workings:
        workings.execute(WORKINGS_SQL)
    run_in_candidate(home, CANDIDATE_SQL)
    write_declarations(home)
    (home.build / "audit.html").write_text("<p>audit</p>", encoding="utf-8")
    return home


@pytest.fixture
def declare(home: Home) -> Callable[..., None]:
    """Writes dbt's manifest again, with other meta of some columns."""
    return partial(write_declarations, home)


@pytest.fixture
def change_candidate(home: Home) -> Callable[[str], None]:
    """Runs statements in the candidate."""
    return partial(run_in_candidate, home)


@pytest.fixture
def publish_once(home: Home) -> Callable[..., Release]:
    """Publishes the candidate of `home` as it is now."""

    def run(**facts: Any) -> Release:
        given = {
            "as_of": "2024-02-01T00:00:00.000000",
            "settings": {"reporting_time_zone": "UTC"},
            "deliveries": [{"delivery": 1, "sha256": "ab"}],
            "quarantine": [],
            "audit": {"passed": True, "checks": [{"check": "c", "evaluated_rows": 500}]},
            "seconds": {"build": 1.23456},
            "attachments": [home.build / "audit.html"],
        }
        return publish(
            home,
            ReleaseFacts(**{**given, **facts}),
            declarations=read_declarations(home.dbt_target / "manifest.json"),
            personal=PERSONAL,
        )

    return run

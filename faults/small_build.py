"""Stands for dbt: `python -m faults.small_build BUILD` makes a small candidate of all that the ledger says was taken.

As dbt it is a process of its own which dies with its parent, writes two databases table by table, tells of each in a
line of JSON, and leaves `manifest.json` and `run_results.json`. With `CXW_FAULTS_SPOILED` one table is made wrong.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import duckdb

from orchestration.dbt_process import die_with_parent

SPOILED = "CXW_FAULTS_SPOILED"
COPIES = 12
"""Marts of one kind, so that a release has as many tables as may be mixed."""

WORKINGS = """
create schema staging;
create table staging.stg_clock as select max(created_at)::timestamp as as_of from read_parquet({files});
create table staging.stg_record_defects (
    source text, table_name text, delivery bigint, record bigint,
    column_name text, value text, reason text, is_quarantined boolean
);
create table staging.stg_ticketing__agents as select 'files' as source, '7' as agent_id, 'Ann Lee' as name;
"""
CANDIDATE = {
    "conformed.fct_tickets": """select ticket_id, channel, created_at::timestamp as created_at
    from read_parquet({files})""",
    "conformed.dim_channel": "select distinct channel from conformed.fct_tickets",
    "marts.ticket_volume": "select channel, count(*) as n from conformed.fct_tickets group by all",
    "marts.kpi_values": """select 'ticket_volume' as kpi_id, 'created' as variant, 'month' as period_kind,
    'total' as dimension, false as is_partial, date_trunc('month', max(created_at))::date as period_start,
    count(*)::double as value, 'tickets' as unit, count(*) as n from conformed.fct_tickets""",
    **{
        f"marts.volume_{i:02d}": f"select channel, count(*) + {i} as n from conformed.fct_tickets group by all"
        for i in range(COPIES)
    },
}
COLUMNS = (
    "ticket_id channel created_at n kpi_id variant period_kind dimension is_partial period_start value unit"
).split()


def build(folder: Path) -> None:
    """Makes both databases and dbt's papers in `folder`."""
    files = json.dumps(_taken(folder.parent)).replace('"', "'")
    with duckdb.connect(str(folder / "workings.duckdb"), config={"threads": 1}) as connection:
        connection.execute(WORKINGS.format(files=files))
    with duckdb.connect(str(folder / "candidate.duckdb"), config={"threads": 1}) as connection:
        connection.execute("create schema conformed; create schema marts;")
        for index, (name, query) in enumerate(CANDIDATE.items(), start=1):
            node = {"index": index, "total": len(CANDIDATE), "node": f"model.cxw.{name.partition('.')[2]}"}
            print(json.dumps({"name": "LogStartLine", "level": "info", "message": name, **node}), flush=True)
            connection.execute(f"create table {name}__dbt_tmp as {query.format(files=files)}")
            connection.execute(f"alter table {name}__dbt_tmp rename to {name.partition('.')[2]}")
        if os.environ.get(SPOILED):
            connection.execute("update marts.ticket_volume set n = n + 1000")
    _write_papers(folder / "target")


def _taken(home: Path) -> list[str]:
    lines = [
        json.loads(line)
        for file in sorted((home / "raw" / "ledger").glob("[0-9]*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return [str(home / line["raw_path"]) for line in lines if line["status"] == "taken"]


def _write_papers(target: Path) -> None:
    nodes = {
        f"model.cxw.{table}": {
            "resource_type": "model",
            "schema": schema,
            "name": table,
            "description": f"Rows of {table}.",
            "columns": {
                name: {"description": f"The {name}.", "config": {"meta": {"personal": False}}}
                for name in COLUMNS
            },
        }
        for schema, _, table in (name.partition(".") for name in CANDIDATE)
    }
    results = [{"unique_id": name, "status": "success", "execution_time": 0.1} for name in nodes]
    (target / "manifest.json").write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
    (target / "run_results.json").write_text(json.dumps({"results": results}), encoding="utf-8")


if __name__ == "__main__":
    die_with_parent()
    build(Path(sys.argv[1]))

"""What the raw store gives of each delivery, beside what the ledger says: a damaged raw file stops the audit."""

from __future__ import annotations

import duckdb
import pytest
from dbt_here import DbtHere
from staged_home import Delivery, Stage, StagedHome

from orchestration.audit import load_reconciliations
from orchestration.audit.reconcile import run_reconciliation
from orchestration.candidate import open_candidate

MODEL = "stg_delivered_records"
AGENTS = "agent_id,name\n" + "\n".join(f"{n},N{n}" for n in range(5))
TEAMS = "team_id,name\nT1,First\nT2,Second"


@pytest.fixture(scope="module")
def staged(stage: Stage) -> StagedHome:
    """Two deliveries of one table and one of another; a table that no adapter knows is nobody's."""
    deliveries = [
        Delivery("files/ticketing.agents", AGENTS),
        Delivery("files/ticketing.agents", AGENTS),
        Delivery("files/ticketing.teams", TEAMS),
        Delivery("elsewhere/thing", TEAMS),
    ]
    return stage(deliveries, MODEL)


def reconciled(staged: StagedHome) -> str:
    """What the audit says of it; nothing where it passes."""
    (declared,) = [r for r in load_reconciliations() if r.name == "accepted_records_are_read"]
    with open_candidate(staged.home.candidate) as connection:
        return run_reconciliation(connection, declared).message


def test_each_delivery_of_a_known_table_is_counted(staged: StagedHome) -> None:
    assert staged.rows(f"from staging.{MODEL} select delivery, records order by all") == [
        (1, 5),
        (2, 5),
        (3, 2),
    ]
    assert reconciled(staged) == ""


def test_raw_files_with_fewer_records_are_seen(staged: StagedHome, dbt_here: DbtHere) -> None:
    """One that lost all of its records, and one that lost some."""
    with duckdb.connect() as connection:
        for delivery, left in ((1, 0), (2, 3)):
            file = staged.home.raw / "files" / "ticketing.agents" / f"{delivery:08d}.parquet"
            connection.execute(f"create or replace table kept as from read_parquet('{file}') limit {left}")
            connection.execute(f"copy kept to '{file}' (format parquet)")
    dbt_here.build(staged.home, MODEL)
    assert staged.rows(f"from staging.{MODEL} select delivery, records order by all") == [
        (1, 0),
        (2, 3),
        (3, 2),
    ]
    said = reconciled(staged)
    assert "2 of 3 compared rows disagree" in said and "restore that raw_path" in said

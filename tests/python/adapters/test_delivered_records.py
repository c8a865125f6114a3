"""What the raw store gives of each delivery, beside what the ledger says: a damaged raw file stops the audit."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from staged_home import Delivery, Stage, StagedHome, dbt_build

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


@pytest.mark.parametrize("left", [0, 3])
def test_a_raw_file_with_fewer_records_is_seen(staged: StagedHome, dbt_target: Path, left: int) -> None:
    file = staged.home.raw / "files" / "ticketing.agents" / "00000002.parquet"
    whole = file.read_bytes()
    with duckdb.connect() as connection:
        connection.execute(f"create table kept as from read_parquet('{file}') limit {left}")
        connection.execute(f"copy kept to '{file}' (format parquet)")
    dbt_build(staged.home, MODEL, dbt_target)
    file.write_bytes(whole)
    assert (2, left) in staged.rows(f"from staging.{MODEL} select delivery, records")
    said = reconciled(staged)
    assert "1 of 3 compared rows disagree" in said and "restore that raw_path" in said

"""The whole proof on a refreshed home: nothing is left after the erasure, and the next release differs as documented."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from running import Run

from orchestration.candidate import open_candidate
from orchestration.home import Home
from orchestration.releases import find_release, rollback, verify

from .scanner import occurrences

EMOTIONAL = {"fct_text_sentiments", "sentiment_shares", "kpi_values"}
"""Tables in which words count; of `kpi_values` the sentiment alone."""

BUSIEST = """
select requester_id, name, email from staging.stg_ticketing__requesters as requesters
join staging.stg_ticketing__tickets as tickets using (source, requester_id)
where email is not null and requester_id not in (select agent_id from staging.stg_ticketing__agents)
group by all order by count(*) desc, requester_id limit 1
"""


def different_tables(before: Path, after: Path) -> set[str]:
    """Tables of two releases that do not say the same, but for what a release says of itself and of nights."""
    with duckdb.connect() as connection:
        for name, path in (("before", before), ("after", after)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'before' and schema_name in ('conformed', 'marts')"
        ).fetchall()
        assert len(tables) > 50
        return {
            table
            for schema, table in tables
            if connection.execute(
                f"select count(*) from (select * from before.{schema}.{table} except all select * from after.{schema}.{table}"
                f" union all select * from after.{schema}.{table} except all select * from before.{schema}.{table})"
            ).fetchall()
            != [(0,)]
        }


@pytest.mark.slow
def test_a_refreshed_home_forgets_a_person(tmp_path: Path, cxw: Run) -> None:
    home = Home(tmp_path / "home")
    cxw(home.root, "sample", "--customers", "20", "--days", "60")
    cxw(home.root, "refresh")
    with open_candidate(home.candidate) as candidate:
        ((person, name, email),) = candidate.execute(BUSIEST).fetchall()
        texts = candidate.execute(
            "select body from staging.stg_ticketing__ticket_messages join staging.stg_ticketing__tickets using (source, ticket_id) "
            "where requester_id = ? and length(body) > 40 and body not in (select body from staging.stg_ticketing__ticket_messages "
            "join staging.stg_ticketing__tickets using (source, ticket_id) where requester_id <> ?)",
            [person, person],
        ).fetchall()
    words = [person, name, email, *(text for (text,) in texts)]
    shutil.copytree(home.root, tmp_path / "before", symlinks=True)
    assert len(occurrences(home.root, words)) > 10
    cxw(home.root, "erase", "--email", email)
    assert occurrences(home.root, words) == []
    assert verify(home) == []
    before = tmp_path / "before" / "current" / "warehouse.duckdb"
    assert different_tables(before, find_release(home).database) == set()
    cxw(home.root, "refresh")
    after = find_release(home).database
    assert find_release(home).number == 2
    assert rollback(home).number == 1
    assert occurrences(home.root, words) == []
    different = different_tables(before, after)
    assert different <= EMOTIONAL
    with duckdb.connect() as connection:
        connection.execute(f"attach '{before}' as before (read_only)")
        connection.execute(f"attach '{after}' as after (read_only)")
        kpis = "select distinct kpi_id from (from before.marts.kpi_values except all from after.marts.kpi_values)"
        assert connection.execute(kpis).fetchall() == [("sentiment",)]
        counts = [
            connection.execute(
                f"select count(*), count(distinct customer_key) from {name}.conformed.fct_tickets"
            ).fetchone()
            for name in ("before", "after")
        ]
        assert counts[0] == counts[1]

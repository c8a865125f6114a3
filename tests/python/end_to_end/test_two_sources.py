"""The demo company comes a second time, by another source under the same ids, and each source keeps its own figures.

Every join by id that forgets the source shows here, as rows that are there twice or that are the other's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from running import Run
from two_sources import deliver_again

from orchestration.candidate import attach

pytestmark = pytest.mark.slow

AS_OF = "2025-02-03T23:59:59Z"
OTHERWISE = {"customer_key", "customer_link_rule", "customer_id", "segment", "team", "agent"}
"""Ids of accounts are ambiguous now, where a ticketing names them without their source: nobody guesses. Teams and agents
of one name say whose they are."""

TABLES = {
    "fct_tickets": OTHERWISE | {"first_contact_resolved", "is_excluded", "exclusion_reason"},
    "fct_ticket_messages": set[str](),
    "fct_ticket_status_spans": set[str](),
    "fct_ticket_slas": OTHERWISE | {"is_excluded"},
    "fct_subscription_periods": OTHERWISE,
    "fct_subscription_mrr_movements": {*OTHERWISE, "subscription_mrr_movement_key"},
    "fct_invoices": OTHERWISE,
    "fct_payments": OTHERWISE,
    "fct_revenue": OTHERWISE,
    "fct_cancellations": OTHERWISE,
    "fct_contacts": OTHERWISE,
    "fct_survey_invitations": OTHERWISE,
    "fct_survey_answers": OTHERWISE | {"is_latest_of_customer"},
}
"""Fact -> columns that may differ."""


@pytest.fixture(scope="module")
def both(
    demo_home: Path, tmp_path_factory: pytest.TempPathFactory, cxw: Run
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release of both sources, with that of one beside it."""
    home = tmp_path_factory.mktemp("two_sources")
    assert len(deliver_again(demo_home, home)) > 20
    cxw(home, "refresh", "--as-of", AS_OF)
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as release:
        attach(release, "one", demo_home / "releases" / "000001" / "warehouse.duckdb", read_only=True)
        yield release


@pytest.mark.parametrize("table", TABLES)
def test_what_a_vendor_delivered_is_what_it_was(table: str, both: duckdb.DuckDBPyConnection) -> None:
    names = [row[0] for row in both.execute(f"describe conformed.{table}").fetchall()]
    columns = ", ".join(name for name in names if name not in TABLES[table])
    of_vendor = f"select {columns} from {{}}conformed.{table} where source <> 'files'"
    alone, beside = of_vendor.format("one."), of_vendor.format("")
    assert both.execute(f"select count(*) > 30 from ({alone})").fetchone() == (True,)
    assert (
        both.execute(f"select * from ({alone}) except all select * from ({beside}) limit 3").fetchall() == []
    )
    assert (
        both.execute(f"select * from ({beside}) except all select * from ({alone}) limit 3").fetchall() == []
    )


def test_an_id_that_two_sources_hold_names_nobody(both: duckdb.DuckDBPyConnection) -> None:
    """Calls and chats name people and accounts by their ids alone."""
    linked = (
        "select count(*) filter (customer_link_rule <> 'unknown'), count(*) filter (has_known_person)"
        " from {}conformed.fct_contacts where contact_kind in ('call', 'chat')"
    )
    assert both.execute(linked.format("one.")).fetchone() == (961, 665)
    assert both.execute(linked.format("")).fetchone() == (0, 0)

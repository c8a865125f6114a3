"""Each part of each reconciliation is seen to fail, and one that must look at rows fails where there are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb
import pytest

from orchestration.audit import Reconciliation, load_reconciliations
from orchestration.audit.reconcile import run_reconciliation

from .conftest import SMALL_CANDIDATE
from .part_defects import NEVER_FAILS, PART_DEFECTS
from .test_every_check_fails import DEFECTS

RECONCILIATIONS = {declared.name: declared for declared in load_reconciliations()}


@pytest.fixture(scope="module")
def candidate() -> Iterator[duckdb.DuckDBPyConnection]:
    """The small candidate in memory; what a test changes, it rolls back."""
    with duckdb.connect() as connection:
        for part in SMALL_CANDIDATE:
            connection.execute(part.read_text("utf-8"))
        yield connection


def failed_parts(connection: duckdb.DuckDBPyConnection, declared: Reconciliation) -> dict[str, int]:
    return {part: failed for part, _, failed in connection.execute(declared.sql).fetchall()}


def with_defect(
    connection: duckdb.DuckDBPyConnection, declared: Reconciliation, sql: str
) -> Mapping[str, int]:
    connection.execute("begin")
    try:
        connection.execute(sql)
        return failed_parts(connection, declared)
    finally:
        connection.execute("rollback")


def test_every_part_of_every_reconciliation_fails_on_a_defect(candidate: duckdb.DuckDBPyConnection) -> None:
    seen, all_parts = set(NEVER_FAILS), set()
    for name, declared in RECONCILIATIONS.items():
        all_parts |= {(name, part) for part in failed_parts(candidate, declared)}
        found = with_defect(candidate, declared, DEFECTS[name].sql)
        seen |= {(name, part) for part, failed in found.items() if failed}
    for (name, part), defect in PART_DEFECTS.items():
        if with_defect(candidate, RECONCILIATIONS[name], defect)[part]:
            seen.add((name, part))
    assert len(all_parts) > 70
    assert sorted(all_parts - seen) == [], "a part that was never seen to fail proves nothing: add its defect"


@pytest.mark.parametrize("name", sorted(RECONCILIATIONS))
def test_a_reconciliation_that_looks_at_nothing_fails(
    name: str, candidate: duckdb.DuckDBPyConnection
) -> None:
    declared = RECONCILIATIONS[name]
    assert declared.minimum.rows > 0
    blind = Reconciliation(
        **{
            **vars(declared),
            "sql": f"select part, 0 as evaluated_rows, 0 as failed_rows from ({declared.sql})",
        }
    )
    found = run_reconciliation(candidate, blind)
    assert not found.passed and found.severity == "error" and "it proves nothing" in found.message

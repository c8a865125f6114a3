"""How many rows each check looks at, and how many it must: an empty table passes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from orchestration.audit.declarations import Expectation, Minimum, Suite
from orchestration.audit.explain import explain_exception

EVERY_ROW = "true"
_LOOK_AT_EVERY_ROW = {
    "expect_column_to_exist",
    "expect_column_values_to_be_null",
    "expect_column_values_to_not_be_null",
}


@dataclass(frozen=True)
class Looked:
    """Rows looked at, rows that had to be, and why they could not be counted (None: they could)."""

    rows: int
    minimum: int
    problem: str | None = None

    @property
    def shortfall(self) -> str | None:
        """Why the check counts as failed whatever it found; None where it looked at enough."""
        if self.problem is not None:
            return self.problem
        if self.rows < self.minimum:
            return f"it looked at {self.rows} rows and must look at {self.minimum} or more: it proves nothing"
        return None


def rows_judged(expectation: Expectation) -> str:
    """SQL condition of the rows that an expectation judges; expectations on values skip NULL."""
    if expectation.looks_at:
        return expectation.looks_at
    given = expectation.arguments
    if expectation.expect in _LOOK_AT_EVERY_ROW:
        return EVERY_ROW
    if "column" in given:
        return f'"{given["column"]}" is not null'
    if "column_A" in given and "column_B" in given:
        return f'"{given["column_A"]}" is not null and "{given["column_B"]}" is not null'
    return EVERY_ROW


def required_rows(connection: duckdb.DuckDBPyConnection, minimum: Minimum) -> int:
    """The declared minimum, 0 where the relation that it depends on is empty."""
    if minimum.needed_if is None:
        return minimum.rows
    found = connection.execute(f"select 1 from {minimum.needed_if} limit 1").fetchone()
    return minimum.rows if found else 0


def _count(connection: duckdb.DuckDBPyConnection, table: str, conditions: Sequence[str]) -> list[int]:
    counts = ", ".join(f"count(*) filter (where {condition})" for condition in conditions)
    return [int(count) for count in connection.execute(f"select {counts} from {table}").fetchall()[0]]


def count_rows(connection: duckdb.DuckDBPyConnection, suite: Suite) -> list[Looked]:
    """One `Looked` for each expectation of the suite: one scan, or one each where a condition is wrong."""
    conditions = [rows_judged(expectation) for expectation in suite.expectations]
    try:
        counts: Sequence[int | None] = _count(connection, suite.table, conditions)
    except duckdb.Error:
        counts = [None] * len(conditions)
    looked = []
    for expectation, condition, count in zip(suite.expectations, conditions, counts, strict=True):
        try:
            rows = _count(connection, suite.table, [condition])[0] if count is None else count
            looked.append(Looked(rows, required_rows(connection, expectation.minimum)))
        except duckdb.Error as error:
            looked.append(Looked(0, expectation.minimum.rows, explain_exception(error)))
    return looked

"""No statement of a build compares every row of one table with every row of another where a key would do.

DuckDB does so, silently, where one condition of a join is no plain comparison of a value of one side with a value of
the other: the keys beside it are then of no use, and a million tickets take an hour.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.home import PROJECT_ROOT, Home

EVERY_PAIR = "BLOCKWISE_NL_JOIN"
KEYS_ARE_EQUAL = re.compile(r"\((?P<one>[a-z_]\w*) = (?!true\b|false\b)(?P<other>[a-z_]\w*)\)")
"""DuckDB writes `(one = other)` for two columns, `(one = 'text')` or `(one = 1)` for a constant."""

FEW_RULES = {"fct_watched_responses"}
"""A handful of alert rules, each of them with its own conditions, is held against every answer."""


def joins(plan: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The operators of a plan with their conditions as text."""
    for operator in plan:
        details = operator["extra_info"]
        yield operator["name"], str(details.get("Condition", details.get("Conditions", "")))
        yield from joins(operator["children"])


def needless_comparisons(connection: duckdb.DuckDBPyConnection, statement: str) -> list[str]:
    """Conditions that hold an equality of two columns and are tried on every pair of rows all the same."""
    explained = connection.execute(f"explain (format json) {statement}").fetchall()[0][1]
    return [
        condition
        for name, condition in joins(json.loads(explained))
        if name == EVERY_PAIR and KEYS_ARE_EQUAL.search(condition)
    ]


@pytest.fixture(scope="module")
def build(demo_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo company's last build, all of whose tables have rows."""
    home = Home(demo_home)
    with duckdb.connect(str(home.workings), read_only=True) as connection:
        connection.execute(f"attach '{home.candidate}' as candidate (read_only)")
        yield connection


def test_no_statement_compares_every_pair(build: duckdb.DuckDBPyConnection, demo_home: Path) -> None:
    """Models and dbt's tests, as they were compiled for the last build."""
    compiled = sorted((Home(demo_home).dbt_target / "compiled").rglob("*.sql"))
    models = {path.stem for path in PROJECT_ROOT.joinpath("models").rglob("*.sql")}
    assert models - {path.stem for path in compiled} == set()
    found = {
        path.stem: conditions
        for path in compiled
        if path.stem not in FEW_RULES and (conditions := needless_comparisons(build, path.read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a.kind = b.kind and a.id = b.id", 0),
        ("a.kind = 'x' and a.id = b.id", 1),
        ("a.id = b.id and abs(a.place - b.place) <= 5", 1),
        ("a.id = b.id and a.place >= b.place - 5 and a.place <= b.place + 5", 0),
        ("a.id < b.id or a.place = 1", 0),
    ],
)
def test_a_comparison_of_every_pair_is_found(condition: str, expected: int) -> None:
    """Only where an equality of two columns stands beside what is no plain comparison of both sides."""
    with duckdb.connect() as connection:
        for name in ("a", "b"):
            rows = "select i as id, 'kind' || i % 3 as kind, i as place from range(1000) as numbers (i)"
            connection.execute(f"create table {name} as {rows}")
        statement = f"select a.id, b.place from a left join b on {condition}"
        assert len(needless_comparisons(connection, statement)) == expected

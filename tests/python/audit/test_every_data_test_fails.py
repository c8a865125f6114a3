"""Each part of each data test of dbt is seen to fail on a row of its own, and on no sound one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.candidate import attach
from orchestration.home import Home

from .data_test_defects import Planted, Types, planted, values

Nodes = Mapping[str, Mapping[str, Any]]


class Bench:
    """Empty tables of the demo company in memory, to be filled with a few rows."""

    def __init__(self, home: Home) -> None:
        manifest = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))
        self.nodes: Nodes = manifest["nodes"]
        self.tests = [node for node in self.nodes.values() if node["resource_type"] == "test"]
        self.connection = duckdb.connect(config={"threads": 1})
        attach(self.connection, "candidate", home.candidate, read_only=True)
        attach(self.connection, "workings", home.workings, read_only=True)
        self.types: dict[str, dict[str, str]] = {}
        for database, schema, table, column, data_type in self.connection.execute(
            "select database_name, schema_name, table_name, column_name, data_type from duckdb_columns()"
            " where database_name in ('candidate', 'workings') order by column_index"
        ).fetchall():
            self.types.setdefault(f'"{database}"."{schema}"."{table}"', {})[column] = data_type

    def types_of(self, test: Mapping[str, Any]) -> Types:
        return self.types[self.nodes[test["attached_node"]]["relation_name"]]

    def planted(self, test: Mapping[str, Any]) -> Planted:
        return planted(test, self.nodes[test["attached_node"]]["columns"], self.types_of(test))

    def failures(self, test: Mapping[str, Any], rows: Planted) -> list[tuple[Any, ...]]:
        """What the compiled test returns of the sound rows and the defects."""
        relation, types = self.nodes[test["attached_node"]]["relation_name"], self.types_of(test)
        sql = test["compiled_code"].replace(relation, "facts")
        self._fill("facts", types, [*rows.sound, *rows.defects])
        for model, (key, references) in rows.members.items():
            member = self.nodes[f"model.cxw.{model}"]["relation_name"]
            sql = sql.replace(member, model)
            self._fill(model, self.types[member], [{key: value} for value in references.values()])
        return self.connection.execute(sql).fetchall()

    def expected(self, rows: Planted) -> list[tuple[Any, ...]]:
        """What it must return of all."""
        return self.connection.execute(
            "values " + ", ".join(f"({', '.join(row)})" for row in rows.failures)
        ).fetchall()

    def _fill(self, table: str, types: Types, rows: list[dict[str, str]]) -> None:
        columns = ", ".join(f'"{name}" {data_type}' for name, data_type in types.items())
        self.connection.execute(f"create or replace table {table} ({columns})")
        filled = ", ".join(values(row, types, number) for number, row in enumerate(rows, start=1))
        self.connection.execute(f"insert into {table} values {filled}")


@pytest.fixture(scope="module")
def bench(demo_home: Path) -> Iterator[Bench]:
    made = Bench(Home(demo_home))
    yield made
    made.connection.close()


def unseen(bench: Bench, test: Mapping[str, Any]) -> list[str]:
    """What is wrong with a data test: a part that did not fail on its defect, or one that fails on a sound row."""
    rows = bench.planted(test)
    found, expected = sorted(map(str, bench.failures(test, rows))), sorted(map(str, bench.expected(rows)))
    return [f"{test['name']} finds {found}, not {expected}"] if found != expected else []


def test_every_part_of_every_data_test_fails_on_its_defect(bench: Bench) -> None:
    assert len(bench.tests) > 300
    assert [problem for test in bench.tests for problem in unseen(bench, test)] == []


@pytest.mark.parametrize("name", ["unique_key", "references_exist", "contract_holds"])
def test_a_data_test_that_cannot_fail_is_found(name: str, bench: Bench) -> None:
    test = next(test for test in bench.tests if test["test_metadata"]["name"] == name)
    blind = {**test, "compiled_code": f"select * from ({test['compiled_code']}) limit 0"}
    assert unseen(bench, test) == []
    assert len(unseen(bench, blind)) == 1


def test_a_data_test_without_known_defects_is_refused(bench: Bench) -> None:
    with pytest.raises(AssertionError, match="say here which rows it must notice"):
        bench.planted({**bench.tests[0], "test_metadata": None})

"""The enrichment room: results as declared, and a build in two parts that builds everything once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from orchestration import build
from orchestration.enrichment import room
from orchestration.enrichment.enrichments import ENRICHMENTS
from orchestration.enrichment.room import Columns, Enrichment, Part, objects, write_result
from orchestration.errors import CxwError, ExitCode
from orchestration.home import PROJECT_ROOT, Home
from orchestration.settings import Settings

COLUMNS = {
    "age": "bigint",
    "share": "double",
    "reason": "string",
    "on_day": "date",
    "enrichment": "string",
    "enrichment_version": "string",
}
EMPTY = Enrichment("curve", "3", {}, lambda inputs, variables: ())


def written(folder: Path, rows: Iterable[dict[str, Any]]) -> list[tuple[Any, ...]]:
    write_result(folder, "curve", EMPTY, COLUMNS, rows)
    assert [path.name for path in folder.iterdir()] == ["curve.parquet"]
    return duckdb.sql(
        f"select age, share, reason, enrichment_version from '{folder / 'curve.parquet'}'"
    ).fetchall()


def test_a_result_has_the_declared_columns_and_its_version(tmp_path: Path) -> None:
    rows = [{"age": 1, "share": 0.1 + 0.2}, {"age": 2, "reason": "nobody 'left'\n"}]
    assert written(tmp_path, rows) == [(1, 0.1 + 0.2, None, "3"), (2, None, "nobody 'left'\n", "3")]
    types = duckdb.sql(f"describe select * from '{tmp_path / 'curve.parquet'}'").fetchall()
    assert [kind for _, kind, *_ in types] == ["BIGINT", "DOUBLE", "VARCHAR", "DATE", "VARCHAR", "VARCHAR"]


def test_an_empty_result_is_typed(tmp_path: Path) -> None:
    assert written(tmp_path, []) == []


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_no_infinity_leaves_the_room(tmp_path: Path, value: float) -> None:
    with pytest.raises(ValueError, match="curve gives .* in share: a reason belongs there"):
        written(tmp_path, [{"age": 1, "share": value}])


def test_a_column_that_dbt_does_not_declare_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="column survivors, which dbt does not declare"):
        written(tmp_path, [{"survivors": 1}])


def parts(share: float = 0.1 + 0.2, **more: int) -> Columns:
    texts = {"age": np.array([2]), "reason": objects(["nobody 'left'\n"])}
    return Columns([Part({}, {"age": np.array([1]), "share": np.array([share])}), Part(more, texts)])


def test_columns_are_the_rows_that_they_say(tmp_path: Path) -> None:
    by_column, by_row = written(tmp_path / "columns", parts()), written(tmp_path / "rows", list(parts()))
    assert by_column == by_row == [(1, 0.1 + 0.2, None, "3"), (2, None, "nobody 'left'\n", "3")]
    described = [
        duckdb.sql(f"describe from '{tmp_path / name / 'curve.parquet'}'") for name in ("columns", "rows")
    ]
    assert described[0].fetchall() == described[1].fetchall()
    nothing = {name: np.zeros(0) if name == "share" else objects([]) for name in ("age", "share", "reason")}
    assert written(tmp_path / "empty", Columns([Part({}, nothing)])) == []
    (day,) = duckdb.sql(f"select on_day from '{tmp_path / 'columns' / 'curve.parquet'}'").fetchmany(1)
    assert day == (None,)


@pytest.mark.parametrize("place", [0, 1, 1_999])
def test_a_column_of_many_rows_may_have_one_value(tmp_path: Path, place: int) -> None:
    reasons: list[str | None] = [None] * 2_500
    reasons[place] = "rare"
    found = written(tmp_path, Columns([Part({}, {"age": np.arange(2_500), "reason": objects(reasons)})]))
    assert [(age, reason) for age, _, reason, _ in found if reason] == [(place, "rare")]
    assert len(found) == 2_500


def test_columns_are_held_to_what_rows_are(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="curve gives inf in share: a reason belongs there"):
        written(tmp_path, parts(float("inf")))
    with pytest.raises(ValueError, match="column survivors, which dbt does not declare"):
        written(tmp_path, parts(survivors=1))


def test_every_enrichment_is_declared_with_its_stamp() -> None:
    declared = room.declared_columns()
    assert [table for enrichment in ENRICHMENTS for table in enrichment.tables] == list(declared)
    assert all(set(room.STAMP) <= set(columns) for columns in declared.values())


def test_nothing_known_gives_no_rows(tmp_path: Path) -> None:
    variables = Settings().dbt_vars()
    for each in ENRICHMENTS:
        results = each.results({name: [] for name in each.inputs}, variables, tmp_path / "memory")
        assert {name: list(rows) for name, rows in results.items()} == {name: [] for name in each.tables}
    assert not (tmp_path / "memory").exists()


PROJECT = {
    "dbt_project.yml": "{name: cxw, version: '1.0', profile: cxw, model-paths: [models], "
    "on-run-start: ['create table if not exists runs (n int)', 'insert into runs values (1)']}",
    "profiles.yml": "cxw: {target: duckdb, outputs: {duckdb: {type: duckdb, "
    "path: \"{{ env_var('CXW_HOME') }}/build/candidate.duckdb\"}}}",
    "models/early.sql": "{{ config(tags=['enrichment_input'], materialized='table') }} select 7 as days",
    "models/late.sql": "select days * 2 as days, '{{ invocation_id }}' as made_by from {{ ref('early') }}",
    "models/models.yml": "models: [{name: early, columns: [{name: days, data_tests: [not_null]}]}, "
    "{name: late, columns: [{name: days, data_tests: [not_null, "
    "{relationships: {arguments: {to: \"ref('early')\", field: days}, config: {severity: warn}}}]}]}]",
}
STAND_IN = """
from orchestration.enrichment import enrichments, room
def compute(inputs, variables):
    if inputs['days'] != [(7,)] or variables['recontact_days'] == 8:
        raise ValueError('the days are wrong')
    return [{'age_months': 1}]
enrichments.ENRICHMENTS = (room.Enrichment('retention_fitted', '1', {'days': 'select days from main.early'}, compute),)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home, a dbt project of an early and a late model, and one enrichment that reads the early one."""
    for name, text in PROJECT.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(STAND_IN, encoding="utf-8")
    monkeypatch.setattr(build, "PROJECT_ROOT", tmp_path / "project")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'site'}:{PROJECT_ROOT}")
    yield Home(tmp_path / "home")


def test_a_build_in_two_parts_builds_everything_once(home: Home) -> None:
    messages: list[str] = []
    result = build.run_dbt(home, Settings(), progress=messages.append)
    assert (result.tests, [warning.partition(":")[0][:13] for warning in result.warnings]) == (
        3,
        ["relationships"],
    )
    names = [
        r["unique_id"] for r in json.loads((home.dbt_target / "run_results.json").read_text())["results"]
    ]
    assert len(names) == len(set(names)) == 2 + 3 + 2, "two models, three tests, two hooks"
    assert names.index("model.cxw.early") < names.index("model.cxw.late")
    at = messages.index("enrichment: retention_fitted")
    assert any("early" in line for line in messages[:at]) and not any(
        "late" in line for line in messages[:at]
    )
    assert any(line.endswith("late") for line in messages[at:])
    assert (room.results_folder(home) / "retention_fitted.parquet").exists()
    with duckdb.connect(str(home.candidate), read_only=True) as candidate:
        assert candidate.execute("select count(*) from runs").fetchone() == (2,)


def test_an_enrichment_that_fails_fails_the_build_with_its_words(home: Home) -> None:
    with pytest.raises(CxwError, match="the days are wrong") as failure:
        build.run_dbt(home, Settings(recontact_days=8), progress=lambda line: None)
    assert failure.value.exit_code is ExitCode.BUILD_FAILED
    assert "between its two parts" in str(failure.value)


def test_the_results_of_an_earlier_build_are_gone_when_a_build_begins(home: Home) -> None:
    stale = room.results_folder(home) / "gone.parquet"
    stale.parent.mkdir(parents=True)
    stale.write_text("old")
    build.prepare_build(home)
    assert not stale.exists()

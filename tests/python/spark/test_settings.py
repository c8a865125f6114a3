"""What Spark is told and where it is: names, addresses and places that cannot be are refused with what to do."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from orchestration.errors import CxwError, ExitCode
from orchestration.home import PROJECT_ROOT, Home
from orchestration.spark import schemas
from orchestration.spark.building import begin_build
from orchestration.spark.mirror import folder_of, view_body


@pytest.mark.parametrize("name", ["1st", "Cxw", "a-b", "a; drop", "x" * 41])
def test_a_name_that_begins_schemas_is_one(name: str) -> None:
    with pytest.raises(CxwError, match="CXW_SPARK_NAME"):
        schemas.readers_name({"CXW_SPARK_NAME": name})


def test_a_home_whose_path_is_a_pattern_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CxwError, match=r"Spark takes \[ \] in a path for a pattern"):
        begin_build(Home(tmp_path / "home [1]"))


def test_releases_have_names_of_six_digits() -> None:
    assert schemas.release_prefix(12) == "cxw_r000012"


def test_files_are_found_below_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "a home")
    there = f"file:{tmp_path}/a%20home/tables/cxw_r000001_marts/kpis"
    assert folder_of(home, "kpis", [("Location", there)]) == home.tables / "cxw_r000001_marts" / "kpis"
    monkeypatch.setenv("CXW_SPARK_HOME", "s3a://lake/cxw/")
    there = "s3a://lake/cxw/tables/cxw_r000001_marts/kpis"
    assert folder_of(home, "kpis", [("Location", there)]) == home.tables / "cxw_r000001_marts" / "kpis"
    with pytest.raises(CxwError, match="kpis: Spark has it at hdfs://n/x, .* CXW_SPARK_HOME") as refused:
        folder_of(home, "kpis", [("Location", "hdfs://n/x")])
    assert refused.value.exit_code is ExitCode.BUILD_FAILED


def test_a_table_without_files_has_its_columns(tmp_path: Path) -> None:
    described = [("day", "date"), ("n", "bigint"), ("words", "array<string>"), ("", ""), ("# Detailed", "")]
    with duckdb.connect() as connection:
        body = view_body(connection, described, tmp_path)
        kinds = [row[:2] for row in connection.execute(f"describe {body}").fetchall()]
        assert connection.execute(body).fetchall() == []
    assert kinds == [("day", "DATE"), ("n", "BIGINT"), ("words", "VARCHAR[]")]


def test_every_schema_of_the_project_has_its_folder_in_the_home() -> None:
    texts = [(PROJECT_ROOT / "dbt_project.yml").read_text(encoding="utf-8")]
    texts += [path.read_text(encoding="utf-8") for path in (PROJECT_ROOT / "models").rglob("*.sql")]
    named = {schema for text in texts for schema in re.findall(r"schema(?:: |=')([a-z]+)", text)}
    assert named == set(schemas.BUILT_ROOMS)

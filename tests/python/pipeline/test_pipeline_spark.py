"""The nightly job of a home whose settings name Spark: the same assets and checks, and a release on Spark."""

from __future__ import annotations

from typing import Any

import pytest
from spark.conftest import server  # noqa: F401 - a fixture

from orchestration.cli import main
from orchestration.home import Home
from orchestration.releases import find_release, verify
from orchestration.spark.session import open_session


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.usefixtures("server")
def test_the_job_builds_on_the_engine_of_the_settings(
    loaded: Any, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXW_SPARK_NAME", "dagster_test")
    assert main(["--home", str(home.root), "sample", "--customers", "12", "--days", "40"]) == 0
    with home.settings_file.open("a", encoding="utf-8") as settings:
        settings.write("target: spark\n")
    result = loaded.defs.resolve_job_def("nightly_refresh").execute_in_process(raise_on_error=False)
    assert result.success
    graph = loaded.defs.resolve_asset_graph()
    assert len(result.get_asset_materialization_events()) == len(graph.executable_asset_keys)
    assert len(result.get_asset_check_evaluations()) == len(graph.asset_check_keys)
    assert find_release(home).manifest()["engine"] == "spark"
    assert verify(home) == []
    with open_session() as session:
        assert session.rows("select release_number from dagster_test.current_release") == [(1,)]
        for schema, *_ in session.rows("show schemas"):
            if schema.startswith("dagster_test"):
                session.rows(f"drop schema {schema} cascade")

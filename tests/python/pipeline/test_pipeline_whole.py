"""One run from deliveries to a release, with the real dbt and the real audit."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.cli import main
from orchestration.home import Home
from orchestration.releases import find_release, verify


def _contents(home: Home) -> dict[str, Any]:
    return dict(find_release(home).manifest()["tables"])


@pytest.mark.slow
def test_dagster_and_the_command_line_publish_the_same(loaded: Any, home: Home) -> None:
    assert main(["--home", str(home.root), "sample", "--customers", "12", "--days", "40"]) == 0
    result = loaded.defs.resolve_job_def("nightly_refresh").execute_in_process(raise_on_error=False)
    assert result.success
    graph = loaded.defs.resolve_asset_graph()
    assert len(result.get_asset_materialization_events()) == len(graph.executable_asset_keys)
    assert len(result.get_asset_check_evaluations()) == len(graph.asset_check_keys)
    by_dagster = _contents(home)
    assert verify(home) == []
    assert main(["--home", str(home.root), "refresh"]) == 0
    assert find_release(home).number == 2
    assert _contents(home) == by_dagster

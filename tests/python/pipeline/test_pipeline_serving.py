"""Dagster lives in the home, listens to this machine alone, and keeps to one writer."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import dagster as dg
import pytest

from orchestration.home import PROJECT_ROOT, Home
from orchestration.pipeline import manifest
from orchestration.pipeline.serving import dagster_command, dagster_environment, prepare_dagster_home


def test_the_web_server_listens_to_this_machine_alone() -> None:
    command = dagster_command(["--port", "3001"])
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert command[-2:] == ["--port", "3001"]


def test_dagster_writes_into_the_warehouse_home(home: Home) -> None:
    environment = dagster_environment(home)
    assert environment["CXW_HOME"] == str(home.root)
    assert environment["DAGSTER_HOME"] == str(home.root / "dagster")
    assert PROJECT_ROOT not in home.root.parents


def test_a_changed_dagster_yaml_is_kept(home: Home) -> None:
    changed = prepare_dagster_home(home) / "dagster.yaml"
    changed.write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    prepare_dagster_home(home)
    assert changed.read_text(encoding="utf-8") == "telemetry: {enabled: false}\n"


def test_the_instance_has_one_writer_watches_runs_and_tells_nobody_about_itself(home: Home) -> None:
    with dg.DagsterInstance.from_config(str(prepare_dagster_home(home))) as instance:
        pools = instance.get_concurrency_config().pool_config
        assert pools.default_pool_limit == 1
        assert pools.pool_granularity and pools.pool_granularity.value == "run"
        assert type(instance.run_coordinator).__name__ == "QueuedRunCoordinator"
        assert instance.run_monitoring_enabled
        assert instance.run_monitoring_max_runtime_seconds == 4 * 3600
        assert instance.telemetry_enabled is False
        assert instance.freshness_enabled


def test_a_manifest_that_a_killed_parse_left_is_made_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is younger than the project, so nothing else would ever write it anew; the cache beside it is not trusted."""
    target = home.root / "dagster" / "target"
    target.mkdir(parents=True)
    cache, path = target / "partial_parse.msgpack", target / "manifest.json"
    cache.write_bytes(b"half")
    path.write_text('{"nodes": {"model.', encoding="utf-8")
    parses: list[bool] = []

    def parse(project: Any, home: Home) -> None:
        parses.append(cache.exists() or path.exists())
        path.write_text(json.dumps({"nodes": {}}), encoding="utf-8")

    monkeypatch.setattr(manifest, "_parse", parse)
    project: Any = SimpleNamespace(manifest_path=path)
    assert manifest.load_manifest(project, home) == {"nodes": {}} and parses == [False]
    assert manifest.load_manifest(project, home) == {"nodes": {}} and len(parses) == 1

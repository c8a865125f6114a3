"""What Dagster loads is what dbt and the audit declare, and every writer is in the pool."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.audit import load_reconciliations, load_suites
from orchestration.pipeline import triggers

OPS = ["intake", "build", "audit", "release"]


@pytest.fixture(scope="module")
def graph(loaded: Any) -> Any:
    """The asset graph of everything that Dagster loads."""
    return loaded.defs.resolve_asset_graph()


def _nodes(loaded: Any, *kinds: str) -> list[dict[str, Any]]:
    return [node for node in loaded.manifest["nodes"].values() if node["resource_type"] in kinds]


def test_assets_are_those_that_dbt_declares_and_the_rooms_around_it(loaded: Any, graph: Any) -> None:
    built = [n for n in _nodes(loaded, "model", "seed") if n["config"]["materialized"] != "ephemeral"]
    systems = {source["source_name"] for source in loaded.manifest["sources"].values()}
    delivered = systems - {"reference", "enrichment"}
    assert {"zendesk", "salesforce", "stripe", "servicenow", "files"} < delivered
    assert len(built) > 150
    assert len(graph.executable_asset_keys) == len(built) + len(delivered) + len(["audit", "release"])
    only_shown = graph.get_all_asset_keys() - graph.executable_asset_keys
    assert only_shown == {dg.AssetKey(["reference", "company"]), dg.AssetKey(["enrichment", "fitted"])}


def test_enrichments_follow_what_they_read_and_come_before_what_reads_them(graph: Any) -> None:
    enriched = graph.get(dg.AssetKey(["enrichment", "fitted"]))
    assert dg.AssetKey(["intermediate", "int_customer_lifetimes_measured"]) in enriched.parent_keys
    assert dg.AssetKey(["marts", "customer_lifetime_value"]) in enriched.child_keys


def test_every_dbt_test_and_every_check_of_the_audit_is_an_asset_check(loaded: Any, graph: Any) -> None:
    tests = _nodes(loaded, "test")
    audited = sum(len(suite.expectations) for suite in load_suites()) + len(load_reconciliations())
    assert len(tests) > 100
    assert audited > 50
    assert len(graph.asset_check_keys) == len(tests) + audited


def test_checks_block_by_their_severity(loaded: Any, graph: Any) -> None:
    severity = {f"{s.table}.{c.name}": c.severity for s in load_suites() for c in s.expectations}
    severity |= {check.name: check.severity for check in load_reconciliations()}
    blocking = {
        key.name: graph.get_check_spec(key).blocking
        for key in graph.asset_check_keys
        if key.asset_key == dg.AssetKey("audit")
    }
    assert blocking == {name.replace(".", "__"): found == "error" for name, found in severity.items()}
    assert set(blocking.values()) == {True, False}


def test_the_job_is_all_rooms_in_order_in_one_process(loaded: Any, graph: Any) -> None:
    job = loaded.defs.resolve_job_def("nightly_refresh")
    assert [node.name for node in job.nodes_in_topological_order] == OPS
    assert job.executor_def.name == dg.in_process_executor.name
    assert set(job.asset_layer.executable_asset_keys) == set(graph.executable_asset_keys)


def test_every_op_is_in_the_pool_of_the_single_writer_and_tries_again(loaded: Any) -> None:
    ops = {node.name: node.definition for node in loaded.defs.resolve_job_def("nightly_refresh").nodes}
    assert sorted(ops) == sorted(OPS)
    assert {op.pool for op in ops.values()} == {"duckdb_writer"}
    assert all(op.retry_policy.max_retries > 0 for op in ops.values())


def test_marts_and_the_release_have_a_freshness_policy(graph: Any) -> None:
    groups = {key: graph.get(key).group_name for key in graph.executable_asset_keys}
    promised = {key for key in groups if graph.get(key).freshness_policy is not None}
    marts = {key for key, group in groups.items() if group == "marts"}
    assert dg.AssetKey(["marts", "kpi_values"]) in marts
    assert promised == marts | {dg.AssetKey("release")}


def test_the_schedule_is_at_two_in_utc_and_on(loaded: Any) -> None:
    schedule = loaded.defs.resolve_schedule_def("every_night")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 2 * * *", "UTC")
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    assert schedule.job_name == "nightly_refresh"


def test_the_cron_expression_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXW_NIGHTLY_CRON", "30 4 * * 1-5")
    assert triggers.build_schedule().cron_schedule == "30 4 * * 1-5"


def test_alerts_are_on_and_the_inbox_sensor_is_off_by_default(loaded: Any) -> None:
    sensors = {sensor.name: sensor.default_status for sensor in loaded.defs.sensors}
    on, off = dg.DefaultSensorStatus.RUNNING, dg.DefaultSensorStatus.STOPPED
    assert sensors == {"new_deliveries": off, "tell_of_failure": on, "tell_of_recovery": on}


def test_everything_loads_and_the_module_stays_small(loaded: Any) -> None:
    dg.Definitions.validate_loadable(loaded.defs)
    assert len(Path(loaded.__file__).read_text(encoding="utf-8").splitlines()) < 50

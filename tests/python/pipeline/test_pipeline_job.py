"""The job is the refresh: the same rooms, the same lock, the same failures as the command line."""

from __future__ import annotations

import json
from typing import Any

import dagster as dg
from stand_ins import RunJob, Stage

from orchestration.audit import load_reconciliations, load_suites
from orchestration.home import Home
from orchestration.lock import single_writer
from orchestration.pipeline.alerts import failure_message
from orchestration.pipeline.session import RETRIES
from orchestration.refresh import refresh
from orchestration.releases import find_release, list_releases


def _failure(result: dg.ExecuteInProcessResult) -> Any:
    [event] = [event for event in result.all_events if event.is_step_failure]
    return event


def _facts(result: dg.ExecuteInProcessResult) -> dict[str, Any]:
    told = _failure(result).step_failure_data.user_failure_data
    return {key: value.value for key, value in told.metadata.items()} | {"text": told.description}


def _materialized(result: dg.ExecuteInProcessResult) -> set[str]:
    events = result.get_asset_materialization_events()
    return {event.asset_key.to_user_string() for event in events if event.asset_key}


def test_a_run_publishes_a_release_marks_every_asset_and_leaves_the_lock_free(
    loaded: Any, home: Home, stage: Stage, run_job: RunJob
) -> None:
    result = run_job(session={"as_of": "2024-01-31"})
    assert result.success
    assert stage.as_of == ["2024-01-31T23:59:59.999999"], "as_of reaches dbt"
    with single_writer(home):
        pass
    assert [release.number for release in list_releases(home)] == [1]
    every = loaded.defs.resolve_asset_graph().executable_asset_keys
    assert _materialized(result) == {key.to_user_string() for key in every}
    checks = result.get_asset_check_evaluations()
    assert all(check.passed for check in checks)
    assert len(checks) == len(loaded.defs.resolve_asset_graph().asset_check_keys)
    [published] = result.asset_materializations_for_node("release")
    assert published.metadata["release"].value == 1
    assert published.metadata["rows"].value == {"marts.ticket_volume": 20}


def test_a_run_beside_another_refresh_says_so_and_changes_nothing(home: Home, run_job: RunJob) -> None:
    with single_writer(home):
        result = run_job()
    facts = _facts(result)
    assert facts["reason"] == "REFRESH_RUNNING"
    assert "another refresh" in facts["text"]
    assert _materialized(result) == set()
    assert not home.build.exists()


def test_a_failed_audit_keeps_readers_where_they_are(home: Home, stage: Stage, run_job: RunJob) -> None:
    refresh(home)
    suite = load_suites()[0]
    expectation = next(check for check in suite.expectations if check.severity == "error")
    reconciliation = next(check for check in load_reconciliations() if check.severity == "error")
    stage.failing_checks = {f"{suite.table}.{expectation.name}", reconciliation.name}
    result = run_job()
    assert not result.success
    failed = {c.check_name for c in result.get_asset_check_evaluations() if not c.passed}
    assert failed == {name.replace(".", "__") for name in stage.failing_checks}
    assert (_facts(result)["reason"], set(_facts(result)["causes"])) == ("AUDIT_FAILED", stage.failing_checks)
    assert "release" not in _materialized(result)
    assert find_release(home).number == 1


def test_a_failed_model_is_named_without_dbts_message(home: Home, stage: Stage, run_job: RunJob) -> None:
    stage.statuses = {"model.cxw.kpi_values": "error", "model.cxw.ticket_volume": "skipped"}
    result = run_job()
    facts = _facts(result)
    assert (facts["reason"], facts["causes"]) == ("BUILD_FAILED", ["kpi_values"])
    assert facts["text"] == "dbt build failed.\n  kpi_values\nSee the log."
    built = _materialized(result)
    assert "marts/churn_monthly" in built
    assert not built & {"marts/kpi_values", "marts/ticket_volume", "audit", "release"}
    message = failure_message(result.run_id, [_failure(result)], home)
    assert message["causes"] == ["kpi_values"]
    assert "Ann Lee" not in json.dumps(message)


def test_a_failed_and_a_warning_test_are_checks_that_did_not_pass(
    loaded: Any, stage: Stage, run_job: RunJob
) -> None:
    tests = [unique_id for unique_id in stage.unique_ids if unique_id.startswith("test.")]
    stage.statuses = {tests[0]: "fail", tests[1]: "warn", tests[2]: "skipped"}
    result = run_job()
    names = [loaded.manifest["nodes"][unique_id]["name"] for unique_id in tests[:3]]
    found = {c.check_name: c for c in result.get_asset_check_evaluations()}
    assert (found[names[0]].passed, found[names[0]].severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert (found[names[1]].passed, found[names[1]].severity) == (False, dg.AssetCheckSeverity.WARN)
    assert names[2] not in found
    assert not result.success


def test_a_project_newer_than_the_definitions_stops_the_run(stage: Stage, run_job: RunJob) -> None:
    stage.unique_ids.remove("model.cxw.kpi_values")
    facts = _facts(run_job())
    assert (facts["reason"], facts["causes"]) == ("DEFINITIONS_OUTDATED", ["marts/kpi_values"])


def test_dbt_that_was_stopped_is_tried_again(stage: Stage, run_job: RunJob) -> None:
    stage.build_dies = True
    result = run_job()
    assert not result.success
    assert len(stage.as_of) == 1 + RETRIES.max_retries

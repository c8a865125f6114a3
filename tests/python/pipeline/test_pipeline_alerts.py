"""What the webhook is told, and that a run never depends on it."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from listening import Webhook, listening

from orchestration import webhook as sending
from orchestration.home import Home
from orchestration.pipeline import alerts

CONTRACT_OF_A_MESSAGE = {
    "event",
    "text",
    "run_id",
    "rooms",
    "reasons",
    "cause_count",
    "causes",
    "current_release",
}
LOG = logging.getLogger("test")


@pytest.fixture
def webhook(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    """A webhook that the settings of the home name."""
    monkeypatch.setattr(sending, "PAUSE_SECONDS", 0.0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    home.root.mkdir(parents=True)
    with listening() as found:
        home.settings_file.write_text(f"alert_webhook: {found.address}\n", encoding="utf-8")
        yield found


@dg.op
def audit(context: dg.OpExecutionContext) -> None:
    """Fails as a room does, or as a defect does."""
    if context.run_tags.get("failure") == "defect":
        raise ValueError("could not convert 'ann.lee@example.com'")
    if context.run_tags.get("failure"):
        causes = [f"marts.kpi_values.check_{i}" for i in range(50)]
        raise dg.Failure(
            "50 of 96 checks failed: ann.lee@example.com", {"reason": "AUDIT_FAILED", "causes": causes}
        )


@dg.job(name="nightly_refresh", executor_def=dg.in_process_executor)
def refresh_that_fails() -> None:
    """Stands for the nightly refresh."""
    audit()


def _run(instance: dg.DagsterInstance, failure: str | None) -> dg.ExecuteInProcessResult:
    tags = {"failure": failure} if failure else {}
    return refresh_that_fails.execute_in_process(instance=instance, raise_on_error=False, tags=tags)


def _tell_of_failure(instance: dg.DagsterInstance, result: dg.ExecuteInProcessResult) -> None:
    context = dg.build_run_status_sensor_context(
        "tell_of_failure", result.get_run_failure_event(), instance, result.dagster_run
    ).for_run_failure()
    alerts.tell_of_failure(context)


def _tell_of_recovery(instance: dg.DagsterInstance, result: dg.ExecuteInProcessResult) -> None:
    event = result.get_run_success_event()
    alerts.tell_of_recovery(
        dg.build_run_status_sensor_context("tell_of_recovery", event, instance, result.dagster_run)
    )


def test_fifty_failed_checks_are_one_message_without_data(webhook: Webhook) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        _tell_of_failure(instance, _run(instance, "audit"))
    [message] = webhook.messages
    assert set(message) == CONTRACT_OF_A_MESSAGE
    assert message["event"] == "refresh_failed"
    assert (message["rooms"], message["reasons"], message["cause_count"]) == (["audit"], ["AUDIT_FAILED"], 50)
    assert message["causes"] == [f"marts.kpi_values.check_{i}" for i in range(10)]
    assert "ann.lee" not in json.dumps(message)
    assert message["current_release"] is None
    assert message["text"].startswith("Refresh failed in audit: AUDIT_FAILED (50: marts.kpi_values.check_0, ")


def test_the_text_of_an_unexpected_error_is_not_told(webhook: Webhook) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        _tell_of_failure(instance, _run(instance, "defect"))
    [message] = webhook.messages
    assert message["reasons"] == ["ValueError"]
    assert "ann.lee" not in json.dumps(message)


def test_a_run_that_was_killed_is_told_too(home: Home) -> None:
    message = alerts.failure_message("1", [], home)
    assert message["reasons"] == ["RUN_STOPPED"]


def test_recovery_is_told_once(webhook: Webhook) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        _tell_of_recovery(instance, _run(instance, None))
        assert webhook.messages == []
        _tell_of_failure(instance, _run(instance, "audit"))
        webhook.status = 500
        _tell_of_recovery(instance, _run(instance, None))
        webhook.status = 200
        webhook.messages.clear()
        _tell_of_recovery(instance, _run(instance, None))
        _tell_of_recovery(instance, _run(instance, None))
    assert [message["event"] for message in webhook.messages] == ["refresh_recovered"]


def test_a_webhook_that_refuses_is_tried_again_and_harms_nobody(home: Home, webhook: Webhook) -> None:
    webhook.status = 500
    assert alerts.tell(home, {"text": "x"}, LOG) is False
    assert len(webhook.messages) == sending.ATTEMPTS
    webhook.status = 200
    assert alerts.tell(home, {"text": "x"}, LOG) is True


def test_without_a_webhook_or_with_wrong_settings_nobody_is_told(home: Home, tmp_path: Path) -> None:
    assert alerts.tell(home, {"text": "x"}, LOG) is False
    home.root.mkdir(parents=True)
    home.settings_file.write_text("alert_webhok: http://x\n", encoding="utf-8")
    assert alerts.tell(home, {"text": "x"}, LOG) is False

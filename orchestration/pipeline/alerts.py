"""Who is told: one message to the webhook of `settings.yml` for a run that failed, one when it works again.

A message holds names out of declarations and counts; no text of an error, which may quote data.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from orchestration import webhook
from orchestration.announcements.outcomes import failed_message, recovered_message, tell_once
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.pipeline.triggers import nightly_refresh
from orchestration.settings import Settings
from orchestration.webhook import Message


def failure_message(run_id: str, failures: Sequence[dg.DagsterEvent], home: Home) -> Message:
    """What is told of a failed run; `failures` are the failure events of its steps."""
    rooms = [event.step_key or "" for event in failures]
    facts = [_facts(event) for event in failures]
    # A run without a failed step was killed, or never started.
    reasons = [str(fact["reason"]) for fact in facts] or ["RUN_STOPPED"]
    causes = [str(cause) for fact in facts for cause in fact["causes"]]
    return failed_message(home, run_id, rooms, reasons, causes)


def tell(home: Home, message: Message, log: logging.Logger) -> bool:
    """Posts a message to the webhook, if the home names one; says whether it arrived. Never raises."""
    try:
        address = Settings.load(home).alert_webhook
    except CxwError as error:
        log.error("The alert was not sent: %s", error)
        return False
    if address is None:
        log.info("settings.yml names no alert_webhook; nobody was told: %s", message["text"])
        return False
    if problem := webhook.post(address, message):
        log.warning("The alert did not arrive (%s).", problem)
    return problem is None


@dg.run_failure_sensor(monitored_jobs=[nightly_refresh], default_status=dg.DefaultSensorStatus.RUNNING)
def tell_of_failure(context: dg.RunFailureSensorContext) -> None:
    """One message for a run that failed, however many checks did."""
    home = Home.locate()
    message = failure_message(context.dagster_run.run_id, context.get_step_failure_events(), home)
    if not tell_once(home, message, lambda told: tell(home, told, context.log)):
        context.log.info("Not told, or told already: %s", message["text"])


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    monitored_jobs=[nightly_refresh],
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def tell_of_recovery(context: dg.RunStatusSensorContext) -> None:
    """One message when a run succeeds after a failure was told, whoever told it."""
    home, run_id = Home.locate(), context.dagster_run.run_id
    tell_once(home, recovered_message(home, run_id), lambda told: tell(home, told, context.log))


def _facts(event: dg.DagsterEvent) -> Mapping[str, Any]:
    data = event.step_failure_data
    told = data.user_failure_data.metadata if data.user_failure_data else {}
    # Dagster wraps what an asset raised.
    error = data.error.cause or data.error if data.error else None
    unexpected = error.cls_name if error else "UNKNOWN"
    causes = told["causes"].value if "causes" in told else []
    return {"reason": told["reason"].value if "reason" in told else unexpected, "causes": causes}

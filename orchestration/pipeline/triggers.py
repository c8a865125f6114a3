"""When a refresh runs: every night, and, where it is switched on, when deliveries have arrived."""

import hashlib
import json
import os

import dagster as dg

from orchestration.home import Home
from orchestration.intake import read_ledger
from orchestration.intake.definition import StillBeingWritten
from orchestration.intake.inbox import find_deliveries
from orchestration.intake.stamp import Stamp

DEFAULT_CRON = "0 2 * * *"
DEFAULT_QUIET_SECONDS = 60

nightly_refresh = dg.define_asset_job(
    "nightly_refresh",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Intake, build, audit and release in one process: what `cxw refresh` does.",
)


def build_schedule() -> dg.ScheduleDefinition:
    """The nightly run, in UTC: at 02:00, or as the cron expression in CXW_NIGHTLY_CRON says."""
    return dg.ScheduleDefinition(
        name="every_night",
        job=nightly_refresh,
        cron_schedule=os.environ.get("CXW_NIGHTLY_CRON") or DEFAULT_CRON,
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )


def waiting_deliveries(home: Home) -> str | None:
    """A mark of what lies in the inbox and no scan has seen; None where there is nothing.

    The mark changes when a file is added, replaced, or grows.
    """
    seen = {(entry.path, entry.stamp) for entry in read_ledger(home)}
    waiting = []
    for found in find_deliveries(home):
        if found.problem is None:
            try:
                lies = (found.path, Stamp.of(found.file))
            except StillBeingWritten:
                continue
            if lies not in seen:
                waiting.append(lies)
    return hashlib.sha256(repr(waiting).encode()).hexdigest()[:32] if waiting else None


def look_at_inbox(home: Home, cursor: str | None) -> dg.SensorResult | dg.SkipReason:
    """Asks for a run once deliveries have lain unchanged from one look to the next.

    The cursor holds the mark of the last look, and the mark that a run was last asked for.
    """
    last: dict[str, str | None] = json.loads(cursor) if cursor else {}
    mark = waiting_deliveries(home)
    if mark is None or mark == last.get("asked_for"):
        return dg.SkipReason("Nothing new lies in the inbox.")
    if mark != last.get("seen"):
        later = json.dumps({"seen": mark, "asked_for": last.get("asked_for")})
        return dg.SensorResult(skip_reason="Deliveries are arriving.", cursor=later)
    done = json.dumps({"seen": mark, "asked_for": mark})
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=mark)], cursor=done)


@dg.sensor(
    job=nightly_refresh,
    minimum_interval_seconds=int(os.environ.get("CXW_INBOX_QUIET_SECONDS") or DEFAULT_QUIET_SECONDS),
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Refreshes when new deliveries have lain in the inbox unchanged for a while. Off by default.",
)
def new_deliveries(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Looks at the inbox every CXW_INBOX_QUIET_SECONDS."""
    return look_at_inbox(Home.locate(), context.cursor)

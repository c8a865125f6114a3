"""The rooms of a refresh, one function each: intake, build, audit, release.

The command line and Dagster call the same functions. Each takes a RefreshContext and leaves what the
next one needs in the home, so that the rooms may run in one process or in several.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration import releases
from orchestration.announcements import Telling, recall, tell_of_alerts
from orchestration.build import BuildResult, Progress, dbt_tests, run_dbt
from orchestration.candidate import file_identity, open_candidate
from orchestration.contract import load_contract
from orchestration.defects import corrected_by_delivery, count_defects, refused_by_delivery
from orchestration.drift import emptied_columns, refuse_shrunken_snapshots, scan_warnings, schema_changes
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.instants import as_utc_text, refuse_future
from orchestration.ledger_facts import (
    damaged_manifests,
    delivered_again,
    ledger_facts,
    new_deliveries,
    refuse_nothing,
)
from orchestration.notes import Notes, timed
from orchestration.operations import nightly
from orchestration.operations.anomalies import look_for_anomalies
from orchestration.operations.nightly import column_warnings
from orchestration.operations.recording import Recording
from orchestration.preparation import prepare_home, refuse_poor_start
from orchestration.refusals import refuse_above_threshold, source_shares
from orchestration.settings import SPARK, Settings
from orchestration.spark.removal import shown_on_spark
from orchestration.spark.serving import LEFT_BEHIND, finish_release, published_before
from orchestration.storage import explained

if TYPE_CHECKING:
    from orchestration.audit import AuditResult
    from orchestration.intake import ScanReport

AUDIT_PAPERS = ("audit.json", "audit.html")


@dataclass
class RefreshContext:
    """One refresh: what it was asked, and what its rooms found."""

    home: Home
    settings: Settings
    progress: Progress
    as_of: datetime | None = None
    arrived_at: datetime | None = None
    lock_descriptor: int | None = None
    scan: ScanReport | None = None
    build: BuildResult | None = None
    audit: AuditResult | None = None
    release: releases.Release | None = None
    telling: Telling | None = None
    recording: Recording | None = None


def open_context(
    home: Home,
    *,
    progress: Progress,
    as_of: datetime | None = None,
    arrived_at: datetime | None = None,
    lock_descriptor: int | None = None,
    target: str | None = None,
) -> RefreshContext:
    """Checks the as-of, the settings, the reference data, the home, the clock and the disk, before any work."""
    if as_of is not None:
        refuse_future(as_of, arrived_at)
    settings = Settings.load(home)
    settings = replace(settings, target=target or settings.target)
    with explained(home, "start"):
        prepare_home(home)
        refuse_poor_start(home, settings, arrived_at)
    return RefreshContext(home, settings, progress, as_of, arrived_at, lock_descriptor)


def intake_room(context: RefreshContext) -> ScanReport:
    """Takes new deliveries into the raw store.

    Raises CxwError: DELIVERIES_REFUSED past a threshold, also a snapshot's, USAGE where nothing was ever delivered.
    """
    from orchestration.erasure.nightly import take_without_erased

    home = context.home
    with explained(home, "intake"):
        Notes().write(home)
    if context.recording:
        context.recording.begin()
    contract = load_contract(context.settings.dbt_vars())
    with timed(home, context.progress, "intake") as notes:
        context.scan, of_erasures = take_without_erased(
            home,
            contract,
            arrived_at=context.arrived_at,
            tolerance=timedelta(minutes=context.settings.event_tolerance_minutes),
            memory_limit=context.settings.memory_limit,
            progress=lambda line: context.progress(f"intake: {line}"),
        )
        new = new_deliveries(home)
        notes.warnings = [
            *nightly.gaps(context.recording),
            *damaged_manifests(home),
            *scan_warnings(context.scan),
            *schema_changes(home, contract, (each.delivery for each in new)),
            *of_erasures,
        ]
        taken = context.scan.taken
        notes.intake = {
            "records": sum(delivery.accepted_records + delivery.quarantined_records for delivery in taken),
            "quarantined": sum(delivery.quarantined_records for delivery in taken),
        }
        refuse_above_threshold(source_shares(new, context.settings.threshold), lambda: delivered_again(home))
        refuse_shrunken_snapshots(home, contract, context.settings.snapshot_shrink_threshold)
        refuse_nothing(home, contract)
    return context.scan


def build_room(context: RefreshContext) -> BuildResult:
    """Builds the candidate with dbt. Raises CxwError (BUILD_FAILED, or DELIVERIES_REFUSED past a threshold)."""
    home, contract = context.home, load_contract()
    threading.Thread(target=_import_auditor).start()
    with timed(home, context.progress, "build") as notes:
        context.build = run_dbt(
            home,
            context.settings,
            as_of=as_utc_text(context.as_of) if context.as_of else None,
            progress=context.progress,
            lock_descriptor=context.lock_descriptor,
        )
        notes.warnings += context.build.warnings
        later = refused_by_delivery(home.candidate)
        new = new_deliveries(home)
        notes.warnings += emptied_columns(home.candidate, home, [each.delivery for each in new])
        shares = source_shares(new, context.settings.threshold, later)
        refuse_above_threshold(shares, lambda: corrected_by_delivery(home.candidate, contract))
        refuse_shrunken_snapshots(home, contract, context.settings.snapshot_shrink_threshold, later)
    return context.build


def _import_auditor() -> None:
    """Imports Great Expectations, which takes seconds, while dbt works in a process of its own."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations  # noqa: F401


def audit_room(context: RefreshContext) -> AuditResult:
    """Judges the candidate. Raises CxwError (AUDIT_FAILED) that names what failed and where the report is."""
    from orchestration.audit import audit_candidate  # imports Great Expectations: seconds

    home = context.home
    with timed(home, context.progress, "audit") as notes:
        context.audit = audit_candidate(
            home.candidate,
            results_dir=_audit_dir(home),
            heading={"as of": _as_of(home)},
            progress=lambda done, total, what: context.progress(f"audit: {done + 1} of {total} {what}"),
        )
        notes.warnings += [f"{check.check}: {check.message}" for check in context.audit.warnings]
        anomalies = look_for_anomalies(home)
        notes.warnings += anomalies.warnings
        notes.measures = anomalies.measures
        if context.audit.passed:
            anomalies.refuse(context.settings.blocking_anomalies or ())
            notes.audited = file_identity(home.candidate)
    if not context.audit.passed:
        failed = [check.check for check in context.audit.errors]
        raise CxwError(
            context.audit.explained(_audit_dir(home) / AUDIT_PAPERS[1]), ExitCode.AUDIT_FAILED, failed
        )
    return context.audit


def release_room(context: RefreshContext) -> releases.Release:
    """Publishes the audited candidate, removes releases beyond the number kept, and tells of new alerts."""
    home, settings = context.home, context.settings
    if Notes.read(home).audited != file_identity(home.candidate):
        raise CxwError(
            f"{home.candidate} is not the one that was audited; run the whole refresh again.",
            ExitCode.AUDIT_FAILED,
        )
    contract = load_contract()
    context.progress("release: copying and hashing tables")
    with timed(home, context.progress, "release") as notes:
        notes.warnings += recall(home)
        facts = releases.ReleaseFacts(
            as_of=_as_of(home),
            settings=settings.dbt_vars(),
            deliveries=ledger_facts(home),
            quarantine=count_defects(home.candidate, contract),
            audit=json.loads((_audit_dir(home) / AUDIT_PAPERS[0]).read_text(encoding="utf-8")),
            dbt_tests=dbt_tests(home),
            seconds=notes.seconds,
            rooms=nightly.rooms_so_far(home, notes),
            measures=notes.measures,
            operations=lambda number: nightly.tables(home, context.recording, notes, number),
            warnings=notes.warnings,
            attachments=[_audit_dir(home) / name for name in AUDIT_PAPERS],
            engine=settings.target,
        )
        before = published_before(home) if settings.target == SPARK else None
        context.release = before or releases.publish(
            home,
            facts,
            declarations=releases.read_declarations(home.dbt_target / "manifest.json"),
            personal=releases.personal_names(contract),
            memory_limit=settings.memory_limit,
        )
        if context.recording:
            context.recording.release = context.release.number
        notes.warnings += column_warnings(context.release)
        if settings.target == SPARK:
            finish_release(home, context.release)
        elif shown_on_spark(home) is not None:
            notes.warnings.append(LEFT_BEHIND)
        try:
            releases.remove_old_releases(home, settings.releases_to_keep)
        except OSError as error:
            notes.warnings.append(
                f"{error.filename or home.releases}: an old release stays ({error.strerror})"
            )
    context.telling = tell_of_alerts(home, settings, context.release)
    if context.telling.sentence and not context.telling.is_warning:
        context.progress(f"alerts: {context.telling.sentence}")
    return context.release


def _audit_dir(home: Home) -> Path:
    return home.build / "audit"


def _as_of(home: Home) -> str:
    with open_candidate(home.candidate) as connection:
        found = connection.execute("select as_of from staging.stg_clock").fetchone()
    assert found is not None
    return as_utc_text(found[0].replace(tzinfo=UTC))

"""The nightly refresh: one lock, then the rooms in order. The only way in which a release comes about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from orchestration.build import Progress
from orchestration.home import Home
from orchestration.lock import single_writer
from orchestration.notes import Notes
from orchestration.operations.nightly import recorded
from orchestration.releases import Release
from orchestration.rooms import audit_room, build_room, intake_room, open_context, release_room

if TYPE_CHECKING:
    from orchestration.audit import AuditResult
    from orchestration.intake import ScanReport


@dataclass(frozen=True)
class RefreshOutcome:
    """What a refresh published."""

    release: Release
    scan: ScanReport
    audit: AuditResult
    warnings: tuple[str, ...]
    seconds: dict[str, float]


def refresh(
    home: Home,
    *,
    as_of: datetime | None = None,
    arrived_at: datetime | None = None,
    progress: Progress = lambda message: None,
    target: str | None = None,
) -> RefreshOutcome:
    """Takes what has arrived, rebuilds, audits and publishes.

    `as_of` is the instant that models take as now (default: the latest event delivered); `arrived_at` is
    the instant at which new deliveries count as arrived (default: the present). Both are aware datetimes.
    `target` is the engine that builds, `duckdb` or `spark` (default: what the settings say).
    Raises CxwError with the exit code of what went wrong; readers then stay on the release they have.
    """
    with single_writer(home) as descriptor, recorded(home, progress) as recording:
        context = open_context(
            home,
            progress=progress,
            as_of=as_of,
            arrived_at=arrived_at,
            lock_descriptor=descriptor,
            target=target,
        )
        context.recording = recording
        intake_room(context)
        build_room(context)
        audit_room(context)
        release_room(context)
    assert context.release and context.scan and context.audit
    notes, telling = Notes.read(home), context.telling
    failed = [f"alerts: {telling.sentence}"] if telling and telling.is_warning else []
    unwritten = [gap for gap in recording.warnings if gap not in notes.warnings]
    warnings = (*notes.warnings, *failed, *unwritten)
    return RefreshOutcome(context.release, context.scan, context.audit, warnings, notes.seconds)

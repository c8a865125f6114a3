"""What a scan of the inbox, or the check of one file, tells its caller."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from orchestration.intake.definition import Column
from orchestration.intake.quarantine import QuarantinedRecord

Status = Literal["taken", "rejected", "waiting"]


@dataclass(frozen=True)
class DeliveryReport:
    """One delivery that a scan looked into; `waiting` means that it is still being written."""

    path: str
    source: str
    table: str
    status: Status
    reason: str | None
    format: str
    bytes: int
    physical_records: int = 0
    accepted_records: int = 0
    quarantined_records: int = 0
    blank_records: int = 0
    columns: tuple[Column, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    is_known_table: bool = True
    quarantined_by_reason: dict[str, int] = field(default_factory=dict)
    quarantine_examples: tuple[QuarantinedRecord, ...] = ()
    delivery: int | None = None
    taken_before_as: int | None = None

    @property
    def delivered_records(self) -> int:
        """Physical records that are not blank; a rejected delivery has at least one."""
        delivered = self.physical_records - self.blank_records
        return max(1, delivered) if self.status == "rejected" else delivered

    @property
    def refused_records(self) -> int:
        """Records of the delivery that did not reach the raw store."""
        return self.delivered_records if self.status == "rejected" else self.quarantined_records


@dataclass(frozen=True)
class ScanReport:
    """One scan of the inbox; `scan` is None where nothing was new and nothing was written."""

    scan: int | None
    arrived_at: datetime
    deliveries: tuple[DeliveryReport, ...]
    known_deliveries: int

    def with_status(self, status: Status) -> list[DeliveryReport]:
        """The deliveries that came to this."""
        return [delivery for delivery in self.deliveries if delivery.status == status]

    @property
    def taken(self) -> list[DeliveryReport]:
        """Deliveries that are in the raw store since this scan."""
        return self.with_status("taken")

    @property
    def rejected(self) -> list[DeliveryReport]:
        """Deliveries that were refused whole, those of earlier scans that still lie there included."""
        return self.with_status("rejected")

    @property
    def waiting(self) -> list[DeliveryReport]:
        """Deliveries that changed while they were read; the next scan looks again."""
        return self.with_status("waiting")

    @property
    def unknown_tables(self) -> list[tuple[str, str]]:
        """(source, table) of what was taken although no adapter knows it."""
        return sorted({(d.source, d.table) for d in self.taken if not d.is_known_table})

    @property
    def refused_share(self) -> dict[str, float]:
        """By source: refused physical records over delivered ones, of the deliveries of this scan (0..1)."""
        refused: defaultdict[str, int] = defaultdict(int)
        delivered: defaultdict[str, int] = defaultdict(int)
        for delivery in self.deliveries:
            if delivery.status != "waiting":
                refused[delivery.source] += delivery.refused_records
                delivered[delivery.source] += delivery.delivered_records
        return {
            source: refused[source] / total if total else 0.0 for source, total in sorted(delivered.items())
        }

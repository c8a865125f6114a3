"""Inbox to raw store: takes each delivery once, keeps what can be read, writes down what cannot."""

from orchestration.intake.check import check_delivery, closest_table
from orchestration.intake.definition import Column
from orchestration.intake.ledger import LedgerEntry, read_ledger
from orchestration.intake.quarantine import QuarantinedRecord, Reason, read_quarantine
from orchestration.intake.report import DeliveryReport, ScanReport
from orchestration.intake.scan import take_deliveries

__all__ = [
    "Column",
    "DeliveryReport",
    "LedgerEntry",
    "QuarantinedRecord",
    "Reason",
    "ScanReport",
    "check_delivery",
    "closest_table",
    "read_ledger",
    "read_quarantine",
    "take_deliveries",
]

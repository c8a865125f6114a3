"""The audit: Great Expectations suites and reconciliations over the built candidate; publish or not.

Every check is data: `suites/*.yml` judge one table each, `reconciliations/*.sql` compare tables.
"""

from orchestration.audit.audit import audit_candidate
from orchestration.audit.declarations import (
    Expectation,
    Minimum,
    Reconciliation,
    Suite,
    load_reconciliations,
    load_suites,
)
from orchestration.audit.report import write_report
from orchestration.audit.results import AuditResult, CheckResult

__all__ = [
    "AuditResult",
    "CheckResult",
    "Expectation",
    "Minimum",
    "Reconciliation",
    "Suite",
    "audit_candidate",
    "load_reconciliations",
    "load_suites",
    "write_report",
]

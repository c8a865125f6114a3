"""Audits one candidate: every declared check, one typed result, two readable files."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb

from orchestration.audit.counting import Looked, count_rows
from orchestration.audit.declarations import (
    Expectation,
    Reconciliation,
    Suite,
    load_reconciliations,
    load_suites,
)
from orchestration.audit.expectations import Verdict, run_suites
from orchestration.audit.reconcile import run_reconciliation
from orchestration.audit.report import write_report
from orchestration.audit.results import AuditResult, CheckResult
from orchestration.candidate import open_candidate
from orchestration.errors import CxwError, ExitCode

Progress = Callable[[int, int, str], None]
"""Called before each step with the steps done, the steps in all, and what comes now."""


def audit_candidate(
    candidate: Path,
    *,
    results_dir: Path,
    suites: Sequence[Suite] | None = None,
    reconciliations: Sequence[Reconciliation] | None = None,
    heading: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> AuditResult:
    """Judge a built candidate and write `audit.json` and `audit.html` into `results_dir`.

    The candidate is opened read-only and closed again; nothing else in this process may hold it open
    for writing. `suites` and `reconciliations` default to all that are declared beside this module;
    `heading` holds lines for the top of the page (release, as of). A check that fails is in the
    result, also when it raised. Raises `CxwError` (exit 5) where the candidate cannot be opened or a
    declaration is malformed.
    """
    started = time.monotonic()
    suites = load_suites() if suites is None else tuple(suites)
    reconciliations = load_reconciliations() if reconciliations is None else tuple(reconciliations)
    steps = _Steps(progress, len(reconciliations) + 2 * len(suites))

    with _opened(candidate) as connection:
        compared = []
        for reconciliation in reconciliations:
            steps(f"reconciliation {reconciliation.name}")
            compared.append(run_reconciliation(connection, reconciliation))
        counts = []
        for suite in suites:
            steps(f"rows of {suite.table}")
            counts.append(count_rows(connection, suite))
    verdicts = run_suites(candidate, suites, steps) if suites else []

    judged = [
        _judge(suite.table, expectation, looked, verdict)
        for suite, suite_counts, suite_verdicts in zip(suites, counts, verdicts, strict=True)
        for expectation, looked, verdict in zip(suite.expectations, suite_counts, suite_verdicts, strict=True)
    ]
    result = AuditResult(candidate.name, (*judged, *compared), time.monotonic() - started)
    write_report(result, results_dir, heading or {})
    return result


class _Steps:
    """Counts the steps for the caller's progress display."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def __call__(self, what: str) -> None:
        if self._progress is not None:
            self._progress(self._done, self._total, what)
        self._done += 1


def _opened(candidate: Path) -> duckdb.DuckDBPyConnection:
    if not candidate.is_file():
        raise CxwError(f"audit: there is no candidate {candidate}; build it first", ExitCode.AUDIT_FAILED)
    try:
        return open_candidate(candidate)
    except duckdb.Error as error:
        raise CxwError(
            f"audit: {candidate} cannot be opened read-only ({type(error).__name__}: {error}); "
            "close every connection that writes to it, in this process too",
            ExitCode.AUDIT_FAILED,
        ) from error


def _judge(table: str, declared: Expectation, looked: Looked, verdict: Verdict) -> CheckResult:
    """A check passes where it looked at enough rows and Great Expectations agreed."""
    message = verdict.problem or looked.shortfall or ""
    severity = "error" if message else declared.severity
    if not message and not verdict.passed:
        count = "the table breaks" if verdict.failed_rows is None else f"{verdict.failed_rows} row(s) break"
        message = f"{count} the rule '{declared.description}' ({looked.rows} looked at)"
    return CheckResult(
        check=f"{table}.{declared.name}",
        subject=table,
        kind="expectation",
        severity=severity,
        description=declared.description,
        evaluated_rows=looked.rows,
        min_rows=looked.minimum,
        passed=not message,
        observed={} if verdict.failed_rows is None else {"failed_rows": verdict.failed_rows},
        message=f"{table}: {message}. {declared.remedy}" if message else "",
    )

"""Runs the reconciliations: plain SQL over the candidate, read-only."""

from __future__ import annotations

import re

import duckdb

from orchestration.audit.counting import Looked, required_rows
from orchestration.audit.declarations import Reconciliation
from orchestration.audit.explain import explain_exception
from orchestration.audit.results import CheckResult

CURRENCY = re.compile(r"[A-Z]{3}")
COLUMNS = ("part", "evaluated_rows", "failed_rows")


def run_reconciliation(connection: duckdb.DuckDBPyConnection, declared: Reconciliation) -> CheckResult:
    """One reconciliation; whatever goes wrong in it is a failure of the check, never an exception."""
    try:
        parts = _parts(connection, declared)
        looked = Looked(sum(e for _, e, _ in parts), required_rows(connection, declared.minimum))
    except (duckdb.Error, ValueError) as error:
        parts = []
        text = str(error) if isinstance(error, ValueError) else explain_exception(error)
        looked = Looked(0, declared.minimum.rows, text)
    failed = sum(f for _, _, f in parts)
    message = looked.shortfall or ""
    severity = "error" if message else declared.severity
    if failed and not message:
        where = ", ".join(f"{part}: {f} of {e}" for part, e, f in parts if f)
        message = f"{failed} of {looked.rows} compared rows disagree ({where})"
    return CheckResult(
        check=declared.name,
        subject=declared.name,
        kind="reconciliation",
        severity=severity,
        description=declared.description,
        evaluated_rows=looked.rows,
        min_rows=looked.minimum,
        passed=not message,
        observed={"failed_rows": failed},
        message=f"{message}. {declared.remedy}" if message else "",
    )


def _parts(connection: duckdb.DuckDBPyConnection, declared: Reconciliation) -> list[tuple[str, int, int]]:
    result = connection.execute(declared.sql)
    names = tuple(column[0] for column in result.description or ())
    if names != COLUMNS:
        raise ValueError(f"its query must return the columns {', '.join(COLUMNS)}, in this order")
    rows = result.fetchall()
    if not rows:
        raise ValueError("its query returned no row: it must say how many rows it evaluated")
    for part, evaluated, failed in rows:
        if not isinstance(part, str) or not (f"'{part}'" in declared.sql or CURRENCY.fullmatch(part)):
            raise ValueError(
                "a part must be a text that stands in the query, or a currency code: another value out of the "
                "data may be personal"
            )
        if evaluated is None or failed is None:
            raise ValueError("evaluated_rows and failed_rows must be numbers, not NULL")
    return [(str(part), int(evaluated), int(failed)) for part, evaluated, failed in rows]

"""What an audit comes to: whatever goes wrong in a check is a failure of the check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.audit import (
    AuditResult,
    CheckResult,
    Expectation,
    Minimum,
    Reconciliation,
    Suite,
    audit_candidate,
)
from orchestration.audit.results import Severity
from orchestration.errors import CxwError, ExitCode

from .conftest import Defective

STATUS = Expectation(
    name="status",
    description="Each ticket has a status.",
    remedy="Look at the adapter.",
    severity="error",
    expect="expect_column_values_to_not_be_null",
    arguments={"column": "status"},
    looks_at=None,
    minimum=Minimum(1),
)
COUNT = Reconciliation(
    name="count",
    description="There are tickets.",
    remedy="Look at the facts.",
    severity="error",
    minimum=Minimum(1),
    sql="select 'tickets' as part, count(*) as evaluated_rows, 0 as failed_rows from conformed.fct_tickets",
)


def audit_one(candidate: Path, results_dir: Path, check: Expectation | Reconciliation) -> CheckResult:
    """Audit beside a check that passes, which must stay unharmed."""
    if isinstance(check, Reconciliation):
        result = audit_candidate(candidate, results_dir=results_dir, suites=(), reconciliations=[check])
        return result.checks[0]
    beside = replace(STATUS, name="beside")
    suite = Suite("conformed.fct_tickets", (check, beside))
    result = audit_candidate(candidate, results_dir=results_dir, suites=[suite], reconciliations=())
    assert result.checks[1].passed
    return result.checks[0]


def unexpected_rows(query: str, **changes: Any) -> Expectation:
    return replace(
        STATUS, expect="unexpected_rows_expectation", arguments={"unexpected_rows_query": query}, **changes
    )


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (
            replace(STATUS, expect="expect_column_values_to_be_nice"),
            "knows no expect_column_values_to_be_nice",
        ),
        (replace(STATUS, arguments={"colunm": "status"}), "refuses its arguments"),
        (replace(STATUS, arguments={"column": "statsu"}), 'The column "statsu" in BatchData does not exist'),
        (unexpected_rows("select 1 from {batch} where statsu = 1"), '"statsu" not found'),
        (unexpected_rows("select 1 from {batch} where cast(status as integer) = 1"), "Conversion Error"),
        (unexpected_rows("select 1 from {batch}", looks_at="statsu = 1"), '"statsu" not found'),
        (
            unexpected_rows("select 1 from {batch}"),
            "4 row(s) break the rule 'Each ticket has a status.' (4 looked at)",
        ),
        (replace(STATUS, minimum=Minimum(5)), "looked at 4 rows and must look at 5"),
        (replace(STATUS, minimum=Minimum(1, "nowhere")), "nowhere does not exist"),
        (
            unexpected_rows("select 1 from {batch} where false", looks_at="status = 'pending'"),
            "looked at 0 rows",
        ),
    ],
)
def test_a_check_that_cannot_judge_fails(
    check: Expectation, message: str, sound_candidate: Path, tmp_path: Path
) -> None:
    found = audit_one(sound_candidate, tmp_path, check)
    assert not found.passed
    assert message in found.message
    assert found.message.startswith("conformed.fct_tickets: ")
    assert found.message.endswith(check.remedy)


@pytest.mark.parametrize("table", ["conformed.fct_nothing", "nowhere.fct_tickets"])
def test_a_table_that_is_not_there_fails(table: str, sound_candidate: Path, tmp_path: Path) -> None:
    suites = [Suite(table, (STATUS,)), Suite("conformed.fct_tickets", (STATUS,))]
    result = audit_candidate(sound_candidate, results_dir=tmp_path, suites=suites, reconciliations=())
    assert [check.passed for check in result.checks] == [False, True]
    assert table.split(".")[table.startswith("conformed")] in result.checks[0].message
    assert "Catalog Error" in result.checks[0].message


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        (
            "select count(*) from conformed.fct_tickets",
            "must return the columns part, evaluated_rows, failed_rows",
        ),
        (f"{COUNT.sql} having false", "returned no row"),
        ("select 'a' as part, 1 as evaluated_rows, null as failed_rows", "not NULL"),
        (COUNT.sql.replace("'tickets'", "min(ticket_id)"), "a part must be a text that stands in the query"),
        (COUNT.sql.replace("0 as", "2 as"), "2 of 4 compared rows disagree (tickets: 2 of 4)"),
        (f"{COUNT.sql} where false", "looked at 0 rows and must look at 1"),
        (COUNT.sql.replace("0 as", "sum(cast(status as integer)) as"), "Conversion Error"),
        (COUNT.sql.replace("fct_tickets", "fct_nothing"), "fct_nothing does not exist"),
        ("select", "Parser Error"),
    ],
)
def test_a_reconciliation_that_cannot_judge_fails(
    sql: str, message: str, sound_candidate: Path, tmp_path: Path
) -> None:
    found = audit_one(sound_candidate, tmp_path, replace(COUNT, sql=sql))
    assert not found.passed
    assert message in found.message


@pytest.mark.parametrize(("severity", "is_published"), [("error", False), ("warn", True)])
def test_only_an_error_blocks_the_release(
    severity: Severity, is_published: bool, sound_candidate: Path, tmp_path: Path
) -> None:
    check = replace(COUNT, sql=COUNT.sql.replace("0 as", "2 as"), severity=severity)
    result = audit_candidate(sound_candidate, results_dir=tmp_path, suites=(), reconciliations=[check])
    assert result.passed is is_published
    assert (len(result.errors), len(result.warnings)) == ((0, 1) if is_published else (1, 0))


@pytest.mark.parametrize("check", [replace(COUNT, minimum=Minimum(5)), replace(COUNT, sql="select")])
def test_a_warning_that_could_not_judge_is_an_error(
    check: Reconciliation, sound_candidate: Path, tmp_path: Path
) -> None:
    assert audit_one(sound_candidate, tmp_path, replace(check, severity="warn")).blocks_release
    unable = replace(STATUS, severity="warn", expect="expect_column_values_to_be_nice")
    assert audit_one(sound_candidate, tmp_path, unable).blocks_release


def test_an_audit_without_checks_does_not_pass(sound_candidate: Path, tmp_path: Path) -> None:
    assert not audit_candidate(sound_candidate, results_dir=tmp_path, suites=(), reconciliations=()).passed
    assert not AuditResult("nothing", (), 0.0).passed


def test_a_company_that_delivered_little_passes(
    sound_candidate: Path, defective: Defective, tmp_path: Path
) -> None:
    """Only master data came, and was counted: facts and marts are empty, and nothing says that they should not be."""
    with duckdb.connect(str(sound_candidate), read_only=True) as connection:
        tables = connection.execute(
            """
            select schema_name || '.' || table_name from duckdb_tables()
            where schema_name in ('staging', 'intermediate', 'conformed', 'marts')
              and not starts_with(table_name, 'dim_') and table_name not in ('stg_clock', 'stg_delivered_records')
            """
        ).fetchall()
    emptied = defective("; ".join(f"delete from {table}" for (table,) in tables))
    result = audit_candidate(emptied, results_dir=tmp_path)
    assert len(tables) > 10
    assert [check.message for check in result.errors] == []
    assert [check.check for check in result.checks if check.evaluated_rows == 0]


def test_progress_counts_every_step(sound_candidate: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    audit_candidate(
        sound_candidate,
        results_dir=tmp_path,
        suites=[Suite("conformed.fct_tickets", (STATUS,))],
        reconciliations=[COUNT],
        progress=lambda done, total, what: steps.append((done, total, what)),
    )
    assert steps == [
        (0, 3, "reconciliation count"),
        (1, 3, "rows of conformed.fct_tickets"),
        (2, 3, "expectations on conformed.fct_tickets"),
    ]


def test_a_candidate_that_cannot_be_read_is_an_error(defective: Defective, tmp_path: Path) -> None:
    with pytest.raises(CxwError, match="there is no candidate") as absent:
        audit_candidate(tmp_path / "absent.duckdb", results_dir=tmp_path)
    assert absent.value.exit_code is ExitCode.AUDIT_FAILED
    candidate = defective("select 1")
    with duckdb.connect(str(candidate)), pytest.raises(CxwError, match="cannot be opened read-only"):
        audit_candidate(candidate, results_dir=tmp_path)

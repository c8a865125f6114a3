"""A declaration that could pass without checking anything is refused, and says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestration.audit import Minimum, load_reconciliations, load_suites
from orchestration.errors import CxwError, ExitCode

CHECK: dict[str, Any] = {
    "id": "status_is_given",
    "description": "Each ticket has a status.",
    "remedy": "Look at the adapter.",
    "expect": "expect_column_values_to_not_be_null",
    "with": {"column": "status"},
}
SUITE: dict[str, Any] = {"table": "conformed.fct_tickets", "min_rows": 1, "checks": [CHECK]}


def declared_in(folder: Path, content: Any) -> Path:
    (folder / "suite.yml").write_text(
        content if isinstance(content, str) else yaml.safe_dump(content), "utf-8"
    )
    return folder


def without(mapping: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"suites": []}, "lists no suite"),
        ({"suites": [{**SUITE, "checks": []}]}, "an empty suite would always pass"),
        ({"suites": [without(SUITE, "table")]}, r"missing \['table'\]"),
        ({"suites": [{**SUITE, "table": "fct_tickets"}]}, "schema.table"),
        ({"suites": [{**SUITE, "table": "a.b; drop table c"}]}, "schema.table"),
        ({"suites": [{**SUITE, "serverity": "warn"}]}, r"unknown \['serverity'\]"),
        ({"suites": [{**SUITE, "min_rows": 0}]}, "min_rows: 0 is not allowed"),
        ({"suites": [{**SUITE, "min_rows": True}]}, "min_rows: True is not allowed"),
        ({"suites": [{**SUITE, "may_be_empty": True}]}, "exactly one of"),
        (
            {"suites": [{**without(SUITE, "min_rows"), "may_be_empty": False}]},
            "may_be_empty: False is not allowed",
        ),
        ({"suites": [without(SUITE, "min_rows")]}, "exactly one of"),
        ({"suites": [{**SUITE, "checks": [CHECK, CHECK]}]}, "declared twice"),
        ({"suites": [{**SUITE, "checks": [{**CHECK, "severity": "fatal"}]}]}, "neither error nor warn"),
        ({"suites": [{**SUITE, "checks": [{**CHECK, "remedy": " "}]}]}, "remedy must be a sentence"),
        (
            {"suites": [{**SUITE, "checks": [{**CHECK, "with": {"row_condition": "x"}}]}]},
            "row_condition hides",
        ),
        ({"suites": [{**SUITE, "checks": ["status_is_given"]}]}, "expected a mapping"),
        ("suites: [", "is not YAML"),
    ],
)
def test_a_bad_suite_is_refused(content: Any, message: str, tmp_path: Path) -> None:
    with pytest.raises(CxwError, match=message) as refused:
        load_suites(declared_in(tmp_path, content))
    assert refused.value.exit_code is ExitCode.AUDIT_FAILED
    assert "suite.yml" in str(refused.value) or "declared twice" in message


def test_an_audit_without_declarations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CxwError, match="no suite found"):
        load_suites(tmp_path)
    with pytest.raises(CxwError, match="no reconciliation found"):
        load_reconciliations(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("select 1", "expected a mapping"),
        ("-- description: One.\n-- remedy: Two.\nselect 1", "exactly one of"),
        ("-- description: One.\n-- min_rows: 1\nselect 1", r"missing \['remedy'\]"),
        ("-- description: One.\n-- remedy: Two.\n-- min_rows: 1\n", "has no query"),
        (
            "-- description: One.\n-- remedy: Two.\n-- min_rows: 1\n-- owner: me\nselect 1",
            r"unknown \['owner'\]",
        ),
    ],
)
def test_a_bad_reconciliation_is_refused(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "ledger.sql").write_text(content, "utf-8")
    with pytest.raises(CxwError, match=message) as refused:
        load_reconciliations(tmp_path)
    assert "ledger.sql" in str(refused.value)


def test_a_check_may_have_a_minimum_of_its_own(tmp_path: Path) -> None:
    own = {**CHECK, "id": "own", "may_be_empty": True}
    linked = {**CHECK, "id": "linked", "min_rows_from": "staging.stg_ticketing__tickets"}
    (suite,) = load_suites(declared_in(tmp_path, {"suites": [{**SUITE, "checks": [CHECK, own, linked]}]}))
    assert [each.minimum for each in suite.expectations] == [
        Minimum(1),
        Minimum(0),
        Minimum(1, "staging.stg_ticketing__tickets"),
    ]

"""The audit knows the personal columns of the input contract by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.audit import audit_candidate, load_reconciliations
from orchestration.contract import FILES_SOURCE, load_contract

from .conftest import Defective

PERSONAL = sorted(
    {
        column.name
        for table in load_contract().values()
        if table.source == FILES_SOURCE
        for column in table.columns
        if column.is_personal
    }
)


def test_the_contract_has_personal_columns() -> None:
    assert {"email", "name", "body"} <= set(PERSONAL)


@pytest.mark.parametrize("column", PERSONAL)
def test_a_personal_column_fails_the_audit(column: str, defective: Defective, tmp_path: Path) -> None:
    checks = [check for check in load_reconciliations() if check.name == "no_personal_columns"]
    candidate = defective(f"alter table conformed.dim_customer add column {column} varchar")
    result = audit_candidate(candidate, results_dir=tmp_path, suites=(), reconciliations=checks)
    assert [check.check for check in result.errors] == ["no_personal_columns"]
    assert result.checks[0].observed == {"failed_rows": 1}

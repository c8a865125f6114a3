"""Each declared check is seen to fail on its own defect, and on an empty table."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.audit import Suite, audit_candidate, load_reconciliations, load_suites

from .conftest import Defective
from .defects import DEFECTS as OTHER_DEFECTS
from .sla_defects import SLA_DEFECTS

DEFECTS = {**OTHER_DEFECTS, **SLA_DEFECTS}
SUITES = load_suites()
DECLARED = [f"{s.table}.{e.name}" for s in SUITES for e in s.expectations] + [
    r.name for r in load_reconciliations()
]


def failed_checks(candidate: Path, results_dir: Path, suites: tuple[Suite, ...]) -> set[str]:
    result = audit_candidate(candidate, results_dir=results_dir, suites=suites)
    return {check.check for check in result.checks if not check.passed}


def test_a_sound_candidate_passes_every_check(sound_candidate: Path, tmp_path: Path) -> None:
    result = audit_candidate(sound_candidate, results_dir=tmp_path)
    assert [check.message for check in result.checks if not check.passed] == []
    assert [check.check for check in result.checks if check.evaluated_rows == 0] == []
    assert len(result.checks) == len(DECLARED)


def test_every_declared_check_has_a_defect() -> None:
    assert sorted(DEFECTS) == sorted(DECLARED), (
        "a check that was never seen to fail proves nothing: add its defect"
    )


@pytest.mark.parametrize("check", DECLARED)
def test_exactly_this_check_fails_on_its_defect(check: str, defective: Defective, tmp_path: Path) -> None:
    defect = DEFECTS[check]
    # An expectation sees its own table only, so the suites of untouched tables need not run.
    touched = tuple(suite for suite in SUITES if suite.table in defect.sql)
    assert failed_checks(defective(defect.sql), tmp_path, touched) == {check} | defect.entails


def test_a_missing_rate_is_named_for_each_currency_and_as_nothing_else(
    defective: Defective, tmp_path: Path
) -> None:
    """Of a term and of its renewal; and a line without an amount is neither missing nor counted twice."""
    candidate = defective(
        "update conformed.fct_renewals set unpriced_currency = 'SEK', value_before_amount = null, value_after_amount = null;"
        "insert into conformed.fct_subscription_mrr_movements by name select * replace (null as closing_mrr,"
        " null as opening_mrr, null as expansion_mrr) from conformed.fct_subscription_mrr_movements"
        " where customer_key = 'c1'"
    )
    result = audit_candidate(candidate, results_dir=tmp_path, suites=())
    found = {check.check: check.message for check in result.checks if not check.passed}
    assert set(found) == {"currencies_have_rates"}
    assert "USD: 1 of 2" in found["currencies_have_rates"] and "SEK: 1 of 1" in found["currencies_have_rates"]


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.table)
def test_an_empty_table_passes_nothing_that_must_have_rows(
    suite: Suite, defective: Defective, tmp_path: Path
) -> None:
    failed = failed_checks(defective(f"delete from {suite.table}"), tmp_path, (suite,))
    required = {f"{suite.table}.{e.name}" for e in suite.expectations if e.minimum.rows > 0}
    assert required, "a suite whose every check may be empty guards nothing"
    assert required <= failed

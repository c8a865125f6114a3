"""What contacts bear is held against the ledger by line, by month and category, and against the mart."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.audit import audit_candidate

from .conftest import Defective

PARTS = "intermediate.int_service_costs_apportioned"
FACTS = "conformed.fct_cost_allocations"


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (f"update {PARTS} set amount = 30.0001 where channel = 'chat'", "lines of the ledger: 1 of 2"),
        (f"delete from {PARTS}", "lines of the ledger: 1 of 2"),
        (
            f"update {FACTS} set wages_amount = 59.9999, overhead_amount = 0.0001 where contact_key = 'k1'",
            "months and categories: 2 of 10",
        ),
        (f"delete from {FACTS} where contact_key is null", "months and categories: 1 of 6"),
        ("delete from marts.cost_to_serve where month = date '2024-02-01'", "marts.cost_to_serve: 1 of 2"),
        (
            "update conformed.fct_service_costs set reporting_amount = null, currency = 'CHF' where cost_id = 'l2'",
            "CHF: 1 of 1",
        ),
        (
            "update intermediate.int_customer_money_gathered set entries_with_amount = 1, currency = 'SEK'",
            "SEK: 1 of 2",
        ),
        ("update conformed.fct_orders set reporting_amount = null", "USD: 1 of 2"),
    ],
)
def test_a_cost_that_is_lost_or_made_is_seen(
    planted: str, said: str, defective: Defective, tmp_path: Path
) -> None:
    result = audit_candidate(defective(planted), results_dir=tmp_path, suites=())
    assert any(said in check.message for check in result.checks if not check.passed)

"""Where may a promise have no minutes? The audit knows what ended at no known time from what was lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.audit import load_suites

from .conftest import Defective
from .test_every_check_fails import failed_checks

SLAS = "conformed.fct_ticket_slas"
VERDICT = f"{SLAS}.verdict_follows_from_the_minutes"
SUITES = tuple(suite for suite in load_suites() if suite.table == SLAS)


@pytest.mark.parametrize(
    ("clock", "status", "is_undated", "failing"),
    [
        ("calendar", "breached", False, {VERDICT}),
        ("calendar", "breached", True, set()),
        ("business", "breached", False, {"sla_minutes_are_known"}),
        ("business", "breached", True, set()),
        ("business", "running", True, {VERDICT}),
        ("business", "met", True, {VERDICT}),
    ],
)
@pytest.mark.parametrize("metric", ["first_reply", "resolution"])
def test_the_minutes_of_a_verdict_are_lost_for_a_reason(
    metric: str,
    clock: str,
    status: str,
    is_undated: bool,
    failing: set[str],
    defective: Defective,
    tmp_path: Path,
) -> None:
    decided_at = "null" if status == "running" else "timestamp '2024-02-29 10:00:00'"
    sql = (
        f"update {SLAS} set status = '{status}', clock = '{clock}', metric = '{metric}', is_undated = {is_undated},"
        f" decided_at = {decided_at}, elapsed_minutes = null where sla_key = 's4'"
    )
    assert failed_checks(defective(sql), tmp_path, SUITES) == failing


def test_a_lost_schedule_takes_the_minutes_of_what_was_late(defective: Defective, tmp_path: Path) -> None:
    sql = (
        f"update {SLAS} set elapsed_minutes = null where sla_key = 's2';"
        " update intermediate.int_ticket_clocks_shifted set clock_shift = null where ticket_id = 'k2'"
    )
    assert failed_checks(defective(sql), tmp_path, SUITES) == set()


@pytest.mark.parametrize("is_undated", [True, False])
def test_what_ended_at_no_known_time_lacks_no_schedule(
    is_undated: bool, defective: Defective, tmp_path: Path
) -> None:
    sql = f"update {SLAS} set elapsed_minutes = null, is_undated = {is_undated} where sla_key = 's4'"
    assert failed_checks(defective(sql), tmp_path, ()) == (set() if is_undated else {"sla_clocks_are_known"})


@pytest.mark.parametrize(
    ("lost_at", "is_wrong"), [("09:00:00", True), ("11:59:59", True), ("12:00:00", False)]
)
def test_what_was_active_without_a_schedule_lacks_it(
    lost_at: str, is_wrong: bool, defective: Defective, tmp_path: Path
) -> None:
    """Nobody says when k4 was resolved; it was active until noon."""
    sql = (
        f"update {SLAS} set elapsed_minutes = null, is_undated = true where sla_key = 's4';"
        f" update intermediate.int_ticket_clocks_shifted set clock_shift = null,"
        f" starts_at = timestamp '2024-02-29 {lost_at}' where ticket_id = 'k4'"
    )
    assert failed_checks(defective(sql), tmp_path, ()) == ({"sla_clocks_are_known"} if is_wrong else set())

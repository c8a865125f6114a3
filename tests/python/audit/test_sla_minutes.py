"""Where may a promise have no minutes? The audit knows what ended at no known time from what was lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.audit import load_suites

from .conftest import Defective
from .test_every_check_fails import failed_checks

SLAS = "conformed.fct_ticket_slas"
SUITES = tuple(suite for suite in load_suites() if suite.table == SLAS)
LATE = "status = 'breached', decided_at = timestamp '2024-02-29 10:00:00', elapsed_minutes = null"


@pytest.mark.parametrize(
    ("ticket", "change", "is_wrong"),
    [
        # k1 was solved and k2 is open; nobody says when k4 was resolved.
        ("k1", "clock = 'calendar'", True),
        ("k2", "clock = 'calendar'", True),
        ("k4", "clock = 'calendar'", False),
        ("k1", "clock = 'business'", False),
        ("k1", "clock = 'calendar', metric = 'resolution'", False),
    ],
)
def test_a_late_promise_without_minutes_was_never_dated(
    ticket: str, change: str, is_wrong: bool, defective: Defective, tmp_path: Path
) -> None:
    sql = f"update {SLAS} set {LATE}, {change} where ticket_key = '{ticket}' and metric = 'first_reply'"
    failed = failed_checks(defective(sql), tmp_path, SUITES)
    assert (f"{SLAS}.verdict_follows_from_the_minutes" in failed) == is_wrong


@pytest.mark.parametrize("is_undated", [True, False])
@pytest.mark.parametrize(
    ("promise", "clock"),
    # s4 is of a ticket of which nobody says when it was resolved, s3 is a resolution.
    [("s1", "calendar"), ("s1", "business"), ("s3", "calendar"), ("s4", "calendar")],
)
def test_the_minutes_of_a_late_promise_are_lost_for_a_reason(
    promise: str, clock: str, is_undated: bool, defective: Defective, tmp_path: Path
) -> None:
    sql = (
        f"update {SLAS} set {LATE}, clock = '{clock}' where sla_key = '{promise}';"
        f" update intermediate.int_sla_instances_judged set is_undated = {is_undated}"
        f" where (ticket_id, metric) in (select (ticket_id, metric) from {SLAS} where sla_key = '{promise}')"
    )
    is_wrong = clock == "calendar" and not is_undated
    assert failed_checks(defective(sql), tmp_path, ()) == ({"sla_minutes_are_known"} if is_wrong else set())


@pytest.mark.parametrize("is_undated", [True, False])
def test_what_ended_at_no_known_time_lacks_no_schedule(
    is_undated: bool, defective: Defective, tmp_path: Path
) -> None:
    sql = (
        f"update {SLAS} set elapsed_minutes = null where sla_key = 's4';"
        f" update intermediate.int_sla_instances_judged set is_undated = {is_undated} where ticket_id = 'k4'"
    )
    assert failed_checks(defective(sql), tmp_path, ()) == (set() if is_undated else {"sla_clocks_are_known"})


@pytest.mark.parametrize(
    ("lost_at", "is_wrong"), [("09:00:00", True), ("11:59:59", True), ("12:00:00", False)]
)
def test_what_was_active_without_a_schedule_lacks_it(
    lost_at: str, is_wrong: bool, defective: Defective, tmp_path: Path
) -> None:
    """Nobody says when k4 was resolved; it was active until noon."""
    sql = (
        f"update {SLAS} set elapsed_minutes = null where sla_key = 's4';"
        " update intermediate.int_sla_instances_judged set is_undated = true where ticket_id = 'k4';"
        f" update intermediate.int_ticket_clocks_shifted set clock_shift = null,"
        f" starts_at = timestamp '2024-02-29 {lost_at}' where ticket_id = 'k4'"
    )
    assert failed_checks(defective(sql), tmp_path, ()) == ({"sla_clocks_are_known"} if is_wrong else set())

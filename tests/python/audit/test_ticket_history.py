"""Each part of `tickets_match_their_history` is seen to fail on a change that the rest of the audit passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.audit import audit_candidate

from .conftest import Defective
from .defects import HISTORY


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ("reopen_count = reopen_count + 1", "reopenings: 4 of 4"),
        ("reopen_count = case ticket_key when 'k1' then null else reopen_count end", "reopenings: 1 of 4"),
        ("solve_count = solve_count + 1", "solves: 4 of 4"),
        ("resolved_at = resolved_at + interval 1 hour", "milestones: 2 of 16, minutes of resolution: 2 of 8"),
        ("closed_at = closed_at + interval 1 hour", "milestones: 1 of 16"),
        (
            "full_resolution_calendar_minutes = full_resolution_calendar_minutes + 1",
            "minutes of resolution: 2 of 8",
        ),
        ("first_resolution_calendar_minutes = 0", "minutes of resolution: 4 of 8"),
    ],
)
def test_a_change_of_the_tickets_alone_is_seen(
    defective: Defective, tmp_path: Path, change: str, part: str
) -> None:
    result = audit_candidate(
        defective(f"update conformed.fct_tickets set {change}"), results_dir=tmp_path, suites=()
    )
    failed = {check.check: check.message for check in result.checks if not check.passed}
    assert list(failed) == [HISTORY]
    assert f"({part})" in failed[HISTORY]


def test_tickets_that_were_all_updated_after_the_clock_leave_nothing_to_compare(
    defective: Defective, tmp_path: Path
) -> None:
    """A bulk edit after the last event is no failure: their status is of the future, and the rest of the audit sees them."""
    later = "update staging.stg_ticketing__tickets set updated_at = timestamp '2199-01-01'"
    result = audit_candidate(defective(later), results_dir=tmp_path, suites=())
    assert [check.message for check in result.checks if not check.passed] == []

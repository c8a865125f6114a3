"""Which applications of policies the audit misses a target for: of a ticket that has others at that instant."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Defective
from .test_every_check_fails import failed_checks

# k1 has one application: of the policy p1, all of its two metrics, with a target for first_reply alone.
STAGED = "staging.stg_ticketing__ticket_slas"
CHOSEN = "intermediate.int_sla_targets_chosen"
APPLIED = f"insert into {STAGED} (source, ticket_id, policy_id, applied_at, metric) values "


@pytest.mark.parametrize(
    ("policy", "metric", "day", "is_missed"),
    [
        ("p1", "'first_reply'", 29, False),
        ("p1", "'resolution'", 29, True),
        ("p2", "'first_reply'", 29, True),
        ("p2", "null", 29, True),
        ("p1", "null", 28, True),
    ],
)
def test_a_target_of_another_policy_metric_or_instant_is_none(
    policy: str, metric: str, day: int, is_missed: bool, defective: Defective, tmp_path: Path
) -> None:
    row = f"('zendesk', 'k1', '{policy}', timestamp '2024-02-{day} 09:00:00', {metric})"
    missed = failed_checks(defective(APPLIED + row), tmp_path, ())
    assert missed == ({"sla_applications_have_targets"} if is_missed else set())


@pytest.mark.parametrize(
    ("metric", "chosen", "is_missed"),
    [
        ("null", "is_frozen = true", False),
        ("null", "is_frozen = false", True),
        ("null", "is_frozen = true, is_of_metric = true", True),
        ("'first_reply'", "is_frozen = true, is_of_metric = true", False),
        ("'first_reply'", "is_frozen = false, is_of_metric = true", True),
    ],
)
def test_a_frozen_target_that_judges_nothing_is_counted(
    metric: str, chosen: str, is_missed: bool, defective: Defective, tmp_path: Path
) -> None:
    """What was frozen for one metric is not what was frozen without any, of a policy that has several."""
    frozen = f"update {STAGED} set target_minutes = 30, metric = {metric} where ticket_id = 'k1'"
    missed = failed_checks(
        defective(f"{frozen}; update {CHOSEN} set {chosen} where ticket_id = 'k1'"), tmp_path, ()
    )
    assert missed == ({"sla_applications_have_targets"} if is_missed else set())

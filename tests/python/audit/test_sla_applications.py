"""Which applications of policies the audit misses a target for: of a ticket that has others at that instant."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Defective
from .test_every_check_fails import failed_checks

# k1 has one application: of the policy p1, all of its two metrics, with a target for first_reply alone.
STAGED = "staging.stg_ticketing__ticket_slas"
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


@pytest.mark.parametrize(("metric", "is_missed"), [("null", True), ("'first_reply'", False)])
def test_a_frozen_target_without_its_metric_is_counted_where_the_policy_has_several(
    metric: str, is_missed: bool, defective: Defective, tmp_path: Path
) -> None:
    frozen = f"update {STAGED} set target_minutes = 30, metric = {metric} where ticket_id = 'k1'"
    missed = failed_checks(defective(frozen), tmp_path, ())
    assert missed == ({"sla_applications_have_targets"} if is_missed else set())

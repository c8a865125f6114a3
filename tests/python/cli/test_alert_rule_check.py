"""Rules of alerts that can never hold, or hold of every answer, are refused with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.reference import check_reference

METRICS = "*, nps, csat, ces, repurchase_intent, complaint_csat, fcr_stated, review_rating, other"
NO_CONDITION = (
    "no condition, so every answer would alarm; fill threshold (such as negative), keyword or segment."
)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("npss,negative,,", f"metric is none of {METRICS}."),
        ("enps,negative,,", f"metric is none of {METRICS}."),
        ("nps,,,", NO_CONDITION),
        ("*, ,,", NO_CONDITION),
        (" NPS ,,slow,", None),
        ("ces,,,gold", None),
    ],
)
def test_a_rule_looks_at_answers_of_customers_and_not_at_all(
    tmp_path: Path, rule: str, said: str | None
) -> None:
    """What employees answer raises no alert, so there is no rule on it."""
    file = tmp_path / "reference" / "alert_rules.csv"
    file.parent.mkdir()
    text = f"alert_rule,metric,threshold,keyword,segment,valid_from,valid_to\nodd,{rule},2025-03-01,\n"
    file.write_text(text, encoding="utf-8")
    if said is None:
        check_reference(Home(tmp_path))
        return
    with pytest.raises(CxwError) as refused:
        check_reference(Home(tmp_path))
    assert str(refused.value) == f"{file}, line 2: {said}"

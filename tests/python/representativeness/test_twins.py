"""Which scores have a weighted twin, and of whom each is."""

from __future__ import annotations

from collections import Counter

import duckdb
from polled_company import polled


def test_a_twin_is_of_what_its_metric_asked(polled_home: duckdb.DuckDBPyConnection) -> None:
    """No complainants are asked, no intentions, and no effort of the first generation by invitation."""
    found = polled_home.sql(
        "select kpi_id, variant, n from marts.kpi_values where variant like '%weighted' and dimension = 'total'"
        " and period_kind = 'all'"
    ).fetchall()
    answers = Counter(one.survey for one in polled() if one.answered_at)
    satisfied = answers["after"] + answers["turn"]
    assert {(kpi_id, variant): n for kpi_id, variant, n in found} == {
        ("nps", "relational_weighted"): answers["rel"],
        ("csat", "mean_weighted"): satisfied,
        ("csat", "top_box_weighted"): satisfied + 1,  # the one rating that was offered
        ("ces", "mean_weighted"): answers["pilot"],
        ("ces", "easy_share_weighted"): answers["pilot"],
        ("fcr", "stated_weighted"): answers["pilot"],
    }

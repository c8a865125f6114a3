"""Texts of a survey of which the model of its language knows no word, or only words that stand in any text."""

from __future__ import annotations

import duckdb


def test_unknown_words_have_no_mood_and_count_against_coverage(emotions: duckdb.DuckDBPyConnection) -> None:
    found = emotions.execute(
        "select text_id, label, reason, is_lexicon from conformed.fct_text_sentiments where text_id like 'U%' order by 1"
    )
    assert found.fetchall() == [(each, None, "no known word", False) for each in ("U1", "U2", "U3")]
    scores = emotions.execute(
        "select variant, value, n from marts.kpi_values where kpi_id = 'nes' and period_start = '2023-02-01'"
        " and period_kind = 'month' and dimension = 'channel' and dimension_value = 'kiosk' order by variant"
    )
    assert scores.fetchall() == [("corrected", None, 3), ("coverage", 0, 3)]

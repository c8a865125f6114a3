"""A whole refresh of texts: the page's figures, who is judged, the card, corrected shares, and the memory of the night."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import duckdb
import numpy as np
import pytest
from docs.doc_pages import EMOTION, read_blocks
from rated_corpus import LAST_MONTH, MOODS

from orchestration.enrichment.emotion.sentiments import SENTIMENTS, TEXTS
from orchestration.enrichment.room import results_folder
from orchestration.home import Home

Rows = list[tuple[object, ...]]
LABELS = ("negative", "neutral", "positive")


def rows(emotions: duckdb.DuckDBPyConnection, query: str) -> Rows:
    return emotions.execute(query).fetchall()


def test_the_page_says_what_the_build_says(emotions: duckdb.DuckDBPyConnection) -> None:
    """nes and sentiment, each variant, as derived by hand on the page."""
    (shown,) = [block for block in read_blocks(EMOTION) if block.text.startswith("kpi_id,")]
    answers = list(csv.DictReader(shown.text.splitlines()))
    assert len(answers) == 8
    key = ("kpi_id", "variant", "period_kind", "period_start", "dimension", "dimension_value")
    figures = ("numerator", "denominator", "value", "n", "interval_low", "interval_high")
    query = f"select {', '.join(figures)} from marts.kpi_values where ({', '.join(key)}) = (?, ?, ?, cast(? as date), ?, ?)"
    for answer in answers:
        found = emotions.execute(query, [answer[name] for name in key]).fetchall()
        expected = [float(answer[name]) if answer[name] else None for name in figures]
        assert [[None if v is None else float(v) for v in row] for row in found] == [
            pytest.approx(expected, abs=5e-5)
        ], answer


def test_each_text_of_the_page_has_the_polarity_that_the_page_derives(
    emotions: duckdb.DuckDBPyConnection,
) -> None:
    table = [
        line.split("|") for line in EMOTION.read_text(encoding="utf-8").splitlines() if line.startswith("| R")
    ]
    shown = {cells[1].strip(): (cells[5].strip(), cells[6].strip()) for cells in table}
    found = rows(
        emotions,
        "select text_id, polarity, coalesce(label, 'abstains'), is_lexicon, language from conformed.fct_text_sentiments "
        "where text_id like 'R%'",
    )
    assert {text_id for text_id, *_ in found} == set(shown), "no agent, bot or internal note"
    for text_id, polarity, label, is_lexicon, language in found:
        assert (None if polarity is None else float(str(polarity)), label) == (
            float(shown[str(text_id)][0]) if shown[str(text_id)][0] else None,
            shown[str(text_id)][1],
        )
        assert (is_lexicon, language) == ((None, "other") if text_id == "R6" else (True, "fr"))
    reasons = dict(
        rows(
            emotions,
            "select text_id, reason from conformed.fct_text_sentiments where text_id in ('R5', 'R6')",
        )
    )
    assert rows(
        emotions, "select language, label from conformed.fct_text_sentiments where text_id = 'L1'"
    ) == [("fr", "negative")], "a word of both languages, written by somebody whose language the CRM knows"
    assert reasons == {"R5": "no known word", "R6": "no model of its language"}


def test_the_model_learns_from_rated_words_before_the_month_alone(
    emotions: duckdb.DuckDBPyConnection,
) -> None:
    texts = rows(
        emotions,
        "select text_id, rated_label, is_learned_from, is_counted from intermediate.int_texts_gathered",
    )
    by_id = {str(text_id): rest for text_id, *rest in texts}
    assert "E1" not in by_id
    assert by_id["Y0000"] == ["negative", True, True]
    assert by_id["Y0001"] == ["neutral", True, True]
    assert by_id["Y0002"] == ["positive", True, True]
    assert by_id["Z0001"] == [None, False, True]
    assert (by_id["Z0000"][-1], by_id["Z9999"][-1]) == (False, True), "a respondent's last word counts"
    assert (by_id["N1"][-1], by_id["N2"][-1]) == (True, False), "none that was broken off, whatever was asked"
    assert [by_id[test][1:] for test in ("X1", "X2", "X3")] == [[False, False]] * 3, "a test account's"
    assert by_id["Y0005"][1:] == [True, True], "a test does not supersede a customer's last word"
    assert sum(bool(rest[1]) for rest in by_id.values()) == 1007
    card = rows(
        emotions,
        "select distinct model_id, learned_count, held_out_count, held_out_from_on from marts.sentiment_model_card "
        "where language = 'en' and metric != 'learning_curve'",
    )
    assert [(m, learned, held, str(on)) for m, learned, held, on in card] == [
        ("tfidf_logistic_regression", 740, 260, "2023-02-10")
    ]


def test_comments_beside_a_rating_are_words_of_its_verdict(emotions: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        emotions,
        "select text_id, body, texts.rated_label, sentiments.label, sentiments.is_counted "
        "from intermediate.int_texts_gathered as texts "
        "inner join conformed.fct_text_sentiments as sentiments using (text_key, text_id) "
        "where text_id like 'K1%' order by text_id",
    )
    assert found == [
        ("K1:1", "Merci.", "positive", "positive", False),
        ("K1:2", "Finalement pas content.", "negative", "negative", True),
    ]


def told(text: str) -> str:
    """The label that a text's middle word tells."""
    return next(label for label, listed in MOODS.items() if set(listed.split()) & set(text.split()))


def test_the_card_and_the_labels_are_those_of_a_count_of_words(emotions: duckdb.DuckDBPyConnection) -> None:
    """In this language one word tells the label: a model that has learned it gives just that."""
    judged = rows(
        emotions,
        "select texts.body, texts.rated_label, texts.written_on, scored.guessed_label "
        "from intermediate.int_texts_gathered as texts inner join conformed.fct_text_sentiments as scored "
        "on texts.text_key = scored.text_key where texts.text_id like 'Y%' or texts.text_id like 'Z%'",
    )
    assert len(judged) == 1201
    assert all(told(str(body)) == guessed for body, _, _, guessed in judged)
    expected = Counter(
        (true, told(str(body))) for body, true, on, _ in judged if true and str(on) >= "2023-02-10"
    )
    cells = rows(
        emotions,
        "select true_label, guessed_label, figure from marts.sentiment_model_card "
        "where language = 'en' and metric = 'confusion'",
    )
    assert {(a, b): int(float(str(n))) for a, b, n in cells} == {
        (a, b): expected[a, b] for a in LABELS for b in LABELS
    }
    right = sum(expected[label, label] for label in LABELS)
    ((accuracy,),) = rows(
        emotions,
        "select figure from marts.sentiment_model_card where language = 'en' and metric = 'accuracy'",
    )
    assert accuracy == pytest.approx(right / 260)


def test_the_old_texts_are_judged_by_folds(emotions: duckdb.DuckDBPyConnection) -> None:
    """740 texts taught, and are in the card's second matrix, which is that of what is published of them."""
    published = rows(
        emotions,
        "select rated_label, guessed_label, count(*) from conformed.fct_text_sentiments "
        "where has_taught group by rated_label, guessed_label",
    )
    cells = rows(
        emotions,
        "select true_label, guessed_label, figure from marts.sentiment_model_card "
        "where metric = 'confusion_out_of_fold' and figure > 0",
    )
    assert sum(int(str(count)) for *_, count in published) == 740
    assert sorted(map(str, published)) == sorted(str((a, b, int(float(str(n))))) for a, b, n in cells)
    found = rows(
        emotions,
        "select distinct has_taught, written_on < date '2023-02-10' from conformed.fct_text_sentiments "
        "where text_id like 'Y%'",
    )
    assert sorted(found) == [(False, False), (True, True)]


def test_shares_are_corrected_by_the_card(emotions: duckdb.DuckDBPyConnection) -> None:
    """Three equations in three unknowns: guessed = transposed matrix x true."""
    matrix = np.zeros((3, 3))
    for true, guessed, count in rows(
        emotions,
        "select true_label, guessed_label, figure from marts.sentiment_model_card "
        "where language = 'en' and metric = 'confusion'",
    ):
        matrix[LABELS.index(str(true)), LABELS.index(str(guessed))] = count
    shares = rows(
        emotions,
        "select label, texts, guessed_percent, corrected_percent, interval_low, interval_high, reason "
        f"from marts.sentiment_shares where language = 'en' and kind = 'answer' and period_start = '{LAST_MONTH}-01'",
    )
    found = {str(label): [float(str(v)) for v in rest[:-1]] for label, *rest in shares}
    assert {rest[-1] for rest in shares} == {None}
    assert found["net"][0] == 200, "201 texts, one of them superseded"
    true = np.linalg.solve(
        (matrix / matrix.sum(axis=1, keepdims=True)).T, [found[label][1] for label in LABELS]
    )
    assert [found[label][2] for label in LABELS] == pytest.approx(list(true))
    assert found["net"][2] == pytest.approx(true[2] - true[0])
    assert all(low < corrected < high for _, _, corrected, low, high in found.values())
    reasons = rows(
        emotions, "select distinct kind, language, reason from marts.sentiment_shares where language = 'fr'"
    )
    assert sorted(reasons) == [
        ("answer", "fr", "a label has fewer than 5 held-out texts"),
        ("message", "fr", "how often the model is wrong is known of answers alone"),
    ]


def test_the_next_night_and_a_rebuilt_home_come_to_the_same(
    emotion_home: Home, emotions: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """The scores that the night kept, and none at all, give what was published; the first scores nothing anew."""
    texts = {"texts": emotions.execute(TEXTS).fetchall()}
    kept = emotion_home.state / "sentiments"
    files = {path.name: path.read_bytes() for path in kept.iterdir()}
    published = emotions.execute(
        f"select * exclude (enrichment, enrichment_version) from '{results_folder(emotion_home) / 'texts_scored.parquet'}'"
    )
    names = [column[0] for column in published.description or []]
    expected = sorted(
        (dict(zip(names, row, strict=True)) for row in published.fetchall()), key=lambda row: row["text_key"]
    )
    for memory in (kept, tmp_path):
        scored = SENTIMENTS.results(texts, {}, memory)["texts_scored"]
        found = sorted(
            ({name: row.get(name) for name in names} for row in scored), key=lambda row: row["text_key"]
        )
        for row in found:
            row |= {
                name: None if row[name] is None else round(row[name], 4)
                for name in ("polarity", "confidence")
            }
        assert [
            {n: float(v) if n in ("polarity", "confidence") and v is not None else v for n, v in row.items()}
            for row in expected
        ] == found
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == files
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == files


def test_no_text_leaves_the_workings(emotion_home: Home) -> None:
    """Neither what is published nor what the nights keep has anybody's words."""
    for path in (emotion_home.candidate, *(emotion_home.state / "sentiments").iterdir()):
        content = path.read_bytes()
        assert not any(
            word.encode() in content for word in ("Inadmissible", "Boulangerie", "at counter", "Gracias")
        )

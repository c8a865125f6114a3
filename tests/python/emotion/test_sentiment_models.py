"""Models: the lexicon by hand, a separable corpus learned, and the same texts giving the same model to the last bit."""

from __future__ import annotations

import random

import numpy as np
import pytest
from rated_corpus import corpus

from benchmarks.emotion import judged_per_second, verbatims
from orchestration.enrichment.emotion.learning import appointed, split, suffices
from orchestration.enrichment.emotion.lexicon import SIGNS, WEIGHTS, lexicon_sums
from orchestration.enrichment.emotion.model import LearnedModel, LexiconModel, Rated
from orchestration.enrichment.emotion.texts import sentence_parts


@pytest.mark.parametrize(
    ("text", "language", "signed", "size"),
    [
        ("good", "en", 1, 1),
        ("Not very good, thanks.", "en", -0.5, 2.5),
        ("excellent but too slow", "en", 0.5, 3.5),
        ("I was not at all happy", "en", -1, 1),
        ("not one of the people was rude", "en", -1, 1),
        ("No problem. Not bad!", "en", 2, 2),
        ("très bien, merci", "fr", 2.5, 2.5),
        ("Ce n'est pas acceptable, c'est même scandaleux", "fr", -2, 2),
        ("jamais déçu", "fr", 1, 1),
        ("Trop d'attente, pas d'écoute", "fr", -2, 2),
        ("la livraison", "fr", 0, 0),
        ("Tres decu, probleme", "fr", -2.5, 2.5),
        ("la règle", "fr", 0, 0),
        ("Ça ne fonctionne plus", "fr", -1, 1),
        ("Je ne recommande plus votre service, et je ne recommande pas l'autre", "fr", -2, 2),
        ("Ni aimable ni efficace", "fr", -2, 2),
        ("Je ne suis point satisfait, c'est un point utile", "fr", 0, 2),
        ("Personne n'est aimable", "fr", -2, 2),
        ("L'appli nest plus fiable", "fr", -1, 1),
        ("Il n'y a plus de problème, plus rapide que je ne pensais", "fr", 2, 2),
        ("Je ne peux que recommander : plus aimable que rapide", "fr", 2, 2),
        ("Ce n'est pas terrible, loin d'être parfait", "fr", -3, 3),
        ("neither friendly nor helpful", "en", -2, 2),
        ("It isnt helpful. Dont recommend", "en", -2, 2),
        ("far from perfect, by far the best", "en", 0, 4),
        ("Thanks for nothing", "en", -2, 2),
        ("Pas content 😡", "fr", -3, 3),
        ("👎🏽👎", "en", -2, 2),
        ("🦒", "en", 0, 0),
    ],
)
def test_the_lexicon_by_hand(text: str, language: str, signed: float, size: float) -> None:
    assert lexicon_sums(sentence_parts(text), language) == (signed, size)


def test_what_the_lexicon_makes_of_its_sums() -> None:
    scores = LexiconModel("en").scores(
        ["good", "good but slow", "terrible and late", "a table", "good, nice, slow"]
    )
    assert scores.polarity.tolist() == [0.5, 0, -0.75, 0, 0.25]
    assert scores.confidence.tolist() == [0.5, 0.6667, 0.75, 0, 0.25]
    assert scores.probabilities.tolist() == [[0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 0, 0], [0, 0, 1]]


def test_no_word_of_the_lexicon_stands_twice() -> None:
    from orchestration.enrichment.emotion.lexicon import _WORDS

    for language, by_weight in _WORDS.items():
        assert (
            sum(len(words.split()) for words in by_weight.values())
            == len(WEIGHTS[language]) - len(SIGNS)
            > 90
        )


def test_a_separable_corpus_is_learned() -> None:
    rated = corpus(600)
    judge = appointed("en", rated)
    figures = {row["metric"]: row.get("value") for row in judge.card if row["metric"] != "confusion"}
    assert figures["accuracy"] == figures["macro_f1"] == figures["accuracy_where_confident"] == 1
    assert figures["accuracy_of_most_frequent_label"] < 0.4
    assert figures["learning_curve"] == 1
    assert np.trace(judge.confusion) == judge.confusion.sum() == 160
    assert (judge.model.model_id, judge.model.is_lexicon) == ("tfidf_logistic_regression", False)
    scores = judge.model.scores(
        ["the desk was rude and slow", "a warm and lovely place", "visit 7 was usual"]
    )
    assert scores.probabilities.argmax(axis=1).tolist() == [0, 2, 1]
    assert scores.polarity[0] < -0.5 and scores.polarity[1] > 0.5


def test_a_model_says_nothing_of_words_that_it_never_saw() -> None:
    """Not even where four in five are content, and saying so would mostly be right: that is no reading of the text."""
    content = [each for place, each in enumerate(corpus(3000)) if each.label == "positive" or place % 30 < 3]
    signed = [
        Rated(f"{each.text} {'👎' if each.label == 'negative' else ''}", each.label, each.day)
        for each in content
    ]
    scores = LearnedModel(signed).scores(["😡😡", "xyz", "...", "", "👎👎", "xyz was awful"])
    assert scores.probabilities[:4].tolist() == [[0, 0, 0]] * 4
    assert scores.polarity[:4].tolist() == scores.confidence[:4].tolist() == [0, 0, 0, 0]
    assert scores.probabilities[4:].argmax(axis=1).tolist() == [0, 0], (
        "a sign that it learned is a word like others"
    )


def test_mistakes_of_the_writers_are_seen_in_the_card() -> None:
    """One text in five says something else than its score: no model can be right more often than four in five."""
    judge = appointed("en", corpus(1200, wrong=0.2))
    (accuracy,) = [row["value"] for row in judge.card if row["metric"] == "accuracy"]
    assert 0.72 < accuracy < 0.86
    curve = [row["learned_count"] for row in judge.card if row["metric"] == "learning_curve"]
    assert curve == [112, 225, 450]


def test_the_newest_quarter_is_held_out_in_whole_days() -> None:
    rated = corpus(600)
    random.Random(1).shuffle(rated)
    learned, held_out = split(rated)
    assert len(learned) + len(held_out) == 600
    assert max(each.day for each in learned) < min(each.day for each in held_out)
    assert len(held_out) == 160, "the 450th text is in the middle of a day of twenty, which is held out whole"
    assert split([]) == ([], [])
    same_day = [Rated(str(place), "positive", "2023-01-01") for place in range(9)]
    assert [len(part) for part in split(same_day)] == [0, 9]


def test_too_few_texts_are_left_to_the_lexicon() -> None:
    assert suffices(*split(corpus(600)))
    assert not suffices(*split(corpus(180))), "fewer than 150 to learn from"
    one_sided = [
        each if each.label != "negative" else Rated(each.text, "neutral", each.day) for each in corpus(600)
    ]
    assert not suffices(*split(one_sided))
    judge = appointed("en", corpus(60))
    assert judge.model.is_lexicon
    assert {(row["learned_count"], row["held_out_count"]) for row in judge.card} == {(0, 60)}
    assert [row["metric"] for row in appointed("fr", []).card] == ["accuracy"]
    assert "value" not in appointed("fr", []).card[0]


def test_the_same_texts_in_any_order_give_the_same_bits() -> None:
    rated, shuffled = corpus(600, wrong=0.1), corpus(600, wrong=0.1)
    random.Random(3).shuffle(shuffled)
    one, other = LearnedModel(rated), LearnedModel(shuffled)
    texts = [each.text for each in corpus(300, seed=9)]
    assert one.version == other.version
    assert one.scores(texts).probabilities.tobytes() == other.scores(texts).probabilities.tobytes()
    assert one.version != LearnedModel(rated[:-1]).version
    apart = np.vstack([one.scores([text]).probabilities for text in texts])
    assert np.array_equal(apart, one.scores(texts).probabilities), (
        "a score does not depend on the texts beside it"
    )


def test_two_labels_are_learned_too() -> None:
    rated = [each for each in corpus(900) if each.label != "neutral"]
    model = LearnedModel(rated)
    scores = model.scores(["was rude and slow", "was lovely"])
    assert (scores.probabilities[:, 1] == 0).all()
    assert scores.probabilities.sum(axis=1) == pytest.approx([1, 1], abs=1e-3)
    assert scores.probabilities.argmax(axis=1).tolist() == [0, 2]


def test_five_thousand_verbatims_a_second_on_one_core() -> None:
    judge = appointed("en", verbatims(2_000, 1))
    assert not judge.model.is_lexicon
    assert judged_per_second(judge, [each.text for each in verbatims(10_000, 2)]) > 5_000

"""A learned model starts from no opinion: what is frequent, and words that stand in any text, tell nothing."""

from __future__ import annotations

import random

import pytest
from rated_corpus import corpus

from orchestration.enrichment.emotion.learning import CONFIDENT_FROM
from orchestration.enrichment.emotion.model import LearnedModel, Rated
from orchestration.enrichment.emotion.reading import features, words_of

FREQUENT = "the you and is for with will this not does".split()


def mostly_content() -> list[Rated]:
    """Four in five are content, and every text has function words, which the content ones use more often."""
    rng, rated = random.Random(4), []
    for place, each in enumerate(corpus(3000)):
        if each.label == "positive" or place % 30 < 3:
            words = rng.choices(FREQUENT, k=9 if each.label == "positive" else 3)
            rated.append(Rated(f"{' '.join(words)} {each.text}", each.label, each.day))
    return rated


@pytest.fixture(scope="module")
def model() -> LearnedModel:
    """What learned from them."""
    return LearnedModel(mostly_content())


@pytest.mark.parametrize(
    "text",
    [
        "the",
        "I will sue you and the whole board",
        "Hello, this does not work for us",
        "Is this for you, and will it?",
    ],
)
def test_function_words_alone_tell_nothing(model: LearnedModel, text: str) -> None:
    scores = model.scores([text])
    assert scores.probabilities.tolist() == [[0, 0, 0]]
    assert scores.confidence.tolist() == scores.polarity.tolist() == [0]


def test_words_of_all_moods_are_of_none(model: LearnedModel) -> None:
    """Visits and counters are in every text: however content most customers are, no label is likely."""
    scores = model.scores(["visit", "the counter", "visit 7 at counter 3"])
    assert scores.confidence.max() < CONFIDENT_FROM


def test_few_known_words_tell_less_than_many(model: LearnedModel) -> None:
    """One word of ten is known: it is read, and too little to judge by."""
    texts = [
        "was awful",
        "was awful, said neighbours",
        f"was awful {' '.join(f'strange{n}' for n in range(9))}",
    ]
    scores = model.scores(texts)
    assert scores.probabilities.argmax(axis=1).tolist() == [0, 0, 0]
    assert scores.confidence[0] > scores.confidence[1] > scores.confidence[2] > 1 / 3
    assert scores.confidence[0] > CONFIDENT_FROM > scores.confidence[2]


def test_labels_weigh_alike_however_frequent_they_are() -> None:
    """A word of a tenth of the texts of either label is no sign of the label that has more texts."""
    rated = [
        Rated("desk" if place % 10 else "queue", "positive" if place < 300 else "negative", "2023-01-01")
        for place in range(330)
    ]
    scores = LearnedModel(rated).scores(["desk", "queue"])
    assert scores.probabilities[:, 2].tolist() == pytest.approx([0.5, 0.5], abs=0.01)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("This does not work", ["work", "not work"]),
        ("L'attente n'est plus", ["attente", "l attente", "attente n"]),
        ("Déçu !", ["decu"]),
        ("Thank you 👎", ["thank", "👎", "thank you", "you 👎"]),
        ("Merci", ["merci"]),
        ("was not it", []),
    ],
)
def test_what_a_model_reads(text: str, read: list[str]) -> None:
    found = features(words_of(text))
    assert found == read

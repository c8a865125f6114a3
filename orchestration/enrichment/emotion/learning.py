"""Which model judges a language, and its card: what it was learned from, and how right it is on newer texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from orchestration.enrichment.emotion.judging import confusion, macro_f1
from orchestration.enrichment.emotion.model import LABELS, LearnedModel, LexiconModel, Model, Numbers, Rated
from orchestration.enrichment.room import Row

LEARNED_AT_LEAST = 150
HELD_OUT_AT_LEAST = 50
OF_EACH_SIDE_AT_LEAST = 20
"""Negative texts, and positive ones, that a model learns from at least."""

LEARNED_AT_MOST = 20_000
"""The newest ones: people write otherwise than five years ago, and the night is short."""

HELD_OUT_SHARE = 0.25
CURVE = (0.125, 0.25, 0.5)
CONFIDENT_FROM = 0.5
"""A text whose likeliest label is less likely than this gets no label."""


@dataclass(frozen=True)
class Judge:
    """The model of a language with what is known of it. `confusion` has the labels of held-out texts as rows; `learned`
    is what the model learned from, and `shared` what all rows of its card have."""

    language: str
    model: Model
    confusion: Numbers
    card: tuple[Row, ...]
    learned: tuple[Rated, ...]
    shared: Row


def split(rated: Sequence[Rated]) -> tuple[list[Rated], list[Rated]]:
    """What is learned from, and the newest quarter, which is held out: whole days, from one day on."""
    ordered = sorted(rated, key=lambda each: (each.day, each.text, each.label, each.key))
    if not ordered:
        return [], []
    first_day = ordered[int(len(ordered) * (1 - HELD_OUT_SHARE))].day
    older = [each for each in ordered if each.day < first_day]
    return older[-LEARNED_AT_MOST:], [each for each in ordered if each.day >= first_day]


def suffices(learned: Sequence[Rated], held_out: Sequence[Rated]) -> bool:
    """There are enough rated texts to learn from, and to say how well it went."""
    sides = Counter(each.label for each in learned)
    return (
        len(learned) >= LEARNED_AT_LEAST
        and len(held_out) >= HELD_OUT_AT_LEAST
        and min(sides["negative"], sides["positive"]) >= OF_EACH_SIDE_AT_LEAST
    )


def appointed(language: str, rated: Sequence[Rated]) -> Judge:
    """A model learned from the rated texts of a language, or the lexicon where they do not suffice.

    What is held out judges the model that scores, which never learns from it.
    """
    learned, held_out = split(rated)
    if suffices(learned, held_out):
        model: Model = LearnedModel(learned)
    else:
        model, learned, held_out = LexiconModel(language), [], [*learned, *held_out]
    guessed, confidence = guesses(model, [each.text for each in held_out])
    counted = confusion([each.label for each in held_out], guessed)
    card = (
        *_metrics(counted, confidence, [each.label for each in held_out], guessed, learned),
        *_cells(counted),
        *(_curve(learned, held_out) if not model.is_lexicon else ()),
    )
    shared: Row = {
        "language": language,
        "model_id": model.model_id,
        "model_version": model.version,
        "is_lexicon": model.is_lexicon,
        "held_out_count": len(held_out),
        "held_out_from_on": held_out[0].day if held_out else None,
        "learned_count": len(learned),
    }
    return Judge(language, model, counted, tuple({**shared, **row} for row in card), tuple(learned), shared)


def guesses(model: Model, texts: Sequence[str]) -> tuple[list[str], Numbers]:
    """The likeliest label of each text, confident or not, and how likely it is; neutral where nothing can be told."""
    scores = model.scores(texts)
    likeliest = np.where(scores.confidence > 0, scores.probabilities.argmax(axis=1), LABELS.index("neutral"))
    return [LABELS[place] for place in likeliest], scores.confidence


def _metrics(
    counted: Numbers,
    confidence: Numbers,
    true: Sequence[str],
    guessed: Sequence[str],
    learned: Sequence[Rated],
) -> Iterator[Row]:
    if not true:
        yield {"metric": "accuracy"}
        return
    sure = confidence >= CONFIDENT_FROM
    right = np.array([a == b for a, b in zip(true, guessed, strict=True)])
    frequent = Counter(each.label for each in learned).most_common(1)
    yield {"metric": "accuracy", "value": float(right.mean())}
    yield {"metric": "macro_f1", "value": macro_f1(counted)}
    yield {"metric": "abstained_share", "value": float(1 - sure.mean())}
    if sure.any():
        yield {"metric": "accuracy_where_confident", "value": float(right[sure].mean())}
    if frequent:
        same = sum(label == frequent[0][0] for label in true)
        yield {"metric": "accuracy_of_most_frequent_label", "value": same / len(true)}


def out_of_fold_rows(judge: Judge, counted: Numbers) -> Iterator[Row]:
    """What the card says of the texts that the model learned from, each judged by what did not learn from it."""
    if counted.sum():
        accuracy: Row = {"metric": "accuracy_out_of_fold", "value": float(counted.trace() / counted.sum())}
        for row in (accuracy, *_cells(counted, "confusion_out_of_fold")):
            yield {**judge.shared, **row}


def _cells(counted: Numbers, metric: str = "confusion") -> Iterator[Row]:
    if counted.sum():
        for row, true in enumerate(LABELS):
            for column, guessed in enumerate(LABELS):
                yield {
                    "metric": metric,
                    "true_label": true,
                    "guessed_label": guessed,
                    "value": float(counted[row, column]),
                }


def _curve(learned: Sequence[Rated], held_out: Sequence[Rated]) -> Iterator[Row]:
    """Accuracy on the same held-out texts of models that learn from the newest part alone."""
    for share in CURVE:
        part = learned[-max(int(len(learned) * share), 1) :]
        if len({each.label for each in part}) < 2:
            continue
        guessed, _ = guesses(LearnedModel(part), [each.text for each in held_out])
        right = sum(guess == each.label for guess, each in zip(guessed, held_out, strict=True))
        yield {"metric": "learning_curve", "learned_count": len(part), "value": right / len(held_out)}

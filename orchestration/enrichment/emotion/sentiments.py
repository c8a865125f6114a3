"""The joint enrichment of emotion: texts scored, the cards of the models, and shares as the cards correct them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from orchestration.enrichment.emotion.folds import Bench
from orchestration.enrichment.emotion.gathered import Reader, Text, languages_settled
from orchestration.enrichment.emotion.judging import confusion, net_corrections, pooled
from orchestration.enrichment.emotion.learning import CONFIDENT_FROM, Judge, appointed, out_of_fold_rows
from orchestration.enrichment.emotion.memory import ScoreMemory
from orchestration.enrichment.emotion.model import LABELS, Numbers, Rated, Scores
from orchestration.enrichment.emotion.texts import LANGUAGES, OTHER
from orchestration.enrichment.room import Columns, Inputs, JointEnrichment, Part, Row, Variables, objects

TEXTS = """
select text_key, kind, body, stated_language, usual_language, rated_label, is_learned_from, is_counted, written_on
from intermediate.int_texts_gathered
order by text_key
"""
NET = {"net": {"positive": 1.0, "negative": -1.0}}
NAMES = objects([*LABELS, None])
REASONS = objects(["no words", "no known word", "too little confidence", None])
NONE = -1
"""The place of NULL in both."""

ESTIMATES = {**{name: {name: 1.0} for name in LABELS}, **NET}


@dataclass(frozen=True)
class Judged:
    """The texts of a language with their scores.

    `has_taught` says which of them the model learned from: those were judged by what did not.
    """

    judge: Judge
    texts: list[Text]
    scores: Scores
    has_taught: list[bool]

    @cached_property
    def likeliest(self) -> NDArray[np.int64]:
        """The place of the likeliest label of each text; neutral where nothing can be told."""
        return np.where(self.scores.confidence > 0, self.scores.probabilities.argmax(axis=1), 1)

    @cached_property
    def out_of_fold(self) -> Numbers:
        """The confusion matrix of the texts that the model learned from; the judge's own is that of all others."""
        pairs = [
            (str(text.rated_label), LABELS[place])
            for text, place, taught in zip(self.texts, self.likeliest.tolist(), self.has_taught, strict=True)
            if taught
        ]
        return confusion([true for true, _ in pairs], [guess for _, guess in pairs])


def sentiment_results(inputs: Inputs, variables: Variables, memory: Path) -> Mapping[str, Iterable[Row]]:
    """The rows of the four results. What earlier runs found out is in the folder `memory`, which need not be there."""
    reader, remembered = Reader(memory), ScoreMemory(memory)
    texts = languages_settled(reader.texts(inputs["texts"]))
    judged: list[Judged] = []
    versions = [reader.version]
    for language in LANGUAGES if texts else ():
        its_own = [text for text in texts if text.language == language]
        rated = [text for text in its_own if text.is_learned_from and text.rated_label and text.has_words]
        judge = appointed(
            language,
            [
                Rated(own, str(text.rated_label), text.day, text.key)
                for text, own in zip(rated, reader.own_words(rated), strict=True)
            ],
        )
        bench, keys = Bench(judge.model, judge.learned), [text.key for text in its_own]
        scores = bench.scores(its_own, reader, remembered)
        judged.append(Judged(judge, its_own, scores, bench.has_learned(keys)))
        versions.extend(bench.versions)
    remembered.forget_others(versions)
    return {
        "texts_scored": _scored(texts, judged),
        "sentiment_models_judged": (
            row
            for each in judged
            for row in (*each.judge.card, *out_of_fold_rows(each.judge, each.out_of_fold))
        ),
        "sentiment_shares_corrected": _shares(judged),
        "sentiment_corrections": _corrections(judged),
    }


def _scored(texts: Sequence[Text], judged: Sequence[Judged]) -> Columns:
    of_neither = [text for text in texts if text.language == OTHER]
    reasons = ["no model of its language" if text.has_words else "no words" for text in of_neither]
    parts = [
        Part(
            {"language": OTHER, "has_abstained": True},
            {"text_key": objects(text.key for text in of_neither), "reason": objects(reasons)},
        )
    ]
    for each in judged:
        model, scores = each.judge.model, each.scores
        has_words = np.array([text.has_words for text in each.texts], dtype=bool)
        unsure = [~has_words, scores.confidence == 0, scores.confidence < CONFIDENT_FROM]
        has_abstained = np.any(unsure, axis=0)
        parts.append(
            Part(
                {
                    "language": each.judge.language,
                    "model_id": model.model_id,
                    "model_version": model.version,
                    "is_lexicon": model.is_lexicon,
                },
                {
                    "text_key": objects(text.key for text in each.texts),
                    "guessed_label": NAMES[np.where(has_words, each.likeliest, NONE)],
                    "confidence": scores.confidence,
                    "polarity": scores.polarity,
                    "has_abstained": has_abstained,
                    "has_taught": np.array(each.has_taught, dtype=bool),
                    "reason": REASONS[np.select(unsure, range(len(unsure)), NONE)],
                    "label": NAMES[np.where(has_abstained, NONE, each.likeliest)],
                },
            )
        )
    return Columns(parts)


def _shares(judged: Sequence[Judged]) -> Iterator[Row]:
    """By language, kind of text and month, and over all months: what was guessed, and what that says of the truth."""
    for each in judged:
        counted: dict[tuple[str, str, str | None], list[list[int]]] = defaultdict(
            lambda: [[0, 0, 0], [0, 0, 0]]
        )
        for text, likeliest, taught in zip(each.texts, each.likeliest.tolist(), each.has_taught, strict=True):
            if text.is_counted and text.has_words:
                counted[text.kind, "month", f"{text.day[:7]}-01"][taught][likeliest] += 1
                counted[text.kind, "all", None][taught][likeliest] += 1
        for (kind, period_kind, start), guessed in sorted(counted.items(), key=lambda item: str(item[0])):
            row: Row = {
                "language": each.judge.language,
                "kind": kind,
                "model_version": each.judge.model.version,
            }
            row |= {"period_kind": period_kind, "period_start": start, "texts": sum(map(sum, guessed))}
            yield from _estimates(each, kind, guessed, row)


def _estimates(judged: Judged, kind: str, guessed: Sequence[Sequence[int]], shared: Row) -> Iterator[Row]:
    """`guessed` has the texts of each label: of those that taught nothing, and of those that the model learned from."""
    matrices = (judged.judge.confusion, judged.out_of_fold)
    parts = [(matrix, part) for matrix, part in zip(matrices, guessed, strict=True) if sum(part)]
    corrected = pooled(parts)
    reason = corrected.reason
    if kind != "answer":
        reason = "how often the model is wrong is known of answers alone"
    together = [sum(counts) for counts in zip(*guessed, strict=True)]
    for name, weights in ESTIMATES.items():
        signs = [weights.get(label, 0.0) for label in LABELS]
        raw = sum(sign * count for sign, count in zip(signs, together, strict=True)) / sum(together)
        row: Row = {**shared, "label": name, "guessed_share": raw, "reason": reason}
        if reason is None:
            value, low, high = corrected.estimate(weights)
            row |= {"corrected_share": value, "interval_low": low, "interval_high": high}
        yield row


def _corrections(judged: Sequence[Judged]) -> Iterator[Row]:
    """By language and whether the texts taught: how the net of a group is corrected; all of a language, or none."""
    for each in judged:
        matrices = {False: each.judge.confusion} | ({True: each.out_of_fold} if any(each.has_taught) else {})
        found = {has_taught: net_corrections(counted) for has_taught, counted in matrices.items()}
        if all(found.values()):
            for has_taught, rows in found.items():
                for row in rows:
                    yield {"language": each.judge.language, "has_taught": has_taught, **row}


SENTIMENTS = JointEnrichment(
    "sentiments",
    "4",
    {"texts": TEXTS},
    ("texts_scored", "sentiment_models_judged", "sentiment_shares_corrected", "sentiment_corrections"),
    sentiment_results,
)

"""The joint enrichment of emotion: texts scored, the cards of the models, and shares as the cards correct them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from orchestration.enrichment.emotion.folds import Bench
from orchestration.enrichment.emotion.judging import confusion, net_corrections, pooled
from orchestration.enrichment.emotion.learning import CONFIDENT_FROM, Judge, appointed, out_of_fold_rows
from orchestration.enrichment.emotion.memory import ScoreMemory
from orchestration.enrichment.emotion.model import LABELS, Numbers, Rated, Scores
from orchestration.enrichment.emotion.sharing import in_parts
from orchestration.enrichment.emotion.texts import EITHER, LANGUAGES, OTHER, language_of, own_words
from orchestration.enrichment.room import Inputs, JointEnrichment, Row, Variables

TEXTS = """
select text_key, kind, body, stated_language, usual_language, rated_label, is_learned_from, is_counted, written_on
from intermediate.int_texts_gathered
order by text_key
"""
NET = {"net": {"positive": 1.0, "negative": -1.0}}
ESTIMATES = {**{name: {name: 1.0} for name in LABELS}, **NET}


@dataclass(frozen=True)
class Text:
    """A text of a customer; `own` is what they wrote themselves."""

    key: str
    kind: str
    own: str
    language: str
    rated_label: str | None
    is_learned_from: bool
    is_counted: bool
    day: str

    @classmethod
    def of_lines(cls, lines: Sequence[Sequence[Any]]) -> list[Text]:
        """From rows of `TEXTS`."""
        read = in_parts(_read, [line[2:5] for line in lines])
        return [
            cls(key, kind, own, language, label, is_learned_from, is_counted, str(written_on))
            for (key, kind, _, _, _, label, is_learned_from, is_counted, written_on), (own, language) in zip(
                lines, chain.from_iterable(read), strict=True
            )
        ]


def _read(texts: Sequence[Sequence[Any]]) -> list[tuple[str, str]]:
    """Of each body, with the stated and the usual language: the writer's own words, and their language."""
    owned = [(own_words(body), stated, usual) for body, stated, usual in texts]
    return [(own, language_of(own, stated, usual)) for own, stated, usual in owned]


def languages_settled(texts: Sequence[Text]) -> list[Text]:
    """What has words of both languages alone is of that of most texts; where they are equally many, of English."""
    known = Counter(text.language for text in texts)
    most = max(LANGUAGES, key=lambda language: known[language])
    return [replace(text, language=most) if text.language == EITHER else text for text in texts]


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
    def likeliest(self) -> list[int]:
        """The place of the likeliest label of each text; neutral where nothing can be told."""
        scores = self.scores
        return [
            int(place) for place in np.where(scores.confidence > 0, scores.probabilities.argmax(axis=1), 1)
        ]

    @cached_property
    def out_of_fold(self) -> Numbers:
        """The confusion matrix of the texts that the model learned from; the judge's own is that of all others."""
        pairs = [
            (str(text.rated_label), LABELS[place])
            for text, place, taught in zip(self.texts, self.likeliest, self.has_taught, strict=True)
            if taught
        ]
        return confusion([true for true, _ in pairs], [guess for _, guess in pairs])


def sentiment_results(inputs: Inputs, variables: Variables, memory: Path) -> Mapping[str, Iterator[Row]]:
    """The rows of the four results. Scores of earlier runs are in the folder `memory`, which need not be there."""
    texts = languages_settled(Text.of_lines(inputs["texts"]))
    remembered = ScoreMemory(memory)
    judged: list[Judged] = []
    versions: list[str] = []
    for language in LANGUAGES if texts else ():
        its_own = [text for text in texts if text.language == language]
        judge = appointed(
            language,
            [
                Rated(text.own, text.rated_label, text.day, text.key)
                for text in its_own
                if text.is_learned_from and text.rated_label and text.own
            ],
        )
        bench, keys = Bench(judge.model, judge.learned), [text.key for text in its_own]
        scores = bench.scores(keys, [text.own for text in its_own], remembered)
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


def _scored(texts: Sequence[Text], judged: Sequence[Judged]) -> Iterator[Row]:
    for text in texts:
        if text.language == OTHER:
            reason = "no words" if not text.own else "no model of its language"
            yield {"text_key": text.key, "language": OTHER, "has_abstained": True, "reason": reason}
    for each in judged:
        judge, scores = each.judge, each.scores
        shared: Row = {
            "language": judge.language,
            "model_id": judge.model.model_id,
            "model_version": judge.model.version,
            "is_lexicon": judge.model.is_lexicon,
        }
        for place, (text, likeliest) in enumerate(zip(each.texts, each.likeliest, strict=True)):
            confidence, polarity = float(scores.confidence[place]), float(scores.polarity[place])
            row: Row = {**shared, "text_key": text.key, "guessed_label": LABELS[likeliest]}
            row |= {"confidence": confidence, "polarity": polarity, "has_abstained": False}
            row |= {"has_taught": each.has_taught[place]}
            if not text.own:
                row |= {"guessed_label": None, "has_abstained": True, "reason": "no words"}
            elif not confidence:
                row |= {"has_abstained": True, "reason": "no known word"}
            elif confidence < CONFIDENT_FROM:
                row |= {"has_abstained": True, "reason": "too little confidence"}
            else:
                row |= {"label": LABELS[likeliest]}
            yield row


def _shares(judged: Sequence[Judged]) -> Iterator[Row]:
    """By language, kind of text and month, and over all months: what was guessed, and what that says of the truth."""
    for each in judged:
        counted: dict[tuple[str, str, str | None], list[list[int]]] = defaultdict(
            lambda: [[0, 0, 0], [0, 0, 0]]
        )
        for text, likeliest, taught in zip(each.texts, each.likeliest, each.has_taught, strict=True):
            if text.is_counted and text.own:
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

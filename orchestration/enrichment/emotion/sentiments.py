"""The joint enrichment of emotion: texts scored, the cards of the models, and shares as the cards correct them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from orchestration.enrichment.emotion.judging import corrected_shares
from orchestration.enrichment.emotion.learning import CONFIDENT_FROM, Judge, appointed
from orchestration.enrichment.emotion.memory import ScoreMemory
from orchestration.enrichment.emotion.model import LABELS, Rated, Scores
from orchestration.enrichment.emotion.texts import LANGUAGES, OTHER, language_of, own_words
from orchestration.enrichment.room import Inputs, JointEnrichment, Row, Variables

TEXTS = """
select text_key, kind, body, stated_language, rated_label, is_learned_from, is_counted, written_on
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
    def of_line(cls, line: Sequence[Any]) -> Text:
        """From a row of `TEXTS`."""
        key, kind, body, stated, label, is_learned_from, is_counted, written_on = line
        own = own_words(body)
        return cls(
            key, kind, own, language_of(own, stated), label, is_learned_from, is_counted, str(written_on)
        )


def sentiment_results(inputs: Inputs, variables: Variables, memory: Path) -> Mapping[str, Iterator[Row]]:
    """The rows of the three results. Scores of earlier runs are in the folder `memory`, which need not be there."""
    texts = [Text.of_line(line) for line in inputs["texts"]]
    remembered = ScoreMemory(memory)
    judged: list[tuple[Judge, list[Text], Scores]] = []
    for language in LANGUAGES if texts else ():
        its_own = [text for text in texts if text.language == language]
        judge = appointed(
            language,
            [
                Rated(text.own, text.rated_label, text.day)
                for text in its_own
                if text.is_learned_from and text.rated_label and text.own
            ],
        )
        judged.append((judge, its_own, remembered.scores(judge.model, [text.own for text in its_own])))
    remembered.forget_others(judge.model.version for judge, _, _ in judged)
    return {
        "texts_scored": _scored(texts, judged),
        "sentiment_models_judged": (row for judge, _, _ in judged for row in judge.card),
        "sentiment_shares_corrected": _shares(judged),
    }


def _likeliest(scores: Scores) -> list[int]:
    return [int(place) for place in np.where(scores.confidence > 0, scores.probabilities.argmax(axis=1), 1)]


def _scored(texts: Sequence[Text], judged: Sequence[tuple[Judge, list[Text], Scores]]) -> Iterator[Row]:
    for text in texts:
        if text.language == OTHER:
            reason = "no words" if not text.own else "no model of its language"
            yield {"text_key": text.key, "language": OTHER, "has_abstained": True, "reason": reason}
    for judge, its_own, scores in judged:
        shared: Row = {
            "language": judge.language,
            "model_id": judge.model.model_id,
            "model_version": judge.model.version,
            "is_lexicon": judge.model.is_lexicon,
        }
        for place, (text, likeliest) in enumerate(zip(its_own, _likeliest(scores), strict=True)):
            confidence, polarity = float(scores.confidence[place]), float(scores.polarity[place])
            row: Row = {**shared, "text_key": text.key, "guessed_label": LABELS[likeliest]}
            row |= {"confidence": confidence, "polarity": polarity, "has_abstained": False}
            if not text.own:
                row |= {"guessed_label": None, "has_abstained": True, "reason": "no words"}
            elif not confidence:
                row |= {"has_abstained": True, "reason": "no known word"}
            elif confidence < CONFIDENT_FROM:
                row |= {"has_abstained": True, "reason": "too little confidence"}
            else:
                row |= {"label": LABELS[likeliest]}
            yield row


def _shares(judged: Sequence[tuple[Judge, list[Text], Scores]]) -> Iterator[Row]:
    """By language, kind of text and month, and over all months: what was guessed, and what that says of the truth."""
    for judge, its_own, scores in judged:
        counted: dict[tuple[str, str, str | None], list[int]] = defaultdict(lambda: [0, 0, 0])
        for text, likeliest in zip(its_own, _likeliest(scores), strict=True):
            if text.is_counted and text.own:
                counted[text.kind, "month", f"{text.day[:7]}-01"][likeliest] += 1
                counted[text.kind, "all", None][likeliest] += 1
        for (kind, period_kind, start), guessed in sorted(counted.items(), key=lambda item: str(item[0])):
            row: Row = {"language": judge.language, "kind": kind, "model_version": judge.model.version}
            row |= {"period_kind": period_kind, "period_start": start, "texts": sum(guessed)}
            yield from _estimates(judge, kind, guessed, row)


def _estimates(judge: Judge, kind: str, guessed: list[int], shared: Row) -> Iterator[Row]:
    corrected = corrected_shares(judge.confusion, guessed)
    reason = corrected.reason
    if kind != "answer":
        reason = "how often the model is wrong is known of answers alone"
    for name, weights in ESTIMATES.items():
        signs = [weights.get(label, 0.0) for label in LABELS]
        raw = sum(sign * count for sign, count in zip(signs, guessed, strict=True)) / sum(guessed)
        row: Row = {**shared, "label": name, "guessed_share": raw, "reason": reason}
        if reason is None:
            value, low, high = corrected.estimate(weights)
            row |= {"corrected_share": value, "interval_low": low, "interval_high": high}
        yield row


SENTIMENTS = JointEnrichment(
    "sentiments",
    "1",
    {"texts": TEXTS},
    ("texts_scored", "sentiment_models_judged", "sentiment_shares_corrected"),
    sentiment_results,
)

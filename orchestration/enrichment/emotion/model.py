"""The model of one language: TF-IDF of words and pairs of words, and a multinomial logistic regression over them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from orchestration.enrichment.emotion.lexicon import LEXICON_VERSION, lexicon_sums
from orchestration.enrichment.emotion.texts import SIGN, sentence_parts

LABELS = ("negative", "neutral", "positive")
Numbers = NDArray[np.float64]

DIGITS = 6
"""Decimals of the model's coefficients: what an optimiser leaves beyond differs between processors."""

PROBABILITY_DIGITS = 4
VERSION = "2"
"""To be raised whenever the same rated texts give another model, or the same model other scores."""

SCORED_AT_ONCE = 20_000


@dataclass(frozen=True)
class Rated:
    """A text whose writer said with a score how they felt; `day` is when, `key` which text it is."""

    text: str
    label: str
    day: str
    key: str = ""


@dataclass(frozen=True)
class Scores:
    """Of some texts the probability of each label (a row each; zeros where nothing can be told), and their polarity,
    from -1 to 1."""

    probabilities: Numbers
    polarity: Numbers
    confidence: Numbers


class LearnedModel:
    """TF-IDF with logistic regression, as learned from the rated texts; the same texts in any order give the same.

    It learns when it scores for the first time: a night that remembers all scores has nothing to learn.
    """

    model_id = "tfidf_logistic_regression"
    is_lexicon = False

    def __init__(self, rated: Sequence[Rated]) -> None:
        import sklearn  # here: the import takes most of a second, and many a company has nothing to learn from

        rated = sorted(rated, key=lambda each: (each.day, each.text, each.label))
        self._rated = rated
        self.version = _digest(
            [VERSION, sklearn.__version__, *(f"{each.text}\0{each.label}" for each in rated)]
        )
        self.classes = sorted({each.label for each in rated}, key=LABELS.index)
        self._weights: Numbers | None = None

    def _learn(self) -> Numbers:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        self._vectors = TfidfVectorizer(
            ngram_range=(1, 2),
            min_df=2,
            sublinear_tf=True,
            strip_accents="unicode",
            token_pattern=rf"(?u)\b\w+\b|{SIGN}",
            dtype=np.float64,
        )
        with threadpool_limits(1):
            features = self._vectors.fit_transform([each.text for each in self._rated])
            fitted = LogisticRegression(C=4.0, solver="lbfgs", max_iter=500, tol=1e-6)
            fitted.fit(features, np.array([self.classes.index(each.label) for each in self._rated]))
        weights, offsets = fitted.coef_, fitted.intercept_
        if len(self.classes) == 2:  # one row, for the second class against the first
            weights, offsets = np.vstack([-weights / 2, weights / 2]), np.array([-offsets[0], offsets[0]]) / 2
        self._offsets = np.round(offsets, DIGITS)
        return np.asarray(np.round(weights, DIGITS))

    def scores(self, texts: Sequence[str]) -> Scores:
        """Of each text, in order; of one without a word that the model knows nothing can be told."""
        parts = [self._part(texts[at : at + SCORED_AT_ONCE]) for at in range(0, len(texts), SCORED_AT_ONCE)]
        probabilities = np.vstack([np.zeros((0, len(LABELS))), *parts])
        return Scores(
            probabilities,
            np.round(probabilities[:, 2] - probabilities[:, 0], PROBABILITY_DIGITS),
            probabilities.max(axis=1, initial=0.0),
        )

    def _part(self, texts: Sequence[str]) -> Numbers:
        if self._weights is None:
            self._weights = self._learn()
        with threadpool_limits(1):
            features = self._vectors.transform(texts)
            powers = features @ self._weights.T + self._offsets
        powers = np.exp(powers - powers.max(axis=1, keepdims=True))
        given = np.zeros((len(texts), len(LABELS)))
        given[:, [LABELS.index(name) for name in self.classes]] = powers / powers.sum(axis=1, keepdims=True)
        given[np.diff(features.indptr) == 0] = (
            0.0  # what is frequent says nothing about a text of unknown words
        )
        return np.round(given, PROBABILITY_DIGITS)


class LexiconModel:
    """The short lexicon of a language: it has learned nothing, and says nothing of a text without a word of it."""

    model_id = "own_lexicon"
    is_lexicon = True

    def __init__(self, language: str) -> None:
        self._language = language
        self.version = _digest([VERSION, LEXICON_VERSION, language])

    def scores(self, texts: Sequence[str]) -> Scores:
        """Of each text, in order: all on one label, as a lexicon knows no probabilities."""
        probabilities, polarity, confidence = (
            np.zeros((len(texts), 3)),
            np.zeros(len(texts)),
            np.zeros(len(texts)),
        )
        for place, text in enumerate(texts):
            signed, size = lexicon_sums(sentence_parts(text), self._language)
            if size:
                polarity[place] = round(signed / (size + 1), PROBABILITY_DIGITS)
                probabilities[place, 1 + int(np.sign(signed))] = 1.0
                confidence[place] = round((abs(signed) or size) / (size + 1), PROBABILITY_DIGITS)
        return Scores(probabilities, polarity, confidence)


Model = LearnedModel | LexiconModel


def _digest(parts: Sequence[Any]) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]

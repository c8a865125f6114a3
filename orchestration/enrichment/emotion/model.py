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
from orchestration.enrichment.emotion.reading import features, words_of
from orchestration.enrichment.emotion.sharing import in_parts
from orchestration.enrichment.emotion.texts import sentence_parts

LABELS = ("negative", "neutral", "positive")
Numbers = NDArray[np.float64]

DIGITS = 6
"""Decimals of the model's coefficients: what an optimiser leaves beyond differs between processors."""

PROBABILITY_DIGITS = 4
VERSION = "3"
"""To be raised whenever the same rated texts give another model, or the same model other scores."""


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

    It starts from no opinion: labels weigh alike however many texts each has (in how rare a word is, too), nothing is
    added that no word says (no intercept), and what words say counts by the part of the text's words that it knows.

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

        self._vectors = TfidfVectorizer(analyzer=list, min_df=2, sublinear_tf=True, dtype=np.float64)
        read = [features(words_of(each.text)) for each in self._rated]
        labels = np.array([self.classes.index(each.label) for each in self._rated])
        with threadpool_limits(1):
            told = self._vectors.fit_transform(read) != 0
            shares = [np.asarray(told[labels == place].mean(axis=0))[0] for place in range(len(self.classes))]
            count = len(read)
            self._vectors.idf_ = np.log((1 + count) / (1 + count * np.mean(shares, axis=0))) + 1
            fitted = LogisticRegression(
                C=4.0, class_weight="balanced", fit_intercept=False, solver="lbfgs", max_iter=500, tol=1e-6
            )
            fitted.fit(self._vectors.transform(read), labels)
        weights = fitted.coef_
        if len(self.classes) == 2:  # one row, for the second class against the first
            weights = np.vstack([-weights / 2, weights / 2])
        return np.asarray(np.round(weights, DIGITS))

    def scores(self, texts: Sequence[str]) -> Scores:
        """Of each text, in order; of one without a word that the model knows nothing can be told."""
        if self._weights is None and texts:
            self._weights = self._learn()
        probabilities = np.vstack([np.zeros((0, len(LABELS))), *in_parts(self._part, texts)])
        return Scores(
            probabilities,
            np.round(probabilities[:, 2] - probabilities[:, 0], PROBABILITY_DIGITS),
            probabilities.max(axis=1, initial=0.0),
        )

    def _part(self, texts: Sequence[str]) -> Numbers:
        assert self._weights is not None
        read = [features(words_of(text)) for text in texts]
        with threadpool_limits(1):
            seen = self._vectors.transform(read)
            powers = np.array([self._known_part(each) for each in read])[:, None] * (seen @ self._weights.T)
        powers = np.exp(powers - powers.max(axis=1, keepdims=True))
        given = np.zeros((len(texts), len(LABELS)))
        given[:, [LABELS.index(name) for name in self.classes]] = powers / powers.sum(axis=1, keepdims=True)
        given[np.diff(seen.indptr) == 0] = 0.0  # of a text of unknown words nothing can be told
        return np.round(given, PROBABILITY_DIGITS)

    def _known_part(self, read: Sequence[str]) -> float:
        """Of the words of a text, function words apart; 1 where it knows all of them."""
        words = [each for each in read if " " not in each]
        return sum(each in self._vectors.vocabulary_ for each in words) / len(words) if words else 0.0


class LexiconModel:
    """The short lexicon of a language: it has learned nothing, and says nothing of a text without a word of it."""

    model_id = "own_lexicon"
    is_lexicon = True

    def __init__(self, language: str) -> None:
        self._language = language
        self.version = _digest([VERSION, LEXICON_VERSION, language])

    def scores(self, texts: Sequence[str]) -> Scores:
        """Of each text, in order: all on one label, as a lexicon knows no probabilities."""
        signed, size = np.vstack([np.zeros((0, 2)), *in_parts(self._sums, texts)]).T
        likeliest = np.where(size > 0, 1 + np.sign(signed), -1)
        return Scores(
            (likeliest[:, None] == np.arange(len(LABELS))).astype(float),
            np.round(signed / (size + 1), PROBABILITY_DIGITS),
            np.round(np.where(signed == 0, size, np.abs(signed)) / (size + 1), PROBABILITY_DIGITS),
        )

    def _sums(self, texts: Sequence[str]) -> Numbers:
        return np.array([lexicon_sums(sentence_parts(text), self._language) for text in texts])


Model = LearnedModel | LexiconModel


def _digest(parts: Sequence[Any]) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]

"""Judging what a model learned from by models that did not learn from it.

A model remembers what it learned from, and is right there far more often than on anything else. So each text that it
learned from falls into one fold, and is judged by a model that learned from the other folds alone: as a text that
nobody has rated.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from orchestration.enrichment.emotion.gathered import Reader, Text
from orchestration.enrichment.emotion.memory import MARK, ScoreMemory
from orchestration.enrichment.emotion.model import LABELS, LearnedModel, Model, Rated, Scores

FOLDS = 5
ALL_OF_IT = -1


def fold_of(each: Rated) -> int:
    """By a hash of the key: an answer stays in its fold whatever arrives beside it, and equal words of several people
    are spread, so that a frequent word is known to every model."""
    return int(hashlib.blake2b((each.key or each.text).encode(), digest_size=4).hexdigest(), 16) % FOLDS


class Bench:
    """The model of a language; where it has learned, also one for each fold, which learned from the others alone."""

    def __init__(self, model: Model, learned: Sequence[Rated]) -> None:
        self.model = model
        self.folds: list[Model] = []
        self._fold_by_key = {each.key: fold_of(each) for each in learned}
        if learned:
            for fold in range(FOLDS):
                self.folds.append(LearnedModel([each for each in learned if fold_of(each) != fold]))

    @property
    def versions(self) -> list[str]:
        """Of all its models."""
        return [self.model.version, *(model.version for model in self.folds)]

    def has_learned(self, keys: Sequence[str]) -> list[bool]:
        """Whether the model learned from each of the texts."""
        return [key in self._fold_by_key for key in keys]

    def scores(self, texts: Sequence[Text], reader: Reader, remembered: ScoreMemory) -> Scores:
        """Of each text, in order, by the model that did not learn from it."""
        places: dict[int, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            places[self._fold_by_key.get(text.key, ALL_OF_IT)].append(place)
        probabilities = np.zeros((len(texts), len(LABELS)))
        polarity, confidence = np.zeros(len(texts)), np.zeros(len(texts))
        for fold, its_own in sorted(places.items()):
            model = self.model if fold == ALL_OF_IT else self.folds[fold]
            judged = [texts[place] for place in its_own]

            def words(some: Sequence[int], judged: Sequence[Text] = judged) -> Sequence[str]:
                return reader.own_words([judged[place] for place in some])

            marks = np.array([text.mark for text in judged], dtype=MARK)
            found = remembered.scores(model, marks, words)
            probabilities[its_own] = found.probabilities
            polarity[its_own], confidence[its_own] = found.polarity, found.confidence
        return Scores(probabilities, polarity, confidence)

"""Many texts are done in other processes, to the same end."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
import pytest
from rated_corpus import corpus

from orchestration.enrichment.emotion import sharing
from orchestration.enrichment.emotion.model import LearnedModel
from orchestration.enrichment.emotion.sharing import in_parts


def who(items: Sequence[int]) -> list[tuple[int, int]]:
    return [(os.getpid(), item) for item in items]


def test_few_are_done_here_and_many_elsewhere_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "AT_ONCE", 3)
    assert in_parts(who, range(5)) == [who(range(3)), who(range(3, 5))]
    monkeypatch.setattr(sharing, "SHARED_FROM", 5)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1})
    found = [pair for part in in_parts(who, range(8)) for pair in part]
    assert [item for _, item in found] == list(range(8))
    assert os.getpid() not in {process for process, _ in found}


def test_what_a_model_learned_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [each.text for each in corpus(40)]
    alone = LearnedModel(corpus(300)).scores(texts)
    monkeypatch.setattr(sharing, "SHARED_FROM", 5)
    monkeypatch.setattr(sharing, "AT_ONCE", 15)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1})
    shared = LearnedModel(corpus(300)).scores(texts)
    assert np.array_equal(shared.probabilities, alone.probabilities) and alone.confidence.max() > 0

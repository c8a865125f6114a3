"""What a model learned from is judged by what did not learn from it, so that corrected shares are right there too."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from rated_corpus import corpus

from orchestration.enrichment.emotion.folds import FOLDS, Bench, fold_of
from orchestration.enrichment.emotion.gathered import Reader
from orchestration.enrichment.emotion.learning import appointed
from orchestration.enrichment.emotion.memory import ScoreMemory
from orchestration.enrichment.emotion.model import LearnedModel, Rated
from orchestration.enrichment.emotion.sentiments import SENTIMENTS

SEEDS = range(4)
TEXTS = 2_000
NEGATIVE = 0.25
Line = tuple[object, ...]


def weak_lines(seed: int) -> list[Line]:
    """Rated texts of which three words of fifteen tell something, and not much: a model that learned from them is right
    on 95 of 100 of them, and on 80 of 100 others."""
    rng = random.Random(seed)
    lines: list[Line] = []
    for place in range(TEXTS):
        is_negative = rng.random() < NEGATIVE
        words = [f"w{rng.randrange(1_500)}" for _ in range(12)]
        for bad, good in (("waited", "answered"), ("dropped", "shipped"), ("rude", "kind")):
            told = [bad] * 5 + [good] * 2 if is_negative else [bad] * 2 + [good] * 5
            words.insert(rng.randrange(13), rng.choice(told))
        day = date(2023, 1, 1) + timedelta(days=place // 6)
        label = "negative" if is_negative else "positive"
        lines.append((f"k{place:04}", "answer", " ".join(words), "en", None, label, True, True, str(day)))
    return lines


def test_the_interval_covers_the_truth_where_the_model_learned_and_where_not(tmp_path: Path) -> None:
    """Of four companies eleven months each and the whole time: corrected negative shares against the counted ones."""
    held = of = 0
    for seed in SEEDS:
        lines = weak_lines(seed)
        shares = SENTIMENTS.results({"texts": lines}, {}, tmp_path / str(seed))["sentiment_shares_corrected"]
        for row in shares:
            if row["label"] != "negative":
                continue
            start = row["period_start"]
            true = [line[5] == "negative" for line in lines if start is None or str(line[8])[:7] == start[:7]]
            share = sum(true) / len(true)
            assert row["texts"] == len(true)
            held += row["interval_low"] <= share <= row["interval_high"]
            of += 1
            if start is None:
                assert row["corrected_share"] == pytest.approx(share, abs=1e-6), (
                    "each part of the rated texts is what its matrix was counted on"
                )
    assert of == len(SEEDS) * 12
    assert held / of >= 0.93


def test_no_text_is_judged_by_what_learned_from_it() -> None:
    """Every fold's model learned from all of the others, and from nothing else."""
    learned = [Rated(*(each.text, each.label, each.day), f"k{n}") for n, each in enumerate(corpus(600))]
    bench = Bench(LearnedModel(learned), learned)
    assert len(bench.folds) == FOLDS
    for fold, model in enumerate(bench.folds):
        others = [each for each in learned if fold_of(each) != fold]
        assert 0.7 * len(learned) < len(others) < 0.9 * len(learned)
        assert model.version == LearnedModel(others).version
    assert bench.has_learned(["k0", "new"]) == [True, False]


def test_each_text_has_the_score_of_its_model_and_the_next_night_none_is_scored(tmp_path: Path) -> None:
    """The same words of two people, of whom one taught the model and one did not, have a score each."""
    rated = [Rated(each.text, each.label, each.day, f"k{n}") for n, each in enumerate(corpus(600, wrong=0.3))]
    judge = appointed("en", rated)
    lines = [(each.key, "answer", each.text, "en", None, None, False, True, each.day) for each in rated]
    lines.append(("new", *lines[0][1:]))
    reader = Reader(tmp_path / "read")
    gathered = reader.texts(lines)
    keys, texts = [text.key for text in gathered], reader.own_words(gathered)
    bench, memory = Bench(judge.model, judge.learned), ScoreMemory(tmp_path / "scores")
    found = bench.scores(gathered, reader, memory)
    fold_by_key = {each.key: fold_of(each) for each in judge.learned}
    for place, (key, text) in enumerate(zip(keys, texts, strict=True)):
        model = bench.folds[fold_by_key[key]] if key in fold_by_key else judge.model
        assert (model.scores([text]).probabilities[0] == found.probabilities[place]).all()
    assert (found.probabilities[0] != found.probabilities[-1]).any()
    again, other = ScoreMemory(tmp_path / "scores"), Bench(judge.model, judge.learned)
    assert (other.scores(gathered, reader, again).probabilities == found.probabilities).all()
    assert (memory.found > 500, again.found) == (True, 0)
    again.forget_others(bench.versions)
    assert len(list((tmp_path / "scores").iterdir())) == FOLDS + 1

"""Scores of earlier nights: only new texts are scored, and nothing that is lost or broken there changes a figure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rated_corpus import corpus

from orchestration.enrichment.emotion import memory as remembering
from orchestration.enrichment.emotion import sentiments
from orchestration.enrichment.emotion.gathered import Reader
from orchestration.enrichment.emotion.memory import MARK, ScoreMemory, fingerprint
from orchestration.enrichment.emotion.model import LearnedModel, LexiconModel, Model, Scores
from orchestration.enrichment.emotion.sentiments import SENTIMENTS

MODEL = LexiconModel("en")
TEXTS = ["good", "terrible", "a table", "good"]


def same(one: Scores, other: Scores) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("probabilities", "polarity", "confidence")
    )


def remembered(memory: ScoreMemory, model: Model, texts: list[str]) -> Scores:
    marks = np.array([fingerprint(text) for text in texts], dtype=MARK)
    return memory.scores(model, marks, lambda places: [texts[place] for place in places])


def scored(folder: Path, texts: list[str]) -> int:
    memory = ScoreMemory(folder)
    assert same(remembered(memory, MODEL, texts), MODEL.scores(texts))
    return memory.found


def test_a_night_scores_new_texts_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "sentiments"
    assert scored(folder, TEXTS) == 3, "the same text is scored once"
    assert scored(folder, TEXTS) == 0
    assert scored(folder, [*TEXTS, "late"]) == 1
    assert scored(folder, []) == 0


def test_a_text_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    scored(tmp_path, TEXTS)
    scored(tmp_path, ["good"])
    assert fingerprint("terrible") not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert scored(tmp_path, TEXTS) == 2


def test_another_model_does_not_take_the_scores_of_the_last_one(tmp_path: Path) -> None:
    learned, memory = LearnedModel(corpus(300)), ScoreMemory(tmp_path)
    texts = [each.text for each in corpus(30)]
    remembered(memory, MODEL, texts)
    assert same(remembered(memory, learned, texts), learned.scores(texts))
    assert len(list(tmp_path.iterdir())) == 2
    memory.forget_others([learned.version])
    assert [path.name for path in tmp_path.iterdir()] == [f"{learned.version}.npy"]


@pytest.mark.parametrize("broken", [b"", b"\x93NUMPY", b"nonsense", None])
def test_a_broken_file_counts_for_nothing(tmp_path: Path, broken: bytes | None) -> None:
    scored(tmp_path, TEXTS)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-7] if broken is None else broken)
    assert scored(tmp_path, TEXTS) == 3
    assert scored(tmp_path, TEXTS) == 0


def test_a_kill_while_writing_leaves_the_last_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored(tmp_path, TEXTS)
    (file,) = tmp_path.iterdir()
    before = file.read_bytes()

    def killed(out: object, *_: object, **__: object) -> None:
        out.write(b"half of it")  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    monkeypatch.setattr(remembering.np, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        scored(tmp_path, [*TEXTS, "late"])
    monkeypatch.undo()
    assert file.read_bytes() == before
    assert scored(tmp_path, TEXTS) == 0
    ScoreMemory(tmp_path).forget_others([MODEL.version])
    assert [path.name for path in tmp_path.iterdir()] == [file.name], "what the kill left is swept"


def lines(count: int) -> list[tuple[object, ...]]:
    rated = corpus(count, wrong=0.1)
    return [
        (f"k{place:04}", "answer", each.text, "en", None, each.label, True, True, each.day)
        for place, each in enumerate(rated)
    ]


def test_results_are_the_same_with_and_without_memory_and_in_any_order(tmp_path: Path) -> None:
    def results(folder: str, inputs: list[tuple[object, ...]]) -> dict[str, list[dict[str, object]]]:
        found = SENTIMENTS.results({"texts": inputs}, {}, tmp_path / folder)
        return {name: sorted(map(dict, rows), key=repr) for name, rows in found.items()}

    first = results("kept", lines(600))
    assert results("kept", lines(600)) == first
    assert results("other", lines(600)[::-1]) == first
    assert set(first) == set(SENTIMENTS.tables)
    assert {row["is_lexicon"] for row in first["texts_scored"]} == {False}


def test_the_second_night_scores_what_came_since_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the whole room: five new texts of the day, two of them with the same words, are four."""
    nights: list[ScoreMemory] = []
    readers: list[Reader] = []

    class Watched(ScoreMemory):
        def __init__(self, folder: Path) -> None:
            super().__init__(folder)
            nights.append(self)

    class WatchedReader(Reader):
        def __init__(self, folder: Path) -> None:
            super().__init__(folder)
            readers.append(self)

    monkeypatch.setattr(sentiments, "ScoreMemory", Watched)
    monkeypatch.setattr(sentiments, "Reader", WatchedReader)
    first = lines(600)
    words = ("a lovely desk", "a rude desk", "a rude desk", "a usual desk", "was late")
    new = [
        (f"n{place}", "answer", body, "en", None, None, False, True, "2024-01-09")
        for place, body in enumerate(words)
    ]
    for texts in (first, [*first, *new], [*first, *new]):
        SENTIMENTS.results({"texts": texts}, {}, tmp_path)
    assert [night.found for night in nights[1:]] == [4, 0]
    assert 100 < nights[0].found <= 600
    assert [reader.read for reader in readers[1:]] == [4, 0]

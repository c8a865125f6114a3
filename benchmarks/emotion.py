"""How many short verbatims one core judges in a second: `python -m benchmarks.emotion`."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from orchestration.enrichment.emotion.learning import Judge, appointed
from orchestration.enrichment.emotion.model import LABELS, Rated
from orchestration.enrichment.emotion.texts import language_of, own_words

LEARNED = 20_000
JUDGED = 100_000
WORDS = 20
VOCABULARY = 8_000
TELLING = {
    "negative": "slow rude wrong late broken",
    "neutral": "usual okay average",
    "positive": "great kind fast",
}


def verbatims(count: int, seed: int) -> list[Rated]:
    """Texts of 20 words that only look like language: one word in four tells the label, in nine texts of ten."""
    rng = random.Random(seed)
    frequent = [f"w{int(rng.paretovariate(0.7)) % VOCABULARY}" for _ in range(50_000)]
    found = []
    for place in range(count):
        label = rng.choice(LABELS)
        telling = (TELLING[label] if rng.random() < 0.9 else " ".join(TELLING.values())).split()
        words = [
            rng.choice(telling) if rng.random() < 0.25 else rng.choice(frequent) for _ in range(WORDS - 2)
        ]
        found.append(Rated(" ".join(["the", *words, "was"]), label, f"2024-{1 + 12 * place // count:02d}-01"))
    return found


def judged_per_second(judge: Judge, texts: Sequence[str]) -> float:
    """From the text as it was delivered to its scores, in seconds of one core."""
    began = time.process_time()
    own = [own_words(text) for text in texts]
    english = [text for text in own if language_of(text, None) == "en"]
    judge.model.scores(english)
    return len(texts) / (time.process_time() - began)


def main() -> None:
    """Prints how long the model took to learn, and how fast it and the lexicon judge."""
    began = time.process_time()
    judge = appointed("en", verbatims(LEARNED, 1))
    print(f"{LEARNED:,} rated verbatims: model and card in {time.process_time() - began:.1f} s of one core")
    texts = [rated.text for rated in verbatims(JUDGED, 2)]
    print(f"{judged_per_second(judge, texts):,.0f} verbatims a second by the model")
    print(f"{judged_per_second(appointed('en', []), texts):,.0f} verbatims a second by the lexicon")


if __name__ == "__main__":
    main()

"""Rated texts of a small language, in which one word tells the label."""

from __future__ import annotations

import random

from orchestration.enrichment.emotion.model import LABELS, Rated

YEAR = "survey-of-the-year"
LAST_MONTH = "2024-01"

MOODS = {"negative": "awful slow rude", "neutral": "usual normal expected", "positive": "lovely quick warm"}


def corpus(count: int, *, wrong: float = 0.0, seed: int = 5) -> list[Rated]:
    """Texts whose middle word tells the label, but for a share of them; twenty a day."""
    rng, rated = random.Random(seed), []
    for place in range(count):
        label = LABELS[place % 3]
        told = rng.choice([other for other in LABELS if other != label]) if rng.random() < wrong else label
        word = rng.choice(MOODS[told].split())
        text = f"visit {rng.randrange(30)} was {word} at counter {rng.randrange(9)}"
        rated.append(Rated(text, label, f"2023-{1 + place // 560:02d}-{1 + place // 20 % 28:02d}"))
    return rated

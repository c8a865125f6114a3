"""Scores of earlier nights, so that a night scores new texts alone.

One file for each version of a model, by the hash of the text. A score depends on the text and on the version alone, so
a score of a night that failed later is as good as any, and a home without this folder comes to the same figures. A
file is there whole or not at all, and one that cannot be read counts for nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from orchestration.enrichment.emotion.model import LABELS, Model, Scores

FIELDS = [("text", "S32"), ("probabilities", "f8", (len(LABELS),)), ("polarity", "f8"), ("confidence", "f8")]


def fingerprint(text: str) -> bytes:
    """32 bytes by which a text is known again; they do not end in a zero, which NumPy would drop."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest().encode()


class ScoreMemory:
    """The scores in a folder; `scored` is how many texts this run had to score itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.scored = 0

    def scores(self, model: Model, texts: Sequence[str]) -> Scores:
        """Those of the texts, in order: remembered, or given by the model and remembered from now on."""
        known = self._read(model.version)
        prints = [fingerprint(text) for text in texts]
        fresh = {mark: text for mark, text in zip(prints, texts, strict=True) if mark not in known}
        if fresh:
            self.scored += len(fresh)
            found = model.scores(list(fresh.values()))
            for place, mark in enumerate(fresh):
                known[mark] = (
                    tuple(found.probabilities[place]),
                    float(found.polarity[place]),
                    float(found.confidence[place]),
                )
        kept = sorted(set(prints))
        if fresh or len(kept) != len(known):
            self._write(model.version, [(mark, *known[mark]) for mark in kept])
        probabilities = np.array([known[mark][0] for mark in prints]).reshape(-1, len(LABELS))
        polarity, confidence = (np.array([known[mark][place] for mark in prints]) for place in (1, 2))
        return Scores(probabilities, polarity, confidence)

    def forget_others(self, versions: Iterable[str]) -> None:
        """Removes the scores of all other versions: nobody asks for them again."""
        kept = {self._path(version) for version in versions}
        for path in self._folder.glob("*.npy*"):
            if path not in kept:
                path.unlink()

    def _path(self, version: str) -> Path:
        return self._folder / f"{version}.npy"

    def _read(self, version: str) -> dict[bytes, tuple[tuple[float, ...], float, float]]:
        try:
            lines = np.load(self._path(version), allow_pickle=False)
            if lines.dtype != np.dtype(FIELDS):
                return {}
        except (OSError, ValueError, EOFError):
            return {}
        return {mark: (tuple(p), a, b) for mark, p, a, b in lines.tolist()}

    def _write(self, version: str, rows: Sequence[tuple[object, ...]]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._path(version)
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        with draft.open("wb") as out:
            np.save(out, np.array(rows, dtype=FIELDS), allow_pickle=False)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)

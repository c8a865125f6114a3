"""Scores of earlier nights, so that a night scores new texts alone.

One file for each version of a model, by the hash of the text. A score depends on the text and on the version alone, so
a score of a night that failed later is as good as any, and a home without this folder comes to the same figures. A
file is there whole or not at all, and one that cannot be read counts for nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from orchestration.durable import replacing
from orchestration.enrichment.emotion.model import LABELS, Model, Scores

MARK = "S32"
FIELDS = [("text", MARK), ("probabilities", "f8", (len(LABELS),)), ("polarity", "f8"), ("confidence", "f8")]
Lines = NDArray[np.void]
"""Records of `FIELDS`, each text once, in order."""


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
        prints = np.array([fingerprint(text) for text in texts], dtype=MARK)
        marks, first, places = np.unique(prints, return_index=True, return_inverse=True)
        known = self._read(model.version)
        lines = np.zeros(len(marks), dtype=FIELDS)
        lines["text"] = marks
        is_known = np.isin(marks, known["text"], assume_unique=True)
        lines[is_known] = known[np.searchsorted(known["text"], marks[is_known])]
        fresh = np.flatnonzero(~is_known)
        if fresh.size:
            self.scored += fresh.size
            found = model.scores([texts[place] for place in first[fresh]])
            lines["probabilities"][fresh] = found.probabilities
            lines["polarity"][fresh], lines["confidence"][fresh] = found.polarity, found.confidence
        if fresh.size or len(lines) != len(known):
            self._write(model.version, lines)
        return Scores(*(lines[name][places] for name in ("probabilities", "polarity", "confidence")))

    def forget_others(self, versions: Iterable[str]) -> None:
        """Removes the scores of all other versions: nobody asks for them again."""
        kept = {self._path(version) for version in versions}
        for path in self._folder.glob("*.npy*"):
            if path not in kept:
                path.unlink()

    def _path(self, version: str) -> Path:
        return self._folder / f"{version}.npy"

    def _read(self, version: str) -> Lines:
        """In the order of their texts."""
        try:
            lines: Lines = np.load(self._path(version), allow_pickle=False)
            if lines.dtype == np.dtype(FIELDS) and np.all(lines["text"][:-1] < lines["text"][1:]):
                return lines
        except (OSError, ValueError, EOFError):
            pass
        return np.zeros(0, dtype=FIELDS)

    def _write(self, version: str, lines: Lines) -> None:
        with replacing(self._path(version)) as out:
            np.save(out, lines, allow_pickle=False)

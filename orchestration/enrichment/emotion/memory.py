"""What earlier nights found out of texts, so that a night reads and scores new texts alone.

One file for each version of what finds it out, by the mark of the text. What is found depends on the text and on the
version alone, so what a night that failed later has found is as good as any, and a home without this folder comes to
the same figures. A file is there whole or not at all, and one that cannot be read counts for nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orchestration.durable import replacing
from orchestration.enrichment.emotion.model import LABELS, Model, Scores

MARK = "S32"
Lines = NDArray[np.void]
"""Records of some fields, of which the first is the mark of a text."""

Marks = NDArray[np.bytes_]


def fingerprint(text: str) -> bytes:
    """32 bytes by which a text is known again; they do not end in a zero, which NumPy would drop."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest().encode()


class Memory:
    """The records in a folder; `found` is how many this run had to find out itself."""

    def __init__(self, folder: Path, fields: Sequence[tuple[Any, ...]]) -> None:
        self._folder = folder
        self._fields = np.dtype([("text", MARK), *fields])
        self.found = 0

    def records(self, version: str, marks: Marks, find_out: Callable[[Sequence[int], Lines], None]) -> Lines:
        """A record for each mark, in order: remembered, or found out and remembered from now on.

        `find_out` is given places among the marks, no mark twice, and as many records to fill in.
        """
        distinct, first, places = np.unique(marks, return_index=True, return_inverse=True)
        known = self._read(version)
        lines = np.zeros(len(distinct), dtype=self._fields)
        at = np.searchsorted(known["text"], distinct)
        is_known = np.append(known["text"], b"")[at] == distinct
        is_known &= at < len(known)
        lines[is_known] = known[at[is_known]]
        lines["text"] = distinct
        fresh = np.flatnonzero(~is_known)
        if fresh.size:
            self.found += fresh.size
            new = lines[fresh]
            find_out(first[fresh].tolist(), new)
            lines[fresh] = new
        if fresh.size or len(lines) != len(known):
            with replacing(self._path(version)) as out:
                np.save(out, lines, allow_pickle=False)
        return lines[places]

    def forget_others(self, versions: Iterable[str]) -> None:
        """Removes the records of all other versions: nobody asks for them again."""
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
            if lines.dtype == self._fields and np.all(lines["text"][:-1] < lines["text"][1:]):
                return lines
        except (OSError, ValueError, EOFError):
            pass
        return np.zeros(0, dtype=self._fields)


class ScoreMemory(Memory):
    """The scores that models gave to texts."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder, [("probabilities", "f8", (len(LABELS),)), ("polarity", "f8"), ("confidence", "f8")]
        )

    def scores(self, model: Model, marks: Marks, texts: Callable[[Sequence[int]], Sequence[str]]) -> Scores:
        """Those of the texts with these marks, in order; `texts` gives the texts of some places."""

        def find_out(places: Sequence[int], lines: Lines) -> None:
            given = model.scores(texts(places))
            lines["probabilities"] = given.probabilities
            lines["polarity"], lines["confidence"] = given.polarity, given.confidence

        lines = self.records(model.version, marks, find_out)
        return Scores(lines["probabilities"], lines["polarity"], lines["confidence"])

"""The texts of a night: what each writer wrote themselves, and in which language.

Reading a text takes longer than scoring it, so what was read of it is remembered, too.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from orchestration.enrichment.emotion import lexicon, negations, texts
from orchestration.enrichment.emotion.memory import MARK, Lines, Marks, Memory, fingerprint
from orchestration.enrichment.emotion.sharing import in_parts
from orchestration.enrichment.emotion.texts import EITHER, LANGUAGES, language_of, own_words

NO_WORDS = b""
"""The mark of texts in which their writers wrote nothing themselves."""


class Text(NamedTuple):
    """A text of a customer; `mark` is that of what they wrote themselves, `body` has what else there is, too."""

    key: str
    kind: str
    body: str
    mark: bytes
    language: str
    rated_label: str | None
    is_learned_from: bool
    is_counted: bool
    day: str

    @property
    def has_words(self) -> bool:
        """They wrote something themselves."""
        return self.mark != NO_WORDS


class Reader:
    """Reads texts, with a folder in which what was read stays for the next night."""

    def __init__(self, folder: Path) -> None:
        self._memory = Memory(folder, [("own", MARK), ("language", f"S{len(EITHER)}")])
        self._own: dict[bytes, str] = {NO_WORDS: ""}
        self.version = reading_version()

    @property
    def read(self) -> int:
        """How many texts this run had to read."""
        return self._memory.found

    def texts(self, lines: Sequence[Sequence[Any]]) -> list[Text]:
        """From rows of the query `TEXTS`, in their order. What has words of both languages alone stays of either."""
        if not lines:
            return []
        found = self._memory.records(
            self.version, _marks(lines), lambda places, new: self._read(lines, places, new)
        )
        return [
            Text(key, kind, body, own, language.decode(), label, is_learned_from, is_counted, str(written_on))
            for (key, kind, body, _, _, label, is_learned_from, is_counted, written_on), own, language in zip(
                lines, found["own"].tolist(), found["language"].tolist(), strict=True
            )
        ]

    def own_words(self, gathered: Sequence[Text]) -> list[str]:
        """What the writers wrote themselves."""
        missing = {each.mark: each.body for each in gathered if each.mark not in self._own}
        self._own.update(
            zip(missing, chain.from_iterable(in_parts(_owned, list(missing.values()))), strict=True)
        )
        return [self._own[each.mark] for each in gathered]

    def _read(self, lines: Sequence[Sequence[Any]], places: Sequence[int], new: Lines) -> None:
        read = list(chain.from_iterable(in_parts(_read, [lines[place][2:5] for place in places])))
        marks = [fingerprint(own) if own else NO_WORDS for own, _ in read]
        self._own.update(zip(marks, (own for own, _ in read), strict=True))
        new["own"], new["language"] = marks, [language for _, language in read]


def reading_version() -> str:
    """Another one whenever the code that reads is another."""
    code = [Path(str(module.__file__)).read_bytes() for module in (texts, lexicon, negations)]
    return hashlib.sha256(b"".join([*code, sys.version.encode()])).hexdigest()[:16]


def languages_settled(gathered: Sequence[Text]) -> list[Text]:
    """What has words of both languages alone is of that of most texts; where they are equally many, of English."""
    known = Counter(text.language for text in gathered)
    most = max(LANGUAGES, key=lambda language: known[language])
    return [text._replace(language=most) if text.language == EITHER else text for text in gathered]


def _marks(lines: Sequence[Sequence[Any]]) -> Marks:
    """Of everything that a reading depends on."""
    told = ((body, stated or "", usual or "") for _, _, body, stated, usual, *_ in lines)
    marks = (fingerprint(f"{len(stated)} {len(usual)} {stated}{usual}{body}") for body, stated, usual in told)
    return np.array(list(marks), dtype=MARK)


def _read(bodies: Sequence[Sequence[Any]]) -> list[tuple[str, str]]:
    """Of each body, with the stated and the usual language: the writer's own words, and their language."""
    owned = [(own_words(body), stated, usual) for body, stated, usual in bodies]
    return [(own, language_of(own, stated, usual)) for own, stated, usual in owned]


def _owned(bodies: Sequence[str]) -> list[str]:
    return [own_words(body) for body in bodies]

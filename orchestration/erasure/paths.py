"""Finds a person in the path of a delivery, where words, addresses and ids are strung together with `_` and `-`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from orchestration.erasure.mentions import Mentions

if TYPE_CHECKING:
    from orchestration.erasure.subject import Subject

_QUOTED = re.compile(r'inbox/[^"<\r\n]*')
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[\W_]+"


class PathMentions(Mentions):
    """As in a text, but that whatever is no letter and no digit ends a word.

    A text must not be read so: `jo-ann@x.example` is somebody else than `ann@x.example`, and `first_reply` is no name.
    """

    def _without(self, text: str) -> str:
        plain = readable(text)
        new = super()._without(plain)
        return text if new == plain else new

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """A path is short: everything is looked for at once."""
        return re.compile("")

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str, Callable[[str], str]]]:
        words = [name.split() for name in self._names]
        orders = [*words, *(order[::-1] for order in words if len(order) == 2)]
        spelled = {
            "email": map(re.escape, self._emails),
            "id": map(re.escape, self._ids),
            "name": (_BETWEEN.join(map(re.escape, order)) for order in orders),
        }
        return [
            (_bounded(spelled[kind]) if kind in spelled else pattern, kind, compared)
            for pattern, kind, compared in super()._patterns
        ]


def _bounded(patterns: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(patterns, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest_first)})(?![^\W_])", re.IGNORECASE)


def scrub_quoting(text: str, subject: Subject) -> str:
    """A text of the warehouse's own without the subject: what follows `inbox/` in it is read as a path."""
    plain = subject.mentions.scrub(text)
    return _QUOTED.sub(lambda found: subject.in_paths.scrub(found[0]), plain) if "inbox/" in plain else plain


def source_and_table(names: tuple[str, ...]) -> int:
    """How many names at the beginning of a file's path below the inbox say what it is, and stay whatever they are."""
    return 2 if len(names) > 2 else 0


def readable(name: str) -> str:
    """The name of a file or a folder without what downloads (`%40`) and file systems (accents apart) make of it."""
    return unicodedata.normalize("NFC", name.replace("%40", "@"))


def runs(name: str) -> Iterator[str]:
    """Every part of a name that begins and ends with a word of it: an id or an address may be any of them."""
    words = [found.span() for found in _WORD.finditer(name)]
    for (start, _), (_, end) in combinations_with_replacement(words, 2):
        yield name[start:end]

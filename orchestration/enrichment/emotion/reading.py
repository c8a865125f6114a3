"""What a learned model reads in a text: its words and pairs of words, but for what stands in any text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.enrichment.emotion.lexicon import KNOWN_WORDS, unaccented
from orchestration.enrichment.emotion.texts import SIGN, STOP_WORDS

_WORD = re.compile(rf"\b\w+\b|{SIGN}")
_OTHERS = """an if or and but any all some as me him her us am than then because also only since until into could should
may might must having doing yes hello hi dear please much more most other one which whom se si leur leurs lui y tout
tous toute comme quand alors"""


def words_of(text: str) -> list[str]:
    """Its words and signs as a model compares them. Example: "Déçu, n'est-ce pas ? 👎" is decu n est ce pas 👎."""
    return _WORD.findall(unaccented(text.lower()))


FUNCTION_WORDS = frozenset(
    part for listed in (*STOP_WORDS.values(), _OTHERS.split()) for word in listed for part in words_of(word)
) - {unaccented(word) for known in KNOWN_WORDS.values() for word in known}
"""Of both languages, negations too: "not" tells something beside another word, and nothing alone."""


def features(words: Sequence[str]) -> list[str]:
    """The words, and the pairs of neighbours, that are not of function words alone.

    Example: "does not work" is work, not work.
    """
    telling = [word not in FUNCTION_WORDS for word in words]
    pairs = zip(words, words[1:], telling, telling[1:], strict=False)
    return [
        *(word for word, tells in zip(words, telling, strict=True) if tells),
        *(f"{one} {other}" for one, other, first, second in pairs if first or second),
    ]

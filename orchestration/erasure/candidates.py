"""Everything in a text by which somebody could be named: what `Mentions` would take out is among it, whoever it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from orchestration.erasure.mentions import (
    BEFORE_EMAIL,
    COMPARED_DIGITS,
    GAP,
    MINIMUM_DIGITS,
    PREFIX_DIGITS,
    email_of,
    name_of,
)

_ADDRESS = re.compile(r"([^\s@]{1,64})@(?=([\w.-]+))")
_START = re.compile(BEFORE_EMAIL + "(?=.)")
_LABEL = re.compile(r"[\w-]+")
_RUN = re.compile(rf"[0-9](?:{GAP}[0-9]){{{MINIMUM_DIGITS - 1},}}")
_GROUP = re.compile(r"[0-9]+")
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"[\w.:+@-]+")


def emails_in(text: str) -> Iterator[str]:
    """Every address: where its name and its domain begin and end, only who knows the address can tell."""
    for found in _ADDRESS.finditer(text):
        name, domain = found[1], found[2]
        ends = [label.end() for label in _LABEL.finditer(domain)]
        for start in _START.finditer(name):
            for end in ends[1:] or ends:
                yield email_of(f"{name[start.start() :]}@{domain[:end]}")


def phones_in(text: str) -> Iterator[str]:
    """Every telephone number as it is compared: it ends with a group of digits, and a prefix may stand before it."""
    for run in _RUN.finditer(text):
        groups = _GROUP.findall(run[0])
        digits = "".join(groups)
        before = [place for group in groups for place in range(len(group))]
        end = 0
        for group in groups:
            end += len(group)
            for start in range(end - COMPARED_DIGITS, end - MINIMUM_DIGITS + 1):
                if start >= 0 and before[start] <= PREFIX_DIGITS:
                    yield digits[start:end]


def names_in(text: str, lengths: Iterable[int]) -> Iterator[str]:
    """Every run of as many words as a name has, in both orders where these are two."""
    words = _WORD.findall(text.lower())
    for length in lengths:
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            yield name_of(" ".join(run))
            if length == 2:
                yield name_of(" ".join(reversed(run)))


def tokens_in(text: str) -> Iterator[str]:
    """Everything that may be an id, with and without a source before it."""
    for token in _TOKEN.findall(text):
        bare = token.strip(".:+-")
        yield from {bare, bare.rpartition(":")[2]}

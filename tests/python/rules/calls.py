"""Calls of functions in SQL, with what stands between their parentheses, however deep those are nested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """A call: its name in small letters, what it is given, and what stands before and behind it."""

    text: str
    name: str
    start: int
    opened: int
    end: int

    @property
    def inside(self) -> str:
        """What stands between its parentheses."""
        return self.text[self.opened : self.end - 1]

    @property
    def arguments(self) -> list[str]:
        """What it is given, one text for each argument."""
        return [argument.strip() for argument in split(self.inside)]

    @property
    def before(self) -> str:
        """All that stands before it."""
        return self.text[: self.start]

    @property
    def after(self) -> str:
        """All that stands behind it."""
        return self.text[self.end :]

    @property
    def span(self) -> tuple[int, int]:
        """From which letter to which it goes."""
        return self.start, self.end


def calls(text: str, names: str) -> Iterator[Call]:
    """The calls of the named functions (an expression for the name), nested ones too; one that never ends is none."""
    for found in re.finditer(rf"\b({names})\s*\(", text, re.IGNORECASE):
        end = closing(text, found.end())
        if end is not None:
            yield Call(text, found[1].lower(), found.start(), found.end(), end + 1)


def closing(text: str, opened: int) -> int | None:
    """Where the parenthesis is closed that stands before `opened`."""
    depth = 1
    for found in re.compile(r"[()]").finditer(text, opened):
        depth += 1 if found.group() == "(" else -1
        if depth == 0:
            return found.start()
    return None


def split(text: str) -> list[str]:
    """The parts of a text between the commas that stand in no parentheses."""
    parts, depth, since = [], 0, 0
    for found in re.finditer(r"[(),]", text):
        depth += {"(": 1, ")": -1, ",": 0}[found.group()]
        if found.group() == "," and depth == 0:
            parts.append(text[since : found.start()])
            since = found.end()
    return [*parts, text[since:]]


def without_calls(text: str, names: str) -> str:
    """The text without the calls of the named functions."""
    kept, since = [], 0
    for call in calls(text, names):
        if call.start >= since:
            kept.append(text[since : call.start])
            since = call.end
    return "".join([*kept, text[since:]])

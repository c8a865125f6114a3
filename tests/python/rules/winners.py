"""Finds rows picked by their number in an order that does not say where NULL stands.

NULL comes first on one engine and last on the other, so another row would win.
"""

from __future__ import annotations

import re

from .banned import JINJA, outside_texts, readable
from .calls import closing, split

NUMBERED = re.compile(r"\brow_number\s*\(\s*\)\s*over\s*(?:(\()|(\w+))", re.IGNORECASE)
NAMED_WINDOW = re.compile(r"(?:\bwindow|,)\s+(\w+)\s+as\s*\(", re.IGNORECASE)
ORDER = re.compile(r"\border\s+by\b(.*)", re.IGNORECASE | re.DOTALL)
WHERE_NULL_STANDS = re.compile(r"\bnulls\s+(first|last)\b", re.IGNORECASE)
COMPARED = r"(?:[<>!]?=|<>|[<>]|(?:not\s+)?in\s*\(|(?:not\s+)?between\b|is\s+(?:not\s+)?distinct\s+from\b)"
COMPARED_BEFORE = re.compile(r"(?:[<>!]?=|<>|[<>]|\bbetween|\bfrom)[\s(]*\Z", re.IGNORECASE)
COMPARED_AFTER = re.compile(rf"[\s)]*{COMPARED}", re.IGNORECASE)
ITEM_ENDS = re.compile(r"[(),]|\b(?:from|window|qualify|where)\b", re.IGNORECASE)
ALIAS = re.compile(r"(?:\A|[\s)])(\w+)\s*\Z")
SELECT = re.compile(r"\s*(?:select|with)\b", re.IGNORECASE)


def loose_winners(sql: str) -> list[str]:
    """Windows of a row_number() that is compared, there or by its name, without nulls last or first in each key."""
    text = readable(sql)
    quiet = outside_texts(text)
    problems = []
    for found in NUMBERED.finditer(quiet):
        window, end = _window(quiet, found)
        order = ORDER.search(quiet[slice(*window)])
        says = order and all(WHERE_NULL_STANDS.search(key) for key in split(order[1]))
        if not says and _is_picked_from(quiet, found.start(), end):
            line = text.count("\n", 0, found.start()) + 1
            words = " ".join(text[slice(*window)].split())
            problems.append(f"line {line}: a winner is picked without nulls last in {words!r}")
    return problems


def _window(text: str, found: re.Match[str]) -> tuple[tuple[int, int], int]:
    """Where the window of a row_number() stands, and where its call ends; empty for a window without a definition."""
    if found[1]:
        end = _end(text, found.end())
        return (found.end(), end), end + 1
    return _named(text, found[2].lower(), found.start()), found.end()


def _named(text: str, name: str, used_at: int) -> tuple[int, int]:
    """The window that a WINDOW clause gives a name, for the select that uses it: the next one in its parentheses."""
    defined = [named for named in NAMED_WINDOW.finditer(text) if named[1].lower() == name]
    for block in reversed(_blocks(text, used_at)):
        inside = [named for named in defined if _blocks(text, named.start())[-1] == block]
        later = [named for named in inside if named.start() > used_at]
        if inside:
            named = later[0] if later else inside[-1]
            return named.end(), _end(text, named.end())
    return used_at, used_at


def _blocks(text: str, position: int) -> list[int]:
    """Where the parentheses were opened in which a position stands, the outermost first; 0 is the whole text."""
    opened = [0]
    for found in re.compile(r"[()]").finditer(text, 0, position):
        if found.group() == "(":
            opened.append(found.end())
        elif len(opened) > 1:
            opened.pop()
    return opened


def _is_picked_from(text: str, start: int, end: int) -> bool:
    """A row number is compared where it stands, or is compared with a number under its name."""
    if COMPARED_AFTER.match(text, end) or COMPARED_BEFORE.search(text[:start]):
        return True
    name = _alias(text, start, end)
    if name is None:
        return False
    number, qualified = r"[\s(]*\d", rf"\b(?:\w+\.)?{name}\b"
    forms = (rf"\b{name}\b[\s)]*{COMPARED}{number}", rf"\d[\s)]*(?:[<>!]?=|<>|[<>])[\s(]*{qualified}")
    return any(re.search(form, text, re.IGNORECASE) for form in forms)


def _alias(text: str, start: int, end: int) -> str | None:
    """The name of the select item that a row number is part of."""
    blocks = _blocks(text, start)
    selects = [depth for depth, opened in enumerate(blocks) if SELECT.match(text, opened)]
    depth = len(blocks) - 1 - (selects[-1] if selects else 0)
    stop = len(text)
    for found in ITEM_ENDS.finditer(text, end):
        depth += {"(": 1, ")": -1}.get(found.group(), 0)
        if depth < 0 or (depth == 0 and found.group() not in "()"):
            stop = found.start()
            break
    named = ALIAS.search(JINJA.sub(" ", text[end:stop]))
    return named[1] if named and named[1].lower() not in ("as", "end") else None


def _end(text: str, opened: int) -> int:
    end = closing(text, opened)
    return len(text) if end is None else end

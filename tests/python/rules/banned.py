"""Finds what `bans.py` bans.

`macros/engine/` is where such a difference may live: it is not looked at, and neither are the engine's own
branches (`default__...`, `spark__...`) of a dispatched macro.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .bans import BANS, Ban

COMMENT = re.compile(r"\{#.*?#\}|--[^\n]*", re.DOTALL)
JINJA = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
ENGINE_BRANCH = re.compile(r"\{%-?\s*macro (default|spark)__.*?\{%-?\s*endmacro\s*-?%\}", re.DOTALL)


def readable(sql: str) -> str:
    """The SQL without comments and engine branches; every line stays where it was."""
    for hidden in (COMMENT, ENGINE_BRANCH):
        sql = hidden.sub(lambda found: "\n" * found.group().count("\n"), sql)
    return sql


def banned(sql: str, bans: Iterable[Ban] = BANS) -> list[str]:
    """What the SQL has that is banned: line, text and reason."""
    text = readable(sql)
    bare = JINJA.sub(lambda found: "\n" * found.group().count("\n"), text)
    return [
        f"line {text.count(chr(10), 0, found.start()) + 1}: {found.group().strip()!r}: {ban.why}"
        for ban in bans
        for found in re.finditer(
            ban.pattern, bare if ban.is_outside_jinja else text, re.IGNORECASE | re.MULTILINE
        )
    ]


def loose_winners(sql: str) -> list[str]:
    """Windows that pick a row (`row_number() ... = 1`) without saying where NULL stands in each key of their order.

    NULL comes first on one engine and last on the other, so another row would win.
    """
    text = _with_windows_written_out(readable(sql))
    problems = []
    for found in re.finditer(r"\brow_number\(\)\s*over\s*\(", text, re.IGNORECASE):
        window, rest = _inside(text, found.end())
        named = re.match(r"\s*as (\w+)", rest)
        picks = rf"\b{named[1]} = 1\b" if named else r"\A\s*= 1\b"
        order = re.search(r"\border by\b(.*)", window, re.IGNORECASE | re.DOTALL)
        keys = _split(order[1]) if order else []
        if re.search(picks, rest) and not (
            keys and all(re.search(r"\bnulls (first|last)\b", key) for key in keys)
        ):
            line = text.count("\n", 0, found.start()) + 1
            problems.append(f"line {line}: a winner is picked without nulls last in {window.strip()!r}")
    return problems


def _with_windows_written_out(text: str) -> str:
    """The SQL with `over name` replaced by the window that the WINDOW clause gives that name."""
    for named in re.finditer(r"\bwindow (\w+) as\s*\(", text, re.IGNORECASE):
        window = " ".join(_inside(text, named.end())[0].split())
        text = text.replace(f"over {named[1]}", f"over ({window})")
    return text


def _inside(text: str, start: int) -> tuple[str, str]:
    """The text up to the parenthesis that closes the one before `start`, and what follows it."""
    depth = 1
    for position in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return text[start:position], text[position + 1 :]
    return text[start:], ""


def _split(keys: str) -> list[str]:
    """The keys of an ORDER BY, split at the commas that stand in no parentheses."""
    parts, depth = [""], 0
    for letter in keys:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts

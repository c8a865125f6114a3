"""Finds what `bans` bans.

`macros/engine/` is where such a difference may live: it is not looked at, and neither are the engine's own
branches (`default__...`, `spark__...`) of a dispatched macro.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .bans import BANS, Ban, View
from .bans.functions_known import KEYWORDS, KNOWN
from .calls import closing

TEXT_OR_COMMENT = re.compile(r"'[^'\n]*'|\{#.*?#\}|--[^\n]*", re.DOTALL)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
ENGINE_BRANCH = re.compile(r"\{%-?\s*macro (default|spark)__.*?\{%-?\s*endmacro\s*-?%\}", re.DOTALL)


def readable(sql: str) -> str:
    """The SQL without comments and engine branches; every line stays where it was."""
    sql = TEXT_OR_COMMENT.sub(lambda found: found.group() if found.group()[0] == "'" else _lines(found), sql)
    return ENGINE_BRANCH.sub(_lines, sql)


def outside_texts(text: str) -> str:
    """The SQL with every sign of a text between single quotes made an underscore, but for what Jinja puts there."""
    shown = list(text)
    without_jinja = JINJA.sub(lambda found: "\0" * len(found.group()), text)
    for found in re.finditer(r"'[^']*'", without_jinja):
        for position in range(found.start() + 1, found.end() - 1):
            if without_jinja[position] not in "\0\n":
                shown[position] = "_"
    return "".join(shown)


def views(sql: str) -> dict[View, str]:
    """The SQL as each ban looks at it."""
    text = readable(sql)
    quiet = outside_texts(text)
    return {
        View.ALL: text,
        View.OUTSIDE_TEXTS: quiet,
        View.OUTSIDE_JINJA: JINJA.sub(_lines, text),
        View.BARE: JINJA.sub(_lines, quiet),
    }


def banned(sql: str, bans: Iterable[Ban] = BANS) -> list[str]:
    """What the SQL has that is banned: line, text and reason."""
    seen = views(sql)
    return [
        f"line {_line(seen[ban.view], start)}: {seen[ban.view][start:end].strip()!r}: {ban.why}"
        for ban in bans
        for start, end in _places(ban, seen[ban.view])
    ]


def unknown_functions(sql: str) -> list[str]:
    """Functions of which nobody has said that both engines read them alike."""
    bare = JINJA.sub(lambda found: " " + _lines(found), outside_texts(readable(sql)))
    return [
        f"line {_line(bare, found.start())}: {found[1]}() is not known to be the same on Spark: see functions_known.py"
        for found in re.finditer(r"(?<!\bas )\b([a-z_]\w*)\s*\(", bare, re.IGNORECASE)
        if found[1].lower() not in KEYWORDS | KNOWN and not _is_defined(bare, found.end())
    ]


def _is_defined(text: str, opened: int) -> bool:
    """What stands before the parenthesis is a common table expression with the names of its columns: `t(a, b) as (`."""
    end = closing(text, opened)
    return end is not None and bool(re.match(r"\s*as\s*\(", text[end + 1 :], re.IGNORECASE))


def _places(ban: Ban, text: str) -> Iterator[tuple[int, int]]:
    if not isinstance(ban.looks, str):
        yield from ban.looks(text)
        return
    for found in re.finditer(ban.looks, text, re.IGNORECASE | re.MULTILINE):
        yield found.span()


def _lines(found: re.Match[str]) -> str:
    return "\n" * found.group().count("\n")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1

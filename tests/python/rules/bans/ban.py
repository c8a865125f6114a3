"""What a ban is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

Finder = Callable[[str], Iterable[tuple[int, int]]]
"""Where a text has something: from which letter to which."""


class View(Enum):
    """Which part of a file is looked at: comments and engine branches never are."""

    ALL = auto()
    OUTSIDE_TEXTS = auto()
    """Not what stands between single quotes, but for what Jinja has between them: SQL is put together there."""
    OUTSIDE_JINJA = auto()
    BARE = auto()
    """Neither: the SQL as it stands in the file."""


@dataclass(frozen=True)
class Ban:
    """A construct: how it looks, why it is banned and what to write instead, with an example of each.

    It looks as an expression or a finder says. `in_macros` is False where Jinja, which computes too, cannot be told
    from SQL.
    """

    looks: str | Finder
    why: str
    bad: str
    good: str
    in_macros: bool = True
    view: View = View.ALL

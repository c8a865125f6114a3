"""What SQL must not say, as the two engines read it differently, or its result depends on the clock or on chance."""

from __future__ import annotations

from . import by_arguments, by_functions, by_spelling
from .ban import Ban, View

__all__ = ["BANS", "Ban", "View"]

BANS = (*by_functions.BANS, *by_spelling.BANS, *by_arguments.BANS)

"""Which values a setting takes: in words, and as a test."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.reference import seed_column

MEMORY_FLOOR_BYTES = 200_000_000
_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?) ?([KMGT])(I?)B", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Allowed:
    """Which values a setting takes: in words, and as a test."""

    words: str
    accepts: Callable[[Any], bool]


def whole(low: int, high: int) -> Allowed:
    """A whole number; both ends are allowed."""
    return Allowed(
        f"a whole number from {low} to {high}",
        lambda v: isinstance(v, int) and not isinstance(v, bool) and low <= v <= high,
    )


def words(*known: str) -> Allowed:
    """A list of some of the words."""
    return Allowed(
        f"a list of some of {', '.join(known)}",
        lambda v: isinstance(v, list) and all(isinstance(word, str) and word in known for word in v),
    )


def one_of(*known: str) -> Allowed:
    """One of the words."""
    return Allowed(f"{' or '.join(known)}", lambda v: isinstance(v, str) and v in known)


def optional(allowed: Allowed) -> Allowed:
    """Such a value, or none."""
    return Allowed(f"{allowed.words}, or nothing", lambda v: v is None or allowed.accepts(v))


def _text(words: str, accepts: Callable[[str], bool]) -> Allowed:
    return Allowed(words, lambda v: isinstance(v, str) and accepts(v))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_enough_memory(value: str) -> bool:
    if not (size := _SIZE.fullmatch(value)):
        return False
    unit: int = (1024 if size[3] else 1000) ** ("KMGT".index(size[2].upper()) + 1)
    return float(size[1]) * unit >= MEMORY_FLOOR_BYTES


SHARE = Allowed("a share from 0 to 1", lambda v: _is_number(v) and 0 <= v <= 1)
SHARES = Allowed(
    "a share from 0 to 1 for each source, such as {default: 0.05, zendesk: 0.01}",
    lambda v: isinstance(v, Mapping) and all(isinstance(k, str) and SHARE.accepts(s) for k, s in v.items()),
)
CURRENCY = _text(
    "an ISO 4217 code in capitals, such as EUR", lambda v: v in seed_column("currencies", "currency")
)
TIME_ZONE = _text(
    "an IANA time zone, such as Europe/Paris", lambda v: v in seed_column("time_zones", "time_zone")
)
MEMORY = _text("a size with its unit, such as 1500MB, and 200MB or more", _is_enough_memory)
URL = _text(
    "an address that starts with http:// or https://", lambda v: v.startswith(("http://", "https://"))
)
COLUMN = _text(
    "the name of a column, in small letters, digits and _",
    lambda v: re.fullmatch(r"[^\W\d]\w*", v) is not None and v == v.lower(),
)

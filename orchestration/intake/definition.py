"""What the intake room agrees on: a delivery, a physical record, the limits, the ways to refuse.

A physical record of a CSV file, which the reader (`csv_splitter`) and the counter (`counting`)
implement independently of each other:

1. The bytes after an optional byte order mark are lines. A line ends at LF, CRLF, or the end of the
   file (with or without a CR before it). Only in a file whose first line ends at a lone CR, every lone
   CR ends a line too; in other files it is an ordinary character.
2. A record begins at the start of a line. A field whose first byte is a quote is quoted: it runs to
   the next quote that is not doubled, and a comma, a line end or the end of the file must follow.
   Any other quote is an ordinary character.
3. A record ends at the first line end outside of a quoted field.
4. Where rule 2 fails (text after the closing quote, no closing quote) the quoting of the record is
   broken. The record is then its first line alone, it goes to quarantine, and reading goes on with
   the next line: an unclosed quote never swallows what follows.
5. A line of no bytes, outside of a quoted field, is a blank record.

The first record is the header and is not counted. A physical record of a JSON Lines file is a line
that ends at LF or at the end of the file; a line of JSON white space only is blank.

Record numbers are 1-based and count blank records, so that in a file without line breaks inside
quotes record n of a CSV is line n + 1, and record n of JSON Lines is line n.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from orchestration.contract import RawTable

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
RECORD_COLUMN = "_record"
NESTED_COLUMN = "_nested"
"""Of JSON Lines: which columns of a record hold an object or a list, as a JSON array of their names. Their text alone
does not say: `[2024]` may be a list, or a text that was written in quotes."""
MAX_FIELD_BYTES = 16 * 1024 * 1024
MAX_RECORD_BYTES = 64 * 1024 * 1024
_WORD = re.compile(r"[^\W\d][\w.-]{0,62}")


class Rejected(Exception):
    """A delivery that is refused whole; the message says why, without naming the file."""


class StillBeingWritten(Exception):
    """A delivery that changed while it was read; the next scan looks at it again."""


@dataclass(frozen=True)
class Delivery:
    """One file and the table that it belongs to; `path` is how people are told about it."""

    file: Path
    path: str
    source: str
    table: str
    declared: RawTable | None


@dataclass(frozen=True)
class Column:
    """A column of a raw Parquet file with its physical DuckDB type."""

    name: str
    type: str = "VARCHAR"


@dataclass(frozen=True)
class Counted:
    """What the independent count found; `needs_care` is true where the fast reader is not to be trusted."""

    physical: int
    blank: int
    needs_care: bool = False
    longest_bytes: int = 0


@dataclass(frozen=True)
class Reading:
    """What a reader wrote to a raw file; `columns` are without the record number."""

    columns: tuple[Column, ...]
    accepted: int
    has_record_column: bool


def column_name(delivered: str) -> str:
    """The name under which a delivered column is known."""
    return delivered.strip().lower()


def told_name(name: str, position: int) -> str:
    """How an undeclared column is told outside of the raw store: by its name where that is one word, else by position.

    A header, or a JSON key, can be data: an address, a telephone number, the name of a person.

    >>> told_name("brand", 3), told_name("ann@example.com", 4)
    ('brand', 'column 4')
    """
    return name if _WORD.fullmatch(name) else f"column {position}"


def check_columns(names: Sequence[str], delivery: Delivery) -> None:
    """Rejects column names that cannot be stored or that the declared table cannot do without.

    The reason tells declared names and positions alone: without a header, the first record stands in its place.
    """
    declared = delivery.declared.column_names if delivery.declared else frozenset()
    required = delivery.declared.required_names if delivery.declared else frozenset()
    if missing := sorted(required.difference(names)):
        raise Rejected(f"required column '{missing[0]}' is missing" + _others(missing[1:]))
    if declared and not declared.intersection(names):
        raise Rejected("no column of the table is in it; is the header missing?")
    for position, name in enumerate(names, start=1):
        if not name:
            raise Rejected(f"column {position} has no name; name every column in the header")
        if name == RECORD_COLUMN:
            raise Rejected(f"column name '{RECORD_COLUMN}' is reserved; rename the column")
    for name, times in Counter(names).items():
        if times > 1:
            raise Rejected(f"{_twice(name, names, declared)} (names are compared without case)")


def _twice(name: str, names: Sequence[str], declared: Set[str]) -> str:
    if name in declared:
        return f"column '{name}' is there more than once"
    first, second = [position for position, other in enumerate(names, start=1) if other == name][:2]
    return f"columns {first} and {second} have the same name"


def _others(names: Sequence[str]) -> str:
    return f" (and also {', '.join(repr(name) for name in names)})" if names else ""

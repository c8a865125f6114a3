"""Cuts the bytes of a CSV file into records and fields, by the definition in `definition`."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from typing import NamedTuple

from orchestration.intake.definition import MAX_FIELD_BYTES

Buffer = bytes | mmap.mmap
_ANY_LINE_END = re.compile(rb"[\r\n]")


class LineEnds(NamedTuple):
    """Which bytes end a line and a field; a CR before a LF belongs to the line end in either case."""

    at_cr: bool
    line: re.Pattern[bytes]
    field: re.Pattern[bytes]


_AT_LF = LineEnds(False, re.compile(rb"\n"), re.compile(rb"[,\n]"))
_AT_CR_TOO = LineEnds(True, _ANY_LINE_END, re.compile(rb"[,\r\n]"))


class Record(NamedTuple):
    """One physical record: where its text begins and ends, and its fields; None where they cannot be told.

    A quoted field beyond the size limit is given as None.
    """

    start: int
    end: int
    fields: list[bytes | None] | None

    @property
    def is_blank(self) -> bool:
        """Whether it is an empty line."""
        return self.start == self.end


def line_ends(data: Buffer, start: int) -> LineEnds:
    """How lines end in a file of which the first line begins at `start`."""
    first = _ANY_LINE_END.search(data, start)
    at = first.start() if first else len(data)
    is_lone_cr = data[at : at + 1] == b"\r" and data[at : at + 2] != b"\r\n"
    return _AT_CR_TOO if is_lone_cr else _AT_LF


def split_records(data: Buffer, start: int, ends: LineEnds) -> Iterator[Record]:
    """Every physical record from `start` on, blank and broken ones included."""
    hopeless: set[int] = set()
    size = len(data)
    while start < size:
        line_end = _text_end(ends.line, data, start, ends)
        record: Record | None
        if data.find(b'"', start, line_end) < 0:
            record = Record(start, line_end, [*data[start:line_end].split(b",")])
        else:
            record = _quoted_record(data, start, ends, hopeless) or Record(start, line_end, None)
        yield record
        start = after_line_end(data, record.end)


def after_line_end(data: Buffer, end: int) -> int:
    """Where the next line begins after a text that ends here."""
    return end + 2 if data[end : end + 2] == b"\r\n" else end + 1


def _text_end(pattern: re.Pattern[bytes], data: Buffer, start: int, ends: LineEnds) -> int:
    found = pattern.search(data, start)
    end = found.start() if found else len(data)
    has_cr = not ends.at_cr and end > start and data[end : end + 1] != b"," and data[end - 1 : end] == b"\r"
    return end - 1 if has_cr else end


def _is_line_end(data: Buffer, position: int, ends: LineEnds) -> bool:
    """Whether a line ends here: at the end of the file too."""
    following = data[position : position + 2]
    if following[:1] == b"\r":
        return ends.at_cr or following in (b"\r", b"\r\n")
    return following[:1] in (b"", b"\n")


def _quoted_record(data: Buffer, start: int, ends: LineEnds, hopeless: set[int]) -> Record | None:
    """The record that begins here, or None where its quoting is broken.

    `hopeless` holds the opening quotes from which the reading failed before: a file in which every
    line opens a quote is still read in linear time.
    """
    fields: list[bytes | None] = []
    opened: list[int] = []
    position = start
    while True:
        if data[position : position + 1] == b'"':
            if position in hopeless:
                break
            opened.append(position)
            closing = _closing_quote(data, position + 1)
            if closing < 0:
                break
            is_too_large = closing - position > MAX_FIELD_BYTES
            fields.append(None if is_too_large else data[position + 1 : closing].replace(b'""', b'"'))
            end = closing + 1
        else:
            end = _text_end(ends.field, data, position, ends)
            fields.append(data[position:end])
        if _is_line_end(data, end, ends):
            return Record(start, end, fields)
        if data[end : end + 1] != b",":
            break
        position = end + 1
    hopeless.update(opened)
    return None


def _closing_quote(data: Buffer, position: int) -> int:
    """Where the quoted text that begins here is closed; -1 where it never is."""
    while (quote := data.find(b'"', position)) >= 0:
        if data[quote + 1 : quote + 2] != b'"':
            return quote
        position = quote + 2
    return -1

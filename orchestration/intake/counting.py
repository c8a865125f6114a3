"""Counts physical records without any of the readers' code, so that a reader's loss cannot hide.

The rules are those of `definition`. The readers look at fields; this looks at lines and at the
pieces between quotes.
"""

from __future__ import annotations

import codecs
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import IO

from orchestration.intake.definition import (
    BYTE_ORDER_MARK,
    MAX_FIELD_BYTES,
    MAX_RECORD_BYTES,
    Counted,
    Rejected,
)

_CHUNK = 1024 * 1024


class _State(Enum):
    CLOSED = 1
    OPEN = 2
    BROKEN = 3


def count_csv(file: Path) -> Counted:
    """Counts the records after the header of an uncompressed CSV file, in constant memory."""
    with file.open("rb") as stream:
        counter = _CsvCounter(stream)
        counter.run()
    needs_care = counter.needs_care or counter.blank > 0 or counter.longest > MAX_FIELD_BYTES
    return Counted(
        max(0, counter.records - 1), counter.blank, needs_care or not _is_plain_text(file), counter.longest
    )


def count_jsonl(file: Path) -> Counted:
    """Counts the lines of an uncompressed JSON Lines file, in constant memory."""
    records = blank = longest = 0
    rest = b""
    with file.open("rb") as stream:
        stream.seek(_after_mark(stream))
        while chunk := stream.read(_CHUNK):
            *lines, rest = (rest + chunk).split(b"\n")
            records += len(lines)
            blank += sum(not line.strip(b" \t\r") for line in lines)
            longest = max(longest, max(map(len, lines), default=0))
            _check_length(rest)
    if rest:
        records += 1
        blank += not rest.strip(b" \t\r")
    return Counted(records, blank, longest_bytes=max(longest, len(rest)))


class _CsvCounter:
    """Walks over the lines; looks ahead where a quoted field stays open, and comes back where it never closes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.records = self.blank = self.longest = 0
        self.needs_care = False
        self._stream = stream
        self._commas: int | None = None
        self._line_end = b""
        self._hopeless: set[int] = set()

    def run(self) -> None:
        start = _after_mark(self._stream)
        lines = _Lines(self._stream, start, _ends_at_cr(self._stream, start))
        while line := lines.next():
            self.records += 1
            if b'"' in line:
                self._run_quoted(line, lines)
            else:
                text = _without_end(line)
                self._note(line, len(text), text.count(b","))
                self.blank += not text
                self.needs_care |= b"\r" in text

    def _run_quoted(self, line: bytes, lines: _Lines) -> None:
        """One record with quotes in its first line; takes the further lines that belong to it."""
        next_line, length, last = lines.offset, len(line), line
        visited = []
        state, commas, is_odd = _walk(_without_end(line), False)
        while state is _State.OPEN:
            at = lines.offset
            last = lines.next()
            length += len(last)
            if not last or at in self._hopeless:
                state = _State.BROKEN
            elif b'"' in last:
                visited.append(at)
                state, more, is_odd_too = _walk(_without_end(last), True)
                commas += more
                is_odd |= is_odd_too
        self.needs_care |= is_odd
        if state is _State.CLOSED:
            self._note(last, length, commas)
            return
        self.needs_care = True
        self._hopeless.update(visited)
        lines.back_to(next_line)

    def _note(self, last_line: bytes, length: int, commas: int) -> None:
        """Remembers what one record looks like; a record unlike the header needs the careful reader."""
        self.longest = max(self.longest, length)
        line_end = last_line[len(_without_end(last_line)) :]
        if self._commas is None:
            self._commas, self._line_end = commas, line_end
            self.needs_care |= line_end == b"\r"
        elif commas != self._commas or line_end not in (self._line_end, b""):
            self.needs_care = True


def _walk(line: bytes, is_inside: bool) -> tuple[_State, int, bool]:
    """Follows one line from quote to quote.

    Returns the state at its end, the commas between fields, and whether a field without quotes around it
    holds a quote or a CR.
    """
    pieces = line.split(b'"')
    last = len(pieces) - 1
    at = commas = 0
    is_odd = False
    while True:
        if is_inside:
            if at == last:
                return _State.OPEN, commas, is_odd
            if at + 1 < last and not pieces[at + 1]:
                at += 2
                continue
            at += 1
            is_inside = False
            if pieces[at] and not pieces[at].startswith(b","):
                return _State.BROKEN, commas, is_odd
        commas += pieces[at].count(b",")
        is_odd |= b"\r" in pieces[at]
        if at == last:
            return _State.CLOSED, commas, is_odd
        is_inside = pieces[at].endswith(b",") or (at == 0 and not pieces[0])
        is_odd |= not is_inside
        at += 1


class _Lines:
    """The lines of a stream, each with its line end; `offset` is where the next one begins."""

    def __init__(self, stream: IO[bytes], offset: int, ends_at_cr: bool) -> None:
        self._stream = stream
        self._ends_at_cr = ends_at_cr
        self._seek(offset)

    def next(self) -> bytes:
        """The next line; nothing at the end of the file."""
        if self._at == len(self._lines):
            self._fill()
        if self._at == len(self._lines):
            return b""
        line = self._lines[self._at]
        self._at += 1
        self.offset += len(line)
        return line

    def back_to(self, offset: int) -> None:
        """Returns to an earlier offset at which a line begins."""
        while self.offset > offset:
            if self._at == 0:
                self._seek(offset)
                return
            self._at -= 1
            self.offset -= len(self._lines[self._at])

    def _seek(self, offset: int) -> None:
        self._stream.seek(offset)
        self.offset = offset
        self._lines: list[bytes] = []
        self._at = 0
        self._rest = b""

    def _fill(self) -> None:
        while chunk := self._stream.read(_CHUNK):
            self._lines = self._split(self._rest + chunk)
            self._at = 0
            self._rest = self._lines.pop()
            _check_length(self._rest)
            if self._lines:
                return
        if self._rest:
            self._lines, self._rest, self._at = self._split(self._rest), b"", 0

    def _split(self, text: bytes) -> list[bytes]:
        return text.splitlines(keepends=True) if self._ends_at_cr else BytesIO(text).readlines()


def _without_end(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r")


def _ends_at_cr(stream: IO[bytes], start: int) -> bool:
    """Whether the first line ends at a lone CR."""
    stream.seek(start)
    first_line = stream.readline(MAX_RECORD_BYTES)
    return b"\r" in first_line.removesuffix(b"\r\n")


def _after_mark(stream: IO[bytes]) -> int:
    return len(BYTE_ORDER_MARK) if stream.read(len(BYTE_ORDER_MARK)) == BYTE_ORDER_MARK else 0


def _check_length(line: bytes) -> None:
    if len(line) > MAX_RECORD_BYTES:
        limit = MAX_RECORD_BYTES // 1024**2
        raise Rejected(f"it has a line longer than {limit} MiB; is it a text file?")


def _is_plain_text(file: Path) -> bool:
    """Whether the whole file is valid UTF-8 without NUL."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open("rb") as stream:
        try:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
                if b"\0" in chunk:
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True

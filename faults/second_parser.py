"""A second reading of a delivery's bytes, slow and simple, that shares nothing with the intake's readers.

It follows the definition in `orchestration/intake/definition.py` byte by byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MARK = b"\xef\xbb\xbf"
QUOTE, COMMA, LF, CR = b'",\n\r'


@dataclass(frozen=True)
class Parsed:
    """One physical record: its fields, or None where they cannot be told. A blank one has none."""

    number: int
    fields: tuple[bytes, ...] | None
    is_blank: bool = False


def csv_records(data: bytes) -> list[Parsed]:
    """Every physical record, the header as number 0."""
    data = data.removeprefix(MARK)
    first = min((at for at in (data.find(b"\n"), data.find(b"\r")) if at >= 0), default=len(data))
    at_cr = data[first : first + 1] == b"\r" and data[first + 1 : first + 2] != b"\n"
    records: list[Parsed] = []
    position = 0
    while position < len(data):
        if (after := _past_line_end(data, position, at_cr)) is not None:
            records.append(Parsed(len(records), (), is_blank=True))
            position = after
            continue
        whole = _record(data, position, at_cr)
        if whole is None:
            position = _next_line(data, position, at_cr)
            records.append(Parsed(len(records), None))
        else:
            fields, position = whole
            records.append(Parsed(len(records), fields))
    return records


def _record(data: bytes, position: int, at_cr: bool) -> tuple[tuple[bytes, ...], int] | None:
    fields = []
    while True:
        field = bytearray()
        if position < len(data) and data[position] == QUOTE:
            position += 1
            while True:
                if position >= len(data):
                    return None
                if data[position] != QUOTE:
                    field.append(data[position])
                    position += 1
                elif data[position + 1 : position + 2] == b'"':
                    field.append(QUOTE)
                    position += 2
                else:
                    position += 1
                    break
        else:
            while position < len(data) and data[position] != COMMA:
                if _past_line_end(data, position, at_cr) is not None:
                    break
                field.append(data[position])
                position += 1
        fields.append(bytes(field))
        if (after := _past_line_end(data, position, at_cr)) is not None:
            return tuple(fields), after
        if data[position] != COMMA:
            return None
        position += 1


def _past_line_end(data: bytes, position: int, at_cr: bool) -> int | None:
    """Where the next line begins, where one ends here."""
    if position >= len(data):
        return position
    if data[position] == LF:
        return position + 1
    if data[position] == CR:
        if data[position + 1 : position + 2] == b"\n":
            return position + 2
        if at_cr or position + 1 == len(data):
            return position + 1
    return None


def _next_line(data: bytes, position: int, at_cr: bool) -> int:
    while (after := _past_line_end(data, position, at_cr)) is None:
        position += 1
    return after


def jsonl_lines(data: bytes) -> list[bytes]:
    """Every physical line, without its line end."""
    lines = data.removeprefix(MARK).split(b"\n")
    return lines[:-1] if not lines[-1] else lines


def parquet_rows(data: bytes) -> int | None:
    """The number of rows that the footer promises; None where it cannot be followed."""
    try:
        size = int.from_bytes(data[-8:-4], "little")
        return _num_rows(iter(data[len(data) - 8 - size : -8]))
    except (StopIteration, RuntimeError, ValueError, RecursionError):
        return None


def _num_rows(stream: Iterator[int]) -> int:
    """Field 3 of Parquet's FileMetaData, in Thrift's compact protocol."""
    field = 0
    while True:
        head = next(stream)
        if head == 0:
            raise ValueError("no number of rows")
        field = field + (head >> 4) if head >> 4 else _zigzag(stream)
        if field == 3:
            return _zigzag(stream)
        _skip(stream, head & 15)


def _varint(stream: Iterator[int]) -> int:
    value = shift = 0
    while True:
        byte = next(stream)
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value
        if shift > 70:
            raise ValueError("no number")


def _zigzag(stream: Iterator[int]) -> int:
    value = _varint(stream)
    return (value >> 1) ^ -(value & 1)


def _skip(stream: Iterator[int], kind: int) -> None:
    if kind in (4, 5, 6):
        _varint(stream)
    elif kind in (3, 7):
        _take(stream, 1 if kind == 3 else 8)
    elif kind == 8:
        _take(stream, _varint(stream))
    elif kind in (9, 10):
        head = next(stream)
        for _ in range(head >> 4 if head >> 4 < 15 else _varint(stream)):
            _skip(stream, head & 15)
    elif kind == 12:
        while (head := next(stream)) != 0:
            if not head >> 4:
                _zigzag(stream)
            _skip(stream, head & 15)
    elif kind not in (1, 2):
        raise ValueError("no kind of value")


def _take(stream: Iterator[int], count: int) -> None:
    for _ in range(count):
        next(stream)

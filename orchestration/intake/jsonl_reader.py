"""Reads a JSON Lines delivery: one object a line, scalars as text exactly as they are written.

Only a whole number that is written with a fraction of zeros loses it: 101.0 and 101 are one id.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from orchestration.intake.definition import (
    BYTE_ORDER_MARK,
    MAX_FIELD_BYTES,
    NESTED_COLUMN,
    RECORD_COLUMN,
    Counted,
    Delivery,
    Reading,
    Rejected,
    check_columns,
    column_name,
)
from orchestration.intake.engine import Engine
from orchestration.intake.quarantine import QuarantineSink, Reason
from orchestration.intake.staged import StagedRecords

MAX_COLUMNS = 2000
_ZERO_FRACTION = re.compile(r"\.0+$")
_WHITE = re.compile(r"[ \t\r\n]*")
_HEAD_BYTES = 64 * 1024


class Unreadable(Exception):
    """A line that is not one record; with the column and the value at fault, where it is one field alone."""

    def __init__(self, reason: Reason, column: str | None = None, value: bytes | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column
        self.value = value


def read_jsonl(
    plain: Path,
    delivery: Delivery,
    counted: Counted,
    target: Path,
    engine: Engine,
    quarantine: QuarantineSink,
) -> Reading:
    """Writes the readable lines to `target`, the others to quarantine; the columns are the union of all keys."""
    _check_start(plain)
    positions: dict[str, int] = {}
    staged = StagedRecords(target.with_suffix(".staged.csv"))
    with plain.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if number == 1:
                line = line.removeprefix(BYTE_ORDER_MARK)
            if not line.strip(b" \t\r\n"):
                continue
            try:
                values = read_line(line)
            except Unreadable as error:
                quarantine.add(
                    number, error.reason, line if error.value is None else error.value, error.column
                )
                continue
            for name in values:
                positions.setdefault(name, len(positions))
            if len(positions) > MAX_COLUMNS:
                raise Rejected(
                    f"its records have more than {MAX_COLUMNS:,} different keys; deliver them as values"
                )
            staged.add(number, [values.get(name, b"") for name in positions])
    if counted.physical > counted.blank:
        check_columns([name for name in positions if name != NESTED_COLUMN], delivery)
    return staged.write_parquet(list(positions), target, engine)


def _check_start(plain: Path) -> None:
    with plain.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"["):
        raise Rejected(
            "it is a JSON array; deliver one object a line, without brackets and commas between them"
        )
    if head.startswith(b"\x1f\x8b"):
        raise Rejected("it is compressed with gzip; name it .jsonl.gz")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Rejected("it is UTF-16; save it as UTF-8")


def read_line(line: bytes) -> dict[str, bytes]:
    """The values of one object by column name, as UTF-8 text; null is the empty text.

    Which of them are objects or lists, where any is, stands beside them as NESTED_COLUMN.
    """
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(Reason.BAD_ENCODING) from error
    try:
        members = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(Reason.BAD_JSON) from error
    if not isinstance(members, dict):
        raise Unreadable(Reason.NOT_AN_OBJECT)
    nested = raw_members(text) if any(isinstance(v, dict | list) for v in members.values()) else {}
    values: dict[str, bytes] = {}
    for key, value in members.items():
        name = column_name(key)
        if name in values:
            raise Unreadable(Reason.DUPLICATE_KEY)
        values[name] = _text(name, nested[key] if isinstance(value, dict | list) else value)
    if nested:
        names = [column_name(key) for key, value in members.items() if isinstance(value, dict | list)]
        values[NESTED_COLUMN] = json.dumps(names, ensure_ascii=False).encode()
    return values


def _text(name: str, value: Any) -> bytes:
    try:
        column = name.encode()
        text = b"" if value is None else _BOOLEANS[value] if isinstance(value, bool) else value.encode()
    except UnicodeEncodeError as error:
        raise Unreadable(Reason.BAD_ENCODING) from error
    if not column or name in (RECORD_COLUMN, NESTED_COLUMN) or b"\0" in column:
        raise Unreadable(Reason.BAD_COLUMN_NAME)
    if b"\0" in text:
        raise Unreadable(Reason.CONTROL_CHAR, name, text)
    if len(text) > MAX_FIELD_BYTES:
        raise Unreadable(Reason.TOO_LARGE, name, text)
    return text


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Unreadable(Reason.DUPLICATE_KEY)
    return members


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _number(text: str) -> str:
    return _ZERO_FRACTION.sub("", text)


_BOOLEANS = {True: b"true", False: b"false"}
_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=str, parse_float=_number, parse_constant=_no_constant
)


def raw_members(text: str) -> dict[str, str]:
    """The members of a valid object, each value as it is spelled in the line."""
    members: dict[str, str] = {}
    position = text.index("{") + 1
    while (position := _past_white(text, position)) < len(text) and text[position] == '"':
        key, position = _DECODER.raw_decode(text, position)
        start = _past_white(text, _past_white(text, position) + 1)
        _, position = _DECODER.raw_decode(text, start)
        members[key] = text[start:position]
        position = _past_white(text, position) + 1
    return members


def _past_white(text: str, position: int) -> int:
    found = _WHITE.match(text, position)
    return found.end() if found else position

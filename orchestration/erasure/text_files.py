"""Text files of the inbox: the records that tell of somebody, written anew; every other byte stays as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from orchestration.erasure.mentions import is_distinctive, orders
from orchestration.erasure.rules import TableRule
from orchestration.erasure.spelling import ESCAPE, spelled_bytes
from orchestration.erasure.subject import Subject
from orchestration.intake.csv_splitter import Buffer, Record, after_line_end, line_ends, split_records
from orchestration.intake.definition import BYTE_ORDER_MARK, NESTED_COLUMN, column_name
from orchestration.intake.jsonl_reader import Unreadable, raw_members, read_line

_QUOTED = re.compile(r'[,"\r\n]')
_COPY = ("utf-8", "surrogateescape")


@dataclass
class Edits:
    """What is to be written in place of some bytes of a file, and the numbers of the records that it concerns."""

    pieces: list[tuple[int, int, bytes]] = field(default_factory=list)
    records: set[int] = field(default_factory=set)

    def applied(self, data: Buffer) -> Iterator[bytes]:
        """The bytes of the new file."""
        position = 0
        for start, end, new in self.pieces:
            yield data[position:start]
            yield new
            position = end
        yield data[position:]


def needle_pattern(subject: Subject) -> re.Pattern[bytes] | None:
    """Finds every place of a file at which one of them may be named, as UTF-8 or as JSON escapes it."""
    ids = sorted({value for _, _, value in subject.ids}, key=len, reverse=True)
    parts = [rb"(?<![0-9A-Za-z])" + spelled_bytes(value) + rb"(?![0-9A-Za-z])" for value in ids]
    parts += [spelled_bytes(value) for value in sorted(subject.emails)]
    between = rb"(?:[^0-9A-Za-z]|" + ESCAPE.encode() + rb")"
    for phone in sorted(subject.phones):
        parts.append((between + rb"{0,9}").join(bytes([d]) for d in phone.encode()))
    for name in sorted(subject.names):
        parts += [(between + rb"{1,9}").join(map(spelled_bytes, order)) for order in orders(name)]
    return re.compile(b"|".join(parts), re.IGNORECASE) if parts else None


def edit_csv(data: Buffer, rule: TableRule, subject: Subject, pattern: re.Pattern[bytes]) -> Edits:
    """What changes in a CSV file; where its header cannot be read, in its lines."""
    hits = [found.start() for found in pattern.finditer(data)]
    if not hits:
        return Edits()
    start = len(BYTE_ORDER_MARK) if data[:3] == BYTE_ORDER_MARK else 0
    ends = line_ends(data, start)
    header = next(split_records(data, start, ends), None)
    is_told = header is not None and header.fields is not None
    if header is None or not is_told or (rule.columns and not rule.columns.keys() & set(_names(header))):
        return edit_lines(data, subject, pattern)
    names, edits = _names(header), Edits()
    following = after_line_end(data, header.end)
    told = [subject.mentions.scrub(name) for name in names]
    if told != names:
        line = ",".join(map(_csv_field, told)).encode(*_COPY)
        edits.pieces.append((header.start, header.end, line))
    waiting = iter(hits)
    hit = next((h for h in waiting if h >= following), None)
    for number, record in enumerate(split_records(data, following, ends), start=1):
        if hit is None:
            break
        if hit >= record.end:
            continue
        new = _csv_record(data, record, names, rule, subject)
        if new is not None:
            edits.pieces.append((record.start, record.end, new))
            edits.records.add(number)
        hit = next((h for h in waiting if h >= record.end), None)
    return edits


def _names(header: Record) -> list[str]:
    return [column_name((name or b"").decode(*_COPY)) for name in header.fields or ()]


def _csv_record(
    data: Buffer, record: Record, names: list[str], rule: TableRule, subject: Subject
) -> bytes | None:
    """The record as it must be; None where it stays. What cannot be told apart goes whole."""
    if record.fields is None or len(record.fields) != len(names) or None in record.fields:
        return _whole(bytes(data[record.start : record.end]), subject, record.fields)
    values = [field.decode(*_COPY) for field in record.fields if field is not None]
    changes = subject.changes(rule, dict(zip(names, values, strict=True)))
    if not changes:
        return None
    new = [changes.get(name, value) for name, value in zip(names, values, strict=True)]
    return ",".join(_csv_field(value or "") for value in new).encode(*_COPY)


def _csv_field(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if _QUOTED.search(value) else value


def edit_jsonl(data: Buffer, rule: TableRule, subject: Subject, pattern: re.Pattern[bytes]) -> Edits:
    """What changes in a file of JSON Lines."""
    edits = Edits()
    for number, start, end in _hit_lines(data, pattern):
        mark = len(BYTE_ORDER_MARK) if number == 1 and data[:3] == BYTE_ORDER_MARK else 0
        line = bytes(data[start + mark : end])
        new = _json_line(line, rule, subject)
        if new is not None:
            edits.pieces.append((start + mark, end, new))
            edits.records.add(number)
    return edits


def _json_line(line: bytes, rule: TableRule, subject: Subject) -> bytes | None:
    try:
        values = {name: value.decode() for name, value in read_line(line).items() if name != NESTED_COLUMN}
        members = raw_members(line.decode())
    except (Unreadable, ValueError):
        return _whole(line, subject, None)
    changes = subject.changes(rule, values)
    if not changes and not any(subject.mentions.is_in(key) for key in members):
        return None
    spelled = []
    for key, raw in members.items():
        name, key = column_name(key), subject.mentions.scrub(key)
        new = changes.get(name)
        if name in changes:
            is_nested = raw[:1] in "[{" and new is not None and _is_json(new)
            raw = str(new) if is_nested else json.dumps(new, ensure_ascii=False)
        spelled.append(f"{json.dumps(key, ensure_ascii=False)}: {raw}")
    ending = line[len(line.rstrip(b"\r\n")) :]
    return b"{" + ", ".join(spelled).encode() + b"}" + ending


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return text[:1] in "[{"


def edit_lines(data: Buffer, subject: Subject, pattern: re.Pattern[bytes]) -> Edits:
    """What changes in a text of unknown shape: a line that names one of them goes whole."""
    edits = Edits()
    for number, start, end in _hit_lines(data, pattern):
        new = _whole(bytes(data[start:end]), subject, None)
        if new is not None:
            edits.pieces.append((start, end, new))
            edits.records.add(number)
    return edits


def _hit_lines(data: Buffer, pattern: re.Pattern[bytes]) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each line in which something was found."""
    hits = iter([found.start() for found in pattern.finditer(data)])
    hit = next(hits, None)
    start, number = 0, 0
    while hit is not None and start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        number += 1
        if hit < end:
            yield number, start, end
            hit = next((h for h in hits if h >= end), None)
        start = end


def _whole(text: bytes, subject: Subject, fields: list[bytes | None] | None) -> bytes | None:
    """A record that cannot be read: a placeholder where it names one of them, else None."""
    body = text.rstrip(b"\r\n")
    decoded = body.decode(*_COPY)
    ids = {value for _, _, value in subject.held if is_distinctive(value)}
    cells = fields if fields is not None else re.split(rb'[,;\t|"{}:\s]+', body)
    names_them = any((cell or b"").decode(*_COPY) in ids for cell in cells)
    if not names_them and not subject.mentions.is_in(decoded):
        return None
    return subject.key.placeholder(decoded).encode() + text[len(body) :]

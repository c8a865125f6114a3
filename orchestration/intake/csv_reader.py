"""Reads a CSV delivery: by DuckDB where every record is plain, record by record where one is not."""

from __future__ import annotations

import mmap
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.intake.csv_splitter import LineEnds, Record, after_line_end, line_ends, split_records
from orchestration.intake.definition import (
    BYTE_ORDER_MARK,
    MAX_FIELD_BYTES,
    MAX_RECORD_BYTES,
    Column,
    Counted,
    Delivery,
    Reading,
    Rejected,
    check_columns,
    column_name,
)
from orchestration.intake.engine import Engine, csv_select
from orchestration.intake.quarantine import QuarantineSink, Reason
from orchestration.intake.staged import StagedRecords

_MAX_HEADER_BYTES = 1024 * 1024
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


@dataclass(frozen=True)
class Header:
    """The column names, where the first record begins, and how lines end."""

    names: tuple[str, ...]
    body: int
    ends: LineEnds


def read_csv(
    plain: Path,
    delivery: Delivery,
    counted: Counted,
    target: Path,
    engine: Engine,
    quarantine: QuarantineSink,
) -> Reading:
    """Writes the readable records of an uncompressed CSV file to `target`, the others to quarantine."""
    header = read_header(plain, delivery)
    if not counted.needs_care:
        reading = _read_fast(plain, header, counted, target, engine)
        if reading is not None and reading.accepted == counted.physical:
            return reading
    return _read_carefully(plain, header, target, engine, quarantine)


def read_header(plain: Path, delivery: Delivery) -> Header:
    """The header, matched by name with the declared table; rejects what cannot be one."""
    with plain.open("rb") as stream:
        data = stream.read(_MAX_HEADER_BYTES)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Rejected("it is UTF-16; save it as UTF-8")
    if data.startswith(b"\x1f\x8b"):
        raise Rejected("it is compressed with gzip; name it .csv.gz")
    start = len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0
    ends = line_ends(data, start)
    record = next(split_records(data, start, ends), None)
    if record is None or record.is_blank:
        raise Rejected("its first line is empty; a header with column names is expected there")
    if record.end == _MAX_HEADER_BYTES:
        raise Rejected("its first line is longer than 1 MiB; is it a CSV file with a header?")
    names = _header_names(data, record)
    _check_separator(names, data[record.start : record.end].decode())
    check_columns(names, delivery)
    return Header(names, after_line_end(data, record.end), ends)


def _header_names(data: bytes, record: Record) -> tuple[str, ...]:
    text = data[record.start : record.end]
    if record.fields is None:
        raise Rejected("the quoting of its header is broken")
    if b"\0" in text:
        raise Rejected("its header has a NUL character; is it a text file in UTF-8?")
    try:
        return tuple(column_name((field or b"").decode()) for field in record.fields)
    except UnicodeDecodeError as error:
        raise Rejected("its header is not UTF-8; save the file as UTF-8") from error


def _check_separator(names: tuple[str, ...], header: str) -> None:
    for separator, word in _SEPARATORS.items():
        if header.count(separator) > len(names) - 1:
            raise Rejected(f"its header is separated by {word}; export it with commas")


def _read_fast(plain: Path, header: Header, counted: Counted, target: Path, engine: Engine) -> Reading | None:
    """DuckDB's reader; None where it meets what it cannot read."""
    select = csv_select(plain, header.names, longest_bytes=counted.longest_bytes, is_numbered=False)
    try:
        engine.copy_to_parquet(
            select,
            target,
            records=counted.physical,
            source_bytes=plain.stat().st_size,
            longest_bytes=counted.longest_bytes,
        )
    except duckdb.InvalidInputException:
        return None
    return Reading(tuple(Column(name) for name in header.names), engine.count(target), has_record_column=True)


def _read_carefully(
    plain: Path, header: Header, target: Path, engine: Engine, quarantine: QuarantineSink
) -> Reading:
    """Record by record: exactly the bad ones go to quarantine, all others are kept byte for byte."""
    staged = StagedRecords(target.with_suffix(".staged.csv"))
    private = target.with_suffix(".plain")
    if plain != private:
        shutil.copyfile(plain, private)  # a file that shrinks while it is mapped would end the process
    with private.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for number, record in enumerate(split_records(data, header.body, header.ends), start=1):
            if record.is_blank:
                continue
            text = data[record.start : min(record.end, record.start + MAX_RECORD_BYTES + 1)]
            defect = _defect(record, text, header.names)
            if defect is None:
                staged.add(number, [field or b"" for field in record.fields or ()])
            else:
                reason, column, value = defect
                quarantine.add(number, reason, value, column)
    return staged.write_parquet(header.names, target, engine)


def _defect(record: Record, text: bytes, names: tuple[str, ...]) -> tuple[Reason, str | None, bytes] | None:
    """Why a record cannot be read: the reason, the column at fault if it is one, and what stands there."""
    if record.fields is None:
        return Reason.BAD_QUOTING, None, text
    if len(record.fields) < len(names):
        return Reason.MISSING_COLUMNS, None, text
    if len(record.fields) > len(names):
        return Reason.TOO_MANY_COLUMNS, None, text
    if len(text) <= MAX_FIELD_BYTES and b"\0" not in text and _is_utf8(text):
        return None
    for name, field in zip(names, record.fields, strict=True):
        if field is None or len(field) > MAX_FIELD_BYTES:
            return Reason.TOO_LARGE, name, field or b""
        if b"\0" in field:
            return Reason.CONTROL_CHAR, name, field
        if not _is_utf8(field):
            return Reason.BAD_ENCODING, name, field
    return (Reason.TOO_LARGE, None, text) if len(text) > MAX_RECORD_BYTES else None


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True

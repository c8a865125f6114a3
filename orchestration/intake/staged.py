"""Accepted records on their way to Parquet: a private CSV in one unmistakable spelling.

What the careful readers accept is written with every value in quotes and the record number in
front, and DuckDB turns that into Parquet.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orchestration.intake.definition import RECORD_COLUMN, Column, Reading
from orchestration.intake.engine import Engine, csv_select


class StagedRecords:
    """Collects records; a record may have fewer values than there are columns in the end."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stream = file.open("wb")
        self._stream.write(RECORD_COLUMN.encode() + b"\n")
        self._count = 0
        self._longest = 0
        self._narrowest: int | None = None

    def add(self, record: int, values: Sequence[bytes]) -> None:
        """Keeps one record; an empty value is NULL."""
        fields = [b'"' + value.replace(b'"', b'""') + b'"' if value else b"" for value in values]
        line = b"%d,%s\n" % (record, b",".join(fields)) if fields else b"%d\n" % record
        self._stream.write(line)
        self._count += 1
        self._longest = max(self._longest, len(line))
        self._narrowest = len(values) if self._narrowest is None else min(self._narrowest, len(values))

    def write_parquet(self, columns: Sequence[str], target: Path, engine: Engine) -> Reading:
        """Turns what was collected into a raw file with these columns, all text."""
        self._stream.close()
        select = csv_select(
            self._file,
            columns,
            longest_bytes=self._longest,
            is_numbered=True,
            is_uneven=self._narrowest is not None and self._narrowest < len(columns),
        )
        engine.copy_to_parquet(
            select,
            target,
            records=self._count,
            source_bytes=self._file.stat().st_size,
            longest_bytes=self._longest,
        )
        return Reading(tuple(Column(name) for name in columns), engine.count(target), has_record_column=True)

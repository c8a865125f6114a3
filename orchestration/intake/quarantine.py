"""Records that could not be read: why, and where they are written down."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.ledger import scan_files

MAX_VALUE_CHARACTERS = 200
MAX_EXAMPLES = 20


class Reason(StrEnum):
    """Why a record could not be read."""

    MISSING_COLUMNS = "missing_columns"
    TOO_MANY_COLUMNS = "too_many_columns"
    BAD_QUOTING = "bad_quoting"
    BAD_ENCODING = "bad_encoding"
    CONTROL_CHAR = "control_char"
    TOO_LARGE = "too_large"
    BAD_JSON = "bad_json"
    NOT_AN_OBJECT = "not_an_object"
    DUPLICATE_KEY = "duplicate_key"
    BAD_COLUMN_NAME = "bad_column_name"


@dataclass(frozen=True)
class QuarantinedRecord:
    """One record that was refused; `column` is None where the whole record is at fault."""

    delivery: int
    source: str
    table_name: str
    path: str
    record: int
    column: str | None
    value: str | None
    reason: str


class QuarantineSink:
    """Writes the refused records of one delivery; the file is made with the first of them."""

    def __init__(self, file: Path, delivery: int, source: str, table: str, path: str) -> None:
        self.file = file
        self.count = 0
        self.by_reason: Counter[str] = Counter()
        self.examples: list[QuarantinedRecord] = []
        self._delivery = (delivery, source, table, path)
        self._stream: IO[str] | None = None

    def add(self, record: int, reason: Reason, value: bytes | str, column: str | None = None) -> None:
        """Refuses one record; of the value its first 200 characters are kept."""
        if isinstance(value, bytes):
            value = value[: 4 * MAX_VALUE_CHARACTERS].decode("utf-8", "replace")
        refused = QuarantinedRecord(
            *self._delivery, record, column, value[:MAX_VALUE_CHARACTERS], str(reason)
        )
        self.count += 1
        self.by_reason[str(reason)] += 1
        if len(self.examples) < MAX_EXAMPLES:
            self.examples.append(refused)
        if self._stream is None:
            self._stream = self.file.open("w", encoding="utf-8")
        self._stream.write(json.dumps(asdict(refused)) + "\n")

    def close(self) -> None:
        """Ends the file, where there is one."""
        if self._stream is not None:
            self._stream.close()


def read_quarantine(home: Home) -> Iterator[QuarantinedRecord]:
    """Every record that finished scans refused, in order of delivery and record.

    Raises CxwError where a line of it cannot be read.
    """
    finished = {file.name for file in scan_files(home.ledger_dir)}
    for file in scan_files(home.quarantine_dir):
        if file.name in finished:
            with file.open("rb") as lines:
                for number, line in enumerate(lines, start=1):
                    yield _record(file, number, line)


def _record(file: Path, number: int, line: bytes) -> QuarantinedRecord:
    try:
        return QuarantinedRecord(**json.loads(line))
    except (ValueError, TypeError, RecursionError) as error:
        raise CxwError(
            f"{file}, line {number}: the quarantine cannot be read ({type(error).__name__}); restore this file from a "
            "backup of raw/"
        ) from error

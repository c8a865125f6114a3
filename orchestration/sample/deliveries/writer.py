"""Writes tables as deliveries: one file for the whole span, or one for each day that has something new."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from orchestration.sample.clock import day_text
from orchestration.sample.deliveries.tables import Row, Table, Window

_COMPRESSION = 5


class InboxWriter:
    """Writes into an inbox; `records` and `files` count what was written by `<source>.<table>`."""

    def __init__(self, inbox: Path, window: Window) -> None:
        self._inbox = inbox
        self._window = window
        self.records: dict[str, int] = {}
        self.files: dict[str, int] = {}

    def write(self, table: Table) -> None:
        """Write every delivery of a table; a file that is there with the same bytes is left alone."""
        folder = self._inbox / table.source / table.name
        name = f"{table.source}.{table.name}"
        for stem, rows in self._deliveries(table):
            path = folder / f"{stem}.{table.format}"
            self.files[name] = self.files.get(name, 0) + 1
            self.records[name] = self.records.get(name, 0) + len(rows)
            write_if_new(path, _encode(table, rows))

    def _deliveries(self, table: Table) -> Iterator[tuple[str, list[Row]]]:
        window, ends_at = self._window, self._window.ends_at
        if not window.daily:
            if table.kind == "append":
                rows = [row for ((known_at, row),) in table.records if known_at <= ends_at]
            else:
                rows = [row for versions in table.records for _, row in window.pick(versions, table.kind)]
            if rows:
                yield f"{day_text(window.first_day)}_{day_text(window.last_day)}", rows
            return
        by_day: dict[int, list[Row]] = {}
        for versions in table.records:
            for known_at, row in window.pick(versions, table.kind):
                by_day.setdefault(window.delivery_day(known_at), []).append(row)
        for day in sorted(by_day):
            yield day_text(day), by_day[day]


def write_if_new(path: Path, content: bytes) -> None:
    """Write a file by renaming a finished one into place, unless it has these bytes already."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.parent / f".{path.name}.tmp"
    unfinished.write_bytes(content)
    unfinished.replace(path)


def _encode(table: Table, rows: Iterable[Row]) -> bytes:
    text = _jsonl(table.columns, rows) if table.format.startswith("jsonl") else _csv(table.columns, rows)
    content = text.encode("utf-8")
    return gzip.compress(content, _COMPRESSION, mtime=0) if table.format.endswith(".gz") else content


def _csv(columns: tuple[str, ...], rows: Iterable[Row]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue()


def _jsonl(columns: tuple[str, ...], rows: Iterable[Row]) -> str:
    lines = []
    for row in rows:
        if len(row) != len(columns):
            lines.append(str(row[0]))
            continue
        values = {column: value for column, value in zip(columns, row, strict=True) if value is not None}
        lines.append(json.dumps(values, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)

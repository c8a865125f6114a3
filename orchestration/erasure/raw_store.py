"""The raw store without somebody: its Parquet files, its ledger, and what it keeps of refused records."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

from orchestration.durable import move_durably
from orchestration.erasure.finding import RawFile
from orchestration.erasure.inbox_files import Rewritten
from orchestration.erasure.key import Key, is_erased
from orchestration.erasure.parquet_rows import ParquetRows
from orchestration.erasure.subject import Subject
from orchestration.erasure.tombstones import delivery_mark
from orchestration.home import Home
from orchestration.intake.ledger import scan_files
from orchestration.intake.stamp import Stamp

Line = dict[str, Any]


def clean_raw_file(
    home: Home, raw: RawFile, subject: Subject, rows: ParquetRows, work: Path, *, is_dry: bool
) -> int:
    """Writes a raw file anew where it tells of the subject; gives how many of its records changed.

    The ledger learns first of columns that become text (ids that were numbers), and what is there already stays.
    """
    found = rows.candidates(raw.file, raw.rule, subject)
    changes = {c.position: cells for c in found if (cells := subject.changes(raw.rule, c.row))}
    renamed = rows.renamed(raw.file, subject)
    if (changes or renamed) and not is_dry:
        target = work / raw.file.name
        retyped = rows.rewrite(raw.file, changes, renamed, target)
        if retyped:
            rewrite_lines(home.ledger_dir, lambda line: _retyped(line, raw.entry.delivery, retyped), work)
        move_durably(target, raw.file)
    return len(changes)


def _retyped(line: Line, delivery: int, types: dict[str, str]) -> Line:
    if line["delivery"] != delivery:
        return line
    columns = [{**column, "type": types.get(column["name"], column["type"])} for column in line["columns"]]
    return {**line, "columns": columns}


def rewrite_lines(folder: Path, change: Callable[[Line], Line], work: Path) -> int:
    """Changes the lines of the JSON Lines files of scans, each file whole in one rename; gives how many changed."""
    total = 0
    for file in scan_files(folder):
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        new = [change(line) for line in lines]
        changed = sum(a != b for a, b in zip(lines, new, strict=True))
        if changed:
            prepared = work / "lines.jsonl"
            prepared.write_text("".join(json.dumps(line) + "\n" for line in new), encoding="utf-8")
            move_durably(prepared, file)
            total += changed
    return total


def follow_rewritten(home: Home, key: Key, rewritten: Iterable[Rewritten], work: Path) -> None:
    """Tells the ledger which of its files have other bytes now, so that no scan takes either for a new one."""
    told = {(file.path, file.old_sha256): file for file in rewritten}
    by_content = {(file.source, file.table, file.old_sha256): file for file in told.values()}

    def change(line: Line) -> Line:
        mark = delivery_mark(key, line["source"], line["table_name"], line["sha256"])
        formerly = [*line.get("formerly", ()), mark]
        if file := told.get((line["path"], line["sha256"])):
            new: Line = {"path": file.new_path, "sha256": file.new_sha256, "formerly": formerly}
            place = home.root / file.new_path
            if place.is_file():
                stamp = Stamp.of(place)
                new |= {
                    "bytes": stamp.bytes,
                    "mtime_ns": stamp.mtime_ns,
                    "ctime_ns": stamp.ctime_ns,
                    "inode": stamp.inode,
                }
            return {**line, **new}
        if file := by_content.get((line["source"], line["table_name"], line["sha256"])):
            return {**line, "sha256": file.new_sha256, "formerly": formerly}
        return line

    if told:
        rewrite_lines(home.ledger_dir, change, work)


def clean_quarantine(
    home: Home, subject: Subject, records: Collection[tuple[int, int]], work: Path, *, is_dry: bool
) -> int:
    """Takes values that name the subject out of the quarantine; `records` (delivery, number) are known to be theirs."""
    found = 0

    def change(line: Line) -> Line:
        nonlocal found
        value = line["value"] or ""
        is_theirs = (line["delivery"], line["record"]) in records or subject.mentions.is_in(value)
        path = subject.in_paths.scrub(line["path"])
        new = {**line, "path": path}
        if is_theirs and value:
            new["value"] = value if is_erased(value) else subject.key.placeholder(value)
        found += new != line
        return line if is_dry else new

    rewrite_lines(home.quarantine_dir, change, work)
    return found


def clean_ledger_texts(home: Home, subject: Subject, work: Path, *, is_dry: bool) -> int:
    """Takes mentions out of the ledger's paths, reasons and columns' names; gives how many entries had one."""
    found = 0

    def change(line: Line) -> Line:
        nonlocal found
        new = {
            **line,
            "path": subject.in_paths.scrub(line["path"]),
            "reason": subject.in_paths.scrub(line["reason"]) if line["reason"] else line["reason"],
            "unknown_columns": [subject.mentions.scrub(name) for name in line["unknown_columns"]],
            "columns": [{**c, "name": subject.mentions.scrub(c["name"])} for c in line["columns"]],
        }
        found += new != line
        return line if is_dry else new

    rewrite_lines(home.ledger_dir, change, work)
    return found

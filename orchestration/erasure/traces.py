"""What else a home keeps of somebody: the last build, memories, logs, Dagster's history; and what is not its own."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from orchestration.announcements.outcomes import BOOK as OUTCOMES
from orchestration.durable import replacing
from orchestration.erasure.paths import scrub_quoting
from orchestration.erasure.subject import Subject
from orchestration.erasure.text_files import needle_pattern
from orchestration.home import Home
from orchestration.operations.runs import runs_file
from orchestration.releases.hashing import quoted
from orchestration.spark.removal import unpublished_folders

KEPT_OF_BUILD = ("refresh.json",)
KEPT_OF_TARGET = ("partial_parse.msgpack",)
"""Parsed from the project alone; the next build starts faster with it."""

MAX_TEXT_BYTES = 200_000_000
COPY = ("utf-8", "surrogateescape")
PACKED = ".gz"
ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".tgz", ".xz", ".bz2", ".zst", ".lz4")


def throw_away_build(home: Home) -> int:
    """Removes what the last build left, on Spark too: it is made again from the raw store. Gives how many files."""
    kept = {home.build / name for name in KEPT_OF_BUILD} | {home.dbt_target / name for name in KEPT_OF_TARGET}
    removed = 0
    for path in sorted(_files(home.build)):
        if path not in kept:
            path.unlink()
            removed += 1
    for folder in [*unpublished_folders(home), home.spark / "warehouse"]:
        removed += sum(1 for _ in _files(folder))
        shutil.rmtree(folder, ignore_errors=True)
    return removed


def forget_memories(home: Home) -> int:
    """Removes scores of texts, which are known by hashes of the texts: the next build scores them again."""
    removed = 0
    for path in home.state.iterdir() if home.state.is_dir() else ():
        if path.is_dir():
            removed += sum(1 for _ in _files(path))
            shutil.rmtree(path)
    return removed


def text_traces(home: Home) -> list[Path]:
    """Texts of the home that may tell of anybody: notes of the last refresh, logs, what an orchestrator wrote down."""
    found = [home.build / name for name in KEPT_OF_BUILD]
    found += [path for path in home.root.glob("*.log*") if path.is_file() and not path.is_symlink()]
    found += [path for path in _files(home.spark / "logs") if path.suffix == ".log"]
    found += [home.releases / "log.jsonl", runs_file(home), home.state / OUTCOMES]
    found += [
        path for path in _files(home.root / "dagster") if not _is_sqlite(path) and not _is_of_sqlite(path)
    ]
    return [path for path in found if path.is_file()]


def scrub_texts(paths: list[Path], subject: Subject, *, is_dry: bool) -> tuple[int, list[Path]]:
    """Takes mentions out of texts; gives the number of lines that had one, and the files that cannot be read.

    A log that grows keeps its file; one that is packed is finished, and is written anew.
    """
    total, unread = 0, []
    for path in paths:
        text = _text_of(path)
        if text is None:
            unread.append(path)
            continue
        lines = text.split("\n")
        new = [scrub_quoting(line, subject) for line in lines]
        if (changed := sum(a != b for a, b in zip(lines, new, strict=True))) and not is_dry:
            _write_text(path, "\n".join(new))
        total += changed
    return total, unread


def _text_of(path: Path) -> str | None:
    """The text of a file, unpacked; None where it is damaged or too large."""
    opened = gzip.open if path.suffix == PACKED else open
    try:
        with opened(path, "rb") as stream:
            data = stream.read(MAX_TEXT_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return None
    return data.decode(*COPY) if len(data) <= MAX_TEXT_BYTES else None


def _write_text(path: Path, text: str) -> None:
    data = text.encode(*COPY)
    if path.suffix == PACKED:
        with replacing(path, path.stat().st_mode & 0o777) as out:
            out.write(gzip.compress(data, mtime=0))
        return
    with path.open("r+b") as out:
        out.write(data)
        out.truncate()
        os.fsync(out.fileno())


def scrub_histories(home: Home, subject: Subject, *, is_dry: bool) -> int:
    """Takes mentions out of Dagster's SQLite databases, and writes them anew; gives the number of cells."""
    total = 0
    for path in _files(home.root / "dagster"):
        if not _is_sqlite(path):
            continue
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            changed = _scrub_tables(connection, subject, is_dry=is_dry)
            total += changed
            if changed and not is_dry:
                connection.commit()
                connection.execute("pragma wal_checkpoint(truncate)")
                connection.execute("vacuum")
    return total


def _scrub_tables(connection: sqlite3.Connection, subject: Subject, *, is_dry: bool) -> int:
    connection.create_function("erased_from", 1, lambda text: _scrubbed(subject, text), deterministic=True)
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    total = 0
    for table in tables:
        for _, column, *_ in connection.execute(f"pragma table_info({quoted(table)})").fetchall():
            name = quoted(column)
            where = f"typeof({name}) = 'text' and erased_from({name}) <> {name}"
            total += connection.execute(f"select count(*) from {quoted(table)} where {where}").fetchone()[0]
            if not is_dry:
                connection.execute(f"update {quoted(table)} set {name} = erased_from({name}) where {where}")
    return total


def _scrubbed(subject: Subject, text: Any) -> Any:
    return scrub_quoting(text, subject) if isinstance(text, str) else text


def left_to_people(home: Home, subject: Subject) -> list[str]:
    """Files of the home that tell of the subject and that no erasure changes: they are not the warehouse's own."""
    pattern = needle_pattern(subject)
    found = []
    for file in _files_of_others(home):
        if file.stat().st_size <= MAX_TEXT_BYTES and pattern:
            data = file.read_bytes()
            if pattern.search(data) and subject.mentions.is_in(data.decode(*COPY)):
                found.append(str(file.relative_to(home.root)))
    return found


def sealed_files(home: Home) -> list[Path]:
    """Archives in the inbox, and packed or very large files that are not the warehouse's own: none is looked into."""
    found = [file for file in _files(home.inbox) if file.name.lower().endswith(ARCHIVES)]
    for file in _files_of_others(home):
        if file.name.lower().endswith((*ARCHIVES, PACKED)) or file.stat().st_size > MAX_TEXT_BYTES:
            found.append(file)
    return found


def _files_of_others(home: Home) -> Iterator[Path]:
    """Files of the home that are not the warehouse's own."""
    known = {home.inbox, home.raw, home.build, home.state, home.releases, home.root / "dagster", home.erasure}
    for path in sorted(home.root.iterdir()):
        if not (path in known or path.is_symlink() or path == home.lock_file or path.match("*.log*")):
            yield from [path] if path.is_file() else _files(path)


def _files(root: Path) -> Iterator[Path]:
    for above, _, names in os.walk(root):
        yield from (Path(above) / name for name in sorted(names) if not (Path(above) / name).is_symlink())


def _is_of_sqlite(path: Path) -> bool:
    """What SQLite keeps beside a database; what is in it is reached through the database."""
    return path.name.endswith(("-wal", "-shm", "-journal"))


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(16) == b"SQLite format 3\0"

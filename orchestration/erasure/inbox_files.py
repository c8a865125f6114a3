"""Files of the inbox, written anew where they tell of somebody: taken ones, refused ones, and any other."""

from __future__ import annotations

import gzip
import mmap
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_IMODE
from typing import IO

import duckdb

from orchestration.contract import Contract
from orchestration.durable import DRAFT, OWNER, replacing
from orchestration.erasure.key import PREFIX
from orchestration.erasure.parquet_rows import ParquetRows
from orchestration.erasure.paths import source_and_table
from orchestration.erasure.rules import TableRule, table_rule
from orchestration.erasure.subject import Subject
from orchestration.erasure.text_files import Edits, edit_csv, edit_jsonl, edit_lines, needle_pattern
from orchestration.home import Home
from orchestration.intake.definition import Rejected, StillBeingWritten
from orchestration.intake.inbox import file_format, is_compressed
from orchestration.intake.stamp import Stamp
from orchestration.intake.unpacking import sha256_of, unpack_gzip

STABLE_SECONDS = 10.0
"""A file that was changed a moment ago, and not taken yet, may still be written: the next refresh sees to it."""


def is_stable(file: Path) -> bool:
    """Nobody has written to the file for some seconds."""
    return time.time() - file.stat().st_mtime > STABLE_SECONDS


@dataclass(frozen=True)
class Rewritten:
    """A file that became another one: its place below the home before and after, and the hashes of its bytes."""

    path: str
    new_path: str
    old_sha256: str
    new_sha256: str
    source: str
    table: str
    records: frozenset[int]

    def draft(self, home: Home) -> Path:
        """Where the new file is written before it takes its place: beside it, since an inbox may be a disk of its own.

        A name that begins with a dot is no delivery, and whoever may write there cannot foresee this one.
        """
        return (home.root / self.new_path).with_name(f".{self.new_sha256[:20]}{DRAFT}")


def inbox_files(home: Home) -> Iterator[Path]:
    """Every regular file below the inbox that can be read, hidden and unfinished ones too; links are not followed."""
    for folder, subfolders, names in os.walk(home.inbox):
        subfolders.sort()
        for name in sorted(names):
            file = Path(folder) / name
            if file.is_file() and not file.is_symlink() and os.access(file, os.R_OK):
                yield file


def unreadable_files(home: Home) -> list[str]:
    """Those that cannot be read, nor cleaned; no scan has taken them."""
    found = (Path(folder) / name for folder, _, names in os.walk(home.inbox) for name in names)
    return sorted(str(f.relative_to(home.root)) for f in found if f.is_file() and not os.access(f, os.R_OK))


class InboxCleaner:
    """Looks through files of the inbox for a subject; `announce` is told of a change before it is made."""

    def __init__(
        self,
        home: Home,
        contract: Contract,
        subject: Subject,
        rows: ParquetRows,
        work: Path,
        announce: Callable[[Rewritten], None],
    ) -> None:
        self._home, self._contract, self._subject = home, contract, subject
        self._rows, self._work, self._announce = rows, work, announce
        self._pattern = needle_pattern(subject)

    def clean(self, file: Path, *, is_dry: bool = False) -> Rewritten | None:
        """Writes the file anew where it tells of the subject; None where it does not. In a dry run nothing is written.

        Raises StillBeingWritten where somebody else writes to it at the same time.
        """
        if self._pattern is None:
            return None
        stamp = Stamp.of(file)
        parts = file.relative_to(self._home.inbox).parts
        source, table = (parts[0], parts[1]) if len(parts) > 2 else ("", "")
        rule = table_rule(self._contract.get((source, table)), source, table)
        target = self._work / "inbox.new"
        records = self._written(file, rule, target)
        new_parts = self._renamed(parts)
        renamed = self._home.inbox.joinpath(*new_parts)
        if records is None and renamed == file:
            target.unlink(missing_ok=True)
            return None
        if records is None:
            shutil.copyfile(file, target)
        told = Rewritten(
            f"inbox/{'/'.join(parts)}",
            f"inbox/{'/'.join(new_parts)}",
            sha256_of(file),
            sha256_of(target),
            source,
            table,
            frozenset(records or ()),
        )
        if is_dry:
            target.unlink()
            return told
        if Stamp.of(file) != stamp:
            raise StillBeingWritten("it is still being written")
        mode = S_IMODE(file.stat().st_mode)
        self._announce(told)
        _make_folders(file, renamed)
        with target.open("rb") as new, replacing(renamed, OWNER, told.draft(self._home)) as out:
            shutil.copyfileobj(new, out)
            os.fchmod(out.fileno(), mode)
        target.unlink()
        if renamed != file:
            file.unlink()
        return told

    def remove_folders(self) -> None:
        """Removes folders that name the subject, once nothing is in them any more."""
        for above, _, _ in os.walk(self._home.inbox, topdown=False):
            parts = Path(above).relative_to(self._home.inbox).parts
            if self._renamed((*parts, "")) != (*parts, ""):
                with suppress(OSError):  # something is in it still, which cannot be cleaned yet
                    Path(above).rmdir()

    def _renamed(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """The path of a file; where a name in it names the subject, that is a pseudonym, with the ending of a file.

        Folders of a source and a table stay: they say what a file is.
        """
        kept = source_and_table(parts)
        folders = (self._other_name(name, "folder", "") for name in parts[kept:-1])
        file = Path(parts[-1])
        ending = "".join(file.suffixes[-2:]) if is_compressed(file.name) else file.suffix
        return (*parts[:kept], *folders, self._other_name(parts[-1], "file", ending))

    def _other_name(self, name: str, kind: str, ending: str) -> str:
        told = os.fsencode(name).decode("utf-8", "replace")
        if not self._subject.in_paths.is_in(told):
            return name
        return self._subject.key.pseudonym(kind, told)[: len(PREFIX) + 12] + ending

    def _written(self, file: Path, rule: TableRule, target: Path) -> set[int] | None:
        """Writes what the file becomes to `target`, and gives the records that changed; None where none does."""
        kind = file_format(file.name)
        if kind == "parquet":
            return self._parquet(file, rule, target)
        plain = self._unpacked(file) if is_compressed(file.name) else file
        try:
            if plain is None or plain.stat().st_size == 0:
                return None
            with plain.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                edits = self._edits(kind, data, rule)
                if not edits.pieces:
                    return None
                with _opened(target, is_packed=is_compressed(file.name)) as out:
                    for piece in edits.applied(data):
                        out.write(piece)
            return edits.records
        finally:
            if plain is not None and plain != file:
                plain.unlink()

    def _edits(self, kind: str | None, data: mmap.mmap, rule: TableRule) -> Edits:
        assert self._pattern is not None
        if kind == "csv":
            return edit_csv(data, rule, self._subject, self._pattern)
        if kind == "jsonl":
            return edit_jsonl(data, rule, self._subject, self._pattern)
        return edit_lines(data, self._subject, self._pattern)

    def _unpacked(self, file: Path) -> Path | None:
        """The plain text of a compressed file, as far as it can be read; None where nothing can."""
        plain = self._work / "inbox.plain"
        try:
            unpack_gzip(file, plain)
        except (OSError, Rejected):
            if not plain.exists() or plain.stat().st_size == 0:
                plain.unlink(missing_ok=True)
                return None
        return plain

    def _parquet(self, file: Path, rule: TableRule, target: Path) -> set[int] | None:
        try:
            found = self._rows.candidates(file, rule, self._subject)
            changes = {c.position: cells for c in found if (cells := self._subject.changes(rule, c.row))}
            renamed = self._rows.renamed(file, self._subject)
            if not changes and not renamed:
                return None
            self._rows.rewrite(file, changes, renamed, target)
            return {position + 1 for position in changes}
        except duckdb.Error:
            with file.open("rb") as stream:
                data = stream.read()
            assert self._pattern is not None
            if not self._pattern.search(data):
                return None
            target.write_bytes(b"")  # no part of it can be read: nothing of it is kept
            return {1}


def _make_folders(file: Path, renamed: Path) -> None:
    """Those of the new path, with the modes of the old ones."""
    for old, new in zip(reversed(file.parents), reversed(renamed.parents), strict=True):
        if not new.exists():
            new.mkdir()
            new.chmod(S_IMODE(old.stat().st_mode))


@contextmanager
def _opened(target: Path, *, is_packed: bool) -> Iterator[IO[bytes] | gzip.GzipFile]:
    """The file to write; a packed one has no name and no time in it, so that the same bytes become the same file."""
    with target.open("wb") as plain:
        if not is_packed:
            yield plain
            return
        with gzip.GzipFile(filename="", mode="wb", fileobj=plain, mtime=0) as packed:
            yield packed

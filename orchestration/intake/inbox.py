"""Finds the deliveries in the inbox and says which of them cannot be deliveries at all."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from orchestration.errors import CxwError
from orchestration.home import Home

FORMATS = {".csv": "csv", ".csv.gz": "csv", ".parquet": "parquet", ".jsonl": "jsonl", ".jsonl.gz": "jsonl"}
UNFINISHED = (".tmp", ".part")
RESERVED_SOURCES = ("ledger", "quarantine")
LOST_AND_FOUND = "lost+found"
"""What Linux puts into the root of a file system, which an inbox may be."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class Found:
    """A file of the inbox; `problem` says why it can never be read, whatever it holds."""

    file: Path
    path: str
    source: str
    table: str
    problem: str | None


def file_format(name: str) -> str | None:
    """`csv`, `parquet` or `jsonl` by the file's extension; None where it is none of them."""
    return next((kind for ending, kind in FORMATS.items() if name.lower().endswith(ending)), None)


def is_compressed(name: str) -> bool:
    """Whether the file is to be expanded before it is read."""
    return name.lower().endswith(".gz")


def find_deliveries(home: Home) -> list[Found]:
    """Every visible, finished file below the inbox, in the order in which deliveries are taken: by path.

    Raises CxwError (usage) at a folder that cannot be looked into: what lies there would be missing without a word.
    """
    found = []
    for folder, subfolders, names in os.walk(home.inbox, onerror=_refuse_folder):
        subfolders[:] = [name for name in subfolders if not name.startswith(".") and name != LOST_AND_FOUND]
        links = [name for name in subfolders if (Path(folder) / name).is_symlink()]
        for name in names + links:
            if not name.startswith(".") and not name.lower().endswith(UNFINISHED):
                file = Path(folder) / name
                found.append(found_at(file, file.relative_to(home.inbox).parts, home))
    return sorted(found, key=lambda delivery: delivery.path)


def found_at(file: Path, parts: tuple[str, ...], home: Home) -> Found:
    """The file that lies below the inbox under these names, with the problem of its place, if it has one."""
    path = "inbox/" + "/".join(parts)
    readable = os.fsencode(path).decode("utf-8", "replace")
    placed = len(parts) > 2
    source = os.fsencode(parts[0]).decode("utf-8", "replace") if len(parts) > 1 else ""
    table = os.fsencode(parts[1]).decode("utf-8", "replace") if placed else ""
    problem = "the file name is not UTF-8; rename it" if readable != path else None
    if _CONTROLS.search(readable):
        problem = "its path has a control character, such as a line break; rename it"
        readable = _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), readable)
    problem = problem or misplaced(source, table) or _unreadable(file, home) or _unsupported(file.name)
    return Found(file, readable, source, table, problem)


def misplaced(source: str, table: str) -> str | None:
    """Why no delivery can be for this source and table; None where one can."""
    if not table:
        return "it lies outside of inbox/<source>/<table>/; move it into the folder of its table"
    for name in (source, table):
        if not _NAME.fullmatch(name):
            return (
                f"folder name '{name}' has characters other than letters, digits, '_', '-' and '.'; rename it"
            )
    if source in RESERVED_SOURCES:
        return f"source name '{source}' is reserved; rename the folder"
    return None


def _refuse_folder(error: OSError) -> None:
    if isinstance(error, FileNotFoundError):  # it was removed meanwhile, or there is no inbox yet
        return
    raise CxwError(
        f"{error.filename}: the folder cannot be looked into ({error.strerror}), so what lies there would be missing; "
        "let the user that runs the refresh read it. Nothing of this scan was taken."
    ) from error


def _unreadable(file: Path, home: Home) -> str | None:
    try:
        if file.is_symlink():
            target = file.resolve(strict=True)
            if not any(target.is_relative_to(root.resolve()) for root in (home.root, home.inbox)):
                return "it is a link that leads out of the warehouse home; copy the file itself"
            if target.is_dir():
                return "it is a link to a folder; copy the files themselves"
        if not stat.S_ISREG(file.stat().st_mode):
            return "it is not a regular file"
        if not os.access(file, os.R_OK):
            return "it cannot be read (permission denied)"
    except (OSError, RuntimeError) as error:
        return f"it cannot be opened ({error.__class__.__name__}); is it a broken link?"
    return None


def _unsupported(name: str) -> str | None:
    if file_format(name) is None:
        return f"its extension is not one of {', '.join(FORMATS)}"
    return None

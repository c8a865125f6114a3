"""Small files that are there whole or not at all, whatever happens while they are written.

Everything that a later run reads and that is not moved into its place as part of something larger is written here: into
a draft beside it, flushed to the disk, and renamed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

DRAFT = ".draft"
ANYBODY = 0o666
"""What the umask leaves of it."""

OWNER = 0o600


@contextmanager
def replacing(path: Path, mode: int = ANYBODY, draft: Path | None = None) -> Iterator[IO[bytes]]:
    """Gives a stream whose bytes take the place of the file `path` at the end of the block.

    Where the block or the disk fails, the file is what it was. A process that is killed leaves `.<name>.draft` beside
    it, which the next writer of the file removes, as `sweep_drafts` does; `draft` says another place in the folder.
    Makes the folder where it is missing. `mode` says who may read the file, from its first byte on.
    Raises OSError where it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = draft or path.with_name(f".{path.name}{DRAFT}")
    try:
        draft.unlink(missing_ok=True)
        with open(draft, "wb", opener=lambda name, flags: os.open(name, flags | os.O_EXCL, mode)) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, path)
    except Exception:
        draft.unlink(missing_ok=True)
        raise
    sync(path.parent)


def replace_text(path: Path, text: str, mode: int = ANYBODY) -> None:
    """Writes the whole file `path` as UTF-8; see `replacing`."""
    with replacing(path, mode) as stream:
        stream.write(text.encode())


def move_durably(prepared: Path, target: Path) -> None:
    """Moves a finished file to its place so that it survives a crash whole, or is not there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    sync(prepared)
    os.replace(prepared, target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Makes sure that a file, or the names in a directory, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep_drafts(*folders: Path) -> None:
    """Removes drafts below the folders that writers left which were killed; nobody may be writing there."""
    for folder in folders:
        for draft in folder.rglob(f".*{DRAFT}"):
            draft.unlink()

"""What tells a file of the inbox from another one at its place, without reading it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from orchestration.intake.definition import StillBeingWritten


@dataclass(frozen=True)
class Stamp:
    """Size and times of a file, and its inode.

    A copy that keeps times (`cp -p`, `rsync -t`) can give another file the size and modification time of the
    one that it replaces; the time of its last change of status is then still another.
    """

    bytes: int
    mtime_ns: int
    ctime_ns: int | None
    inode: int | None

    @classmethod
    def of(cls, file: Path) -> Stamp:
        """The stamp now; raises StillBeingWritten where the file has gone meanwhile."""
        try:
            status = os.stat(file)
        except FileNotFoundError as error:
            raise StillBeingWritten("it has disappeared while it was looked at") from error
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


UNSEEN = Stamp(0, 0, None, None)
"""The stamp of a file that is not looked into."""

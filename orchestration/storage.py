"""Storage that fails while a refresh works: told with its place, and with what a person can do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from orchestration.errors import CxwError
from orchestration.home import Home

SAID_CHARACTERS = 400
REMEDIES = {
    errno.ENOSPC: "the disk is full: free space there",
    errno.EDQUOT: "the quota is used up: free space there, or have it raised",
    errno.EFBIG: "files may not become so large there: raise the limit of this process or of the file system",
    errno.EROFS: "the file system is read-only: mount it for writing",
    errno.EACCES: "the refresh may not write there: give its folders to the user that runs it",
    errno.EPERM: "the refresh may not write there: give its folders to the user that runs it",
    errno.EIO: "the disk does not work as it should: look at the system's log",
}
"""What to do, by what the operating system says."""


def remedy(error: BaseException) -> str | None:
    """What a person can do about storage that failed; None where the error is none of storage."""
    if isinstance(error, OSError):
        return REMEDIES.get(error.errno or 0)
    said = str(error)
    signs = {
        "No space left": errno.ENOSPC,
        "File too large": errno.EFBIG,
        "Read-only file system": errno.EROFS,
    }
    signs |= {
        "quota exceeded": errno.EDQUOT,
        "Permission denied": errno.EACCES,
        "Input/output error": errno.EIO,
    }
    return next((REMEDIES[code] for sign, code in signs.items() if sign in said), None)


def hint(error: BaseException) -> str:
    """The remedy as the end of a sentence; nothing where there is none."""
    what_to_do = remedy(error)
    return f"; {what_to_do}" if what_to_do else ""


@contextmanager
def explained(home: Home, room: str) -> Iterator[None]:
    """Turns storage that fails within the block into a CxwError (usage) that names the place and what to do."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if (what_to_do := remedy(error)) is None:
            raise
        named = getattr(error, "filename2", None) or getattr(error, "filename", None) or home.root
        said = getattr(error, "strerror", None) or " ".join(str(error).split())[:SAID_CHARACTERS].rstrip(".")
        raise CxwError(
            f"{room}: {named}: {said}. {what_to_do[0].upper()}{what_to_do[1:]}, then run the refresh again. "
            "Readers have a whole release all the time; 'cxw status' says which."
        ) from error

"""One writer at a time in a warehouse home."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home

ORPHAN_SECONDS = 2.0
"""How long to wait for the dbt of a refresh that was killed: it dies with its parent, but not at once."""


@contextmanager
def single_writer(home: Home) -> Iterator[int]:
    """Holds the home's lock for the block; gives the lock's file descriptor.

    The operating system frees the lock when its holder dies, however it dies. A subprocess that is
    given the descriptor keeps the lock until it ends too.

    Raises CxwError: REFRESH_RUNNING, naming the process, when another holds the lock; USAGE when the
    home cannot be written.
    """
    try:
        home.root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(home.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise CxwError(
            f"{home.root}: cannot be written ({error.strerror}). Give the refresh a home that it owns, "
            "with --home or CXW_HOME."
        ) from error
    try:
        _acquire(descriptor, home)
        with suppress(OSError):  # a full disk keeps the name out, and is told of before any work
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def holder(home: Home) -> str | None:
    """The process that refreshes `home` at this moment, or None."""
    try:
        with open(home.lock_file, encoding="utf-8") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return None
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return home.lock_file.read_text(encoding="utf-8").strip() or "unknown"


def _acquire(descriptor: int, home: Home) -> None:
    deadline = time.monotonic() + ORPHAN_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError:
            holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
        if _is_alive(holder) or time.monotonic() > deadline:
            raise CxwError(
                f"another refresh (process {holder or 'unknown'}) is running in {home.root}. "
                "Nothing was changed; try again when it has ended.",
                ExitCode.REFRESH_RUNNING,
            )
        time.sleep(0.05)


def _is_alive(pid: str) -> bool:
    if not pid.isdigit():
        return bool(pid)  # nothing: its holder has the lock for a moment only, and writes its name next
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

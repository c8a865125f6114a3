"""Exit codes of `cxw` and the one exception that carries them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """What a refresh came to; the exit code of the command line."""

    PUBLISHED = 0
    USAGE = 2
    DELIVERIES_REFUSED = 3
    BUILD_FAILED = 4
    AUDIT_FAILED = 5
    REFRESH_RUNNING = 6


class CxwError(Exception):
    """A failure that a person must act on: says what happened, where, and what to do.

    `causes` are names of what failed, out of declarations: checks, models, sources.
    """

    def __init__(
        self, message: str, exit_code: ExitCode = ExitCode.USAGE, causes: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.causes = tuple(causes)

"""A refresh as it is written down: begun, and what it came to, whoever runs its rooms. Never makes a refresh fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.operations import runs

GAP = "the history of refreshes has a gap: {file} could not be written ({problem})"
INTERRUPT_CODE = 130
DEFECT_CODE = 1


@dataclass
class Recording:
    """What is known of the refresh that runs; `warnings` say why something could not be written down."""

    home: Home
    run: runs.Run | None = None
    release: int | None = None
    rooms: list[Mapping[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Writes down that the refresh begins, once; in a new home not before its folders are there."""
        if self.run or self.warnings or not self.home.releases.is_dir():
            return
        try:
            self.run = runs.begin(self.home)
        except (OSError, ValueError) as error:
            self._gap(error)

    def end(self, error: BaseException | None = None) -> None:
        """Writes down what it came to: a release, or the error."""
        if self.run is None:
            return
        code, reason, causes = verdict(error)
        try:
            runs.end(
                self.home,
                self.run,
                exit_code=code,
                reason=reason,
                causes=causes,
                release=None if error else self.release,
                rooms=self.rooms,
            )
        except (OSError, ValueError, TypeError) as problem:
            self._gap(problem)

    def _gap(self, error: BaseException) -> None:
        self.warnings.append(GAP.format(file=runs.runs_file(self.home), problem=type(error).__name__))


def verdict(error: BaseException | None) -> tuple[int, str, Sequence[str]]:
    """Exit code, reason and causes of an error, without its text."""
    if error is None:
        return 0, runs.PUBLISHED, ()
    if isinstance(error, CxwError):
        return int(error.exit_code), error.exit_code.name, tuple(dict.fromkeys(error.causes))
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPT_CODE, runs.INTERRUPTED, ()
    return DEFECT_CODE, f"{runs.DEFECT}: {type(error).__name__}", ()

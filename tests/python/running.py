"""How tests run `cxw`: the type of the fixture of that name."""

from __future__ import annotations

import subprocess
from typing import Protocol


class Run(Protocol):
    """Runs `cxw --home HOME ARGUMENTS` as a user would; fails the test unless it exits as expected."""

    def __call__(
        self, home: object, *arguments: str, expect: int = 0, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """The finished process; `variables` are added to its environment."""
        ...

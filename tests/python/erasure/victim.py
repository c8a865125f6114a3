"""`cxw erase` in a process that kills itself before its nth change of a file; n = 0 counts them and prints the number."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from orchestration.cli import main

CHANGES = (
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.chmod",
    "ctypes.call_function",
    "ctypes.dlsym/handle",
)
WRITING = os.O_WRONLY | os.O_RDWR


class Death:
    """Counts changes below a folder, and ends the process before one of them, as a power cut would."""

    def __init__(self, root: Path, at: int) -> None:
        self._root, self._at, self.count = str(root), at, 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            is_change = bool(int(str(arguments[2] or 0)) & WRITING) and self._root in os.fsdecode(
                str(arguments[0])
            )
        else:
            is_change = event in CHANGES or event == "ctypes.dlsym"
        if is_change:
            self.count += 1
            if self.count == self._at:
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    home, at, arguments = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    import duckdb  # noqa: F401  # loads its libraries before anything is counted

    death = Death(home, at)
    sys.addaudithook(death)
    code = main(["--home", str(home), *arguments])
    print(death.count)
    sys.exit(code)

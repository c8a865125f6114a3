"""Which room a refresh is in, told by what it does to files of its home, and nothing else.

`sys.addaudithook` shows every file that Python opens, renames or removes before it happens, so the code that is judged
is not changed to be watched.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

ROOMS = ("intake", "build", "audit", "copy", "swap", "retention")
START, TELLING = "start", "telling"
"""Before the intake, and after the retention: a kill may fall there too, but none is drawn."""

STEP = "faults.step"
"""An event of the campaign's own, for steps that touch no file by themselves."""

_CHANGES = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.symlink",
    "os.chmod",
    "os.truncate",
    "shutil.copyfile",
    "shutil.rmtree",
    "subprocess.Popen",
    STEP,
}
_BELOW_A_FOLDER = {"os.remove", "os.rmdir"}
"""Those that `shutil.rmtree` does with names below an open folder, rather than with whole paths."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_AFTER_NOTES = ("intake", "build", "audit", "copy", TELLING)
"""The room that begins when the rooms' notes are written for the first, second ... time."""


class Whereabouts:
    """Follows one refresh of the home at `root`."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._notes = 0
        self.room = START

    def sees(self, event: str, arguments: Sequence[Any]) -> str | None:
        """What is about to happen to the home, as one word; None where it is nothing that matters.

        `room` is the room in which it happens; a step that ends a room belongs to it.
        """
        if event == "open":
            return self._opens(arguments)
        if event not in _CHANGES:
            return None
        texts = [os.fsdecode(one) for one in arguments if isinstance(one, str | bytes | os.PathLike)]
        below = event in _BELOW_A_FOLDER and len(arguments) > 1 and arguments[1] not in (-1, None)
        if event != "subprocess.Popen" and not below and not any(self._root in text for text in texts):
            return None
        if event == "os.rename" and texts[0].endswith(".partial"):
            return self._ends("swap", "rename-release")
        if event == "os.rename" and texts[-1] == f"{self._root}/current":
            return self._ends("retention", "rename-current")
        if event == "os.rename" and texts[-1].endswith("/refresh.json") and self._notes < len(_AFTER_NOTES):
            self._notes += 1
            return self._ends(_AFTER_NOTES[self._notes - 1], "rename-notes")
        return f"{event.rpartition('.')[2]}:{os.path.basename(texts[-1]) if texts else ''}"

    def _opens(self, arguments: Sequence[Any]) -> str | None:
        path, mode, flags = (*arguments, None, None, None)[:3]
        if not isinstance(path, str | os.PathLike) or self._root not in os.fspath(path):
            return None
        is_write = (isinstance(mode, str) and set(mode) & set("wax+")) or (
            mode is None and isinstance(flags, int) and flags & _WRITES
        )
        if not is_write:
            return None
        return f"open:{os.path.basename(os.fspath(path))}"

    def _ends(self, following: str, word: str) -> str:
        self.room = following
        return word

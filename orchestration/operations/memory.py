"""How much memory a room of the refresh takes: the largest of its processes, dbt's among them."""

from __future__ import annotations

import resource
from contextlib import suppress
from pathlib import Path

STATUS = Path("/proc/self/status")
FORGET = Path("/proc/self/clear_refs")
PEAK = "VmHWM:"
RESET_PEAK = "5"


class PeakMemory:
    """Measures from where it is made: what this process holds at most, and any child that ended since."""

    def __init__(self) -> None:
        # Linux counts the peak anew; where it may not, the peak of the process so far is an upper bound.
        with suppress(OSError):
            FORGET.write_text(RESET_PEAK, encoding="ascii")
        self._children = _children()

    def megabytes(self) -> int | None:
        """The peak in MB (10^6 bytes), of the larger of this process and a child; None where the system does not say.

        Of children the system tells the largest that ever ended: one that stayed below an earlier one is not seen.
        """
        children = _children()
        own = _own()
        found = [value for value in (own, children if children > self._children else None) if value]
        return round(max(found) / 1e6) if found else None


def _own() -> int | None:
    with suppress(OSError):
        for line in STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith(PEAK):
                return int(line.split()[1]) * 1024
    return None


def _children() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024

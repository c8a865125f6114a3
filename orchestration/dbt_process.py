"""dbt in a process of its own, which dies when the refresh that started it dies.

Run as `python -m orchestration.dbt_process <arguments of dbt>`.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PARENT_VARIABLE = "CXW_PARENT_PROCESS"
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Asks Linux to kill this process when its parent dies, so that no orphan goes on writing."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.environ.get(PARENT_VARIABLE) not in (None, str(os.getppid())):
        sys.exit("the refresh that started dbt is gone")


def main() -> None:
    """Runs dbt's own command line."""
    die_with_parent()
    from dbt.cli.main import cli  # after the request above: the import takes seconds

    cli()


if __name__ == "__main__":
    main()

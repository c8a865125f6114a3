"""dbt in a process of its own, which dies when the refresh that started it dies.

`python -m orchestration.dbt_process <arguments of dbt>` is dbt's own command line.
`python -m orchestration.dbt_process --events-to LOG <arguments of dbt>` writes its log to LOG and prints the
events that the refresh waits for, one JSON object a line. dbt's own two loggers spell out thousands of debug
events before they drop them, which costs as much as a tenth of a build; here they are off.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

PARENT_VARIABLE = "CXW_PARENT_PROCESS"
EVENTS_OPTION = "--events-to"
TOLD = ("FoundStats", "LogStartLine")
"""Names of the events that are printed whatever their level; errors always are."""

FEWER_COLLECTIONS = (200_000, 20, 100)
"""dbt keeps some hundred thousand objects to its end: looking for garbage among them again and again is a tenth of a
build's time."""

_LOGGED_LEVELS = ("info", "warn", "error")
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Asks Linux to kill this process when its parent dies, so that no orphan goes on writing."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.environ.get(PARENT_VARIABLE) not in (None, str(os.getppid())):
        sys.exit("the refresh that started dbt is gone")


def listener(log: TextIO, out: TextIO) -> Callable[[Any], None]:
    """A callback for dbt's events (protobuf messages): the log as text, the told ones as JSON."""

    def listen(event: Any) -> None:
        info = event.info
        if info.level in _LOGGED_LEVELS:
            log.write(f"{info.ts.ToDatetime():%H:%M:%S}  {info.msg}\n")
            log.flush()
        if info.name in TOLD or info.level == "error":
            print(json.dumps(_told(event)), file=out, flush=True)

    return listen


def _told(event: Any) -> dict[str, Any]:
    told = {"name": event.info.name, "level": event.info.level, "message": event.info.msg}
    if event.info.name == "LogStartLine":
        data = event.data
        told |= {"index": data.index, "total": data.total, "node": data.node_info.unique_id}
    return told


def run_with_events(log_path: Path, arguments: list[str]) -> int:
    """Runs dbt and tells its events; the exit code is dbt's: 1 where a node failed, 2 where dbt itself did."""
    from dbt.cli.main import dbtRunner  # here: the import takes seconds

    log_path.parent.mkdir(parents=True, exist_ok=True)
    with log_path.open("w", encoding="utf-8") as log:
        runner = dbtRunner(callbacks=[listener(log, sys.stdout)])
        result = runner.invoke(["--log-level", "none", "--log-level-file", "none", *arguments])
        if result.exception is not None:
            said = {"name": "", "level": "error", "message": str(result.exception)}
            log.write(f"{said['message']}\n")
            print(json.dumps(said), flush=True)
            return 2
    return 0 if result.success else 1


def main() -> None:
    """Runs dbt in one of the two ways."""
    die_with_parent()
    gc.set_threshold(*FEWER_COLLECTIONS)
    if sys.argv[1:2] == [EVENTS_OPTION]:
        sys.exit(run_with_events(Path(sys.argv[2]), sys.argv[3:]))
    from dbt.cli.main import cli  # here: the import takes seconds

    cli()


if __name__ == "__main__":
    main()

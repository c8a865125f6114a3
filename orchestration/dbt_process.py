"""dbt in a process of its own, which dies when the refresh that started it dies.

`python -m orchestration.dbt_process <arguments of dbt>` is dbt's own command line.
`python -m orchestration.dbt_process --events-to LOG <arguments of dbt>` writes its log to LOG and prints the
events that the refresh waits for, one JSON object a line.
`python -m orchestration.dbt_process --events-to LOG --enrich <arguments of dbt build>` builds in two parts, with the
enrichment room between them: first what enrichments read, then everything else. dbt parses once.
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

from orchestration.dbt_shortcuts import share_parses, take_shortcuts

PARENT_VARIABLE = "CXW_PARENT_PROCESS"
REGISTERED_VARIABLE = "CXW_RAW_REGISTERED"
"""Tells the second part of a build that the raw store is visible already: on Spark that takes a minute."""

EVENTS_OPTION = "--events-to"
ENRICH_OPTION = "--enrich"
ENRICHING = "Enriching"
TOLD = ("FoundStats", "LogStartLine")
"""Names of the events that are printed whatever their level; errors always are."""

FEWER_COLLECTIONS = (200_000, 20, 100)
"""dbt keeps some hundred thousand objects to its end: looking for garbage among them again and again is a tenth of a
build's time."""

_LOGGED_LEVELS = ("info", "warn", "error")
_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int | None = None) -> None:
    """Asks Linux to kill this process when its parent dies, so that no orphan goes on writing.

    `parent` is the id of that process; without it, what the environment says, where it says so.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if (parent or int(os.environ.get(PARENT_VARIABLE, os.getppid()))) != os.getppid():
        sys.exit("the process that started this one is gone")


def listener(log: TextIO, out: TextIO) -> Callable[[Any], None]:
    """A callback for dbt's events (protobuf messages): the log as text, the told ones as JSON."""

    def listen(event: Any) -> None:
        info = event.info
        if info.level in _LOGGED_LEVELS:
            log.write(f"{info.ts.ToDatetime():%H:%M:%S}  {info.msg}\n")
            log.flush()
        if info.name in TOLD or info.level == "error":
            out.write(json.dumps(_told(event)) + "\n")  # one write, as threads tell at the same time
            out.flush()

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

    take_shortcuts()
    enriches = arguments[:1] == [ENRICH_OPTION]
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with log_path.open("w", encoding="utf-8") as log:
        callbacks = [listener(log, sys.stdout)]

        def invoke(words: list[str], manifest: Any = None) -> Any:
            runner = dbtRunner(manifest, callbacks)
            result = runner.invoke(["--log-level", "none", "--log-level-file", "none", *words])
            if result.exception is not None:
                _tell_error(log, result.exception)
            return result

        if not enriches:
            return _exit_code(invoke(arguments))
        parsed = invoke(["--no-write-json", "parse", *arguments[2:]])
        if not parsed.success:
            return _exit_code(parsed)
        try:
            return _build_around_enrichment(
                lambda words: invoke(words, parsed.result), arguments[1:], parsed.result
            )
        except Exception as error:  # noqa: BLE001 - whatever an enrichment raises is told, and fails the build
            _tell_error(log, error)
            return 2


def _build_around_enrichment(invoke: Callable[[list[str]], Any], arguments: list[str], manifest: Any) -> int:
    """`arguments` are those of one whole build. The result file is in the end that of both parts together."""
    from orchestration.enrichment import room
    from orchestration.enrichment.enrichments import ENRICHMENTS  # here: SciPy takes half a second
    from orchestration.home import Home

    if not any(room.TAG in node.config.tags for node in manifest.nodes.values()):
        return _exit_code(invoke(arguments))
    inputs = f"+tag:{room.TAG}"
    results = Path(arguments[arguments.index("--target-path") + 1]) / "run_results.json"
    first = invoke(["--no-write-json", *arguments, "--indirect-selection", "cautious", "--select", inputs])
    if first.result is not None:
        first.result.write(str(results))  # the manifest is written once, by the second part
    if not first.success:
        return _exit_code(first)
    earlier = json.loads(results.read_text(encoding="utf-8"))
    _let_go_of_databases()
    mirror = _mirror(arguments, invoke)
    mirror()
    os.environ[REGISTERED_VARIABLE] = "1"
    room.run_enrichments(
        Home.locate(),
        json.loads(arguments[arguments.index("--vars") + 1]),
        ENRICHMENTS,
        lambda line: print(json.dumps({"name": ENRICHING, "level": "info", "message": line}), flush=True),
    )
    second = invoke([*arguments, "--indirect-selection", "cautious", "--exclude", inputs])
    if second.success:
        mirror()
    if results.exists():
        whole = json.loads(results.read_text(encoding="utf-8"))
        # What precedes each part, such as hooks, runs twice.
        built = {result["unique_id"] for result in earlier["results"]}
        whole["results"] = earlier["results"] + [r for r in whole["results"] if r["unique_id"] not in built]
        whole["elapsed_time"] += earlier["elapsed_time"]
        results.write_text(json.dumps(whole), encoding="utf-8")
    return _exit_code(second)


def _mirror(arguments: list[str], invoke: Callable[[list[str]], Any]) -> Callable[[], None]:
    """What shows DuckDB a build of Spark, for the enrichments and for all that comes after; nothing with DuckDB."""
    from orchestration.home import Home
    from orchestration.releases.store import next_number
    from orchestration.settings import SPARK
    from orchestration.spark.mirror import mirror_build

    if arguments[arguments.index("--target") + 1] != SPARK:
        return lambda: None
    options = ["--no-write-json", "run-operation", "register_raw_tables", *arguments[1:]]
    options[options.index("--target") + 1] = "duckdb"
    if not invoke(options).success:
        raise RuntimeError("the raw store could not be shown to DuckDB; the log of dbt says why")
    _let_go_of_databases()
    home = Home.locate()
    return lambda: mirror_build(home, next_number(home))


def _let_go_of_databases() -> None:
    """dbt keeps the databases open in its process, and DuckDB opens a file in one way only."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _exit_code(result: Any) -> int:
    return 2 if result.exception is not None else 0 if result.success else 1


def _tell_error(log: TextIO, error: BaseException) -> None:
    log.write(f"{error}\n")
    print(json.dumps({"name": "", "level": "error", "message": str(error)}), flush=True)


def main() -> None:
    """Runs dbt in one of the two ways."""
    die_with_parent()
    gc.set_threshold(*FEWER_COLLECTIONS)
    share_parses()
    if sys.argv[1:2] == [EVENTS_OPTION]:
        sys.exit(run_with_events(Path(sys.argv[2]), sys.argv[3:]))
    from dbt.cli.main import cli  # here: the import takes seconds

    cli()


if __name__ == "__main__":
    main()

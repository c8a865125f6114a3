"""What a build on Spark costs, model by model: `python -m benchmarks.spark --tickets 100000 [--skewed 0.2]`.

Generates a Zendesk-shaped company, starts a cluster of this machine alone, refreshes with DuckDB and then with Spark,
and reads from Spark's own books (its REST API) how much each model read, shuffled and spilled, and by which columns its
rows were exchanged. Writes benchmarks/spark.json and prints the costliest models.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import tempfile
import urllib.request
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.generate import generate
from benchmarks.running import cxw, run
from benchmarks.spark_plans import exchanged_by, joined
from orchestration.home import Home
from orchestration.spark.cluster import down, up
from orchestration.spark.options import ClusterOptions

RESULTS = Path(__file__).with_name("spark.json")
KEPT = 100_000
"""Stages that Spark remembers: more than a build has."""

SHOWN = 25
MODELS, STAGES = 50, 40
ADDED = ("seconds", "processor_seconds", "output_bytes", "shuffled_bytes", "spilled_bytes")
_NODE = re.compile(r'"node_id": "(?:model|test)\.cxw\.([a-z0-9_]+)')


@dataclass
class ModelCost:
    """What the statements of one model or test cost Spark's executors; bytes are those on disk or on the wire."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    output_bytes: int = 0
    shuffled_bytes: int = 0
    spilled_bytes: int = 0
    exchanged_by: dict[str, int] = field(default_factory=dict)
    joined: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class StageCost:
    """One stage: its tasks' seconds and bytes together, and of (the task in the middle, the largest)."""

    model: str
    tasks: int
    seconds: float
    shuffle_read_bytes: int
    shuffle_written_bytes: int
    spilled_bytes: int
    task_seconds: tuple[float, float]
    task_read_bytes: tuple[int, int]


def measure(tickets: int, skewed: float) -> dict[str, Any]:
    """Refreshes one company on both engines; the figures of both."""
    with tempfile.TemporaryDirectory(prefix="cxw-spark-") as folder:
        home = Home(Path(folder).resolve() / "home")
        home.root.mkdir(parents=True)
        home.settings_file.write_text("memory_limit: 6GB\nthreads: 2\n", encoding="utf-8")
        generate(home, tickets, skewed=skewed)
        with socket.socket() as probe:  # another cluster may have the usual port: its books would be read
            probe.bind(("127.0.0.1", 0))
            page = probe.getsockname()[1]
        os.environ["CXW_SPARK_OPTIONS"] = (
            f"spark.ui.port={page} spark.ui.retainedStages={KEPT} spark.ui.retainedJobs={KEPT} "
            f"spark.sql.ui.retainedExecutions={KEPT} " + os.environ.get("CXW_SPARK_OPTIONS", "")
        )
        duckdb = run(cxw(home, "refresh"), home)
        up(home, ClusterOptions.read(), print)
        try:
            spark = run(cxw(home, "refresh", "--target", "spark"), home)
            costs = model_costs(f"http://127.0.0.1:{page}")
            stages = heaviest_stages(f"http://127.0.0.1:{page}")
        finally:
            down(home)
        sizes = sum(file.stat().st_size for file in home.tables.rglob("*.parquet"))
        raw = sum(file.stat().st_size for file in home.raw.rglob("*.parquet"))
    return {
        "tickets": tickets,
        "skewed": skewed,
        "duckdb": asdict(duckdb),
        "spark": asdict(spark),
        "raw_bytes": raw,
        "released_bytes": sizes,
        "all": {part: sum(getattr(cost, part) for cost in costs.values()) for part in ADDED},
        "stages": [asdict(stage) for stage in stages],
        "models": {name: asdict(cost) for name, cost in list(costs.items())[:MODELS]},
    }


def model_costs(page: str) -> dict[str, ModelCost]:
    """By model or test, from the books of the application whose page it is; the costliest first."""
    books = _books(page)
    costs: dict[str, ModelCost] = defaultdict(ModelCost)
    for stage in _read(f"{books}/stages?status=complete"):
        if not (node := _NODE.search(stage.get("description", ""))):
            continue
        cost = costs[node[1]]
        cost.seconds += stage["executorRunTime"] / 1e3
        cost.processor_seconds += stage["executorCpuTime"] / 1e9
        cost.output_bytes += stage["outputBytes"]
        cost.shuffled_bytes += stage["shuffleWriteBytes"]
        cost.spilled_bytes += stage["diskBytesSpilled"]
    for execution in _read(f"{books}/sql?details=false&planDescription=true&length={KEPT}"):
        if node := _NODE.search(execution.get("description", "")):
            plan = execution.get("planDescription", "")
            cost = costs[node[1]]
            cost.exchanged_by = dict(exchanged_by(plan) + Counter(cost.exchanged_by))
            cost.joined = dict(joined(plan) + Counter(cost.joined))
    return dict(sorted(costs.items(), key=lambda item: -item[1].seconds))


def heaviest_stages(page: str) -> list[StageCost]:
    """The stages that took most of the executors' time; how far their largest task is from the one in the middle."""
    books = _books(page)
    stages = sorted(_read(f"{books}/stages?status=complete"), key=lambda stage: -stage["executorRunTime"])
    found = []
    for stage in stages[:STAGES]:
        node = _NODE.search(stage.get("description", ""))
        address = f"{books}/stages/{stage['stageId']}/{stage['attemptId']}/taskSummary?quantiles=0.5,1.0"
        tasks = _ask(address)
        found.append(
            StageCost(
                model=node[1] if node else "",
                tasks=stage["numCompleteTasks"],
                seconds=stage["executorRunTime"] / 1e3,
                shuffle_read_bytes=stage["shuffleReadBytes"],
                shuffle_written_bytes=stage["shuffleWriteBytes"],
                spilled_bytes=stage["diskBytesSpilled"],
                task_seconds=(tasks["executorRunTime"][0] / 1e3, tasks["executorRunTime"][1] / 1e3),
                task_read_bytes=(
                    int(tasks["shuffleReadMetrics"]["readBytes"][0]),
                    int(tasks["shuffleReadMetrics"]["readBytes"][1]),
                ),
            )
        )
    return found


def _books(page: str) -> str:
    (application,) = _read(f"{page}/api/v1/applications")
    return f"{page}/api/v1/applications/{application['id']}"


def _read(address: str) -> list[dict[str, Any]]:
    return list(_ask(address))


def _ask(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return json.load(answer)


def main() -> None:
    """Measures, writes and prints."""
    parser = argparse.ArgumentParser(description="Measure a build on Spark beside one on DuckDB.")
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument(
        "--skewed", type=float, default=0.0, help="share of the tickets that one customer has"
    )
    asked = parser.parse_args()
    found = measure(asked.tickets, asked.skewed)
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    of_one = f", {asked.skewed:.0%} of them one customer's" if asked.skewed else ""
    known[f"{asked.tickets:,} tickets{of_one}"] = found
    RESULTS.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    print(f"DuckDB {found['duckdb']['seconds']:.0f} s, Spark {found['spark']['seconds']:.0f} s")
    for name, cost in list(found["models"].items())[:SHOWN]:
        shuffled, spilled = cost["shuffled_bytes"] / 2**20, cost["spilled_bytes"] / 2**20
        print(f"{name:45} {cost['seconds']:7.1f} s  shuffled {shuffled:7.1f} MiB  spilled {spilled:7.1f} MiB")


if __name__ == "__main__":
    main()

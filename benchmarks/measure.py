"""Measures whole refreshes against their targets: `make bench`, and `make bench-scale` for the large ones too.

Writes benchmarks/latest.json and the table in docs/performance.md, and prints it. Times depend on the machine: the
targets are for two cores with nothing else running. Exit code 1 when one is missed. `--only WORD` measures the cases
with that word in their name and keeps the other results; `--page` writes the page from what was measured before.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.cases import CASES, Case
from benchmarks.page import shares, summary, write_page
from benchmarks.running import python, run
from orchestration.home import Home
from orchestration.releases import find_release

RESULTS = Path(__file__).with_name("latest.json")
SLOWEST_NODES = 20
GROWTH_AT_MOST = 11.0


def measure(case: Case) -> dict[str, Any]:
    """Prepares a home of its own, times the command, and reads from the home where the time went."""
    with tempfile.TemporaryDirectory(prefix="cxw-bench-") as folder:
        home = Home(Path(folder) / "home")
        command = case.prepare(home)
        usage = run(command, home)
        result: dict[str, Any] = {
            "name": case.name,
            "tickets": case.tickets,
            **asdict(usage),
            "target_seconds": case.target_seconds,
            "target_mib": case.target_mib,
            "full": case.full,
            "target_share": case.target_share,
            **_nodes(home),
        }
        if home.current.exists():
            manifest = find_release(home).manifest()
            result["rooms"] = manifest["seconds"]
            result["rows"] = {name: table["rows"] for name, table in manifest["tables"].items()}
            result["raw_records"] = sum(delivery["physical_records"] for delivery in manifest["deliveries"])
            result["raw_mib"] = round(sum(f.stat().st_size for f in home.raw.rglob("*.parquet")) / 2**20, 1)
            result["floor"] = asdict(run(python("benchmarks.floor", str(home.root)), home))
    return result


def _nodes(home: Home) -> dict[str, Any]:
    """dbt's own account: seconds in which nodes ran, and the slowest of them."""
    told = json.loads((home.dbt_target / "run_results.json").read_text(encoding="utf-8"))
    slowest = sorted(told["results"], key=lambda node: -node["execution_time"])[:SLOWEST_NODES]
    return {
        "nodes": len(told["results"]),
        "nodes_seconds": round(told["elapsed_time"], 1),
        "slowest_nodes": {
            node["unique_id"].split(".")[2]: round(node["execution_time"], 2) for node in slowest
        },
    }


def _machine() -> dict[str, Any]:
    return {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "load_before": round(os.getloadavg()[0], 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }


def _growth(results: dict[str, dict[str, Any]]) -> dict[str, float] | None:
    by_tickets = {result["tickets"]: result for result in results.values()}
    if not {100_000, 1_000_000} <= by_tickets.keys():
        return None
    small, large = by_tickets[100_000], by_tickets[1_000_000]
    return {
        "factor": round(large["seconds"] / small["seconds"], 1),
        "processor_factor": round(large["processor_seconds"] / small["processor_seconds"], 1),
        "target_factor": GROWTH_AT_MOST,
    }


def _missed(told: dict[str, Any]) -> list[str]:
    """Names of what took more than it may."""
    missed = [
        case["name"]
        for case in told["cases"]
        if (case["target_seconds"] is not None and case["seconds"] > case["target_seconds"])
        or case["peak_mib"] > case["target_mib"]
    ]
    missed += [
        f"{night['name']}: share"
        for night, share, _ in shares(told)
        if night["target_share"] and share > night["target_share"]
    ]
    growth = told["growth"]
    return missed + (["growth"] if growth and growth["factor"] > growth["target_factor"] else [])


def main() -> int:
    """Runs the cases; 1 where a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true", help="100,000 and 1,000,000 tickets too: minutes")
    parser.add_argument("--only", metavar="WORD", help="the cases with this word in their name")
    parser.add_argument("--page", action="store_true", help="measure nothing; write docs/performance.md")
    arguments = parser.parse_args()
    told = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"cases": []}
    results = {case["name"]: case for case in told["cases"]}
    told["growth"] = _growth(results)
    for case in [] if arguments.page else CASES:
        if case.is_large and not (arguments.large or arguments.only):
            continue
        if arguments.only is None or arguments.only in case.name:
            machine = _machine()
            results[case.name] = {**measure(case), "machine": machine}
            ordered = [results[each.name] for each in CASES if each.name in results]
            told = {"cases": ordered, "growth": _growth(results)}
            RESULTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
            print(f"{case.name}: {results[case.name]['seconds']} s", file=sys.stderr)
    write_page(told)
    missed = _missed(told)
    print(summary(told))
    print("missed: " + ", ".join(missed) if missed else "every target is met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

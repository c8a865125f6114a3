"""The measured part of docs/performance.md, made from what was measured."""

from __future__ import annotations

import re
from typing import Any

from orchestration.home import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "performance.md"
MEASURED = re.compile(r"(<!-- (\w+): from benchmarks/latest.json -->\n).*?(<!-- end -->)", re.DOTALL)
ROOMS = ("intake", "build", "audit", "release")
NODES_SHOWN = 12


def summary(told: dict[str, Any]) -> str:
    """Every case in one line, beside what it may take at most."""
    lines = [
        _row("case", "seconds", "at most", "processor s", "MiB", "at most", *ROOMS, "floor", "x floor"),
        _row(*(["---"] + ["---:"] * (len(ROOMS) + 7))),
    ]
    for case in told["cases"]:
        floor = case.get("floor", {}).get("seconds")
        lines.append(
            _row(
                case["name"],
                f"{case['seconds']:.1f}",
                _optional(case["target_seconds"], ".0f"),
                f"{case['processor_seconds']:.1f}",
                f"{case['peak_mib']:,}",
                f"{case['target_mib']:,}",
                *(_optional(case.get("rooms", {}).get(room), ".1f") for room in ROOMS),
                _optional(floor, ".1f"),
                _optional(case["seconds"] / floor if floor else None, ".0f"),
            )
        )
    if growth := told.get("growth"):
        grown = f"From 100,000 to 1,000,000 tickets the time grows by a factor of {growth['factor']}"
        lines += [
            "",
            f"{grown} (at most {growth['target_factor']:.0f}), that of the processors by {growth['processor_factor']}.",
        ]
    for night, share, processors in shares(told):
        target = night["target_share"]
        most = f" (at most {target:.0%})" if target else ""
        lines += [
            "",
            f"{night['name']}: {share:.0%} of the time of the first night{most}, {processors:.0%} of its processors'.",
        ]
    return "\n".join(lines)


def shares(told: dict[str, Any]) -> list[tuple[dict[str, Any], float, float]]:
    """Of every night after the first one: what it takes of the first one's seconds and of its processor seconds."""
    by_name = {case["name"]: case for case in told["cases"]}
    return [
        (night, *(night[unit] / by_name[night["full"]][unit] for unit in ("seconds", "processor_seconds")))
        for night in told["cases"]
        if night.get("full") in by_name
    ]


def where_it_goes(told: dict[str, Any]) -> str:
    """The slowest nodes of the largest company, beside the same nodes of the smaller ones."""
    cases = [case for case in told["cases"] if case["tickets"] and case["tickets"] >= 10_000]
    if not cases:
        return "Not measured yet."
    slowest = list(cases[-1]["slowest_nodes"])[:NODES_SHOWN]
    lines = [
        _row("node, seconds", *(f"{case['tickets']:,} tickets" for case in cases)),
        _row("---", *("---:" for _ in cases)),
    ]
    for node in slowest:
        lines.append(_row(f"`{node}`", *(_optional(c["slowest_nodes"].get(node), ".1f") for c in cases)))
    lines.append(_row("all nodes, two at a time", *(f"{case['nodes_seconds']:.1f}" for case in cases)))
    lines.append(
        _row(
            "dbt's start and the enrichments",
            *(f"{case['rooms']['build'] - case['nodes_seconds']:.1f}" for case in cases),
        )
    )
    return "\n".join(lines)


def sizes(told: dict[str, Any]) -> str:
    """How much data each company is."""
    cases = [case for case in told["cases"] if "rows" in case]
    shown = ("fct_tickets", "fct_ticket_messages", "fct_ticket_status_spans", "fct_ticket_milestones")
    lines = [
        _row("case", "raw records", "raw MiB", *(f"`{table}`" for table in shown), "all released rows"),
        _row(*(["---"] + ["---:"] * (len(shown) + 3))),
    ]
    for case in cases:
        rows = [f"{case['rows'].get(f'conformed.{table}', 0):,}" for table in shown]
        records, released = f"{case['raw_records']:,}", f"{sum(case['rows'].values()):,}"
        lines.append(_row(case["name"], records, f"{case['raw_mib']:,.1f}", *rows, released))
    return "\n".join(lines)


def machine(told: dict[str, Any]) -> str:
    """What it was measured on."""
    if not told["cases"]:
        return "Not measured yet."
    last = told["cases"][-1]["machine"]
    busiest = max(case["machine"]["load_before"] for case in told["cases"])
    return (
        f"Measured on {last['measured_on']}: {last['cores']} cores, {last['memory_gib']} GiB, {last['system']}, "
        f"Python {last['python']}, DuckDB {last['duckdb']}; the load average before a case was {busiest} at most."
    )


def write_page(told: dict[str, Any]) -> None:
    """Replaces the measured parts of the page; the rest of it is written by hand."""
    parts = {"summary": summary, "nodes": where_it_goes, "sizes": sizes, "machine": machine}
    text = PAGE.read_text(encoding="utf-8")
    written = MEASURED.sub(lambda found: f"{found[1]}{parts[found[2]](told)}\n{found[3]}", text)
    PAGE.write_text(written, encoding="utf-8")


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _optional(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)

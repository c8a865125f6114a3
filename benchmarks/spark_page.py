"""The measured part of docs/spark_sizing.md, made from benchmarks/spark.json: `python -m benchmarks.spark_page`."""

from __future__ import annotations

import json
import re
from typing import Any

from benchmarks.spark import RESULTS
from orchestration.home import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "spark_sizing.md"
MEASURED = re.compile(r"(<!-- (\w+): from benchmarks/spark.json -->\n).*?(<!-- end -->)", re.DOTALL)
CHANGES_A_TICKET = 15
MODELS_SHOWN = 16
STAGES_SHOWN = 8
BILLION = 1_000_000_000
_GIB = 2**30
_MIB = 2**20

Case = dict[str, Any]


def engines(told: dict[str, Case]) -> str:
    """The same refresh on both engines."""
    lines = [
        _row("company", "DuckDB, s", "Spark, s", "x", "executors busy", "shuffled", "spilled", "released"),
        _row("---", *["---:"] * 7),
    ]
    for name, case in told.items():
        duckdb, spark = case["duckdb"]["seconds"], case["spark"]["seconds"]
        lines.append(
            _row(
                name,
                f"{duckdb:,.0f}",
                f"{spark:,.0f}",
                f"{spark / duckdb:.1f}",
                f"{_total(case, 'seconds'):,.0f} s",
                *(_mib(_total(case, part)) for part in ("shuffled_bytes", "spilled_bytes")),
                _mib(case["released_bytes"]),
            )
        )
    return "\n".join(lines)


def models(told: dict[str, Case]) -> str:
    """The models that shuffle most in the largest company: how much, and by which columns their rows are spread."""
    case = _largest(told)
    built = [(name, cost) for name, cost in case["models"].items() if cost["exchanged_by"]]
    costly = sorted(built, key=lambda item: -item[1]["shuffled_bytes"])[:MODELS_SHOWN]
    lines = [
        _row("model", "executors, s", "shuffled", "spilled", "rows are brought together by"),
        _row("---", "---:", "---:", "---:", "---"),
    ]
    for name, cost in costly:
        by = sorted(cost["exchanged_by"].items(), key=lambda item: -item[1])[:3]
        lines.append(
            _row(
                f"`{name}`",
                f"{cost['seconds']:,.1f}",
                _mib(cost["shuffled_bytes"]),
                _mib(cost["spilled_bytes"]),
                "; ".join(f"({columns})" for columns, _ in by),
            )
        )
    return "\n".join(lines)


def stages(told: dict[str, Case]) -> str:
    """The stages that read most, plain and with one large customer: the largest task beside the one in the middle."""
    lines = [
        _row("company", "model", "tasks", "read", "middle task", "largest task", "spilled"),
        _row("---", "---", *["---:"] * 5),
    ]
    for name, case in told.items():
        heavy = sorted(case["stages"], key=lambda stage: -stage["shuffle_read_bytes"])[:STAGES_SHOWN]
        for stage in heavy:
            middle, largest = zip(stage["task_seconds"], stage["task_read_bytes"], strict=True)
            lines.append(
                _row(
                    name,
                    f"`{stage['model']}`",
                    str(stage["tasks"]),
                    _mib(stage["shuffle_read_bytes"]),
                    f"{middle[0]:.1f} s, {_mib(middle[1])}",
                    f"{largest[0]:.1f} s, {_mib(largest[1])}",
                    _mib(stage["spilled_bytes"]),
                )
            )
    return "\n".join(lines)


def growth(told: dict[str, Case]) -> str:
    """What a million more ticket changes need, from the two evenly spread companies, and a billion by the same line."""
    (small, large) = sorted((c for c in told.values() if not c["skewed"]), key=lambda c: c["tickets"])[-2:]
    more = (large["tickets"] - small["tickets"]) * CHANGES_A_TICKET / 1e6
    lines = [
        _row("", "a night without records", "a million changes more", "a billion changes"),
        _row("---", "---:", "---:", "---:"),
    ]
    for label, unit, find in (
        ("executors, seconds", 1.0, lambda c: _total(c, "seconds")),
        ("of that, processor seconds", 1.0, lambda c: _total(c, "processor_seconds")),
        ("shuffled, GiB", _GIB, lambda c: _total(c, "shuffled_bytes")),
        ("written, GiB", _GIB, lambda c: _total(c, "output_bytes")),
        ("raw store, GiB", _GIB, lambda c: c["raw_bytes"]),
        ("released tables, GiB", _GIB, lambda c: c["released_bytes"]),
        ("no executor at work, seconds", 1.0, idle_seconds),
    ):
        each = (find(large) - find(small)) / more / unit
        none = find(small) / unit - each * small["tickets"] * CHANGES_A_TICKET / 1e6
        lines.append(
            _row(label, f"{max(none, 0):,.2f}", f"{each:,.3f}", f"{max(none, 0) + each * BILLION / 1e6:,.0f}")
        )
    return "\n".join(lines)


def idle_seconds(case: Case) -> float:
    """Of a refresh on two cores: the seconds of both in which no task ran, halved."""
    return float(case["spark"]["seconds"] - _total(case, "seconds") / 2)


def write_page(told: dict[str, Case]) -> None:
    """Replaces the measured parts of the page; the rest of it is written by hand."""
    parts = {"engines": engines, "models": models, "stages": stages, "growth": growth}
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        MEASURED.sub(lambda found: f"{found[1]}{parts[found[2]](told)}\n{found[3]}", text), encoding="utf-8"
    )


def _largest(told: dict[str, Case]) -> Case:
    return max((case for case in told.values() if not case["skewed"]), key=lambda case: case["tickets"])


def _total(case: Case, part: str) -> float:
    return float(case["all"][part])


def _mib(value: float) -> str:
    return f"{value / _MIB:,.0f} MiB"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    write_page(json.loads(RESULTS.read_text(encoding="utf-8")))

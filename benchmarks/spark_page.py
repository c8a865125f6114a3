"""The measured part of docs/spark_sizing.md, made from benchmarks/spark.json: `python -m benchmarks.spark_page`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from benchmarks.spark import RESULTS
from orchestration.home import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "spark_sizing.md"
MEASURED = re.compile(r"(<!-- (\w+): from benchmarks/spark.json -->\n).*?(<!-- end -->)", re.DOTALL)
CHANGES_A_TICKET = 15
MODELS_SHOWN = 16
STAGES_SHOWN = 8
BILLION = 1_000_000_000
MEASURED_CORES = 2
CORES = (64, 128)
CORES_USED = 0.6
AUDIT_SECONDS = 50
"""The audit and the hashes at a million tickets, by the papers of that refresh: benchmarks/spark.json has no rooms."""

JUDGING_SECONDS = 51
"""The first night of a million tickets judges 2.1 million messages on two cores: docs/emotion.md."""

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
        _row(
            "company", "model", "tasks", "read", "middle task", "largest task", "it reads more by", "spilled"
        ),
        _row("---", "---", *["---:"] * 6),
    ]
    for name, case in told.items():
        for stage in heaviest(case):
            middle, largest = zip(stage["task_seconds"], stage["task_read_bytes"], strict=True)
            lines.append(
                _row(
                    name,
                    f"`{stage['model']}`",
                    str(stage["tasks"]),
                    _mib(stage["shuffle_read_bytes"]),
                    f"{middle[0]:.1f} s, {_mib(middle[1])}",
                    f"{largest[0]:.1f} s, {_mib(largest[1])}",
                    f"{largest[1] / middle[1] - 1:.0%}".replace("%", " %") if middle[1] else "",
                    _mib(stage["spilled_bytes"]),
                )
            )
    return "\n".join(lines)


def heaviest(case: Case) -> list[dict[str, Any]]:
    """The stages of a case that read most."""
    return sorted(case["stages"], key=lambda stage: -stage["shuffle_read_bytes"])[:STAGES_SHOWN]


def growth(told: dict[str, Case]) -> str:
    """What a million more ticket changes need, from the two evenly spread companies, and a billion by the same line."""
    lines = [
        _row("", "a night without records", "a million changes more", "a billion changes"),
        _row("---", "---:", "---:", "---:"),
    ]
    for label, unit, find in (
        ("executors, seconds", 1.0, executor_seconds),
        ("of that, processor seconds", 1.0, lambda c: _total(c, "processor_seconds")),
        ("shuffled, GiB", _GIB, lambda c: _total(c, "shuffled_bytes")),
        ("written, GiB", _GIB, lambda c: _total(c, "output_bytes")),
        ("raw store, GiB", _GIB, lambda c: c["raw_bytes"]),
        ("released tables, GiB", _GIB, lambda c: c["released_bytes"]),
        ("no executor at work, seconds", 1.0, idle_seconds),
    ):
        none, each = (value / unit for value in straight_line(told, find))
        lines.append(_row(label, f"{none:,.2f}", f"{each:,.3f}", f"{none + each * BILLION / 1e6:,.0f}"))
    return "\n".join(lines)


def night(told: dict[str, Case]) -> str:
    """What a night of a billion changes comes to, part by part and whole, on the clock."""
    idle, idle_each = straight_line(told, idle_seconds)
    tasks, tasks_each = straight_line(told, executor_seconds)
    millions = BILLION / 1e6
    companies = millions / CHANGES_A_TICKET
    start, audit, judging = (
        idle + tasks / MEASURED_CORES,
        AUDIT_SECONDS * companies,
        JUDGING_SECONDS * companies,
    )
    rest = idle_each * millions - audit
    work = [tasks_each * millions / cores / CORES_USED for cores in CORES]
    whole = [start + each + audit + rest for each in work]

    def row(part: str, seconds: list[float], how: str, mark: str = "") -> str:
        cells = (f"{mark}{cell}{mark}" for cell in (part, *map(_clock, seconds)))
        return _row(*cells, how)

    def same(seconds: float) -> list[float]:
        return [seconds] * len(CORES)

    lines = [
        _row("part", *(f"{cores} cores" for cores in CORES), "how it was come by"),
        _row("---", *["---:"] * len(CORES), "---"),
        row(
            "planning, commits, dbt's start",
            same(start),
            f"a night without records: {idle:,.0f} s, and half of {tasks:,.0f} executor seconds (two cores)",
        ),
        row(
            "executors at work",
            work,
            f"{tasks_each * millions:,.0f} executor seconds that grow with the records; {CORES_USED * 100:.0f} % of "
            "the cores' time is used",
        ),
        row(
            "audit, hashes of the release",
            same(audit),
            f"two cores of one machine: {AUDIT_SECONDS} s at a million tickets, times {companies:.0f}",
        ),
        row(
            "enrichments, and the rest",
            same(rest),
            f"two cores of one machine: what is left of the {idle_each * millions:,.0f} s that grow and have no "
            "executor at work",
        ),
        row("a night", whole, "all four", "**"),
        row(
            "every text is judged",
            same(judging),
            f"two cores of one machine: {JUDGING_SECONDS} s at a million tickets, times {companies:.0f}",
        ),
        row("the first night", [each + judging for each in whole], "all five, at most", "**"),
    ]
    return "\n".join(lines)


def straight_line(told: dict[str, Case], find: Callable[[Case], float]) -> tuple[float, float]:
    """Through the two largest evenly spread companies: what is left without records, and what a million changes add."""
    small, large = sorted((c for c in told.values() if not c["skewed"]), key=lambda c: c["tickets"])[-2:]
    each = (find(large) - find(small)) / ((large["tickets"] - small["tickets"]) * CHANGES_A_TICKET / 1e6)
    return max(find(small) - each * small["tickets"] * CHANGES_A_TICKET / 1e6, 0), each


def executor_seconds(case: Case) -> float:
    """Seconds of all tasks."""
    return _total(case, "seconds")


def idle_seconds(case: Case) -> float:
    """Of a refresh on two cores: the seconds of both in which no task ran, halved."""
    return float(case["spark"]["seconds"] - executor_seconds(case) / MEASURED_CORES)


PARTS = {"engines": engines, "models": models, "stages": stages, "growth": growth, "night": night}


def written(text: str, told: dict[str, Case]) -> str:
    """The page with its measured parts anew; the rest of it is written by hand."""
    return MEASURED.sub(lambda found: f"{found[1]}{PARTS[found[2]](told)}\n{found[3]}", text)


def _largest(told: dict[str, Case]) -> Case:
    return max((case for case in told.values() if not case["skewed"]), key=lambda case: case["tickets"])


def _total(case: Case, part: str) -> float:
    return float(case["all"][part])


def _mib(value: float) -> str:
    return f"{value / _MIB:,.0f} MiB"


def _clock(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    measured = json.loads(RESULTS.read_text(encoding="utf-8"))
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), measured), encoding="utf-8")

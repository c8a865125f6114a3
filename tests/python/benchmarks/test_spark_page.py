"""What the pages say of Spark's cost is what benchmarks/spark.json holds."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from benchmarks import spark_page
from benchmarks.spark import RESULTS
from orchestration.home import PROJECT_ROOT

TOLD: dict[str, dict[str, Any]] = json.loads(RESULTS.read_text(encoding="utf-8"))
PAGE = spark_page.PAGE.read_text(encoding="utf-8")


def test_the_measured_parts_of_the_page_are_those_of_the_file() -> None:
    assert spark_page.written(PAGE, TOLD) == PAGE
    assert {part for _, part, _ in spark_page.MEASURED.findall(PAGE)} == set(spark_page.PARTS)


def test_the_page_of_spark_says_how_many_times_slower_it_was() -> None:
    times = sorted(case["spark"]["seconds"] / case["duckdb"]["seconds"] for case in TOLD.values())
    said = (PROJECT_ROOT / "docs" / "spark.md").read_text(encoding="utf-8")
    assert f"{times[0]:.1f} to {times[-1]:.1f} times slower" in said


def shares(case: dict[str, Any]) -> list[tuple[str, float]]:
    """Of the stages that the page shows: the model, and how much more the largest task reads than the middle one."""
    return [
        (stage["model"], stage["task_read_bytes"][1] / stage["task_read_bytes"][0] - 1)
        for stage in spark_page.heaviest(case)
        if stage["task_read_bytes"][0]
    ]


def test_the_page_says_how_uneven_the_tasks_are() -> None:
    skewed = dict(reversed(shares(next(case for case in TOLD.values() if case["skewed"]))))
    ((worst, most), *others) = sorted(skewed.items(), key=lambda item: -item[1])
    assert worst == "ticket_time_kpis"
    assert f"(`{worst}`) reads {most:.0%} more" in PAGE.replace(" %", "%")
    assert max(share for _, share in others) < 0.34, "the page says a third"
    evenly = dict(shares(TOLD["1,000,000 tickets"]))
    assert evenly[worst] == pytest.approx(2, abs=0.05), "the page says three times"
    assert max(share for model, share in evenly.items() if model != worst) < 0.02


def test_the_parts_of_the_night_come_to_its_whole() -> None:
    rows = [line.split("|")[1:-1] for line in spark_page.night(TOLD).splitlines()[2:]]
    parts = {row[0].strip(" *"): [minutes(cell) for cell in row[1:3]] for row in rows}
    first, whole = parts.pop("the first night"), parts.pop("a night")
    judging = parts.pop("every text is judged")
    for column in range(2):
        assert whole[column] == pytest.approx(sum(part[column] for part in parts.values()), abs=2)
        assert first[column] == pytest.approx(whole[column] + judging[column], abs=1)
    work = parts.pop("executors at work")
    assert work[0] == pytest.approx(2 * work[1], abs=1)
    rest = parts["enrichments, and the rest"]
    said = [
        f"{hours} h {rest_of} min"
        for hours, rest_of in (divmod(a - b, 60) for a, b in zip(whole, rest, strict=True))
    ]
    assert f"comes to {said[0]} with 64 cores, to {said[1]} with 128" in PAGE


def test_no_second_without_an_executor_is_lost() -> None:
    (idle,) = re.findall(r"\| no executor at work, seconds \|.*\| ([\d,]+) \|", spark_page.growth(TOLD))
    tasks, _ = spark_page.straight_line(TOLD, spark_page.executor_seconds)
    alone = [
        minutes(line.split("|")[2])
        for line in spark_page.night(TOLD).splitlines()[2:]
        if line.split("|")[1].strip()
        in ("planning, commits, dbt's start", "audit, hashes of the release", "enrichments, and the rest")
    ]
    assert len(alone) == 3
    assert sum(alone) == pytest.approx((int(idle.replace(",", "")) + tasks / 2) / 60, abs=2)


def minutes(cell: str) -> int:
    found = re.fullmatch(r"\**(?:(\d+) h )?(\d+) min\**", cell.strip())
    assert found, cell
    return 60 * int(found[1] or 0) + int(found[2])

"""What the campaigns of deliveries came to: as JSON, and as the tables of their page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

Report = dict[str, dict[str, Any]]
"""Figures by the scene's name."""

HISTORIES = Path(__file__).with_name("histories.json")
FUZZING = Path(__file__).with_name("fuzzing.json")
PAGE = Path(__file__).parents[1] / "docs" / "deliveries_tried.md"

_COUNTS = ("companies", "histories", "records", "rows_compared", "refreshes", "differ")


def write(report: Report, path: Path) -> None:
    """Writes the scenes into a file, where others stay; of a tracked file the page shows the table."""
    earlier = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    whole = {**earlier, **report}
    path.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    if path in (HISTORIES, FUZZING):
        text = PAGE.read_text(encoding="utf-8")
        marks = re.compile(rf"(<!-- from faults/{path.name} -->\n).*?(<!-- end -->)", re.DOTALL)
        PAGE.write_text(
            marks.sub(lambda found: f"{found[1]}{table(whole)}\n{found[2]}", text), encoding="utf-8"
        )


def table(report: Report) -> str:
    """The figures as a table in Markdown."""
    if "fuzzing" in report:
        return _formats(report["fuzzing"])
    lines = [_row("scene", *(name.replace("_", " ") for name in _COUNTS))]
    lines.append(_row("---", *["---:"] * len(_COUNTS)))
    for name, its in report.items():
        lines.append(_row(name, *(f"{its[count]:,}" if count in its else "" for count in _COUNTS)))
    return "\n".join(lines)


def _formats(figures: dict[str, Any]) -> str:
    came = figures["came_to"]
    kinds = sorted({word.partition(" ")[0] for word in came})
    lines = [_row("format", "taken", "rejected", "findings"), _row("---", "---:", "---:", "---:")]
    for kind in kinds:
        lines.append(
            _row(kind, *(f"{came.get(f'{kind} {what}', 0):,}" for what in ("taken", "rejected")), "")
        )
    taken, rejected = (
        sum(n for word, n in came.items() if word.endswith(what)) for what in ("taken", "rejected")
    )
    return "\n".join([*lines, _row("all", f"{taken:,}", f"{rejected:,}", f"{figures['findings']:,}")])


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"

"""Mutants told: as JSON, as a table by family, and on their page."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from faults.mutants.judging import APART, KILLERS, OUTCOMES, SURVIVED, Verdict
from orchestration.home import PROJECT_ROOT

LATEST = Path(__file__).with_name("latest.json")
PAGE = PROJECT_ROOT / "docs" / "mutants.md"
MEASURED = re.compile(r"(<!-- from faults/mutants/latest.json -->\n).*?(\n<!-- end -->)", re.DOTALL)
NOTICED_AT_LEAST = 0.9

Report = dict[str, Any]


def told(verdict: Verdict) -> dict[str, Any]:
    """One mutant, with the line of the compiled statement."""
    mutant, change = verdict.mutant, verdict.mutant.change
    return {
        "model": mutant.model,
        "operator": change.operator,
        "line": change.line,
        "before": change.before,
        "after": change.after,
        "outcome": verdict.outcome,
        "by": verdict.by,
        "seen_in": verdict.seen_in,
        "tables": verdict.tables,
        "seconds": verdict.seconds,
    }


def write(verdicts: Sequence[Verdict], path: Path, **drawn: Any) -> Report:
    """Writes figures and survivors into a file; of the tracked file the page shows the tables."""
    families = sorted({verdict.mutant.family for verdict in verdicts})
    operators = sorted({verdict.mutant.change.operator for verdict in verdicts})
    report: Report = {
        **drawn,
        "all": _counted(verdicts),
        "families": {f: _counted([v for v in verdicts if v.mutant.family == f]) for f in families},
        "operators": {o: _counted([v for v in verdicts if v.mutant.change.operator == o]) for o in operators},
        "survivors": sorted(
            (told(v) for v in verdicts if v.outcome == SURVIVED),
            key=lambda t: (t["model"], t["line"], t["before"]),
        ),
    }
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if path == LATEST and PAGE.exists():
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(
            MEASURED.sub(lambda found: found[1] + table(report) + found[2], text), encoding="utf-8"
        )
    return report


def share(counted: dict[str, int]) -> float:
    """Of the mutants that change what readers see, the share that something noticed."""
    killed = sum(counted[killer] for killer in KILLERS)
    return killed / max(1, killed + counted[SURVIVED])


def table(report: Report) -> str:
    """One line for each family and for each operator."""
    lines: list[str] = []
    for what, rows in (("family", report["families"]), ("operator", report["operators"])):
        lines += [
            *([""] if lines else []),
            _row(what, "tried", *KILLERS, SURVIVED, "noticed", *APART),
            _row("---", *["---:"] * (len(KILLERS) + len(APART) + 3)),
        ]
        for name, counted in [*rows.items(), ("all", report["all"])]:
            cells = [str(counted[outcome]) for outcome in (*KILLERS, SURVIVED)]
            judged = sum(counted[outcome] for outcome in (*KILLERS, SURVIVED))
            noticed = f"{100 * share(counted):.0f} %" if judged else ""
            rest = [str(counted[outcome]) for outcome in APART]
            lines.append(_row(name, str(counted["tried"]), *cells, noticed, *rest))
    return "\n".join(lines)


def _counted(verdicts: Sequence[Verdict]) -> dict[str, int]:
    found = Counter(verdict.outcome for verdict in verdicts)
    return {"tried": len(verdicts), **{outcome: found[outcome] for outcome in OUTCOMES}}


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"

"""A campaign told: as JSON, as a table by room, and on its page."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from faults.judging import KINDS
from faults.killing import Kill
from faults.whereabouts import ROOMS, START, TELLING

Report = dict[str, dict[str, Any]]
"""Figures by the scene's name."""

LATEST = Path(__file__).with_name("latest.json")
PAGE = LATEST.parents[1] / "docs" / "faults.md"
MEASURED = re.compile(r"(<!-- from faults/latest.json -->\n).*?(\n<!-- end -->)", re.DOTALL)

KILLS_SHOWN = 20
"""Of the kills with findings, how many the JSON shows one by one."""


def told(kills: Sequence[Kill]) -> dict[str, Any]:
    """Figures of the kills of one scene; a night that was over before its kill is counted apart."""
    hits = [kill for kill in kills if kill.room is not None]
    found = Counter(finding.partition(":")[0] for kill in kills for finding in kill.findings)
    return {
        "kills": len(hits),
        "over_before": len(kills) - len(hits),
        "rooms": {
            room: _room([kill for kill in hits if kill.room == room]) for room in (START, *ROOMS, TELLING)
        },
        "targets": dict(sorted(Counter(kill.target for kill in hits).items())),
        "refused_candidates": sum(kill.is_refused for kill in hits),
        "second_refreshes": sum(kill.asked_second for kill in kills),
        "sessions": sum(kill.sessions for kill in kills),
        "seconds": round(sum(kill.seconds for kill in kills), 1),
        "findings": {kind: found.get(kind, 0) for kind in KINDS},
        "with_findings": [_shortened(kill) for kill in kills if kill.findings][:KILLS_SHOWN],
    }


def write(report: Report, path: Path) -> None:
    """Writes the scenes into a file, where others stay; of the tracked file the page shows the tables."""
    earlier = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    whole = {**earlier, **report}
    path.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    if path == LATEST:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(
            MEASURED.sub(lambda found: f"{found[1]}{table(whole)}{found[2]}", text), encoding="utf-8"
        )


def table(report: Report) -> str:
    """Kills by room, and findings by kind, one line for each scene."""
    rooms = (START, *ROOMS, TELLING)
    lines = [
        _row("scene", "kills", *rooms, "sessions", "second refreshes"),
        _row(*["---"] + ["---:"] * (len(rooms) + 3)),
    ]
    for name, scene in report.items():
        by_room = [str(scene["rooms"][room]["kills"]) for room in rooms]
        sessions = f"{scene['sessions']:,}"
        lines.append(_row(name, str(scene["kills"]), *by_room, sessions, str(scene["second_refreshes"])))
    lines += ["", _row("findings", *KINDS), _row(*["---"] + ["---:"] * len(KINDS))]
    for name, scene in report.items():
        lines.append(_row(name, *(str(scene["findings"][kind]) for kind in KINDS)))
    return "\n".join(lines)


def _shortened(kill: Kill) -> dict[str, Any]:
    return {**asdict(kill), "findings": len(kill.findings), "first": kill.findings[0][:120]}


def _room(kills: Sequence[Kill]) -> dict[str, int]:
    return {"kills": len(kills), "with_findings": sum(bool(kill.findings) for kill in kills)}


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"

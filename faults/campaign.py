"""`python -m faults.campaign`: kills refreshes by the hundred, and exits with 1 where a reader or a re-run suffered.

Every scene is a home, and the kills are spread evenly over its rooms: a room is drawn first, then a moment within it.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Any

import duckdb

from faults.killing import Kill, draw_plan, kill_once
from faults.moments import draw
from faults.report import LATEST, Report, table, told, write
from faults.scenes import Scene, in_place_scene, project_scene, stand_in_scene
from faults.victim import load_modules
from faults.whereabouts import ROOMS

CONTROL, STEP_WORD = "in place", "step:"


def campaign(
    scene: Scene, kills: int, seed: int, folder: Path, rooms: Sequence[str] = ROOMS, minutes: float = inf
) -> list[Kill]:
    """Kills until `kills` have hit or time is up, and gives all attempts; a room that few have hit is drawn next.

    A publisher in place is killed between two of the tables that it replaces.
    """
    rooms, only = (("copy",), STEP_WORD) if scene.name == CONTROL else (rooms, "")
    random_ = random.Random(f"{seed} {scene.name}")
    done: list[Kill] = []
    hits: Counter[str | None] = Counter()
    end = time.monotonic() + 60 * minutes
    while hits.total() - hits[None] < kills and len(done) < 3 * kills + 3 and time.monotonic() < end:
        room = min(rooms, key=lambda name: (hits[name], random_.random()))
        kill = kill_once(scene, draw_plan(random_, draw(random_, scene.steps, room, only), scene), folder)
        done.append(kill)
        hits[kill.room] += 1
        line = f"{scene.name} {len(done)}: {kill.target} in {kill.room} ({kill.word}), {kill.seconds:.1f} s"
        print(f"{line}: {_said(kill)}", file=sys.stderr, flush=True)
    return done


def _said(kill: Kill) -> str:
    if not kill.findings:
        return "nothing found"
    return f"{len(kill.findings)} findings, the first: {kill.findings[0]}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the scenes that are asked for, writes the JSON and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m faults.campaign", description=__doc__)
    parser.add_argument(
        "--stand-in", type=int, default=300, metavar="N", help="kills with a small build (300)"
    )
    parser.add_argument("--project", type=int, default=30, metavar="N", help="kills of the real project (30)")
    parser.add_argument(
        "--control", type=int, default=10, metavar="N", help="kills of a publisher in place (10)"
    )
    parser.add_argument(
        "--minutes", type=float, default=inf, metavar="M", help="begin no kill of a scene later"
    )
    parser.add_argument("--rooms", nargs="+", choices=ROOMS, default=ROOMS, help="rooms to kill in (all)")
    parser.add_argument("--seed", type=int, default=1, help="of the draws (1)")
    parser.add_argument("--folder", type=Path, help="where homes are made; a temporary folder by default")
    parser.add_argument(
        "--json", type=Path, default=LATEST, help="where scenes are written; others in it stay"
    )
    asked = parser.parse_args(arguments)
    os.environ.pop("CXW_HOME", None)
    load_modules()
    with tempfile.TemporaryDirectory(prefix="cxw-faults-") as temporary:
        report = _run(asked, (asked.folder or Path(temporary)).resolve())
    write(report, asked.json)
    print(table(report))
    return _verdict(report)


def _run(asked: argparse.Namespace, folder: Path) -> Report:
    scenes: list[tuple[str, int, Callable[[Path], Scene]]] = [
        ("stand-in", asked.stand_in, stand_in_scene),
        ("project", asked.project, project_scene),
        (CONTROL, asked.control, in_place_scene),
    ]
    report: Report = {}
    for name, kills, make in scenes:
        if kills > 0:
            place = folder / name.replace(" ", "-")
            place.mkdir(parents=True)
            done = told(campaign(make(place), kills, asked.seed, place, asked.rooms, asked.minutes))
            report[name] = {"seed": asked.seed, "machine": machine(), **done}
    return report


def _verdict(report: Report) -> int:
    """1 where something was found, or where readers of the publisher in place saw nothing mixed."""
    wrong = []
    for name, scene in report.items():
        findings = scene["findings"]
        if name != CONTROL and any(findings.values()):
            wrong.append(f"{name}: {sum(findings.values())} findings")
        if name == CONTROL and not findings["mixed"]:
            wrong.append("the publisher in place was not found out")
    print(
        "\n".join(wrong)
        or "Nothing was found where nothing may be, and the publisher in place was found out."
    )
    return 1 if wrong else 0


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }


if __name__ == "__main__":
    sys.exit(main())

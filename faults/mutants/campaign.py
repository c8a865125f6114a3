"""`python -m faults.mutants.campaign`: changes models by the hundred, and tells which changes nobody notices.

Exits with 1 where fewer than nine of ten are noticed, of those that change a table that readers see.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from math import inf
from pathlib import Path

from faults.mutants.books import BOOKS, DEMO, record
from faults.mutants.built_home import BuiltHome
from faults.mutants.changes import changes
from faults.mutants.judging import Judge, Mutant, Verdict
from faults.mutants.report import LATEST, NOTICED_AT_LEAST, share, table, told, write
from orchestration.home import PROJECT_ROOT

RECORDED = PROJECT_ROOT / "target" / "mutants"
ROOMS = ("marts", "conformed", "intermediate")

_judge: list[Judge] = []
"""That of this process."""


def draw(folder: Path, count: int, seed: int, rooms: Sequence[str]) -> list[Mutant]:
    """Mutants of the rooms' models: each model as often as any other, and of its changes any."""
    random_ = random.Random(seed)
    left: list[list[Mutant]] = []
    (home,) = DEMO.homes(folder).values()
    built = BuiltHome(home)
    for model in built.models.values():
        if model.path.split("/")[1] in rooms:
            found = [Mutant(model.name, model.family, change) for change in changes(model.sql)]
            left.append(random_.sample(found, len(found)))
    built.close()
    drawn: list[Mutant] = []
    while len(drawn) < count and (left := [mutants for mutants in left if mutants]):
        drawn += [mutants.pop() for mutants in random_.sample(left, len(left))]
    return drawn[:count]


def judged(mutants: Sequence[Mutant], folder: Path, processes: int, minutes: float) -> Iterator[Verdict]:
    """The verdicts as they come; none begins when time is up."""
    with (
        tempfile.TemporaryDirectory(prefix="cxw-mutants-") as scratch,
        ProcessPoolExecutor(processes, initializer=_sit, initargs=(folder, Path(scratch))) as pool,
    ):
        end = time.monotonic() + 60 * minutes
        for future in as_completed([pool.submit(_judge_until, mutant, end) for mutant in mutants]):
            if (verdict := future.result()) is not None:
                yield verdict


def _sit(folder: Path, scratch: Path) -> None:
    _judge.append(Judge(folder, Path(tempfile.mkdtemp(dir=scratch))))


def _judge_until(mutant: Mutant, end: float) -> Verdict | None:
    return _judge[0].judge(mutant) if time.monotonic() < end else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Draws mutants, judges them, writes the JSON and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m faults.mutants.campaign", description=__doc__)
    parser.add_argument("--count", type=int, default=200, metavar="N", help="mutants (200)")
    parser.add_argument("--seed", type=int, default=1, help="of the draws (1)")
    parser.add_argument(
        "--rooms", nargs="+", choices=ROOMS, default=ROOMS, help="rooms of the models (all three)"
    )
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="judges at the same time (2)")
    parser.add_argument("--minutes", type=float, default=inf, metavar="M", help="begin no mutant later")
    parser.add_argument(
        "--folder", type=Path, default=RECORDED, help="where recorded homes are kept (target/mutants)"
    )
    parser.add_argument("--json", type=Path, default=LATEST, help="where the figures are written")
    asked = parser.parse_args(arguments)
    for book in BOOKS:
        print(f"{book.name}: recording, unless it is there", file=sys.stderr, flush=True)
        record(book, asked.folder)
    mutants = draw(asked.folder, asked.count, asked.seed, asked.rooms)
    verdicts = []
    for verdict in judged(mutants, asked.folder, asked.processes, asked.minutes):
        verdicts.append(verdict)
        print(json.dumps(told(verdict)), file=sys.stderr, flush=True)
    report = write(verdicts, asked.json, seed=asked.seed, rooms=list(asked.rooms))
    print(table(report))
    return 0 if share(report["all"]) >= NOTICED_AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())

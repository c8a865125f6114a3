"""How often a night of the demo company is called unusual though nothing is wrong, and what of planted faults is seen:
a campaign.

`python -m faults.unusual_nights --customers 500 --days 400 --seed 1` plays the company day by day and judges every
night by what it delivered, without a refresh; `--faults` plants that many of each kind, each in one night of one table.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from orchestration.operations.unusual import USUAL_AT_LEAST, WEEKS, WEEKS_AT_LEAST, unusual_count
from orchestration.operations.volumes import Counts, nightly_counts
from orchestration.sample import write_sample

RESULT = Path(__file__).with_name("unusual_nights.json")
FAULTS: Mapping[str, Callable[[float], float]] = {
    "nothing": lambda n: 0.0,
    "a tenth": lambda n: n // 10,
    "a third": lambda n: n // 3,
    "three times": lambda n: n * 3,
    "ten times": lambda n: n * 10,
}
"""What a night brings in place of what it should."""


@dataclass(frozen=True)
class Delivery:
    """A file of the demo company, as the ledger would know it."""

    source: str
    table_name: str
    arrived_at: str
    accepted_records: int
    status: str = "taken"
    quarantined_records: int = 0


def delivered(inbox: Path) -> list[Delivery]:
    """Every file of a company that was played day by day; it arrives on the day that its name says."""
    found = []
    for path in sorted(inbox.glob("*/*/*")):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rb") as handle:
            lines = sum(1 for _ in handle)
        records = lines if ".jsonl" in path.name else lines - 1
        found.append(Delivery(path.parts[-3], path.parts[-2], path.name[:10], records))
    return found


def can_be_judged(of_table: Mapping[date, float], night: date) -> bool:
    """There are nights enough to compare with, and their median is no handful."""
    past = sorted(
        of_table[d] for d in of_table if 0 < (night - d).days <= 7 * WEEKS and (night - d).days % 7 == 0
    )
    return len(past) >= WEEKS_AT_LEAST and past[len(past) // 2] >= USUAL_AT_LEAST


def measure(counts: Counts, faults: int, seed: int) -> dict[str, Any]:
    """Table-nights judged, false alarms among them, and for each kind of fault how many of those planted were seen."""
    judged = [(t, night) for t, its in counts.items() for night in its if can_be_judged(its, night)]
    alarms = [(t, night) for t, night in judged if unusual_count(counts[t], night)]
    nights = {night for _, night in judged}
    chance = random.Random(seed)
    seen = {}
    for name, change in FAULTS.items():
        planted = [chance.choice(judged) for _ in range(faults)]
        seen[name] = sum(
            unusual_count({**counts[t], night: change(counts[t][night])}, night) is not None
            for t, night in planted
        )
    return {
        "tables": len({t for t, _ in judged}),
        "nights": len(nights),
        "table_nights": len(judged),
        "false_alarms": len(alarms),
        "nights_with_a_false_alarm": len({night for _, night in alarms}),
        "planted_of_each": faults,
        "seen": seen,
    }


def main() -> None:
    """Measures, prints and keeps the result."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--customers", type=int, default=500)
    options.add_argument("--days", type=int, default=400)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--faults", type=int, default=500)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="cxw-nights-") as folder:
        root = Path(folder)
        write_sample(root, customers=given.customers, days=given.days, seed=given.seed, day_by_day=True)
        result = {
            **vars(given),
            **measure(nightly_counts(delivered(root / "inbox")), given.faults, given.seed),
        }
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

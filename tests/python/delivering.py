"""How tests put a table of their own into an inbox."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path


def deliver_csv(home: Path, table: str, header: str, rows: Iterable[Iterable[object]]) -> None:
    """Writes `inbox/files/<table>/all.csv`; a cell that is None is empty. The table must not be there yet."""
    folder = home / "inbox" / "files" / table
    folder.mkdir(parents=True)
    with open(folder / "all.csv", "w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(header.split(","))
        writer.writerows(rows)

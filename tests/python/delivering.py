"""How tests put a table of their own into an inbox."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path


def deliver_csv(
    home: Path, table: str, header: str, rows: Iterable[Iterable[object]], name: str = "all"
) -> None:
    """Writes `inbox/files/<table>/<name>.csv`; a cell that is None is empty. The file must not be there yet."""
    folder = home / "inbox" / "files" / table
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.csv", "x", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(header.split(","))
        writer.writerows(rows)

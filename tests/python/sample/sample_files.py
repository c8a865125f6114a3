"""The parameters of a small demo company, and readers of its files that share nothing with its writer."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

SMALL: dict[str, Any] = {"customers": 120, "days": 500, "tickets": 2_000, "seed": 5}


def read_answers(home: Path) -> dict[str, Any]:
    """The known answers beside an inbox."""
    loaded: dict[str, Any] = json.loads((home / "sample_answers.json").read_text(encoding="utf-8"))
    return loaded


def read_table(home: Path, source: str, table: str) -> list[dict[str, Any]]:
    """Every record of a table, in the order of its deliveries; unreadable JSON lines are left out."""
    paths = sorted((home / "inbox" / source / table).iterdir())
    return [record for path in paths for record in read_file(path)]


def read_file(path: Path) -> list[dict[str, Any]]:
    """Every record of a delivery."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    if ".jsonl" in path.name:
        return [json.loads(line) for line in text.splitlines() if line.endswith("}")]
    return list(csv.DictReader(text.splitlines(keepends=True)))


def tables(home: Path) -> list[tuple[str, str]]:
    """(source, table) of every table of an inbox."""
    return sorted((p.parent.name, p.name) for p in (home / "inbox").glob("*/*"))

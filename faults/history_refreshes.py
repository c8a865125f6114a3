"""Histories through the whole refresh: a demo company delivered night by night, at once and shuffled, and its releases.

Rows of tables with `updated_at` are dealt to two nights at random; some of them have an older version too, which may
come later. Other tables come whole, on the first night. All releases must have the same hash for each table.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from faults.history_tables import Table

Pieces = list[tuple[int, str, bytes]]
"""Files: the night on which each arrives in the nightly form, its name below the inbox, its bytes."""

_ADDED = "_older"


def try_refreshes(tables: Mapping[tuple[str, str], Table], seed: int, folder: Path) -> list[str]:
    """Four refreshes of one company; the tables that differ from those of the nightly form."""
    random_ = random.Random(f"refreshes {seed}")
    demo = folder / "demo"
    _cxw(demo, "sample", "--customers", "10", "--days", "50", "--seed", str(seed))
    pieces = [piece for file in sorted(demo.glob("inbox/*/*/*")) for piece in _deal(file, tables, random_)]
    forms = {
        "nightly": [[p for p in pieces if p[0] == 0], [p for p in pieces if p[0] == 1]],
        "at once": [pieces],
        "shuffled": [_shuffled(pieces, random_)],
    }
    with ThreadPoolExecutor(len(forms)) as threads:
        homes = {form: folder / form.replace(" ", "-") for form in forms}
        found = threads.map(_refresh, [demo] * len(forms), homes.values(), forms.values())
        hashes = dict(zip(forms, found, strict=True))
    return [
        f"refreshes of seed {seed}: {name} is another {form}"
        for form in ("at once", "shuffled")
        for name in sorted({*hashes["nightly"], *hashes[form]})
        if hashes["nightly"].get(name) != hashes[form].get(name)
    ]


def _refresh(demo: Path, home: Path, nights: Sequence[Pieces]) -> dict[str, str]:
    """Delivers the nights one by one, each with a refresh; the hash of each table of the last release."""
    home.mkdir()
    shutil.copyfile(demo / "settings.yml", home / "settings.yml")
    shutil.copytree(demo / "reference", home / "reference")
    for night in nights:
        for _, name, content in night:
            path = home / "inbox" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _cxw(home, "refresh")
    released = json.loads((home / "current" / "manifest.json").read_text(encoding="utf-8"))["tables"]
    return {name: its["hash"] for name, its in released.items()}


def _deal(file: Path, tables: Mapping[tuple[str, str], Table], random_: random.Random) -> Pieces:
    """One file of the demo company as one delivery, or as two on two nights."""
    source, name = file.parts[-3:-1]
    table, whole = (
        tables[source, name],
        [(random_.randrange(2), "/".join(file.parts[-3:]), file.read_bytes())],
    )
    if ".csv" not in file.name or table.mode == "snapshot" or table.order_column:
        return whole
    data = whole[0][2]
    text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text))
    given = [header.index(column) for column in table.updated_at if column in header]
    if not given or not all(any(row[at] for at in given) for row in rows):
        return whole
    rows += [_older(row, header, given, table, random_) for row in rows if random_.random() < 0.2]
    random_.shuffle(rows)
    cut = random_.randrange(len(rows) + 1)
    return [
        (night, f"{source}/{name}/{night}-{random_.randrange(10**6):06d}.csv", _csv(header, part))
        for night, part in enumerate((rows[:cut], rows[cut:]))
        if part
    ]


def _older(
    row: list[str], header: list[str], given: list[int], table: Table, random_: random.Random
) -> list[str]:
    """The row as it was an hour before, with a text that is another now."""
    older = list(row)
    for at in given:
        if row[at]:
            before = datetime.fromisoformat(row[at].replace("Z", "+00:00")) - timedelta(hours=1)
            older[at] = before.isoformat()
    free = [c.name for c in table.columns if c.data_type == "string" and not (c.is_key or c.is_required)]
    texts = [header.index(name) for name in free if name in header and not name.endswith("id")]
    if texts:
        older[random_.choice(texts)] += _ADDED
    return older


def _csv(header: list[str], rows: list[list[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    return stream.getvalue().encode()


def _shuffled(pieces: Pieces, random_: random.Random) -> Pieces:
    """The same files under other names, so in another order, some of them twice; whole ones keep their place."""
    named = []
    for _, name, content in pieces:
        folder, _, base = name.rpartition("/")
        for _ in range(random_.choice((1, 1, 2))):
            named.append((0, f"{folder}/{random_.randrange(10**6):06d}.{base.partition('.')[2]}", content))
    return named


def _cxw(home: Path, *words: str) -> None:
    environment = {**os.environ, "CXW_WITHOUT_DATA_TESTS": "1"}
    environment.pop("CXW_HOME", None)
    done = subprocess.run(
        [sys.executable, "-m", "orchestration.cli", "--home", str(home), *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    if done.returncode != 0:
        raise RuntimeError(f"cxw {' '.join(words)} in {home}: {done.stderr[-2000:]}")

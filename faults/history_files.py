"""Records as bytes: one delivery in each of the shapes that the inbox takes."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from faults.history_tables import Record, Table

FORMATS = ("csv", "csv.gz", "jsonl", "jsonl.gz", "parquet")
_WHOLE = r"[1-9]\d{0,5}"
_GOOD = {
    "timestamp": ((r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.0+)?", "timestamp"),),
    "date": ((r"2024-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])", "date"),),
    "boolean": (("true|false", "boolean"), ("[01]", "double")),
    "bigint": ((r"\d{1,9}", "bigint"), (_WHOLE, "double"), (_WHOLE, "float")),
    "decimal": (
        (r"-?\d{1,6}\.\d\d", "decimal(18, 4)"),
        (r"-?\d{1,9}\.\d\d|NaN|inf", "double"),
        (r"-?\d{1,5}\.\d\d|NaN|inf", "float"),
    ),
    "string": ((_WHOLE, "double"), (_WHOLE, "float")),
}
"""The types that Parquet may hold values of a declared type in, each with the texts that it can hold all of."""


def encode(
    table: Table, columns: Sequence[str], records: Sequence[Record], kind: str, random_: random.Random
) -> bytes:
    """The bytes of a delivery of `kind` (one of FORMATS) with these columns, in any order that `random_` gives."""
    names = random_.sample(columns, len(columns))
    if kind == "parquet":
        return _parquet(table, names, records, random_)
    text = _csv(names, records, random_) if kind.startswith("csv") else _jsonl(table, names, records, random_)
    data = text.encode()
    return gzip.compress(data, mtime=0) if kind.endswith(".gz") else data


def _csv(names: Sequence[str], records: Sequence[Record], random_: random.Random) -> str:
    stream = io.StringIO()
    stream.write(random_.choice(("", "\ufeff")))
    line_end = random_.choice(("\n", "\r\n"))
    if random_.random() < 0.5:
        writer = csv.writer(stream, lineterminator=line_end)
    else:
        writer = csv.writer(stream, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(names)
    writer.writerows([record[name] or "" for name in names] for record in records)
    return stream.getvalue()


def _jsonl(table: Table, names: Sequence[str], records: Sequence[Record], random_: random.Random) -> str:
    kinds = {column.name: column for column in table.columns}
    lines = []
    for record in records:
        members = []
        for name in names:
            value, column = record[name], kinds[name]
            numeric = column.data_type.partition("(")[0] in ("bigint", "decimal")
            if value is None:
                spelled = "null"
            elif (column.is_json and random_.random() < 0.5) or (
                numeric and re.fullmatch(r"-?[1-9]\d{0,6}(\.\d\d)?", value) and random_.random() < 0.5
            ):
                spelled = value
            else:
                spelled = json.dumps(value, ensure_ascii=random_.random() < 0.5)
            members.append(f"{json.dumps(name)}: {spelled}")
        lines.append("{" + ", ".join(members) + "}\n")
    return "".join(lines)


def _parquet(table: Table, names: Sequence[str], records: Sequence[Record], random_: random.Random) -> bytes:
    """Values are text, or of their own type where all of the column have one."""
    kinds = {column.name: column for column in table.columns}
    columns = []
    for name in names:
        given = [record[name] for record in records if record[name] is not None]
        pattern, own = random_.choice(_GOOD[kinds[name].data_type.partition("(")[0]])
        is_typed = kinds[name].format == "iso" and random_.random() < 0.5
        is_typed = is_typed and all(re.fullmatch(pattern, value) for value in given if value)
        columns.append(f'"{name}" {own if is_typed else "varchar"}')
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as connection:
        file = Path(folder) / "one.parquet"
        connection.execute(f"create table delivered ({', '.join(columns)})")
        marks = ", ".join("?" for _ in names)
        rows = [[record[name] or None for name in names] for record in records]
        connection.executemany(f"insert into delivered values ({marks})", rows)
        connection.execute(f"copy delivered to '{file}' (format parquet)")
        return file.read_bytes()

"""Compares one table of two engines: columns, types, and every value of every row, by the declared key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from orchestration.spark.mirror import in_utc

TOLERANCE = 1e-9
"""Two doubles are equal where they differ by no more than this share of the larger one: the order in which an engine
adds and what its logarithm gives in the last digit differ. Everything else is equal or it is not."""

SHOWN = 5

_KINDS = (
    (r"DECIMAL\(\d+,(\d+)\)", r"decimal of scale \1"),
    (r"U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)", "whole number"),
    (r"TIMESTAMP( WITH TIME ZONE)?", "instant"),
    (r"FLOAT|DOUBLE", "double"),
    (r"VARCHAR", "text"),
    (r"DATE", "date"),
    (r"BOOLEAN", "boolean"),
)


@dataclass
class Comparison:
    """What a comparison found: `problems` in words, and by double column the largest relative difference."""

    table: str
    rows: int = 0
    problems: list[str] = field(default_factory=list)
    doubles: dict[str, float] = field(default_factory=dict)


def compare(
    connection: duckdb.DuckDBPyConnection, table: str, ours: str, theirs: str, key: Sequence[str]
) -> Comparison:
    """Compares the relations `ours` (DuckDB's) and `theirs` (Spark's); `key` are the columns of the declared key."""
    found = Comparison(table)
    mine, other = _columns(connection, ours), _columns(connection, theirs)
    _compare_columns(found, mine, other)
    shared = [name for name in mine if name in other]
    if lacking := [name for name in key if name not in shared]:
        found.problems.append(f"the key lacks {', '.join(lacking)}: rows cannot be compared")
        return found
    left, right = _selected(ours, shared, mine), _selected(theirs, shared, other)
    found.rows = _one(connection, f"select count(*) from {left}")
    for side, relation in (("DuckDB", left), ("Spark", right)):
        twice = _one(
            connection,
            f"select count(*) from (select 1 from {relation} group by {_list(key)} having count(*) > 1)",
        )
        if twice:
            found.problems.append(f"{twice} keys come more than once on {side}: rows cannot be compared")
    if not any("cannot be compared" in problem for problem in found.problems):
        _compare_rows(connection, found, left, right, key, shared, mine)
    return found


def _compare_columns(found: Comparison, mine: dict[str, str], other: dict[str, str]) -> None:
    for names, side in ((mine.keys() - other.keys(), "Spark"), (other.keys() - mine.keys(), "DuckDB")):
        found.problems.extend(f"{name}: no such column on {side}" for name in sorted(names))
    if not found.problems and list(mine) != list(other):
        found.problems.append("the columns are the same, in another order")
    for name in mine.keys() & other.keys():
        if kind(mine[name]) != kind(other[name]):
            found.problems.append(f"{name}: {mine[name]} on DuckDB, {other[name]} on Spark")


def _compare_rows(
    connection: duckdb.DuckDBPyConnection,
    found: Comparison,
    left: str,
    right: str,
    key: Sequence[str],
    names: Sequence[str],
    types: dict[str, str],
) -> None:
    on = " and ".join(f'ours."{name}" is not distinct from theirs."{name}"' for name in key)
    for side, first, second in (("Spark", left, right), ("DuckDB", right, left)):
        missing = f"from {first} as ours anti join {second} as theirs on {on}"
        if count := _one(connection, f"select count(*) {missing}"):
            rows = connection.execute(f"select {_list(key)} {missing} order by all limit {SHOWN}").fetchall()
            found.problems.append(f"{count} rows are not there on {side}: {_rows(key, rows)}")
    joined = f"from {left} as ours join {right} as theirs on {on}"
    for name in (name for name in names if name not in key):
        ours, theirs = f'ours."{name}"', f'theirs."{name}"'
        differs = f"{ours} is distinct from {theirs}"
        if kind(types[name]) == "double":
            gap = f"abs({ours} - {theirs}) / nullif(greatest(abs({ours}), abs({theirs})), 0)"
            differs = f"{differs} and coalesce({gap} > {TOLERANCE}, true)"
            found.doubles[name] = _one(connection, f"select coalesce(max({gap}), 0) {joined}")
        if count := _one(connection, f"select count(*) {joined} where {differs}"):
            shown = ", ".join(f'ours."{column}"' for column in key)
            rows = connection.execute(
                f"select {shown}, {ours}, {theirs} {joined} where {differs} order by all limit {SHOWN}"
            ).fetchall()
            found.problems.append(
                f"{name} differs in {count} of {found.rows} rows: {_rows([*key, 'DuckDB', 'Spark'], rows)}"
            )


def kind(type_name: str) -> str:
    """What a type holds, whichever of several widths it has: `DECIMAL(38,4)` and `DECIMAL(18,4)` hold the same."""
    for pattern, words in _KINDS:
        if found := re.fullmatch(pattern, type_name):
            return found.expand(words)
    return type_name


def _selected(relation: str, names: Sequence[str], types: dict[str, str]) -> str:
    return f"(select {', '.join(in_utc(name, types[name]) for name in names)} from {relation})"


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    rows = connection.execute(f"describe select * from {relation}").fetchall()
    return {row[0]: row[1] for row in rows}


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row[0]  # type: ignore[no-any-return]


def _list(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _rows(names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> str:
    return "".join(
        "\n      " + ", ".join(f"{name}={value}" for name, value in zip(names, row, strict=True))
        for row in rows
    )

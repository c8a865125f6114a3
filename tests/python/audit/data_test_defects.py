"""Rows that a data test of dbt must notice, derived from its declaration: each of its parts has a row of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, str]
"""A column's name -> its value, as SQL spells it; a column that is not named has a sound value of that row."""

Types = Mapping[str, str]
"""A table's columns -> their types in DuckDB."""

NULL, ALIEN, ORPHAN, UNKNOWN = "null", "'no such word'", 90, "'unknown'"
NUMBERS = "TINYINT SMALLINT INTEGER BIGINT HUGEINT UBIGINT DECIMAL DOUBLE".split()


@dataclass(frozen=True)
class Planted:
    """Sound rows, rows with a defect each, and the rows that the test must then return, as SQL spells their values."""

    sound: Sequence[Row]
    defects: Sequence[Row]
    failures: Sequence[tuple[str, ...]]
    members: Mapping[str, tuple[str, Row]] = field(default_factory=dict)
    """For references: model -> the columns that are referred to, each with the value of its sound row."""


def planted(test: Mapping[str, Any], columns: Mapping[str, Any], types: Types) -> Planted:
    """For a test of the manifest on a model with these columns, as declared and as built."""
    name = (test.get("test_metadata") or {}).get("name")
    given = test["test_metadata"]["kwargs"] if name else {}
    if name == "unique_key":
        return _unique_key(given["columns"], given.get("null_allowed", []), types)
    if name == "references_exist":
        return _references(given["references"], given.get("null_allowed", []), types)
    if name == "contract_holds":
        return _contract({column: declared["config"]["meta"] for column, declared in columns.items()}, types)
    raise AssertionError(
        f"{test['name']}: say here which rows it must notice; a test never seen to fail proves nothing"
    )


def sound_value(column: str, types: Types, row: int) -> str:
    """A value that no other row of the column has, where the type has so many."""
    kind = types[column].partition("(")[0]
    if kind == "VARCHAR":
        return f"'{column} {row}'"
    if kind in ("DATE", "TIMESTAMP"):
        return f"cast(date '2001-01-01' + {row} as {kind})"
    if kind == "BOOLEAN":
        return "true"
    return f"cast({row} as {types[column]})" if kind in NUMBERS else NULL


def values(row: Row, types: Types, number: int) -> str:
    """The row as SQL spells it, in the order of the columns."""
    return "(" + ", ".join(row.get(name) or sound_value(name, types, number) for name in types) + ")"


def _unique_key(columns: Sequence[str], null_allowed: Sequence[str], types: Types) -> Planted:
    """A key twice, a key without each of its columns, and, where NULL is a value of its own, a key with it twice."""

    def key(number: int, without: str = "") -> Row:
        return {
            column: NULL if column == without else sound_value(column, types, number) for column in columns
        }

    missing = [key(70 + n, column) for n, column in enumerate(columns) if column not in null_allowed]
    repeated = [key(60), *(key(61 + n, column) for n, column in enumerate(null_allowed))]
    return Planted(
        # A key of one column that may be NULL is NULL once.
        [
            key(50),
            key(51),
            *(key(52 + n, column) for n, column in enumerate(null_allowed) if len(columns) > 1),
        ],
        [*missing, *repeated, *repeated],
        [(*row.values(), count) for rows, count in ((missing, "1"), (repeated, "2")) for row in rows],
    )


def _references(references: Mapping[str, str], null_allowed: Sequence[str], types: Types) -> Planted:
    """For each reference, a value that no member has, and NULL where that says nothing."""
    members: dict[str, tuple[str, Row]] = {}
    sound, defects, failures = dict[str, str](), list[Row](), []
    for column, target in references.items():
        model, _, key = target.partition(".")
        sound[column] = sound_value(column, types, 1)
        members.setdefault(model, (key, {}))[1][column] = sound[column]
    for column, target in references.items():
        orphans = [sound_value(column, types, ORPHAN), *([] if column in null_allowed else [NULL])]
        defects += [{**sound, column: orphan} for orphan in orphans]
        failures.append((f"'{column} is not in {target}'", str(len(orphans))))
    return Planted([sound, *({**sound, column: NULL} for column in null_allowed)], defects, failures, members)


def _contract(declared: Mapping[str, Mapping[str, Any]], types: Types) -> Planted:
    """A key twice, each required column without a value, and an alien word in each closed list."""
    sound: Row = {}
    for column, meta in declared.items():
        lists = meta.get("values_of", {}).get("lists", {})
        if meta.get("values") and not meta.get("key"):
            sound[column] = f"'{meta['values'][0]}'"
        elif lists:
            sound[column] = UNKNOWN
    defects, failures = list[Row](), []
    for column, meta in declared.items():
        if meta.get("required"):
            defects.append({**sound, column: NULL})
            failures.append((f"'{column} is missing'", "1"))
        if meta.get("values") and not meta.get("key"):
            defects.append({**sound, column: ALIEN})
            failures.append((f"'{column} is outside its list'", "1"))
        for value in meta.get("values_of", {}).get("lists", {}):
            defects.append({**sound, meta["values_of"]["column"]: f"'{value}'", column: ALIEN})
            failures.append((f"'{column} of {value} is outside its list'", "1"))
    keys = [column for column, meta in declared.items() if meta.get("key")]
    twice = {**sound, **{column: sound_value(column, types, 60) for column in keys}}
    failures.append((f"'key is not unique: {', '.join(keys)}'", "1"))
    return Planted([dict(sound), dict(sound)], [*defects, twice, dict(twice)], failures)

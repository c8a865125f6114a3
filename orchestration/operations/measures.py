"""What a candidate holds of each fact: rows, and values that are NULL or `unknown`, so that releases can be compared.

The rows that a night brought are the difference between two releases: a share that jumps in one night is seen although
years lie in the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from orchestration.operations.unusual import judge_share
from orchestration.releases.hashing import quoted

UNKNOWN = "unknown"
Measures = Mapping[str, Mapping[str, int]]
"""Table -> its `rows`, and by column how many values are missing: NULL or `unknown`."""

ROWS = ""
"""Stands for the table's own row count among its columns."""

HEADLINES = """
select kpi_id, variant, cast(period_start as varchar), value, n
from marts.kpi_values
where period_kind = 'month' and dimension = 'total' and not is_partial and [kpi_id, variant] in ? and value is not null
order by all
"""
RESTATED_SHARE = 0.1
RESTATED_N = 30
"""A month that is over and changes by a tenth, with thirty cases or more behind it."""


def missing_values(candidate: Path) -> dict[str, dict[str, int]]:
    """Counts every `conformed.fct_*` table of a candidate."""
    with duckdb.connect(str(candidate), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, list((column_name, data_type) order by column_index) from duckdb_columns() "
            "where schema_name = 'conformed' and table_name like 'fct_%' group by all order by all"
        ).fetchall()
        return {table: _counted(connection, table, its) for table, its in columns}


def unusual_shares(now: Measures, past: Sequence[Measures]) -> Iterator[str]:
    """A sentence for each column whose share of missing values among the newest rows is unlike that of nights before.

    `past` are the measures of releases, oldest first.
    """
    for table, counts in now.items():
        series = [release[table] for release in past if table in release]
        steps = [_step(before, after) for before, after in pairwise([*series, counts])]
        if not steps:
            continue
        *before, latest = steps
        for column in counts:
            if column == ROWS or column not in latest:
                continue
            others = [(max(0, s.get(column, 0)), s[ROWS]) for s in before if s[ROWS] > 0 and column in s]
            found = judge_share(min(max(0, latest[column]), latest[ROWS]), latest[ROWS], others)
            if found:
                yield (
                    f"{table}.{column}: {found.value:.0%} of {latest[ROWS]:,} new rows are NULL or unknown, usually "
                    f"{found.usual:.0%} (median of {found.nights} releases)"
                )


def headline_values(database: Path, wanted: Sequence[tuple[str, str]]) -> dict[str, tuple[float, int]]:
    """Value and cases of each complete month, by `kpi_id variant month`; none where there is no such table."""
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            rows = connection.execute(HEADLINES, [[list(each) for each in wanted]]).fetchall()
    except duckdb.Error:
        return {}
    return {f"{kpi} {variant} {month}": (float(value), int(n or 0)) for kpi, variant, month, value, n in rows}


def restated(now: Mapping[str, tuple[float, int]], before: Mapping[str, tuple[float, int]]) -> Iterator[str]:
    """A sentence for each figure of a month that was over already and is another one now."""
    for name, (value, n) in now.items():
        if name not in before or n < RESTATED_N:
            continue
        old = before[name][0]
        if abs(value - old) > RESTATED_SHARE * max(abs(old), abs(value)):
            yield f"{name[:-3]}: {value:,.2f} where the release before had {old:,.2f}, of a month that was over"


def _counted(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Any]) -> dict[str, int]:
    parts = [
        f"count(*) filter ({quoted(name)} is null or {quoted(name)} = '{UNKNOWN}')"
        if kind == "VARCHAR"
        else f"count(*) - count({quoted(name)})"
        for name, kind in columns
    ]
    found = connection.execute(
        f"select count(*), {', '.join(parts)} from {quoted('conformed', table)}"
    ).fetchone()
    assert found is not None
    return {ROWS: int(found[0]), **{name: int(n) for (name, _), n in zip(columns, found[1:], strict=True)}}


def _step(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    return {name: count - before[name] for name, count in after.items() if name in before}

"""The enrichment room: runs every enrichment on what is built so far, and keeps each result as Parquet.

dbt declares what a result holds (`_enrichment__sources.yml`), as it does for everything else that models read. Before
each run dbt makes a view of every result that is there, and an empty one of every result that is not
(`register_enrichment_tables`), so that models build without this room too.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import yaml
from numpy.typing import NDArray

from orchestration.candidate import literal, open_candidate
from orchestration.home import PROJECT_ROOT, Home

DECLARATIONS = PROJECT_ROOT / "models" / "intermediate" / "lifetime_value" / "_enrichment__sources.yml"
TAG = "enrichment_input"
"""Marks the models that enrichments read; everything before them is built first."""

STAMP = ("enrichment", "enrichment_version")
"""Columns that the room adds to every row: which enrichment made it, and which version of that."""

WRITTEN_AT_ONCE = 1_000

Inputs = Mapping[str, Sequence[tuple[Any, ...]]]
Variables = Mapping[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """Rows of a result by column, arrays of one length where None is NULL, and what all of them have in common."""

    shared: Row
    columns: Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Columns:
    """The rows of a result that has millions: they are written by column, and read one by one like any other."""

    parts: Sequence[Part]

    def __iter__(self) -> Iterator[Row]:
        for part in self.parts:
            for values in zip(*(column.tolist() for column in part.columns.values()), strict=True):
                yield {**part.shared, **dict(zip(part.columns, values, strict=True))}


def objects(values: Iterable[Any]) -> NDArray[np.object_]:
    """A column of texts, or of what else NumPy would take for something other than it is."""
    listed = list(values)
    column = np.empty(len(listed), dtype=object)
    column[:] = listed
    return column


@dataclass(frozen=True)
class Enrichment:
    """A result that SQL cannot say.

    `name`: of the result, as dbt declares it. `version`: to be raised whenever the same inputs give other rows.
    `inputs`: a query over built relations for each input, ordered wherever that matters. `compute`: the rows, from the
    inputs and dbt's variables alone; a column that a row leaves out is NULL.
    """

    name: str
    version: str
    inputs: Mapping[str, str]
    compute: Callable[[Inputs, Variables], Iterable[Row]]

    @property
    def tables(self) -> tuple[str, ...]:
        """The results by name."""
        return (self.name,)

    def results(self, inputs: Inputs, variables: Variables, memory: Path) -> Mapping[str, Iterable[Row]]:
        """The rows of each result; `memory` is not used."""
        return {self.name: self.compute(inputs, variables)}


@dataclass(frozen=True)
class JointEnrichment:
    """Several results of one computation, which may keep in a folder of its own what the next night need not do again.

    That folder may be gone at any time, and what is in it changes no figure. The rest is as of an `Enrichment`.
    """

    name: str
    version: str
    inputs: Mapping[str, str]
    tables: tuple[str, ...]
    compute: Callable[[Inputs, Variables, Path], Mapping[str, Iterable[Row]]]

    def results(self, inputs: Inputs, variables: Variables, memory: Path) -> Mapping[str, Iterable[Row]]:
        """The rows of each result."""
        return self.compute(inputs, variables, memory)


def results_folder(home: Home) -> Path:
    """Where the results of this build are: one Parquet file for each enrichment."""
    return home.build / "enrichment"


def declared_columns(path: Path = DECLARATIONS) -> dict[str, dict[str, str]]:
    """Of every result the columns with their types, as dbt declares them."""
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    (source,) = declared["sources"]
    return {
        table["name"]: {column["name"]: column["data_type"] for column in table["columns"]}
        for table in source["tables"]
    }


def clear_results(home: Home) -> None:
    """Removes the results of an earlier build, and what a killed one was writing."""
    for path in results_folder(home).glob("*"):
        path.unlink()


def run_enrichments(
    home: Home,
    variables: Variables,
    enrichments: Iterable[Enrichment | JointEnrichment],
    tell: Callable[[str], None],
) -> None:
    """Computes every result from the databases of the build, which no other connection may hold."""
    columns = declared_columns()
    for enrichment in enrichments:
        tell(f"enrichment: {enrichment.name}")
        with open_candidate(home.candidate) as connection:
            inputs = {name: connection.execute(sql).fetchall() for name, sql in enrichment.inputs.items()}
        results = enrichment.results(inputs, variables, home.state / enrichment.name)
        for table in enrichment.tables:
            write_result(results_folder(home), table, enrichment, columns[table], results[table])


def write_result(
    folder: Path,
    table: str,
    enrichment: Enrichment | JointEnrichment,
    columns: Mapping[str, str],
    rows: Iterable[Row],
) -> None:
    """One Parquet file with the declared columns, in the order of the rows. Raises ValueError at a row that is none."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = dict(zip(STAMP, (enrichment.name, enrichment.version), strict=True))
    if isinstance(rows, Columns):
        _write_columns(folder, table, rows, stamp, columns)
    else:
        _write_rows(folder, table, rows, stamp, columns)


def _write_columns(folder: Path, table: str, rows: Columns, stamp: Row, types: Mapping[str, str]) -> None:
    with duckdb.connect() as connection:
        # DuckDB would look at a sample of each column for its type, and fails where all of it is NULL.
        connection.execute("set pandas_analyze_sample = 0")
        queries, shared = [], []
        for number, part in enumerate(rows.parts):
            given = {**part.shared, **stamp}
            _refuse_names(table, [*given, *part.columns], types)
            for name, values in part.columns.items():
                if values.dtype.kind == "f" and not np.isfinite(values).all():
                    raise _not_finite(table, values[~np.isfinite(values)][0], name)
            connection.register(f"part_{number}", dict(part.columns))
            values_of = {**dict.fromkeys(types, "null"), **dict.fromkeys(given, "?")}
            values_of |= {name: f'part_{number}."{name}"' for name in part.columns}
            chosen = (f'cast({values_of[name]} as {kind}) as "{name}"' for name, kind in types.items())
            queries.append(f"select {', '.join(chosen)} from part_{number}")
            shared += [given[name] for name in types if name in given]
        target = literal(str(folder / f"{table}.parquet"))
        connection.execute(f"copy ({' union all '.join(queries)}) to {target} (format parquet)", shared)


def _write_rows(
    folder: Path, table: str, rows: Iterable[Row], stamp: Row, columns: Mapping[str, str]
) -> None:
    written, target = folder / f"{table}.json", folder / f"{table}.parquet"
    to_json = json.JSONEncoder(default=str, allow_nan=False)
    with written.open("w", encoding="utf-8") as out:
        rest = iter(rows)
        between = "["
        while batch := [{**row, **stamp} for row in islice(rest, WRITTEN_AT_ONCE)]:
            _refuse(table, batch, columns)
            out.write(between + to_json.encode(batch)[1:-1])
            between = ",\n"
        out.write("]" if between != "[" else "[]")
    typed = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items())
    with duckdb.connect() as connection:
        read = f"read_json({literal(str(written))}, format = 'array', columns = {{{typed}}})"
        connection.execute(f"copy (select * from {read}) to {literal(str(target))} (format parquet)")
    written.unlink()


def _refuse(name: str, rows: Iterable[Row], columns: Mapping[str, str]) -> None:
    for row in rows:
        _refuse_names(name, row, columns)
        for column, value in row.items():
            if isinstance(value, float) and not math.isfinite(value):
                raise _not_finite(name, value, column)


def _refuse_names(name: str, given: Iterable[str], columns: Mapping[str, str]) -> None:
    for column in given:
        if column not in columns:
            raise ValueError(f"{name} gives the column {column}, which dbt does not declare")


def _not_finite(name: str, value: float, column: str) -> ValueError:
    return ValueError(f"{name} gives {value} in {column}: a reason belongs there, and no value")

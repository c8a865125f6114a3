"""Parquet files of the raw store and the inbox: the records that may concern somebody, and the file without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.erasure.rules import TableRule
from orchestration.erasure.subject import Subject
from orchestration.intake.engine import file_literal, identifier, literal

MEMORY = "512MB"
ROW_GROUP = 122_880
NEVER_TEXT = ("BOOLEAN", "DATE", "TIMESTAMP", "TIME", "INTERVAL", "BLOB")
NESTED = ("STRUCT", "MAP", "UNION", "VARIANT")
WHOLE_DECIMAL = ",0)"
"""Ends the type of decimals without decimals, as Snowflake and Oracle write every whole number."""

FRACTIONAL = ("DOUBLE", "FLOAT")
AT_A_TIME = 10_000
BLANKS = " \t\r\n\u00a0"
"""Around an id they are none of it."""

Changes = Mapping[int, Mapping[str, str | None]]
"""By position in the file (from 0): the columns that become another value."""


@dataclass(frozen=True)
class Candidate:
    """A record that may concern somebody: its position in the file and its values as text."""

    position: int
    row: dict[str, str | None]


class ParquetRows:
    """Reads and rewrites Parquet files with one connection; a context manager. Spills into `work`."""

    def __init__(self, work: Path) -> None:
        self._columns: dict[tuple[Path, int, int], dict[str, str]] = {}
        self._connection = duckdb.connect(
            config={
                "threads": 2,
                "memory_limit": MEMORY,
                "temp_directory": str(work / "spill"),
                "preserve_insertion_order": True,
                "enable_external_file_cache": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )

    def __enter__(self) -> ParquetRows:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def columns(self, file: Path) -> dict[str, str]:
        """The columns with their types, in order, named as the contract names them."""
        stamp = file.stat()
        known = (file, stamp.st_ino, stamp.st_mtime_ns)
        if known not in self._columns:
            rows = self._connection.execute(f"describe select * from read_parquet({_scan(file)})").fetchall()
            self._columns[known] = {str(row[0]): str(row[1]) for row in rows}
        return self._columns[known]

    def candidates(
        self, file: Path, rule: TableRule, subject: Subject, only: Iterable[str] | None = None
    ) -> list[Candidate]:
        """The records in which an id stands where one may stand, or a text that may name them.

        `only`: the columns that are looked into; by default all.
        """
        read = {
            name: text
            for name, kind in self.columns(file).items()
            if (text := as_text(name, kind, is_id=_is_id(rule, _known(name))))
        }
        looked_into = set(read) if only is None else set(only)
        conditions = [
            condition
            for name, text in read.items()
            if name in looked_into
            for condition in _conditions(rule, _known(name), text, subject)
        ]
        if not conditions:
            return []
        position = self._position(file)
        selected = ", ".join([position, *(f"{text} as {identifier(name)}" for name, text in read.items())])
        found = self._connection.execute(
            f"select {selected} from {self._numbered(file)} "
            f"where {' or '.join(conditions)} order by {position}"
        ).fetchall()
        names = [_known(name) for name in read]
        return [Candidate(int(row[0]), dict(zip(names, row[1:], strict=True))) for row in found]

    def rewrite(
        self, file: Path, changes: Changes, renamed: Mapping[str, str], target: Path
    ) -> dict[str, str]:
        """Writes `target`: the file with these changes, in its order; gives the columns that are text from now on."""
        types = self.columns(file)
        changed = {name for cells in changes.values() for name in cells}
        written = {name for cells in changes.values() for name, value in cells.items() if value is not None}
        retyped = {n: "VARCHAR" for n, kind in types.items() if _known(n) in written and _becomes_text(kind)}
        self._connection.execute(
            "create or replace temp table changes (position bigint, name varchar, value varchar)"
        )
        rows = [(at, name, value) for at, cells in changes.items() for name, value in cells.items()]
        if rows:
            self._connection.executemany("insert into changes values (?, ?, ?)", rows)
        position = f"records.{self._position(file)}"
        selected, joins = [], []
        for number, (name, kind) in enumerate(types.items()):
            old, new_name = f"records.{identifier(name)}", identifier(renamed.get(name, name))
            if _known(name) not in changed:
                selected.append(f"{old} as {new_name}")
                continue
            text = as_text(name, kind) if name in retyped else None
            kept = (text or identifier(name)).replace(identifier(name), old)
            new = f"c{number}.value" if name in retyped or kind == "VARCHAR" else f"cast(null as {kind})"
            selected.append(f"case when c{number}.position is null then {kept} else {new} end as {new_name}")
            joins.append(
                f"left join changes c{number} on c{number}.position = {position} "
                f"and c{number}.name = {literal(_known(name))}"
            )
        self._connection.execute(
            f"copy (select {', '.join(selected)} from {self._numbered(file)} records "
            f"{' '.join(joins)} order by {position}) to {literal(str(target))} "
            f"(format parquet, compression zstd, row_group_size {ROW_GROUP})"
        )
        self._connection.execute("drop table changes")
        before, after = (self._count(path) for path in (file, target))
        if before != after:
            raise RuntimeError(f"{file}: {before} records became {after}")
        return retyped

    def _position(self, file: Path) -> str:
        """What the position of a record is called: what no column of the file is, however it is delivered."""
        taken = {name.lower() for name in self.columns(file)}
        name = "position"
        while name in taken:
            name = f" {name}"
        return identifier(name)

    def _numbered(self, file: Path) -> str:
        """The records with their position; a delivered column may have the name that DuckDB gives it."""
        position = self._position(file)
        if "file_row_number" in map(str.lower, self.columns(file)):
            return f"(select *, row_number() over () - 1 as {position} from read_parquet({_scan(file)}))"
        return f"(select *, file_row_number as {position} from read_parquet({_scan(file)}, file_row_number = true))"

    def every_row(self, file: Path) -> list[dict[str, str | None]]:
        """Every record of a small file, as text: times, and yes and no, too."""
        types = self.columns(file)
        read = [as_text(name, kind) or f"cast({identifier(name)} as varchar)" for name, kind in types.items()]
        rows = self._connection.execute(
            f"select {', '.join(read)} from read_parquet({_scan(file)})"
        ).fetchall()
        return [dict(zip(map(_known, types), row, strict=True)) for row in rows]

    def renamed(self, file: Path, subject: Subject) -> dict[str, str]:
        """Columns whose name names somebody, as a header without a header line may; with the new names."""
        new = {name: subject.mentions.scrub(name) for name in self.columns(file)}
        return {old: name for old, name in new.items() if old != name}

    def each_value(self, file: Path, name: str, *, is_id: bool = True) -> Iterator[str]:
        """The different values of a column, as text, some thousands at a time."""
        text = as_text(name, self.columns(file)[name], is_id=is_id)
        if text is None:
            return
        found = self._connection.cursor().execute(
            f"select distinct {text} from read_parquet({_scan(file)}) where {text} is not null"
        )
        while rows := found.fetchmany(AT_A_TIME):
            yield from (str(value) for (value,) in rows)

    def _count(self, file: Path) -> int:
        found = self._connection.execute(f"select count(*) from read_parquet({_scan(file)})").fetchone()
        return int(found[0]) if found else 0

    def any_value(self, file: Path, column: str, condition: str, parameters: list[Any]) -> list[str]:
        """The different values of a column, as text, where a condition over it (`value`) holds."""
        types = self.columns(file)
        name = next((name for name in types if _known(name) == column), None)
        text = as_text(name, types[name]) if name else None
        if text is None:
            return []
        rows = self._connection.execute(
            f"select distinct value from (select {text} as value from read_parquet({_scan(file)})) "
            f"where value is not null and ({condition}) order by value",
            parameters,
        ).fetchall()
        return [str(row[0]) for row in rows]


def as_text(name: str, kind: str, *, is_id: bool = True) -> str | None:
    """An expression of a column's value as people write it; None where it is a time, an amount or a yes and no.

    Decimals with decimals are amounts but in a column of ids (`is_id`): staging reads ids of any type.
    """
    column = identifier(name)
    if kind == "VARCHAR":
        return column
    if kind.startswith(NEVER_TEXT) and not kind.endswith("]"):
        return None
    if kind.startswith("DECIMAL") and not kind.endswith((WHOLE_DECIMAL, "]")) and not is_id:
        return None
    if kind in FRACTIONAL:
        whole = f"cast(try_cast({column} as bigint) as varchar)"
        return f"case when {column} = floor({column}) then {whole} else cast({column} as varchar) end"
    return f"cast({column} as varchar)"


def _becomes_text(kind: str) -> bool:
    """A pseudonym has no other type; of lists and objects, which are no ids, nothing is left."""
    return not kind.endswith("]") and not kind.startswith(NESTED)


def _is_id(rule: TableRule, name: str) -> bool:
    column = rule.column(name)
    return bool(column.kinds or column.thing or column.named_by)


def _conditions(rule: TableRule, name: str, text: str, subject: Subject) -> list[str]:
    column = rule.column(name)
    found = []
    if _is_id(rule, name):
        kinds = column.kinds if not column.named_by else ("requester", "agent")
        if values := subject.values_of(kinds, column.thing):
            ids = sorted({value.strip() for value in values})
            found.append(f"trim({text}, {literal(BLANKS)}) in ({', '.join(map(literal, ids))})")
    if (pattern := subject.mentions.superset) and not column.thing:
        found.append(f"regexp_matches({text}, {literal(pattern)})")
    return found


def _known(name: str) -> str:
    return name.strip().lower()


def _scan(file: Path) -> str:
    return f"{file_literal(file)}, hive_partitioning = false"

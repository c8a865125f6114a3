"""The one DuckDB connection of a scan, and the only place where names from outside become SQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from orchestration.intake.definition import RECORD_COLUMN

_ROW_GROUP_BYTES = 64 * 1024 * 1024
_ROW_GROUP_RECORDS = 122_880
_BUFFER_BYTES = 32_000_000
_LINE_BYTES = 2_000_000
_LONG_RECORD_BYTES = 100_000
_MEMORY_LIMIT = "set memory_limit = '512MB'"


def literal(text: str) -> str:
    """A text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A column name as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def file_literal(file: Path) -> str:
    """A path to read, as a SQL literal in which no character is a wildcard."""
    return literal(re.sub(r"([*?\[])", r"[\1]", str(file)))


class Engine:
    """An in-memory database with two threads that spills into `work`; use it as a context manager."""

    def __init__(self, work: Path) -> None:
        spill = work / "spill"
        self._connection = duckdb.connect(
            config={
                "threads": 2,
                "temp_directory": str(spill),
                "preserve_insertion_order": True,
                "enable_external_file_cache": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        self.rows(_MEMORY_LIMIT)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Runs a statement and returns every row of its result."""
        return self._connection.execute(sql).fetchall()

    def copy_to_parquet(
        self, select: str, target: Path, *, records: int, source_bytes: int, longest_bytes: int = 0
    ) -> None:
        """Writes a result in its order, in row groups of about 64 MiB of source.

        DuckDB holds at least 2048 records at once: where they are very long it may take what memory
        the machine has.
        """
        wanted = _ROW_GROUP_BYTES * max(1, records) // max(1, source_bytes)
        group = max(2048, min(_ROW_GROUP_RECORDS, wanted))
        if longest_bytes > _LONG_RECORD_BYTES:
            self.rows("reset memory_limit")
        try:
            self.rows(
                f"copy ({select}) to {literal(str(target))} "
                f"(format parquet, compression zstd, row_group_size {group})"
            )
        finally:
            self.rows(_MEMORY_LIMIT)

    def count(self, parquet: Path) -> int:
        """The number of rows in a Parquet file."""
        return int(self.rows(f"select count(*) from read_parquet({file_literal(parquet)})")[0][0])


def csv_select(
    file: Path,
    columns: Sequence[str],
    *,
    longest_bytes: int,
    is_numbered: bool,
    is_uneven: bool = False,
) -> str:
    """Reads a well-formed CSV as text, in file order; an empty field is NULL, nothing else is.

    `is_numbered`: the first column is the record number; otherwise records are numbered as they come.
    `is_uneven`: records may end early. The first record is a header and is skipped; it also settles what
    DuckDB takes for a line end, so it must not have a line break of another kind in a name.
    """
    declared = [f"{literal(name)}: 'VARCHAR'" for name in columns]
    if is_numbered:
        declared.insert(0, f"{literal(RECORD_COLUMN)}: 'BIGINT'")
    line_bytes = max(_LINE_BYTES, longest_bytes + 64)
    options = {
        "columns": "{" + ", ".join(declared) + "}",
        "auto_detect": "false",
        "header": "true",
        "delim": "','",
        "quote": "'\"'",
        "escape": "'\"'",
        "nullstr": "''",
        "compression": "'none'",
        "strict_mode": "true",
        "null_padding": str(is_uneven).lower(),
        "ignore_errors": "false",
        "hive_partitioning": "false",
        "parallel": "false",
        "max_line_size": str(line_bytes),
        "buffer_size": str(max(_BUFFER_BYTES, 2 * line_bytes)),
    }
    numbered = (
        identifier(RECORD_COLUMN) if is_numbered else f"row_number() over () as {identifier(RECORD_COLUMN)}"
    )
    selected = ", ".join([*(identifier(name) for name in columns), numbered])
    arguments = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f"select {selected} from read_csv({file_literal(file)}, {arguments})"

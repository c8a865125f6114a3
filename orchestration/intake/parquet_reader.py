"""Takes a Parquet delivery: copied as it is, rewritten only where Spark could not read it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Set
from pathlib import Path

import duckdb

from orchestration.intake.definition import (
    RECORD_COLUMN,
    Column,
    Counted,
    Delivery,
    Reading,
    Rejected,
    check_columns,
    column_name,
)
from orchestration.intake.engine import Engine, file_literal, identifier
from orchestration.intake.unpacking import MAX_RATIO, RATIO_FROM_BYTES

RATIO_FROM_ROWS = 1_000_000
"""Rows from which on a file that holds more than MAX_RATIO of them in a byte is looked into: equal rows take none."""
MAX_ROWS_BEYOND_RATIO = 10_000_000
"""Rows that such a file may have: counting their keys takes a second."""
ROWS_OF_A_KEY = 10
"""Rows that such a file may have of one key, on average."""
_MAGIC = b"PAR1"
_ENCRYPTED = b"PARE"
_AS_TEXT = re.compile(r"\b(TIMESTAMP_NS|UUID|TIME|TIME_NS|INTERVAL|HUGEINT|UHUGEINT|BIT)\b")
_BINARY = "binary values"
_NANOSECONDS = "NANOS=NanoSeconds"
_DAMAGED = (
    "the Parquet file is damaged or cannot be read; deliver it again"  # the engine's message may hold a value
)


def count_parquet(delivery: Delivery, engine: Engine) -> Counted:
    """The number of rows that the file's footer promises; rejects what is no whole Parquet file."""
    file = delivery.file
    with file.open("rb") as stream:
        head = stream.read(4)
        stream.seek(-min(4, file.stat().st_size), 2)
        tail = stream.read(4)
    if _ENCRYPTED in (head, tail):
        raise Rejected("the Parquet file is encrypted; deliver it in clear")
    if head != _MAGIC:
        raise Rejected("it is not a Parquet file (it does not begin with PAR1)")
    if tail != _MAGIC:
        raise Rejected("the Parquet file is cut off (it does not end with PAR1); deliver it again")
    chunks = f"(select sum(total_uncompressed_size) from parquet_metadata({file_literal(file)}))"
    try:
        ((rows, expanded),) = engine.rows(
            f"select num_rows, {chunks} from parquet_file_metadata({file_literal(file)})"
        )
        _refuse_beyond_measure(file.stat().st_size, int(expanded or 0))
        _refuse_equal_rows(delivery, file.stat().st_size, int(rows), engine)
    except duckdb.Error as error:
        raise Rejected(_DAMAGED) from error
    return Counted(int(rows), 0)


def _refuse_beyond_measure(packed: int, expanded: int) -> None:
    if expanded > RATIO_FROM_BYTES and expanded > MAX_RATIO * packed:
        raise Rejected(
            f"it expands to more than {MAX_RATIO} times its {packed:,} bytes; deliver it uncompressed"
        )


def _refuse_equal_rows(delivery: Delivery, packed: int, rows: int, engine: Engine) -> None:
    """Rejects a file of a few bytes that would fill every table it is read into: equal rows cost next to none.

    Ids that follow one another hardly cost more, so the keys are counted, where there are not too many for that.
    """
    if rows <= RATIO_FROM_ROWS or rows <= MAX_RATIO * packed:
        return
    told = f"it has {rows:,} rows in {packed:,} bytes, more than {MAX_RATIO} in a byte"
    remedy = "look at what wrote it, and deliver the records once"
    if rows > MAX_ROWS_BEYOND_RATIO:
        raise Rejected(f"{told}; {remedy}, no more than {MAX_ROWS_BEYOND_RATIO:,} in a file")
    if ROWS_OF_A_KEY * _count_keys(delivery, engine) < rows:
        raise Rejected(f"{told}, and hardly any is a record of its own; {remedy}")


def _count_keys(delivery: Delivery, engine: Engine) -> int:
    """About how many keys the file has, in constant memory; of a table that declares none, how many records."""
    declared = delivery.declared.columns if delivery.declared else ()
    keys = {column.name for column in declared if column.is_key}
    scan = _scan(delivery.file)
    names = [row[0] for row in engine.rows(f"describe select * from {scan}")]
    counted = [name for name in names if column_name(name) in keys] or names
    key = ", ".join(identifier(name) for name in counted)
    return int(engine.rows(f"select approx_count_distinct(hash({key})) from {scan}")[0][0])


def _scan(file: Path) -> str:
    return f"read_parquet({file_literal(file)}, hive_partitioning = false)"


def read_parquet(file: Path, delivery: Delivery, counted: Counted, target: Path, engine: Engine) -> Reading:
    """Copies the file to `target`, or rewrites it in its order with types and names that every engine reads."""
    scan = _scan(file)
    try:
        delivered = [Column(row[0], row[1]) for row in engine.rows(f"describe select * from {scan}")]
        has_nanoseconds = _has_nanoseconds(file, engine)
        check_columns([column_name(column.name) for column in delivered], delivery)
        _check_types(delivered, delivery)
        decoded = _decode(scan, delivered, engine)
    except duckdb.Error as error:
        raise Rejected(_DAMAGED) from error
    if decoded != counted.physical:
        raise Rejected(
            f"its footer promises {counted.physical:,} rows and {decoded:,} can be read; deliver it again"
        )
    json_names = delivery.declared.json_names if delivery.declared else frozenset()
    selected = [_portable(column, json_names) for column in delivered]
    if not has_nanoseconds and all(
        new == identifier(old.name) for new, old in zip(selected, delivered, strict=True)
    ):
        shutil.copyfile(file, target)
        return Reading(tuple(delivered), decoded, has_record_column=False)
    numbered = f"row_number() over () as {identifier(RECORD_COLUMN)}"
    select = f"select {', '.join([*selected, numbered])} from {scan}"
    engine.copy_to_parquet(select, target, records=decoded, source_bytes=file.stat().st_size)
    written = engine.rows(
        f"describe select * exclude ({RECORD_COLUMN}) from read_parquet({file_literal(target)})"
    )
    return Reading(
        tuple(Column(row[0], row[1]) for row in written), engine.count(target), has_record_column=True
    )


def _check_types(delivered: list[Column], delivery: Delivery) -> None:
    """Rejects a declared column of a type that is no scalar, unless it is declared to hold JSON."""
    declared = delivery.declared
    for column in delivered:
        name, kind = column_name(column.name), _nested_kind(column.type)
        is_json = declared is not None and name in declared.json_names and kind != _BINARY
        if kind and declared and name in declared.column_names and not is_json:
            raise Rejected(f"column '{name}' holds {kind}; deliver it as text, a number or an instant")


def _nested_kind(kind: str) -> str | None:
    """What values of this DuckDB type are, in words; None for scalars."""
    if kind.endswith("]"):
        return "lists"
    if kind == "BLOB":
        return _BINARY
    return "objects" if kind.startswith(("STRUCT", "MAP", "UNION", "JSON", "VARIANT")) else None


def _decode(scan: str, columns: list[Column], engine: Engine) -> int:
    """The number of rows, with every value of every column decoded on the way."""
    values = ", ".join(f"count(hash({identifier(column.name)}))" for column in columns)
    return int(engine.rows(f"select count(*), {values} from {scan}")[0][0])


def _has_nanoseconds(file: Path, engine: Engine) -> bool:
    schema = engine.rows(f"select logical_type, type from parquet_schema({file_literal(file)})")
    return any(_NANOSECONDS in (logical or "") or physical == "INT96" for logical, physical in schema)


def _portable(column: Column, json_names: Set[str]) -> str:
    """The column as it is stored: its own name in lower case, in a type that every engine reads."""
    old, new = identifier(column.name), identifier(column_name(column.name))
    if column_name(column.name) in json_names and _nested_kind(column.type):
        value = f"cast(to_json({old}) as varchar)"
    elif column.type == "TIMESTAMP_NS":
        # A plain cast would cut instants before 1970 towards zero, that is to a later microsecond.
        nanoseconds = f"epoch_ns({old})"
        value = f"make_timestamp(({nanoseconds} - ({nanoseconds} % 1000 + 1000) % 1000) // 1000)"
    elif _AS_TEXT.search(column.type.replace("TIMESTAMP WITH TIME ZONE", "")):
        value = f"cast({old} as varchar)"
    else:
        value = old
    return value if value == new else f"{value} as {new}"

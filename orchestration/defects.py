"""Records and fields that were refused, as the last build knows them: `staging.stg_record_defects`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.candidate import open_candidate
from orchestration.contract import Contract
from orchestration.corrections import corrected_records
from orchestration.home import Home
from orchestration.intake import Reason, read_ledger, read_quarantine

DEFECTS = "staging.stg_record_defects"
HIDDEN = "***"
NESTED = "nested_value"
"""The reason of an object or a list where one value belongs; what is in it is no column's value."""


@dataclass(frozen=True)
class Defect:
    """A refused record or a field that became NULL; `value` as delivered, `column` None for a whole record."""

    kind: str
    source: str
    table_name: str
    path: str
    record: int | None
    column: str | None
    value: str | None
    reason: str


def refused_by_delivery(candidate: Path) -> dict[int, int]:
    """Records that could not be read, or whose key or required value could not, by delivery number."""
    query = f"select delivery, count(distinct record) from {DEFECTS} where is_quarantined group by delivery"
    return {int(delivery): int(records) for delivery, records in _rows(candidate, query)}


def corrected_by_delivery(candidate: Path, contract: Contract) -> dict[int, int]:
    """How many of them were delivered again, corrected, by the number of the delivery in which they were refused."""
    return Counter(delivery for delivery, _ in corrected_records(candidate, contract))


def count_defects(candidate: Path, contract: Contract) -> list[dict[str, Any]]:
    """Refused records and field defects by source, table, column and reason; no values.

    A column that the contract does not declare is not named: a header or a JSON key can be data.
    """
    names = ("kind", "source", "table_name", "column", "reason", "records")
    free = [str(reason) for reason in Reason]
    declared = [
        f"{table.source} {table.table} {name}" for table in contract.values() for name in table.column_names
    ]
    query = (
        "select if(is_quarantined, 'refused', 'field_defect'), source, table_name, "
        "if(reason not in ? or concat_ws(' ', source, table_name, column_name) in ?, column_name, null) as named, "
        f"reason, count(*) from {DEFECTS} group by all order by all"
    )
    return [dict(zip(names, row, strict=True)) for row in _rows(candidate, query, [free, declared])]


def unreadable_records(home: Home, contract: Contract, source: str | None = None) -> Iterator[Defect]:
    """Records that intake could not read, of one source or all, in order of delivery; personal values hidden.

    Those that the last build has, corrected, are left out.
    """
    shown, corrected = _Mask(contract), corrected_records(home.candidate, contract)
    for read in read_quarantine(home):
        if source in (None, read.source) and (read.delivery, read.record) not in corrected:
            value = shown(read.source, read.table_name, read.column, read.value)
            place = (read.source, read.table_name, read.path, read.record, read.column)
            yield Defect("refused", *place, value, read.reason)


def untyped_values(home: Home, contract: Contract, source: str | None = None) -> list[Defect]:
    """What the last build could read but not take as declared, in order of delivery; personal values hidden.

    Refused records that it has, corrected, are left out. Raises duckdb.Error while a build is running.
    """
    shown, corrected = _Mask(contract), corrected_records(home.candidate, contract)
    paths = {entry.delivery: entry.path for entry in read_ledger(home)}
    query = (
        "select if(is_quarantined, 'refused', 'field_defect'), source, table_name, delivery, record, column_name, "
        f"value, reason from {DEFECTS} where reason not in ? and source = coalesce(?, source) "
        "order by delivery, record, column_name"
    )
    rows = _rows(home.candidate, query, [[str(reason) for reason in Reason], source])
    return [
        Defect(
            kind,
            origin,
            table,
            paths.get(delivery, ""),
            record,
            column,
            HIDDEN if reason == NESTED else shown(origin, table, column, value),
            reason,
        )
        for kind, origin, table, delivery, record, column, value, reason in rows
        if kind != "refused" or (delivery, record) not in corrected
    ]


class _Mask:
    """Hides a value unless the contract knows its column and does not call it personal."""

    def __init__(self, contract: Contract) -> None:
        self._open = {
            (table.source, table.table, column.name)
            for table in contract.values()
            for column in table.columns
            if not column.is_personal
        }

    def __call__(self, source: str, table: str, column: str | None, value: str | None) -> str | None:
        if value is None or (source, table, column) in self._open:
            return value
        return HIDDEN


def _rows(candidate: Path, query: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """The query's rows; none where there is no candidate, or it was made without the relation."""
    if not candidate.exists():
        return []
    schema, table = DEFECTS.split(".")
    with open_candidate(candidate) as connection:
        known = connection.execute(
            "select count(*) from information_schema.tables where table_schema = ? and table_name = ?",
            [schema, table],
        ).fetchone()
        if known == (0,):
            return []
        return connection.execute(query, parameters or []).fetchall()

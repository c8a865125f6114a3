"""What a random delivery may hold: every table of the input contract, with values of every type, good and bad."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from orchestration.contract import RawColumn, load_contract

Record = dict[str, str | None]
"""A record as text, by column as delivered."""

FIRST_EVENT = datetime(2024, 1, 1)
EVENT_MINUTES = 60 * 24 * 300
BAD = {
    "timestamp": ("2024-02-30", "31/12/2024", "soon", "1718000000000"),
    "date": ("2024-13-01", "tomorrow"),
    "boolean": ("maybe",),
    "bigint": ("1e3", "99999999999999999999999", "ten"),
    "decimal": ("10,50", "$10.50", "NaN", "inf", "10.00500001234"),
}
WORDS = (
    "plain",
    "two words",
    'say "hi"',
    "a,b",
    "line\nbreak",
    "café 😀",
    "אבג",
    " padded ",
    "NULL",
    "=1+1",
    "[2024]",
    "0042",
)
IDS = ("1", "2", "3", "4", "5")
IN_ORDER = {("zendesk", "schedule")}
"""Tables in which a record without a key is missing until a later delivery, whatever it says of its update."""


@dataclass(frozen=True)
class Table:
    """One table of the inbox, and what decides which of its records wins."""

    source: str
    name: str
    mode: str
    columns: tuple[RawColumn, ...]
    updated_at: tuple[str, ...]
    is_deleted: str | None
    order_column: str | None
    values: Mapping[str, Sequence[str]]

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns of its key."""
        return tuple(column.name for column in self.columns if column.is_key)


def read_tables(manifest: Any) -> dict[tuple[str, str], Table]:
    """Every table that a delivery may belong to, by (source, table); `manifest` is dbt's, as parsed."""
    found = {}
    for (source, name), declared in load_contract().items():
        spelled = name.replace(".", "__")
        is_files = source == "files"
        node = (
            manifest.nodes[f"model.cxw.stg_{spelled}"]
            if is_files
            else manifest.sources[f"source.cxw.{source}.{spelled}"]
        )
        meta, names = node.config.meta, {column.name for column in declared.columns}
        columns = {column.name: column.config.meta for column in node.columns.values()}
        found[source, name] = Table(
            source,
            name,
            declared.mode,
            declared.columns,
            tuple(meta.get("updated_at", ["updated_at"] if "updated_at" in names else [])),
            meta.get("is_deleted", "is_deleted" if "is_deleted" in names else None),
            next((name for name, its in columns.items() if its.get("record_order")), None),
            {name: its["values"] for name, its in columns.items() if its.get("values")},
        )
    return found


def instant(random_: random.Random) -> datetime:
    """An instant at which something happened, before any delivery arrives."""
    return FIRST_EVENT + timedelta(minutes=random_.randrange(EVENT_MINUTES))


def spell_instant(moment: datetime, form: str, random_: random.Random) -> str:
    """An instant as the column's declared format has it; of ISO 8601 one of its spellings."""
    if form == "day_first":
        return f"{moment:%d/%m/%Y %H:%M}"
    if form == "epoch_seconds":
        return str(int((moment - datetime(1970, 1, 1)).total_seconds()))
    spellings = (
        f"{moment:%Y-%m-%dT%H:%M:%S}Z",
        f"{moment:%Y-%m-%d %H:%M:%S}",
        f"{moment + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}+02:00",
        f"{moment:%Y-%m-%dT%H:%M:%S.000000}",
    )
    return random_.choice(spellings)


def good_value(table: Table, column: RawColumn, random_: random.Random) -> str:
    """A value of the column's type; of a key, one of a few."""
    name, kind = column.name, column.data_type
    if column.is_json:
        return random_.choice(("[1, 2]", "[]", '["3"]'))
    if kind == "timestamp":
        moment = FIRST_EVENT + timedelta(days=random_.randrange(3)) if column.is_key else instant(random_)
        return spell_instant(moment, column.format, random_)
    if kind == "date":
        return f"{FIRST_EVENT + timedelta(days=random_.randrange(4 if column.is_key else 200)):%Y-%m-%d}"
    if kind == "boolean":
        return random_.choice(("true", "false", "1", "0", "yes", "f"))
    if kind == "bigint":
        return str(random_.randrange(1, 4 if column.is_key else 900))
    if kind.startswith("decimal"):
        whole = random_.choice((random_.randrange(-50, 9000), random_.randrange(10**8)))
        return f"{whole}.{random_.randrange(100):02d}"
    if name in table.values:
        return random_.choice((*table.values[name], *table.values[name], "Some other word"))
    if name in ("currency", "to_currency"):
        return random_.choice(("EUR", "usd", " gbp "))
    if column.is_key or name == "id" or name.endswith("_id"):
        return random_.choice(IDS)
    return random_.choice(WORDS)


def bad_value(column: RawColumn, random_: random.Random) -> str | None:
    """A value that the column's type has not; None where any text is good."""
    if column.is_json or column.format == "epoch_seconds":
        return None
    words = BAD.get(column.data_type.partition("(")[0])
    return random_.choice(words) if words else None


def new_record(table: Table, random_: random.Random) -> Record:
    """One record: most values are given and good; bookkeeping is left to the history."""
    record: Record = {}
    bookkeeping = {*table.updated_at, table.is_deleted}
    for column in table.columns:
        if column.name in bookkeeping:
            record[column.name] = None
        elif column.is_required or column.name in table.values or random_.random() < 0.7:
            record[column.name] = good_value(table, column, random_)
        else:
            record[column.name] = None
    if random_.random() < 0.04:
        column = random_.choice(table.columns)
        if column.name not in bookkeeping and (bad := bad_value(column, random_)):
            record[column.name] = bad
    if random_.random() < 0.02:
        required = [column.name for column in table.columns if column.is_required]
        if required:
            record[random_.choice(required)] = None
    return record

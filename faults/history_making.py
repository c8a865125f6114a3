"""Random delivery histories, each in the forms that must come to the same.

The history of one table is drawn once: its records, in deliveries, over nights. Records may be late, out of order,
repeated, broken, deleted and revived. Where they carry distinct `updated_at` the table is free: its records may come
in any order, cut into other files of another format. Other tables, and snapshots, keep the order of their files.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from faults.history_files import FORMATS, encode
from faults.history_tables import FIRST_EVENT, IN_ORDER, Record, Table, new_record, spell_instant

NIGHTS = 4
FIRST_ARRIVAL = datetime(2025, 3, 1, 2)
FORMS = ("nightly", "at once", "shuffled")


@dataclass(frozen=True)
class File:
    """One delivery: the night on which it arrives, and its name below the inbox."""

    night: int
    name: str
    content: bytes


@dataclass
class Drawn:
    """One delivery before it has a form. `broken` says that its last record cannot be read."""

    night: int
    records: list[Record]
    columns: tuple[str, ...]
    kind: str
    broken: bool = False
    content: bytes = b""


@dataclass
class TableHistory:
    """What one table of the inbox gets over the nights."""

    table: Table
    is_free: bool
    drawn: list[Drawn] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Its folder below the inbox."""
        return f"{self.table.source}/{self.table.name}"

    @property
    def records(self) -> int:
        """How many physical records are delivered, copies of whole files not counted."""
        different = {one.content: len(one.records) + one.broken for one in self.drawn}
        return sum(different.values())


def arrival(night: int) -> datetime:
    """When what comes in a night arrives: after every event."""
    return FIRST_ARRIVAL + timedelta(days=night)


def draw_history(table: Table, random_: random.Random) -> TableHistory:
    """A history of one table, with the bytes that its deliveries have in the nightly form."""
    place = table.source, table.name
    can_be_free = bool(table.updated_at) and table.mode != "snapshot" and place not in IN_ORDER
    history = TableHistory(table, can_be_free and random_.random() < 0.75)
    columns = _columns(table, history.is_free, random_)
    moments = random_.sample(range(60 * 24 * 200), 200)
    earlier: list[Record] = []
    for night in range(NIGHTS):
        for _ in range(random_.choice((0, 1, 1, 2))):
            has_order = table.order_column in columns or not table.order_column
            given = _lacking(table, columns, random_) if has_order and random_.random() < 0.15 else columns
            records = []
            for _ in range(random_.choice((1, 3, 5, 8))):
                record = _version(table, history.is_free, moments, random_)
                record.update(dict.fromkeys(set(columns) - set(given)))
                records += [record] * random_.choice((1, 1, 1, 1, 2))
            if earlier and random_.random() < 0.5 and table.mode != "snapshot" and given == columns:
                records += random_.sample(earlier, min(2, len(earlier)))
            earlier += records
            kind = random_.choice(FORMATS)
            drawn = Drawn(night, records, given, kind, kind == "csv" and random_.random() < 0.3)
            drawn.content = _content(table, drawn, random_)
            history.drawn.append(drawn)
    return history


def _columns(table: Table, is_free: bool, random_: random.Random) -> tuple[str, ...]:
    names = [column.name for column in table.columns]
    if table.order_column and not is_free and random_.random() < 0.6:
        names.remove(table.order_column)
    return tuple(names)


def _lacking(table: Table, columns: Sequence[str], random_: random.Random) -> tuple[str, ...]:
    """The columns without an optional one, as an export by hand may have them."""
    kept = {*table.updated_at, table.is_deleted, table.order_column, *table.keys}
    kept |= {column.name for column in table.columns if column.is_required}
    optional = [name for name in columns if name not in kept]
    gone = random_.choice(optional) if optional else None
    return tuple(name for name in columns if name != gone)


def _version(table: Table, is_free: bool, moments: list[int], random_: random.Random) -> Record:
    """One record with its bookkeeping: a version of its own instant in a free table, else any or none."""
    record = new_record(table, random_)
    if table.order_column and is_free and record[table.order_column] is None:
        record[table.order_column] = str(random_.randrange(1, 4))
    moment = FIRST_EVENT + timedelta(minutes=moments.pop())
    if not is_free:
        moment = FIRST_EVENT + timedelta(days=random_.randrange(3))
    if table.updated_at and (is_free or random_.random() < 0.6):
        formats = {column.name: column.format for column in table.columns}
        for name in table.updated_at:
            record[name] = spell_instant(moment, formats[name], random_)
    if table.is_deleted and random_.random() < 0.25:
        record[table.is_deleted] = random_.choice(("true", "true", "false"))
    return record


def _content(table: Table, drawn: Drawn, random_: random.Random) -> bytes:
    content = encode(table, drawn.columns, drawn.records, drawn.kind, random_)
    return content + b'x,"broken" quoting\n' if drawn.broken else content


def in_form(history: TableHistory, form: str, random_: random.Random) -> list[File]:
    """The files of one form; `nightly` and `at once` differ in the nights alone."""
    if form == "shuffled" and history.is_free:
        return _shuffled(history, random_)
    nights = [one.night for one in history.drawn]
    if form == "at once":
        nights = [NIGHTS - 1] * len(nights)
    elif form == "shuffled":
        nights = sorted(random_.randrange(NIGHTS) for _ in nights)
    files = []
    for number, (one, night) in enumerate(zip(history.drawn, nights, strict=True)):
        files.append(File(night, f"{history.place}/{number:02d}.{one.kind}", one.content))
        if random_.random() < 0.3:
            files.append(
                File(
                    random_.randrange(night, NIGHTS),
                    f"{history.place}/{number:02d} again.{one.kind}",
                    one.content,
                )
            )
    return files


def _shuffled(history: TableHistory, random_: random.Random) -> list[File]:
    """The same records in any order: in other files, of other formats, on other nights, copies included."""
    files = []
    for number, one in enumerate(history.drawn):
        pieces = [one]
        if not one.broken:
            records = random_.sample(one.records, len(one.records))
            cut = random_.randrange(len(records))
            parts = [part for part in (records[:cut], records[cut:]) if part]
            pieces = [Drawn(0, part, one.columns, random_.choice(FORMATS)) for part in parts]
            for piece in pieces:
                piece.content = _content(history.table, piece, random_)
        for part, piece in enumerate(pieces):
            for _ in range(random_.choice((1, 1, 2))):
                name = f"{random_.randrange(10**6):06d}-{number}-{part}.{piece.kind}"
                files.append(File(random_.randrange(NIGHTS), f"{history.place}/{name}", piece.content))
    return files

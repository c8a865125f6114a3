"""Which cells of a release, or of its table of names, tell of somebody, and what they become."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

import duckdb

from orchestration.candidate import literal
from orchestration.erasure.mentions import is_distinctive
from orchestration.erasure.rules import THINGS
from orchestration.erasure.subject import Identity, Subject
from orchestration.releases.hashing import quoted

ID_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "account_id": ("account",),
    "agent": ("agent",),
    "agent_id": ("agent",),
    "assignee_id": ("agent",),
    "customer_id": ("account", "contact", "customer", "requester"),
    "dimension_value": ("agent",),
    "parent_account_id": ("account",),
}
"""Columns of releases that hold people's ids; elsewhere only an id that nothing else looks like is taken for one."""

KEY_WORDS: Mapping[str, str] = {
    "account": "account",
    "agent": "agent",
    "contact": "contact",
    "customer": "billing_customer",
    "requester": "requester",
}
"""By kind of id, the word before it in the text whose hash is its surrogate key; ids of other kinds have none."""

DERIVED = ("_version_key", "mrr_movement_key")
"""Keys that are hashes of such a key and a date."""

UNKNOWN = "unknown"
"""What releases say where nobody is named."""

Place = tuple[str, str, str]


@dataclass(frozen=True)
class Cells:
    """By (schema, table, column): new values by the condition under which a cell gets them; `count`: of how many cells.

    `blanked`: conditions under which a name becomes NULL.
    """

    values: Mapping[Place, Mapping[str, str]] = field(repr=False)
    blanked: Mapping[Place, str] = field(repr=False)
    count: int = 0


def changed_cells(connection: duckdb.DuckDBPyConnection, database: str, subject: Subject) -> Cells:
    """Looks through every text of a database."""
    columns: list[Place] = connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where database_name = ? and data_type = 'VARCHAR' and not internal order by all",
        [database],
    ).fetchall()
    beside: dict[tuple[str, str], set[str]] = {}
    for schema, table, column in columns:
        beside.setdefault((schema, table), set()).add(column)
    search = _Search(connection, database, subject)
    values = {
        place: found
        for place in columns
        if not place[2].endswith("_key") and (found := search.texts(place, beside[place[:2]]))
    }
    keys = _keys(subject)
    keys |= search.derived(columns, beside, keys)
    for place in columns:
        if place[2].endswith("_key") and (found := search.present(place, _equal(place[2], keys))):
            values[place] = found
    blanked = {
        (schema, table, "name"): " or ".join(
            condition for c in ID_COLUMNS for condition in values.get((schema, table, c), {})
        )
        for schema, table, column in columns
        if column == "name" and any((schema, table, c) in values for c in ID_COLUMNS)
    }
    return Cells(values, blanked, sum(search.count(place, found) for place, found in values.items()))


def expressions(
    connection: duckdb.DuckDBPyConnection, database: str, schema: str, table: str, cells: Cells
) -> str:
    """The columns of a table for a select, with the cells that change."""
    names = connection.execute(
        "select column_name from duckdb_columns() where database_name = ? and schema_name = ? and table_name = ? "
        "order by column_index",
        [database, schema, table],
    ).fetchall()
    selected = []
    for (name,) in names:
        column = quoted(name)
        found = cells.values.get((schema, table, name), {})
        branches = [f"when {condition} then {literal(new)}" for condition, new in found.items()]
        if condition := cells.blanked.get((schema, table, name)):
            branches.insert(0, f"when {condition} then null")
        selected.append(f"case {' '.join(branches)} else {column} end as {column}" if branches else column)
    return ", ".join(selected)


def _keys(subject: Subject) -> dict[str, str]:
    """Surrogate keys that are hashes of their ids, and those of the pseudonyms: the same as after a rebuild."""
    return {
        _md5(word, source, value): _md5(word, source, subject.key.pseudonym(source, value))
        for kind, source, value in subject.ids
        if kind not in THINGS
        for word in KEY_WORDS.values()
        if word == KEY_WORDS.get(kind) or _is_plain(subject, (kind, source, value))
    }


def _is_plain(subject: Subject, identity: Identity) -> bool:
    """Whoever has the id is the person, whatever kind it is taken for: nothing else looks like it."""
    return is_distinctive(identity[2]) and identity not in subject.unheld


def _md5(*parts: str) -> str:
    return hashlib.md5("|".join(parts).encode(), usedforsecurity=False).hexdigest()


def _equal(column: str, values: Mapping[str, str]) -> dict[str, str]:
    return {f"{quoted(column)} = {literal(old)}": new for old, new in values.items()}


class _Search:
    """Looks for a subject in the columns of one database."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, database: str, subject: Subject) -> None:
        self._connection, self._database, self._subject = connection, database, subject

    def texts(self, place: Place, beside: Set[str]) -> dict[str, str]:
        """New values of a column that are, or name, somebody, by condition; `beside`: the table's other columns."""
        kinds = ID_COLUMNS.get(place[2], ())
        conditions: dict[str, str] = {}
        for identity in sorted(self._subject.ids):
            kind, source, value = identity
            is_plain = _is_plain(self._subject, identity)
            only = "" if is_plain else _only(place[2], beside, identity)
            if only is not None and (kind in kinds or (kind not in THINGS and is_plain)):
                new = self._subject.key.pseudonym(source, value)
                for old, pseudonym in ((value, new), (f"{source}:{value}", f"{source}:{new}")):
                    conditions[f"{quoted(place[2])} = {literal(old)}{only}"] = pseudonym
        return self.present(place, conditions) | self._mentions(place)

    def _mentions(self, place: Place) -> dict[str, str]:
        pattern = self._subject.mentions.superset
        column = quoted(place[2])
        if not pattern:
            return {}
        rows = self._rows(place, f"regexp_matches({column}, {literal(pattern)})")
        scrubbed = {value: self._subject.mentions.scrub(value) for value in rows}
        return _equal(place[2], {old: new for old, new in scrubbed.items() if old != new})

    def present(self, place: Place, conditions: Mapping[str, str]) -> dict[str, str]:
        """Of some conditions those that a row meets."""
        if not conditions or not self._rows(place, " or ".join(conditions)):
            return {}
        return {condition: new for condition, new in conditions.items() if self._rows(place, condition)}

    def derived(
        self, columns: Iterable[Place], beside: Mapping[tuple[str, str], Set[str]], keys: Mapping[str, str]
    ) -> dict[str, str]:
        """Keys of their rows that are made of such a key: keyed hashes of what they were."""
        found: dict[str, str] = {}
        for schema, table, column in columns:
            owners = beside[schema, table] & {"agent_key", "customer_key"}
            if column.endswith(DERIVED) and owners and keys:
                condition = " or ".join(
                    condition for owner in sorted(owners) for condition in _equal(owner, keys)
                )
                rows = self._rows((schema, table, column), condition)
                found |= {old: self._subject.key.hash("key", old)[:32] for old in rows}
        return found

    def count(self, place: Place, conditions: Mapping[str, str]) -> int:
        """How many cells meet one of some conditions."""
        found = self._connection.execute(
            f"select count(*) from {quoted(self._database, *place[:2])} where {' or '.join(conditions)}"
        ).fetchone()
        return int(found[0]) if found else 0

    def _rows(self, place: Place, condition: str) -> list[str]:
        column = quoted(place[2])
        rows = self._connection.execute(
            f"select distinct {column} from {quoted(self._database, *place[:2])} "
            f"where ({condition}) and {column} is not null"
        ).fetchall()
        return [str(value) for (value,) in rows]


def _only(column: str, beside: Set[str], identity: Identity) -> str | None:
    """What tells an id that others look like from those: the row's customer, dimension or source.

    None where nothing tells it from the release's own word for what is not known.
    """
    kind, source, value = identity
    if column == "customer_id" and "customer_key" in beside:
        word = KEY_WORDS.get(kind)
        return f" and {quoted('customer_key')} = {literal(_md5(word, source, value))}" if word else None
    if column == "dimension_value" and "dimension" in beside:
        return None if value == UNKNOWN else " and dimension = 'agent'"
    if "source" in beside:
        return f" and source = {literal(source)}"
    return None if value == UNKNOWN else ""

"""Which refused records were delivered again, corrected, and so are no longer missing.

A record that says its key is corrected where a later record of that key was accepted, however the key is spelled. One
that does not (it has none, or one that cannot be typed, whatever it would round to), or that could not even be read, is
corrected where its whole file was delivered again at the same place: some later delivery of the same path has every key
of the earlier one, and at least as many records; exactly as many where that one has no key. One whose key is an instant
that cannot be is corrected either way; with its whole file where that has a new record with the rest of its key.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.candidate import literal, open_candidate
from orchestration.contract import Contract, RawColumn, RawTable

Place = tuple[int, int]
"""Number of a delivery, and of a record in it."""

_REFUSED = "select distinct delivery, record from staging.stg_record_defects where is_quarantined"

_TYPED = {"timestamp": "timestamptz", "date": "date", "bigint": "bigint"}
"""Types of keys that have several spellings, and what they are compared as; an instant without a zone is UTC."""

_CORRECTED = """
with refused as (
  {refused} and source = {source} and table_name = {table}
),
records as (
  select _delivery, _record, {typed_keys} from {relation}
),
good as (
  select records.* from records
  anti join refused on refused.delivery = records._delivery and refused.record = records._record
),
key_defects as (
  select delivery, record, column_name, reason in ('future_event', 'before_1970') as is_instant
  from staging.stg_record_defects
  where source = {source} and table_name = {table} and column_name in ({key_names})
),
-- They say their keys: those count for them, and for no other, as 480.6 would round to the key of another record.
keyed as (
  select refused.delivery, refused.record
  from refused
  join records on records._delivery = refused.delivery and records._record = refused.record
  where {has_key}
  except
  select delivery, record from key_defects where not is_instant
),
-- A key that is an instant which cannot be is corrected by another instant, too, which is another key.
bound as (
  select delivery, record from keyed
  except
  select delivery, record from key_defects
),
by_key as (
  select keyed.delivery, keyed.record
  from keyed
  join records on records._delivery = keyed.delivery and records._record = keyed.record
  join good on {same_key} and (good._delivery, good._record) > (records._delivery, records._record)
),
files as (
  select
    delivery, path, physical_records - blank_records as records,
    delivery in (select _delivery from good) as has_good,
    delivery in (select delivery from key_defects where is_instant) as has_instants
  from raw.deliveries
  where status = 'taken' and source = {source} and table_name = {table}
),
replaced as (
  select
    earlier.delivery as old, later.delivery as new,
    earlier.has_good as had_good, earlier.has_instants as had_instants
  from files as earlier
  join files as later on later.path = earlier.path and later.delivery > earlier.delivery
  where earlier.delivery in (select delivery from refused) and later.has_good
    and (later.records = earlier.records or (later.records > earlier.records and earlier.has_good))
),
incomplete as (
  select old, new
  from replaced
  join good as records on records._delivery = old
  where not exists (select 1 from good where good._delivery = replaced.new and {same_key})
),
-- A file whose keys all came may say nothing of a record whose instant cannot be: a new one has the rest of its key.
fresh as (
  select replaced.old, replaced.new, good.*
  from replaced
  join good on good._delivery = replaced.new
  where replaced.had_instants
    and not exists (select 1 from good as records where records._delivery = replaced.old and {same_key})
),
absent as (
{absent}
)
select delivery, record from by_key
union
select refused.delivery, refused.record
from refused
join replaced on replaced.old = refused.delivery
anti join incomplete on incomplete.old = replaced.old and incomplete.new = replaced.new
anti join bound on bound.delivery = refused.delivery and bound.record = refused.record
anti join absent
  on absent.delivery = refused.delivery and absent.record = refused.record and absent.new = replaced.new
"""

_ABSENT = """
  select keyed.delivery, keyed.record, replaced.new
  from keyed
  join key_defects as instants
    on instants.delivery = keyed.delivery and instants.record = keyed.record and instants.column_name = {instant}
  join records on records._delivery = keyed.delivery and records._record = keyed.record
  join replaced on replaced.old = keyed.delivery
  where not exists (select 1 from fresh as good where good.old = replaced.old and good.new = replaced.new and {rest})
"""


def corrected_records(candidate: Path, contract: Contract) -> set[Place]:
    """The refused records of the last build that it has, corrected; none where there is no whole build."""
    found: set[Place] = set()
    if not candidate.exists():
        return found
    try:
        with open_candidate(candidate) as connection:
            connection.execute("set TimeZone = 'UTC'")
            tables = connection.execute(
                "select distinct source, table_name from staging.stg_record_defects where is_quarantined"
            ).fetchall()
            for place in tables:
                if place in contract and (query := _query(contract[place])):
                    found.update(connection.execute(query).fetchall())
    except duckdb.Error:  # unfinished, or of a home that was moved since: then all of them are listed
        return set()
    return found


def _query(table: RawTable) -> str | None:
    """None for a table without a key."""
    keys = [column for column in table.columns if column.is_key]
    if not keys:
        return None
    same = {
        key.name: f"good.{key.name} = records.{key.name}"
        if key.is_required
        else f"good.{key.name} is not distinct from records.{key.name}"
        for key in keys
    }
    rest = {name: " and ".join(same[other] for other in same if other != name) for name in same}
    absent = [
        _ABSENT.format(instant=literal(name), rest=others or "replaced.had_good")
        for name, others in rest.items()
    ]
    return _CORRECTED.format(
        refused=_REFUSED,
        source=literal(table.source),
        table=literal(table.table),
        typed_keys=", ".join(f"{_comparable(key)} as {key.name}" for key in keys),
        key_names=", ".join(literal(key.name) for key in keys),
        has_key=" and ".join(f"records.{key.name} is not null" for key in keys if key.is_required) or "true",
        relation=f"raw_{table.source}.{table.table.replace('.', '__')}",
        same_key=" and ".join(same.values()),
        absent="union all".join(absent),
    )


def _comparable(key: RawColumn) -> str:
    """The key as a text that two spellings of one value have in common."""
    text = f"cast({key.name} as varchar)"
    typed = _TYPED.get(key.data_type)
    return f"coalesce(cast(try_cast({text} as {typed}) as varchar), {text})" if typed else text

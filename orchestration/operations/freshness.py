"""`operations.source_freshness`: how far each table reaches, and whether it stalls while others go on.

A function of the deliveries and of as_of: nothing here reads the clock. A table is silent since its newest delivery, up
to the newest delivery of any table; what it may be silent is read from its own intervals.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.candidate import open_candidate
from orchestration.releases.operations import SOURCE_FRESHNESS, OperationsTable

INTERVALS = 60
"""Intervals between deliveries that are looked at, the newest ones."""

INTERVALS_AT_LEAST = 5
"""With fewer of them a table has no rhythm yet, and nobody can say that it stalls."""

LONGEST_SHARE = 0.9
ALLOWED_TIMES = 1.5
"""Silence is allowed for one and a half times the interval that nine of ten do not exceed: a source that rests at
weekends is not stale on a Monday, and one of every night is on the second night that it misses."""

QUERY = """
with arrivals as (
    select source, table_name, arrived_at, count(*) as deliveries
    from raw.deliveries where status = 'taken' group by all
),
intervals as (
    select source, table_name,
        date_diff('second', lag(arrived_at) over its, arrived_at) as seconds,
        row_number() over (partition by source, table_name order by arrived_at desc) as from_the_end
    from arrivals
    window its as (partition by source, table_name order by arrived_at)
),
rhythms as (
    select source, table_name, count(seconds) as intervals,
        quantile_disc(seconds, 0.5) as usual, quantile_disc(seconds, $share) as longest
    from intervals where from_the_end <= $intervals group by all
),
totals as (
    select source, table_name, sum(deliveries) as deliveries, max(arrived_at) as newest,
        date_diff('second', max(arrived_at), (select max(arrived_at) from arrivals)) as silent
    from arrivals group by all
)
select t.source, t.table_name, t.deliveries, t.newest, e.newest_event_at,
    date_diff('second', e.newest_event_at, c.as_of) / 3600.0, t.silent / 3600.0,
    r.intervals, r.usual / 3600.0,
    if(r.intervals >= $at_least, r.longest * $times / 3600.0, null) as allowed,
    if(r.intervals >= $at_least, t.silent > r.longest * $times, null) as is_stale
from totals as t
join rhythms as r using (source, table_name)
left join (select source, replace(table_name, '__', '.') as table_name, newest_event_at from staging.stg_source_events)
    as e using (source, table_name)
cross join staging.stg_clock as c
order by all
"""


def source_freshness(candidate: Path) -> OperationsTable:
    """The table, from a candidate with its workings; without rows where the workings lack what it reads."""
    with open_candidate(candidate) as connection:
        return OperationsTable(SOURCE_FRESHNESS, read_freshness(connection))


def read_freshness(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """The rows, from a connection that knows raw.deliveries, staging.stg_source_events and staging.stg_clock."""
    given = {
        "share": LONGEST_SHARE,
        "intervals": INTERVALS,
        "at_least": INTERVALS_AT_LEAST,
        "times": ALLOWED_TIMES,
    }
    try:
        return connection.execute(QUERY, given).fetchall()
    except duckdb.CatalogException:
        return []


def stale_tables(table: OperationsTable) -> list[str]:
    """A sentence for each table that stalls while others go on."""
    names = list(table.columns)
    found = [dict(zip(names, row, strict=True)) for row in table.rows]
    return [
        f"{row['source']}/{row['table_name']}: no delivery for {float(row['silent_hours']):.0f} h while others "
        f"went on; "
        f"usually one every {float(row['expected_interval_hours']):.0f} h, and never allowed more than "
        f"{float(row['allowed_silence_hours']):.0f} h"
        for row in found
        if row["is_stale"]
    ]

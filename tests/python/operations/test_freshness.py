"""How fresh sources are: one that stalls while the others go on is seen; one that rests at weekends is not."""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb
import pytest

from orchestration.operations.freshness import read_freshness, stale_tables
from orchestration.releases.operations import SOURCE_FRESHNESS, OperationsTable

MONDAY = datetime(2025, 6, 2, 2, 0)


def measured(nights: dict[str, list[int]]) -> dict[str, dict[str, object]]:
    """The rows by table, for tables that deliver on the given days after a Monday."""
    with duckdb.connect() as connection:
        connection.execute("create schema raw; create schema staging")
        connection.execute(
            "create table raw.deliveries (source varchar, table_name varchar, status varchar, arrived_at timestamp)"
        )
        for table, days in nights.items():
            for day in days:
                row = ["zendesk", table, "taken", MONDAY + timedelta(days=day)]
                connection.execute("insert into raw.deliveries values (?, ?, ?, ?)", row)
        connection.execute(
            "create table staging.stg_source_events (source varchar, table_name varchar, newest_event_at timestamp)"
        )
        connection.execute(
            "insert into staging.stg_source_events values ('zendesk', 'ticket', timestamp '2025-06-10')"
        )
        connection.execute(
            "create table staging.stg_clock as select timestamp '2025-06-20 12:00:00' as as_of"
        )
        rows = read_freshness(connection)
    names = list(SOURCE_FRESHNESS)
    return {str(row[1]): dict(zip(names, row, strict=True)) for row in rows}


def test_a_source_that_stalls_while_the_others_go_on_is_stale() -> None:
    found = measured({"user": list(range(20)), "ticket": list(range(18)), "call": list(range(19))})
    assert [found[name]["is_stale"] for name in ("user", "call", "ticket")] == [False, False, True]
    assert found["ticket"]["silent_hours"] == 48 and found["ticket"]["event_age_hours"] == 252
    rows = [tuple(row.values()) for row in found.values()]
    (sentence,) = stale_tables(OperationsTable(SOURCE_FRESHNESS, rows))
    assert sentence.startswith(
        "zendesk/ticket: no delivery for 48 h while others went on; usually one every 24 h"
    )


def test_a_source_that_rests_at_weekends_is_not_stale_on_a_monday_morning() -> None:
    working_days = [day for day in range(21) if day % 7 < 5]
    found = measured({"ticket": working_days, "user": list(range(22))})
    assert found["ticket"]["is_stale"] is False
    assert measured({"ticket": working_days, "user": list(range(25))})["ticket"]["is_stale"] is True


@pytest.mark.parametrize("count", [1, 5])
def test_without_a_rhythm_nobody_can_say(count: int) -> None:
    found = measured({"ticket": list(range(count)), "user": list(range(30))})
    assert found["ticket"]["is_stale"] is None and found["ticket"]["allowed_silence_hours"] is None


def test_all_sources_silent_together_are_not_told_apart_by_it() -> None:
    """That nothing came at all is what `cxw status --max-age` and the age of as_of say."""
    found = measured({"ticket": list(range(10)), "user": list(range(10))})
    assert not any(row["is_stale"] for row in found.values())

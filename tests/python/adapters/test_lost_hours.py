"""Of which schedules of Zendesk a row is missing: what the records say of it, in whatever order they were delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from staged_home import Delivery, Stage, StagedHome

TABLE = "zendesk/schedule"
HEADER = "id,name,time_zone,start_time,end_time,_fivetran_synced"
FIRST = f"""
    {HEADER}
    same,,UTC,600,700,2024-03-01 02:00:00.001
    same,,UTC,noon,2000,2024-03-01 02:00:00.002
    same,,UTC,3000,3100,2024-03-01 02:00:00.003
    later,,UTC,600,700,2024-03-01 02:00:00
    later,,UTC,noon,2000,2024-03-01 02:00:00
    key,,UTC,600,700,2024-03-01 02:00:00
    key,,UTC,1500,two,2024-03-01 02:00:00
    worse,,UTC,600,700,2024-03-01 02:00:00
"""
SECOND = f"""
    {HEADER}
    later,,UTC,600,700,2024-03-02 02:00:00
    later,,UTC,1500,2000,2024-03-02 02:00:00
    key,,UTC,1500,2000,2024-03-01 09:00:00
    worse,,UTC,600,seven,2024-03-02 02:00:00
"""
BEFORE = f"""
    {HEADER}
    old,,UTC,600,seven,2024-02-01 02:00:00
    old,,UTC,600,700,2024-03-01 02:00:00
    same,,UTC,600,seven,2024-02-01 02:00:00
"""
AGAIN = f"""
    {HEADER}
    same,,UTC,600,700,2024-03-01 02:00:00.001
    same,,UTC,1500,2000,2024-03-01 02:00:00.002
    same,,UTC,3000,3100,2024-03-01 02:00:00.003
"""
WITHOUT_DATES = [f"id,time_zone,start_time,end_time\nundated,UTC,{start},700" for start in ("ten", "600")]
GOOD = f"{HEADER}\ngood,,UTC,600,700,2024-03-01 02:00:00\ngood,,UTC,2000,2100,2024-03-01 02:00:00.001"
GOOD_LATER = f"{HEADER}\ngood,,UTC,600,700,2024-03-02 02:00:00"


def incomplete(staged: StagedHome) -> list[str]:
    """The schedules with a row of no weekday."""
    found = staged.rows(
        "from staging.stg_ticketing__schedules select schedule_id where weekday = 0 order by 1"
    )
    return [schedule for (schedule,) in found]


def staging(stage: Stage, deliveries: Sequence[str | Delivery]) -> StagedHome:
    """These deliveries of schedules, in this order."""
    given = [Delivery(TABLE, one) if isinstance(one, str) else one for one in deliveries]
    return stage(given, "+stg_ticketing__schedules")


def test_the_order_of_deliveries_counts_only_where_records_say_nothing_of_theirs(stage: Stage) -> None:
    """What its own key (key), or its whole schedule on a later day (later, old), says again is there; instants of one
    sync differ a little and mend nothing (same), nor does what was good the day before (worse). A later delivery mends
    an export without instants, and one that was corrected by hand and keeps them."""
    deliveries = [BEFORE, FIRST, SECOND, WITHOUT_DATES[0], WITHOUT_DATES[1], AGAIN]
    assert incomplete(staging(stage, deliveries)) == ["worse"]
    deliveries = [WITHOUT_DATES[1], AGAIN, SECOND, FIRST, BEFORE, WITHOUT_DATES[0]]
    assert incomplete(staging(stage, deliveries)) == ["same", "undated", "worse"]


def test_a_record_that_cannot_be_read_is_as_old_as_its_delivery(stage: Stage) -> None:
    """It may be of any schedule, until anything later is there, or its file is delivered again."""
    torn = Delivery(TABLE, GOOD, path="inbox/zendesk/schedule/all.csv", unreadable=1)
    same_day = Delivery(TABLE, SECOND.replace("-02 ", "-01 "))
    assert incomplete(staging(stage, [torn, same_day])) == ["good", "key", "later", "worse"]
    later = replace(torn, text=GOOD_LATER, path="inbox/zendesk/schedule/later.csv")
    assert incomplete(staging(stage, [later, torn, replace(later, unreadable=0)])) == []

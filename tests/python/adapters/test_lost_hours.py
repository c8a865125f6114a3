"""Of which schedules of Zendesk a row is missing: what the records say of it, in whatever order they were delivered."""

from __future__ import annotations

from collections.abc import Sequence

from staged_home import Delivery, Stage, StagedHome

TABLE = "zendesk/schedule"
HEADER = "id,name,time_zone,start_time,end_time,_fivetran_synced,_fivetran_deleted"
FIRST = f"""
    {HEADER}
    mended,,UTC,600,700,2024-03-01 02:00:00.001,
    mended,,UTC,1500,two,2024-03-01 02:00:00.002,
    edited,,UTC,600,seven,2024-03-01 02:00:00,
    edited,,UTC,1500,2000,2024-03-01 02:00:00,
    worse,,UTC,600,700,2024-03-01 02:00:00,
    other,,UTC,600,seven,2024-03-01 23:59:59.900,
    other,,UTC,1500,2000,2024-03-02 00:00:00.100,
"""
SECOND = f"""
    {HEADER}
    mended,,UTC,1500,2000,2024-03-01 09:00:00,
    edited,,UTC,600,seven,2024-03-02 02:00:00,true
    edited,,UTC,660,700,2024-03-02 02:00:00,
    worse,,UTC,600,seven,2024-03-02 02:00:00,
"""
BEFORE = f"""
    {HEADER}
    old,,UTC,600,seven,2024-02-01 02:00:00,
    old,,UTC,600,700,2024-03-01 02:00:00,
"""
WITHOUT_KEYS = f"""
    {HEADER}
    keyless,,UTC,600,700,2024-03-01 02:00:00.001,
    keyless,,UTC,noon,2000,2024-03-01 02:00:00.002,
    keyless,,UTC,ten,3100,2024-03-01 02:00:00.003,
"""
ONE_LEFT = WITHOUT_KEYS.replace("ten", "3000")
NONE_LEFT = ONE_LEFT.replace("noon", "1500")
GOOD = f"{HEADER}\ngood,,UTC,600,700,2024-03-01 02:00:00,\nbetter,,UTC,2000,2100,2024-03-01 02:00:00,"


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


def test_what_is_known_by_its_key_hangs_on_no_order(stage: Stage) -> None:
    """A later record of the key says it again (mended, old), or that it is gone (edited), or says it worse than before.
    Another record of the schedule, synchronised a moment later, on the next day, says nothing of it (other)."""
    for deliveries in ([BEFORE, FIRST, SECOND], [SECOND, FIRST, BEFORE]):
        assert incomplete(staging(stage, deliveries)) == ["other", "worse"]


def test_what_is_known_by_no_key_is_mended_by_a_later_delivery(stage: Stage) -> None:
    """Which record corrects it, nobody can tell: what was delivered of the schedule last has it, or has it not."""
    assert incomplete(staging(stage, [NONE_LEFT, WITHOUT_KEYS, ONE_LEFT, GOOD])) == ["keyless"]
    assert incomplete(staging(stage, [WITHOUT_KEYS, ONE_LEFT, NONE_LEFT])) == []


def test_what_says_no_schedule_may_be_of_any(stage: Stage) -> None:
    """A record that cannot be read, and one without an id, until anything is delivered after them."""
    torn = Delivery(TABLE, GOOD, unreadable=1)
    nameless = GOOD.replace("better", "")
    assert incomplete(staging(stage, [FIRST, torn])) == [
        "better",
        "edited",
        "good",
        "mended",
        "other",
        "worse",
    ]
    assert incomplete(staging(stage, [torn, nameless])) == ["better", "good"]
    assert incomplete(staging(stage, [torn, nameless, GOOD])) == []

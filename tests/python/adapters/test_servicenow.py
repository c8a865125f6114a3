"""The ServiceNow incident log: its traps, and the real log against a reading of the file in plain Python."""

from __future__ import annotations

import csv
import gzip
import os
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from staged_home import Delivery, Stage, StagedHome

from orchestration.home import PROJECT_ROOT

ENTITIES = ("tickets", "ticket_changes", "agents", "teams", "requesters")
SELECT = " ".join(f"+stg_ticketing__{entity}" for entity in ENTITIES)
DEFAULT_LOG = PROJECT_ROOT.parent / "shared" / "data" / "servicenow" / "incident_event_log.csv.gz"
LOG = Path(os.environ.get("CXW_SERVICENOW_LOG", DEFAULT_LOG))

STATUSES = {
    "New": "new",
    "Active": "open",
    "Resolved": "solved",
    "Closed": "closed",
    "Awaiting User Info": "pending",
    **dict.fromkeys(["Awaiting Vendor", "Awaiting Problem", "Awaiting Evidence"], "hold"),
}
FIELDS = {
    "status": "incident_state",
    "assignee_id": "assigned_to",
    "team_id": "assignment_group",
    "priority": "priority",
    "topic": "category",
    "channel": "contact_type",
}
WORDS = ("contact_type", "category", "assignment_group", "assigned_to", "caller_id")

SMALL_LOG = """
    number,incident_state,sys_mod_count,sys_updated_at,opened_at,resolved_at,closed_at,made_sla,assigned_to
    I1,New,0,1/3/2016 09:05,1/3/2016 09:00,2/3/2016 10:00,5/3/2016 10:00,true,?
    I1,Active,1,1/3/2016 09:10,1/3/2016 09:00,2/3/2016 10:00,5/3/2016 10:00,true,Ann
    I1,Resolved,3,2/3/2016 10:00,1/3/2016 09:00,2/3/2016 10:00,5/3/2016 10:00,true,Ann
    I1,Closed,4,5/3/2016 10:00,1/3/2016 09:00,2/3/2016 10:00,5/3/2016 10:00,false,Ann
    I1,Awaiting User Info,2,1/3/2016 09:10,1/3/2016 09:00,?,?,true,Ann
    I2,Active,0,1/3/2016 09:05,1/3/2016 09:00,2/3/2016 10:00,5/3/2016 10:00,true,?
    I2,-100,1,1/3/2016 09:06,1/3/2016 09:00,2/3/2016 10:00,5/3/2016 10:00,true,?
    I3,Closed,0,2/3/2016 09:00,1/3/2016 09:00,?,2/3/2016 09:00,true,?
    I4,New,1,1/3/2016 11:00,1/3/2016 09:00,?,?,true,?
    I4,Active,2,1/3/2016 10:00,1/3/2016 09:00,?,?,true,?
    I5,Active,1,1/3/2016 11:00,1/3/2016 09:00,?,?,true,?
    I5,New,1,1/3/2016 10:00,1/3/2016 09:00,?,?,true,?
"""


@pytest.fixture(scope="module")
def small(stage: Stage) -> StagedHome:
    """Five incidents, one for each trap."""
    return stage([Delivery("servicenow/incident_event_log", SMALL_LOG)], SELECT)


def test_an_incident_is_its_last_update(small: StagedHome) -> None:
    """I1's last is by sys_mod_count; I2 is not resolved, whatever it says; I3 was closed, never resolved."""
    rows = small.rows(
        "select ticket_id, status, solved_at, closed_at, source_sla_met "
        "from staging.stg_ticketing__tickets order by 1"
    )
    assert rows == [
        ("I1", "closed", "2016-03-02 10:00:00", "2016-03-05 10:00:00", False),
        ("I2", "unknown", None, None, True),
        ("I3", "closed", None, "2016-03-02 09:00:00", True),
        ("I4", "open", None, None, True),
        ("I5", "open", None, None, True),
    ]


def test_changes_are_the_differences_in_the_order_of_updates(small: StagedHome) -> None:
    """The first is the value at the opening; sys_mod_count orders a minute, the clock one count; what is overtaken has no span."""
    rows = small.rows(
        "select ticket_id, changed_at, value from staging.stg_ticketing__ticket_changes "
        "where field = 'status' order by ticket_id, changed_at, sequence"
    )
    assert rows == [
        ("I1", "2016-03-01 09:00:00", "new"),
        ("I1", "2016-03-01 09:10:00", "open"),
        ("I1", "2016-03-01 09:10:00", "pending"),
        ("I1", "2016-03-02 10:00:00", "solved"),
        ("I1", "2016-03-05 10:00:00", "closed"),
        ("I2", "2016-03-01 09:00:00", "open"),
        ("I2", "2016-03-01 09:06:00", "unknown"),
        ("I3", "2016-03-01 09:00:00", "closed"),
        ("I4", "2016-03-01 09:00:00", "new"),
        ("I4", "2016-03-01 10:00:00", "open"),
        ("I5", "2016-03-01 09:00:00", "new"),
        ("I5", "2016-03-01 11:00:00", "open"),
    ]
    assigned = small.rows(
        "select changed_at, value from staging.stg_ticketing__ticket_changes "
        "where ticket_id = 'I1' and field = 'assignee_id' order by 1"
    )
    assert assigned == [("2016-03-01 09:00:00", None), ("2016-03-01 09:10:00", "Ann")]


def instant(text: str) -> datetime | None:
    """The log's `day/month/year hour:minute`; `?` is nothing."""
    return None if text == "?" else datetime.strptime(text, "%d/%m/%Y %H:%M")


Update = dict[str, Any]


@pytest.fixture(scope="module")
def incidents() -> dict[str, list[Update]]:
    """The updates of each incident of the real log, in order."""
    if not LOG.exists():
        pytest.skip(f"the ServiceNow log is not at {LOG}; set CXW_SERVICENOW_LOG")
    found: dict[str, list[tuple[int, datetime, Update]]] = defaultdict(list)
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            order = int(row["sys_mod_count"]), instant(row["sys_updated_at"]) or datetime.min
            found[row["number"]].append((*order, row))
    for updates in found.values():
        updates.sort(key=lambda update: update[:2])
    return {number: [row for *_, row in updates] for number, updates in found.items()}


@pytest.fixture(scope="module")
def real(stage: Stage, incidents: dict[str, list[Update]]) -> StagedHome:
    """The real log, staged."""
    return stage([Delivery("servicenow/incident_event_log", file=LOG)], SELECT)


def word(update: Update, column: str) -> str | None:
    """A text of an update; `?` is nothing."""
    given: str = update[column]
    return None if given == "?" else given


def value_of(field: str, update: Update) -> str | None:
    """The contract's value of a field in an update."""
    if field == "status":
        return STATUSES.get(update["incident_state"], "unknown")
    return word(update, FIELDS[field])


def last_state(number: str, updates: list[Update]) -> tuple[Any, ...]:
    """The ticket that an incident's last update makes."""
    last = updates[-1]
    status = value_of("status", last)
    solved_at = instant(last["resolved_at"]) if status in ("solved", "closed") else None
    return (
        *(number, status, str(instant(last["opened_at"])), str(solved_at) if solved_at else None),
        *(str(instant(last["closed_at"])), last["made_sla"] == "true"),
        *(int(last["reopen_count"]), int(last["reassignment_count"])),
        *(word(last, column) for column in WORDS),
    )


def test_real_incidents_are_staged_as_their_last_update(
    real: StagedHome, incidents: dict[str, list[Update]]
) -> None:
    """Every incident: status, creation, solving, closing, verdict, counts, words."""
    rows = real.rows(
        "select ticket_id, status, created_at, solved_at, closed_at, source_sla_met, source_reopen_count, "
        "source_reassignment_count, channel, topic, team_id, assignee_id, requester_id "
        "from staging.stg_ticketing__tickets"
    )
    assert len(rows) == len(incidents) == 24_918
    assert set(rows) == {last_state(number, updates) for number, updates in incidents.items()}
    assert sum(solved_at is None for _, _, _, solved_at, *_ in rows) == 1_556


def test_the_real_changes_are_all_there(real: StagedHome, incidents: dict[str, list[Update]]) -> None:
    """As many changes of each field as the log has differences, the opening included."""
    expected: Counter[str] = Counter()
    for updates in incidents.values():
        for field in FIELDS:
            values = [value_of(field, update) for update in updates]
            expected[field] += 1 + sum(a != b for a, b in pairwise(values))
    rows = real.rows("select field, count(*) from staging.stg_ticketing__ticket_changes group by field")
    assert dict(rows) == dict(expected)


def test_the_state_at_any_instant_is_that_of_the_last_update_recorded_by_then(
    real: StagedHome, incidents: dict[str, list[Update]]
) -> None:
    """Status and team of every incident opened by then; the instants are dense in the first days."""
    instants = [datetime(2016, 2, 29, 8) + timedelta(hours=17 * n) for n in range(10)]
    instants += [datetime(2016, 3, 5) + timedelta(days=43 * n, minutes=611 * n) for n in range(9)]
    dated = [
        (number, instant(updates[0]["opened_at"]), [(instant(u["sys_updated_at"]), u) for u in updates])
        for number, updates in incidents.items()
    ]
    for at in instants:
        expected = set()
        for number, opened_at, updates in dated:
            if opened_at is not None and opened_at <= at:
                recorded = [update for updated_at, update in updates if updated_at and updated_at <= at]
                current = recorded[-1] if recorded else updates[0][1]
                expected.add((number, value_of("status", current), value_of("team_id", current)))
        rows = real.rows(f"""
            select ticket_id, max(value) filter (field = 'status'), max(value) filter (field = 'team_id')
            from (
              select * from staging.stg_ticketing__ticket_changes where changed_at <= timestamp '{at}'
              qualify row_number() over (
                partition by ticket_id, field order by changed_at desc, sequence desc
              ) = 1
            ) as current group by ticket_id
        """)
        assert set(rows) == expected, at


@pytest.mark.parametrize(
    ("entity", "key", "column"),
    [
        ("agents", "agent_id", "assigned_to"),
        ("teams", "team_id", "assignment_group"),
        ("requesters", "requester_id", "caller_id"),
    ],
)
def test_real_parties_are_those_of_any_update(
    real: StagedHome, incidents: dict[str, list[Update]], entity: str, key: str, column: str
) -> None:
    """Agents, teams and callers, each once, without the word for nothing."""
    expected = {update[column] for updates in incidents.values() for update in updates} - {"?"}
    assert real.rows(f"select {key} from staging.stg_ticketing__{entity} order by 1") == [
        (x,) for x in sorted(expected)
    ]

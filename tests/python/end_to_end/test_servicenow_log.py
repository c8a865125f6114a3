"""The real ServiceNow log through `cxw refresh`, against a brute-force reading of the same file."""

from __future__ import annotations

import csv
import gzip
import os
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

import duckdb
import pytest
from running import FIGURES_ONLY, Run

from orchestration.home import PROJECT_ROOT

LOG = Path(
    os.environ.get(
        "CXW_SERVICENOW_LOG", PROJECT_ROOT.parent / "shared/data/servicenow/incident_event_log.csv.gz"
    )
)
pytestmark = pytest.mark.skipif(
    not LOG.exists(), reason="the log is not here; name it with CXW_SERVICENOW_LOG"
)

CHANNELS = {
    "Phone": "phone",
    "IVR": "phone",
    "Email": "email",
    "Self service": "web",
    "Direct opening": "Direct opening",
}
RESOLVED = ("Resolved", "Closed")
LATEST = datetime(2017, 2, 18, 15, 0)
EARLIER = datetime(2016, 6, 1, 12, 0)


@dataclass
class Incident:
    """One incident as the rows of the log tell it up to an instant."""

    number: str
    channel: str
    opened_at: datetime
    states: list[tuple[datetime, str, str]]
    resolved_at: datetime | None
    made_sla: bool
    topic: str
    topic_at_creation: str

    @property
    def is_resolved(self) -> bool:
        return self.states[-1][1] in RESOLVED

    @property
    def reopenings(self) -> int:
        names = [state for _, state, _ in self.states]
        return sum(a in RESOLVED and b not in RESOLVED for a, b in pairwise(names))


def _instant(text: str) -> datetime | None:
    return None if text == "?" else datetime.strptime(text, "%d/%m/%Y %H:%M")


def _incidents(as_of: datetime) -> list[Incident]:
    """Row by row: no SQL, nothing of the models."""
    updates: dict[str, list[tuple[int, datetime, dict[str, str]]]] = {}
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            order = int(row["sys_mod_count"]), _instant(row["sys_updated_at"]) or datetime.min
            updates.setdefault(row["number"], []).append((*order, row))
    incidents = []
    for rows in updates.values():
        ordered = [row for *_, row in sorted(rows, key=lambda entry: entry[:2])]
        last, opened_at = ordered[-1], _instant(ordered[0]["opened_at"])
        assert opened_at
        if opened_at > as_of:
            continue
        states = [(opened_at, ordered[0]["incident_state"], ordered[0]["assignment_group"])]
        topics = [ordered[0]["category"]]
        for row in ordered[1:]:
            updated_at = _instant(row["sys_updated_at"])
            if updated_at and updated_at <= as_of:
                states.append((max(updated_at, opened_at), row["incident_state"], row["assignment_group"]))
                topics.append(row["category"])
        resolved_at = _instant(last["resolved_at"])
        if (
            resolved_at and resolved_at > as_of
        ):  # resolved again later: what counts is the last time before as_of
            entered = [b[0] for a, b in pairwise(states) if b[1] == "Resolved" != a[1]]
            resolved_at = entered[-1] if entered else None
        named = [word for word in topics if word != "?"] or topics
        incident = Incident(
            ordered[0]["number"],
            CHANNELS[ordered[0]["contact_type"]],
            opened_at,
            states,
            resolved_at,
            last["made_sla"] == "true",
            *("unknown" if word == "?" else word for word in (topics[-1], named[0])),
        )
        if not incident.is_resolved:
            incident.resolved_at = None
        incidents.append(incident)
    return incidents


@pytest.fixture(
    scope="module", params=[LATEST, pytest.param(EARLIER, marks=pytest.mark.slow)], ids=["latest", "earlier"]
)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cxw: Run):  # type: ignore[no-untyped-def]
    """The release of the log and its brute-force twin, at the default as_of and at an earlier one."""
    as_of: datetime = request.param
    home = tmp_path_factory.mktemp("servicenow")
    inbox = home / "inbox" / "servicenow" / "incident_event_log"
    inbox.mkdir(parents=True)
    shutil.copy(LOG, inbox)
    cxw(home, "refresh", *([] if as_of == LATEST else ["--as-of", as_of.isoformat()]), **FIGURES_ONLY)
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as release:
        release.execute(f"attach '{home / 'build' / 'workings.duckdb'}' as workings (read_only)")
        assert release.sql("select as_of from marts.kpi_values limit 1").fetchone() == (as_of,)
        yield release, _incidents(as_of), as_of


def test_volume_by_channel_and_month(both) -> None:  # type: ignore[no-untyped-def]
    release, incidents, _ = both
    expected = Counter((i.channel, i.opened_at.strftime("%Y-%m")) for i in incidents)
    found = release.sql(
        "select channel, strftime(created_on, '%Y-%m'), sum(tickets) from marts.ticket_volume group by 1, 2"
    ).fetchall()
    assert {(channel, month): count for channel, month, count in found} == expected


def test_topics(both) -> None:  # type: ignore[no-untyped-def]
    """The category of the last update by then, and the first that any of them names, incident by incident."""
    release, incidents, _ = both
    found = release.sql("select ticket_id, topic from conformed.fct_tickets").fetchall()
    assert dict(found) == {i.number: i.topic for i in incidents}
    at_creation = release.sql(
        "select ticket_id, topic_at_creation from workings.intermediate.int_ticket_topics_mapped"
    ).fetchall()
    assert dict(at_creation) == {i.number: i.topic_at_creation for i in incidents}


def test_resolution_minutes(both) -> None:  # type: ignore[no-untyped-def]
    release, incidents, _ = both
    minutes: dict[str, list[float]] = {}
    for incident in incidents:
        if incident.resolved_at:
            taken = (incident.resolved_at - incident.opened_at).total_seconds() / 60
            minutes.setdefault(incident.resolved_at.strftime("%Y-%m"), []).append(taken)
    for variant, statistic in [("mean", lambda v: sum(v) / len(v)), ("median", median)]:
        found = release.sql(
            "select strftime(period_start, '%Y-%m'), value, n from marts.kpi_values where kpi_id = 'resolution_minutes' "
            f"and variant = 'full_calendar_{variant}' and period_kind = 'month' and dimension = 'total'"
        ).fetchall()
        assert {month: n for month, _, n in found} == {
            month: len(values) for month, values in minutes.items()
        }
        assert {m: v for m, v, _ in found} == pytest.approx({m: statistic(v) for m, v in minutes.items()})


def test_without_messages_nobody_knows_who_did_with_one(both) -> None:  # type: ignore[no-untyped-def]
    """Reopened or not: the log has no messages, so no share of tickets done with one can be told."""
    release, *_ = both
    reopened, judged = release.sql(
        "select count(*) filter (where reopen_count > 0 and resolved_at is not null), count(is_one_touch) "
        "from conformed.fct_tickets"
    ).fetchone()
    assert reopened > 0 and judged == 0
    assert (
        release.sql(
            "select 1 from marts.kpi_values where kpi_id = 'fcr' and variant = 'one_touch'"
        ).fetchall()
        == []
    )


def test_closed_without_a_resolution_is_counted_as_such(both) -> None:  # type: ignore[no-untyped-def]
    release, incidents, _ = both
    expected = sum(1 for i in incidents if i.is_resolved and i.resolved_at is None)
    found = release.sql(
        "select count(*) from conformed.fct_tickets where status in ('solved', 'closed') and resolved_at is null"
    ).fetchone()
    assert found == (expected,)
    assert expected > 0


def test_source_reported_sla(both) -> None:  # type: ignore[no-untyped-def]
    release, incidents, _ = both
    judged = [i for i in incidents if i.is_resolved and (i.resolved_at or i.states[-1][1] == "Closed")]
    found = release.sql(
        "select numerator, denominator from marts.kpi_values where kpi_id = 'sla_compliance' and variant = 'source_reported' "
        "and period_kind = 'all' and dimension = 'total'"
    ).fetchone()
    assert found == (sum(i.made_sla for i in judged), len(judged))


def test_reopenings(both) -> None:  # type: ignore[no-untyped-def]
    release, incidents, _ = both
    solved = [i for i in incidents if any(state == "Resolved" for _, state, _ in i.states)]
    rate = release.sql(
        "select numerator, denominator from marts.kpi_values where kpi_id = 'reopen_rate' and period_kind = 'all' "
        "and dimension = 'total'"
    ).fetchone()
    assert rate == (sum(i.reopenings > 0 for i in solved), len(solved))
    assert release.sql("select sum(reopen_count) from conformed.fct_tickets").fetchone() == (
        sum(i.reopenings for i in incidents),
    )


def test_backlog_at_the_end_of_days(both) -> None:  # type: ignore[no-untyped-def]
    """Open incidents by team, counted one by one at the end of twelve days and at as_of."""
    release, incidents, as_of = both
    first = datetime(2016, 2, 29)
    days = [first + timedelta(days=(as_of - first).days * step // 11) for step in range(12)]
    for day in days:
        instant = min(day + timedelta(days=1), as_of + timedelta(microseconds=1))
        expected: Counter[str] = Counter()
        for incident in incidents:
            # Five incidents have updates that go back in time: the last update in order that was made by then.
            seen = [(state, team) for at, state, team in incident.states if at < instant]
            if seen and seen[-1][0] not in RESOLVED:
                team = seen[-1][1]
                expected["unknown" if team == "?" else team] += 1
        found = release.execute(
            "select team, sum(closing) from marts.ticket_backlog where date_on = ? group by 1", [day]
        )
        assert {team: count for team, count in found.fetchall() if count} == expected, day

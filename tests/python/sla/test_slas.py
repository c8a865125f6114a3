"""SLA instances of a release against a stopwatch that looks at every minute, and against cases derived by hand."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import by_hand
import by_hand_afterwards
import by_hand_edges
import by_hand_guesses
import by_hand_returns
import by_hand_updates
import duckdb
import pytest
import unseen_closings
from applied_targets import set_aside
from delivering import deliver_csv
from opening_hours import open_minutes
from promised_company import AS_OF, METRICS, SCHEDULES, Target, Ticket, instant, policies, tickets
from promised_deliveries import deliveries
from running import FIGURES_ONLY, Run
from stopwatch import Stopwatch, Verdict

TICKETS = 240
BY_HAND = (by_hand, by_hand_afterwards, by_hand_edges, by_hand_guesses, by_hand_returns, by_hand_updates)
COLUMNS = "target_priority, target_minutes, clock, kind, applied_at, elapsed_minutes::double, due_at, decided_at, status"


@pytest.fixture(scope="module")
def promised() -> tuple[list[Ticket], list[Target]]:
    rng = random.Random(13)
    return unseen_closings.among(tickets(TICKETS, rng)), policies(rng)


@pytest.fixture(scope="module")
def release(
    tmp_path_factory: pytest.TempPathFactory, cxw: Run, promised: tuple[list[Ticket], list[Target]]
) -> Path:
    """The random company and the cases by hand, refreshed once at an instant in the middle of things."""
    home = tmp_path_factory.mktemp("sla")
    for table, (header, rows) in deliveries(*promised).items():
        lines = [line for cases in BY_HAND for line in cases.DELIVERIES.get(table, [])]
        deliver_csv(home, table, header, [*rows, *(line.split(",") for line in lines)])
    deliver_csv(home, "ticketing.tickets", *by_hand_guesses.GUESSED, name="guessed")
    deliver_csv(home, "ticketing.tickets", *by_hand_guesses.STATED, name="stated")
    deliver_csv(home, "ticketing.tickets", *by_hand_updates.RECORDS, name="updates")
    deliver_csv(home, "ticketing.tickets", *unseen_closings.records(promised[0]), name="unseen")
    cxw(home, "refresh", "--as-of", instant(AS_OF).isoformat(), **FIGURES_ONLY)
    return home / "current" / "warehouse.duckdb"


@pytest.fixture(scope="module")
def told(release: Path) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The fact's instances by ticket, policy, metric and start."""
    with duckdb.connect(str(release), read_only=True) as connection:
        rows = connection.execute(
            f"select ticket_id, policy_id, metric, started_at, {COLUMNS} from conformed.fct_ticket_slas"
        ).fetchall()
    found = {row[:4]: row[4:] for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(scope="module")
def walked(promised: tuple[list[Ticket], list[Target]]) -> dict[tuple[Any, ...], Verdict]:
    every, rows = promised
    opening = {name: open_minutes(name) for name in SCHEDULES}
    found: dict[tuple[Any, ...], Verdict] = {}
    for ticket in every:
        merges = [t.merged_at for t in every if t.merged_into == ticket.ticket_id and t.merged_at is not None]
        for (policy, metric, start), verdict in Stopwatch(ticket, rows, opening, merges).verdicts().items():
            found[ticket.ticket_id, policy, metric, instant(start)] = verdict
    return found


def as_row(verdict: Verdict) -> tuple[Any, ...]:
    return (
        verdict.priority,
        verdict.target,
        verdict.clock,
        verdict.kind,
        instant(verdict.applied),
        None if verdict.elapsed is None else float(verdict.elapsed),
        None if verdict.due is None else instant(verdict.due),
        None if verdict.decided is None else instant(verdict.decided),
        verdict.status,
    )


def test_every_instance_is_what_the_stopwatch_says(
    told: dict[tuple[Any, ...], tuple[Any, ...]], walked: dict[tuple[Any, ...], Verdict]
) -> None:
    expected = {key: as_row(verdict) for key, verdict in walked.items()}
    random_ones = {key: row for key, row in told.items() if key[0].startswith("t")}
    assert random_ones.keys() == expected.keys(), sorted(random_ones.keys() ^ expected.keys())[:5]
    wrong = {key: (random_ones[key], row) for key, row in expected.items() if random_ones[key] != row}
    assert not wrong, f"{len(wrong)} of {len(expected)} differ: {list(wrong.items())[:3]}"


def test_the_company_has_every_kind_of_instance(
    promised: tuple[list[Ticket], list[Target]], walked: dict[tuple[Any, ...], Verdict]
) -> None:
    counts = Counter((key[2], verdict.status) for key, verdict in walked.items())
    assert all(
        counts[metric, status] >= 3
        for metric in ("first_reply", "next_reply", "requester_wait", "agent_work", "resolution")
        for status in ("met", "breached", "running", "cancelled")
    ), counts
    assert sum(verdict.elapsed == verdict.target for verdict in walked.values()) >= 3
    assert sum(t.merged_into is not None for t in promised[0]) > 10
    kinds: dict[tuple[Any, ...], set[str]] = {}
    for key, verdict in walked.items():
        kinds.setdefault((key[0], *key[2:]), set()).add(verdict.kind)
    assert Counter(map(len, kinds.values()))[2] > 100


def test_targets_that_never_hold_are_counted(
    release: Path, promised: tuple[list[Ticket], list[Target]]
) -> None:
    """Of two of one kind, metric and instant, one is judged; the audit says how many were not."""
    every, rows = promised
    expected = sum(set_aside(ticket, rows, metric) for ticket in every for metric in METRICS)
    checks = json.loads((release.parent / "audit.json").read_text(encoding="utf-8"))["checks"]
    counted = next(check for check in checks if check["check"] == "sla_targets_hold_alone")
    assert expected > 10
    assert (counted["observed"]["failed_rows"], counted["severity"]) == (expected, "warn")


@pytest.mark.parametrize(
    "case", [case for cases in BY_HAND for case in cases.CASES], ids=lambda case: f"{case[0]} {case[1]}"
)
def test_a_case_by_hand(case: tuple[Any, ...], told: dict[tuple[Any, ...], tuple[Any, ...]]) -> None:
    ticket, metric, expected = case
    found = {
        key[3].isoformat(" ") + (f" {key[1]}" if key[1] != "hand" else ""): (
            row[5],
            *(v and v.isoformat(" ") for v in row[6:8]),
            row[8],
        )
        for key, row in told.items()
        if (key[0], key[2]) == (ticket, metric)
    }
    assert found == expected


def test_a_change_of_priority_does_not_close_a_ticket_again(
    release: Path, promised: tuple[list[Ticket], list[Target]]
) -> None:
    expected = {t.ticket_id: instant(t.merged_at) for t in promised[0] if t.merged_at is not None}
    assert any(at > t.merged_at for t in promised[0] if t.merged_at for at, _ in t.priorities)
    with duckdb.connect(str(release), read_only=True) as connection:
        query = (
            "select ticket_id, closed_at from conformed.fct_tickets"
            " where merged_into_ticket_id is not null and ticket_id like 't%'"
        )
        assert dict(connection.execute(query).fetchall()) == expected


def test_a_word_after_the_solve_fulfils_nothing(release: Path) -> None:
    """U15 and its like were answered hours after they were solved at the latest, U1 and U18 while that was awaited."""
    with duckdb.connect(str(release), read_only=True) as connection:
        query = (
            "select ticket_id, is_undated, fulfilled_at is not null from conformed.fct_ticket_slas"
            " where metric = 'first_reply' and ticket_id in ('U1', 'U15', 'U18', 'U21', 'U23', 'U24')"
        )
        found = set(connection.execute(query).fetchall())
    assert found == {
        *((ticket, False, True) for ticket in ("U1", "U18")),
        *((ticket, True, False) for ticket in ("U15", "U21", "U23", "U24")),
    }


def test_what_ended_at_no_known_time_says_so(release: Path) -> None:
    """Nobody says when G1 and G2 were solved, and their replies came before; C1 waited no longer than it was open."""
    with duckdb.connect(str(release), read_only=True) as connection:
        query = (
            "select ticket_id, metric from conformed.fct_ticket_slas"
            " where is_undated and ticket_id in ('G1', 'G2', 'C1')"
        )
        found = set(connection.execute(query).fetchall())
    assert found == {*product(("G1", "G2"), ("requester_wait", "resolution")), ("C1", "resolution")}

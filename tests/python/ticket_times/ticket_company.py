"""A random company of tickets with histories, messages and schedules, and how it is delivered as files."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from delivering import deliver_csv

AS_OF = datetime(2025, 4, 30, 12)
FIRST = datetime(2025, 2, 10)
HUMANS = ["ana", "ben", "cleo", "dan"]
"""Cleo has left, and nobody ever delivered Dan."""
TEAMS = ["support", "overseas", "field"]
Turn = tuple[datetime, str]


@dataclass(frozen=True)
class Message:
    """One message; `author` is empty where the source names nobody."""

    message_id: str
    at: datetime
    author: str
    role: str
    is_public: bool


@dataclass
class Ticket:
    """A ticket as its source knows it; histories begin with the value at creation, and are empty where there is none.

    The last status is that of the record alone, as of its update, where it has one.
    """

    ticket_id: str
    created: datetime
    status: str = "open"
    requester: str = ""
    submitter: str = ""
    schedule: str = ""
    team: str = ""
    assignee: str = ""
    solved: datetime | None = None
    closed: datetime | None = None
    updated: datetime | None = None
    merged_into: str = ""
    is_spam: bool = False
    statuses: list[Turn] = field(default_factory=list)
    teams: list[Turn] = field(default_factory=list)
    assignees: list[Turn] = field(default_factory=list)
    schedules: list[Turn] = field(default_factory=list)
    scores: list[Turn] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def say(self, at: datetime, author: str, role: str = "agent", is_public: bool = True) -> None:
        """Adds a message."""
        self.messages.append(
            Message(f"{self.ticket_id}-{len(self.messages) + 1:02}", at, author, role, is_public)
        )


def _turns(rng: random.Random, created: datetime, values: list[str], most: int, days: int) -> list[Turn]:
    """Changes at strictly later instants, none after the clock."""
    turns, at = [(created, rng.choice(values))], created
    for _ in range(rng.randrange(most)):
        at += timedelta(seconds=rng.randrange(1, days * 86400))
        if at < AS_OF:
            turns.append((at, rng.choice(values)))
    return turns


def _stated(rng: random.Random, statuses: list[Turn]) -> datetime | None:
    """What the ticket says of its solving beside a history: an earlier time, the last one to the second or a little
    later, a time shortly before a closing that the history has without a solve, or nothing."""
    befores = ["", *(status for _, status in statuses)]
    solves = [at for (at, now), before in zip(statuses, befores, strict=False) if "solved" == now != before]
    said = [*solves[:-1], *solves[-1:] * 2, *(at + timedelta(seconds=3) for at in solves[-1:] * 2)]
    if [befores[-2], befores[-1]] != ["solved", "closed"] and befores[-1] == "closed":
        said += [statuses[-1][0] - timedelta(seconds=2)] * 2
    stated = rng.choice([*said, None])
    return stated if stated and stated <= AS_OF else None


def _deleted_for_a_while(rng: random.Random, statuses: list[Turn]) -> None:
    """One in three: between two turns an hour or more apart deleted, and recovered as it was, or by the next turn."""
    places = [n for n in range(1, len(statuses)) if statuses[n][0] - statuses[n - 1][0] > timedelta(hours=1)]
    if not places or rng.random() > 0.3:
        return
    place = rng.choice(places)
    (began, status), ended = statuses[place - 1], statuses[place][0]
    quarter = timedelta(seconds=(ended - began) // timedelta(seconds=4))
    recovery = [(began + 3 * quarter, status)] if rng.random() < 0.3 else []
    statuses[place:place] = [(began + 2 * quarter, "deleted"), *recovery]


def _with_life(rng: random.Random, ticket: Ticket) -> None:
    words = ["new", "open", "open", "pending", "hold", "solved", "solved", "unknown"]
    ticket.statuses = _turns(rng, ticket.created, words, 8, 6)
    if rng.random() < 0.5:
        ticket.statuses.append((min(ticket.statuses[-1][0] + timedelta(seconds=4321), AS_OF), "solved"))
    if rng.random() < 0.4:
        ticket.statuses.append((min(ticket.statuses[-1][0] + timedelta(days=4), AS_OF), "closed"))
    ticket.status = ticket.statuses[-1][1]
    ticket.solved = _stated(rng, ticket.statuses)
    _deleted_for_a_while(random.Random(ticket.ticket_id), ticket.statuses)
    ticket.assignees = _turns(rng, ticket.created, [*HUMANS, "robo", "", ""], 5, 4)
    ticket.teams = _turns(rng, ticket.created, TEAMS, 3, 9)
    if rng.random() < 0.4:
        ticket.schedules = _turns(rng, ticket.created, ["paris", "new york", "mars"], 3, 4)
    if rng.random() < 0.5:
        ticket.scores = [
            (at, score if n else "offered")
            for n, (at, score) in enumerate(
                _turns(rng, ticket.created + timedelta(days=1), ["good", "bad", "offered", ""], 5, 2)
            )
            if at < AS_OF
        ]


def _without_history(rng: random.Random, ticket: Ticket) -> None:
    ticket.team, ticket.assignee = rng.choice([*TEAMS, ""]), rng.choice([*HUMANS, ""])
    if rng.random() < 0.6:
        ticket.solved = min(ticket.created + timedelta(seconds=rng.randrange(9 * 86400)), AS_OF)
        ticket.status = "solved"
        if rng.random() < 0.5:
            ticket.closed, ticket.status = min(ticket.solved + timedelta(days=3), AS_OF), "closed"
    else:
        ticket.status = rng.choice(["new", "open", "pending", "hold"])


def _talk(rng: random.Random, ticket: Ticket) -> None:
    at = ticket.created
    if rng.random() < 0.3:
        ticket.submitter = rng.choice(HUMANS)
        if rng.random() < 0.3:
            ticket.say(
                at, *rng.choice([(ticket.submitter, "agent"), ("ben", "agent"), ("c1", "customer")]), False
            )
        ticket.say(at + timedelta(seconds=rng.choice([0, 0, 1, 2, 90])), ticket.submitter)
    elif rng.random() < 0.2:
        ticket.say(at + timedelta(seconds=rng.choice([-600, 0, 1, 2])), rng.choice(HUMANS))
    else:
        ticket.say(at, ticket.requester, "customer")
    for _ in range(rng.choice([0, 0, 1, 2, 4, 6])):
        at += timedelta(seconds=rng.choice([5, rng.randrange(7200), rng.randrange(3 * 86400)]))
        author, role = rng.choice(
            [
                *[(human, "agent") for human in HUMANS],
                *[("c1", "customer")] * 2,
                ("robo", "agent"),
                ("helper", "bot"),
                ("", "system"),
                ("", "agent"),
                ("x9", "robot"),
            ]
        )
        ticket.say(at, author, role, rng.random() < 0.8)
    # As a tool does that writes and assigns in one step: both at one instant.
    if ticket.assignees and rng.random() < 0.3:
        ticket.say(ticket.assignees[-1][0], "ben")


def company(count: int, seed: int) -> list[Ticket]:
    """Random tickets, one in ten merged into another one with its comments copied."""
    rng = random.Random(seed)
    tickets = []
    for number in range(count):
        created = FIRST + timedelta(seconds=rng.randrange(int((AS_OF - FIRST).total_seconds()) - 3600))
        ticket = Ticket(f"t{number:03}", created, requester=rng.choice(["c1", "c2", "gone", ""]))
        ticket.schedule = rng.choice(["paris", "new york", "", "", "mars"])
        ticket.is_spam = rng.random() < 0.03
        (_with_life if rng.random() < 0.85 else _without_history)(rng, ticket)
        _talk(rng, ticket)
        tickets.append(ticket)
    for ticket in tickets[: count // 10]:
        survivor = rng.choice(tickets[count // 10 :])
        merged_at = max(ticket.created, survivor.created) + timedelta(seconds=rng.randrange(60, 3000))
        ticket.merged_into, ticket.status, ticket.solved = survivor.ticket_id, "closed", None
        ticket.statuses = [(ticket.created, "open"), (merged_at, "closed")]
        ticket.closed = merged_at if rng.random() < 0.5 else None
        for seconds in rng.sample([-6, -5, 0, 2, 5, 6], 2):
            role = rng.choice(["agent", "agent", "system", "customer"])
            survivor.say(merged_at + timedelta(seconds=seconds), "ana" if role == "agent" else "", role)
    return tickets


def deliver(home: Path, tickets: list[Ticket]) -> None:
    """Writes the company into the inbox; what happens after the clock is delivered too."""
    hours = [
        ("paris", "Europe/Paris", day, *span) for day in range(1, 6) for span in [(540, 720), (780, 1020)]
    ]
    hours += [("new york", "America/New_York", day, 510, 1200) for day in range(1, 7)]
    hours += [("mars", "Mars/Olympus_Mons", 1, 0, 1440)]
    deliver_csv(
        home, "ticketing.schedules", "schedule_id,time_zone,weekday,opens_at_minute,closes_at_minute", hours
    )
    holidays = [("paris", "2025-04-21", "2025-04-21"), ("new york", "2025-02-17", "2025-02-18")]
    deliver_csv(home, "ticketing.schedule_holidays", "schedule_id,starts_on,ends_on", holidays)
    teams = [("support", "support", "paris"), ("overseas", "overseas", "new york"), ("field", "field", "")]
    deliver_csv(home, "ticketing.teams", "team_id,name,schedule_id", teams)
    agents = [
        ("ana", "", "true"),
        ("ben", "false", "true"),
        ("cleo", "false", "false"),
        ("robo", "true", "true"),
    ]
    deliver_csv(home, "ticketing.agents", "agent_id,is_bot,is_active", agents)
    columns = ["created_at", "requester_id", "submitter_id", "assignee_id", "team_id", "schedule_id"]
    columns += ["solved_at", "closed_at", "updated_at", "merged_into_ticket_id", "is_spam"]
    names = ["created", "requester", "submitter", "assignee", "team", "schedule"]
    names += ["solved", "closed", "updated", "merged_into", "is_spam"]
    deliver_csv(
        home,
        "ticketing.tickets",
        ",".join(["ticket_id", "channel", "status", *columns]),
        [(t.ticket_id, "web", t.status, *(getattr(t, name) for name in names)) for t in tickets],
    )
    fields = ("status", "team_id", "assignee_id", "schedule_id", "satisfaction_score")
    histories = [
        (t.ticket_id, fields[n], at, value)
        for t in tickets
        for n, turns in enumerate([t.statuses, t.teams, t.assignees, t.schedules, t.scores])
        for at, value in turns
        if n or at != t.updated
    ]
    histories += [(t.ticket_id, "satisfaction_score", AS_OF + timedelta(hours=1), "bad") for t in tickets]
    deliver_csv(home, "ticketing.ticket_changes", "ticket_id,field,changed_at,value", histories)
    messages = [
        (m.message_id, t.ticket_id, m.at, m.author, m.role, str(m.is_public).lower())
        for t in tickets
        for m in t.messages
    ]
    messages += [
        (f"{t.ticket_id}-late", t.ticket_id, AS_OF + timedelta(hours=2), "ana", "agent", "true")
        for t in tickets
    ]
    deliver_csv(
        home,
        "ticketing.ticket_messages",
        "message_id,ticket_id,sent_at,author_id,author_role,is_public",
        messages,
    )

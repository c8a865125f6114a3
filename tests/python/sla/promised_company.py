"""A random company with promises: tickets, messages, policies with versions, and targets that change on the way.

Instants are whole minutes since `BASE`, so that the stopwatch can look at each of them. Of two things on a ticket, some
happen in the same minute on purpose.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

BASE = datetime(2025, 3, 3)
"""Two weeks of clocks that change: America's on March 9, Europe's on March 30."""

AS_OF = 28 * 1440 + 630
DAYS = 33
METRICS = ("first_reply", "next_reply", "requester_wait", "agent_work", "resolution")
PRIORITIES = ("low", "normal", "urgent", "")
BOTS = ("bot-1",)

SCHEDULES = {
    "paris": (
        "Europe/Paris",
        [(day, 540, 720) for day in range(1, 6)] + [(day, 780, 1080) for day in range(1, 6)],
    ),
    "chicago": ("America/Chicago", [(day, 0, 1440) for day in range(1, 8) if day != 3]),
}
HOLIDAYS = [
    ("paris", date(2025, 3, 17), date(2025, 3, 18)),
    ("chicago", date(2025, 3, 28), date(2025, 3, 28)),
]


@dataclass(frozen=True)
class Target:
    """One row of a policy."""

    policy: str
    metric: str
    priority: str
    valid_from: int | None
    minutes: int
    clock: str
    kind: str


@dataclass(frozen=True)
class Application:
    """A policy applied to a ticket; `metric` none for all of its metrics; `frozen` minutes with their clock."""

    at: int
    policy: str
    metric: str | None = None
    frozen: int | None = None
    frozen_clock: str | None = None


@dataclass(frozen=True)
class Message:
    """One message; `author` says who, and whether a bot."""

    message_id: str
    at: int
    role: str
    author: str
    is_public: bool


@dataclass
class Ticket:
    """A ticket's whole life; each list is in the order of time and begins at the creation.

    A schedule without a name is one that nobody knows: from then on business time cannot be told.
    `named` are the policies that its history names, from when on; most sources keep no such history.
    From `unseen` on its own record alone speaks.
    """

    ticket_id: str
    created: int
    submitter: str
    statuses: list[tuple[int, str]]
    priorities: list[tuple[int, str]]
    schedules: list[tuple[int, str]]
    applications: list[Application] = field(default_factory=list)
    removals: list[tuple[int, str | None]] = field(default_factory=list)
    named: list[tuple[int, str]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    merged_into: str | None = None
    merged_at: int | None = None
    unseen: int | None = None

    def told(self) -> list[tuple[str, int, str]]:
        """What its history tells of its status, priority and schedule: field, minute and value."""
        fields = {"status": self.statuses, "priority": self.priorities, "schedule_id": self.schedules}
        told = [(name, at, value) for name, history in fields.items() for at, value in history]
        return [change for change in told if self.unseen is None or change[1] < self.unseen]


def instant(minute: int) -> datetime:
    """The instant (UTC) of a minute."""
    return BASE + timedelta(minutes=minute)


def policies(rng: random.Random) -> list[Target]:
    """Four policies: one in two versions, one with a row that begins later and kinds that differ by priority, one for
    any priority only, one that is informal throughout. Two have a metric that begins later."""
    rows = []
    for policy in ("gold", "silver", "basic", "inner"):
        for metric in METRICS:
            if policy == "basic" and metric in ("agent_work", "next_reply"):
                continue
            clock = rng.choice(["business", "business", "calendar"])
            kind = "informal" if policy == "inner" else rng.choice(["formal", "informal", ""])
            for priority in ("*",) if policy in ("basic", "inner") else ("*", "urgent", "low"):
                if policy == "silver" and priority == "low":
                    kind = rng.choice(["formal", "informal"])
                scale = {"urgent": 1, "*": 4, "low": 8}[priority]
                versions = [None, 9 * 1440] if policy == "gold" else [5 * 1440 if priority == "urgent" else 0]
                if policy in ("silver", "inner") and metric == "agent_work":
                    versions = [12 * 1440]
                for number, valid_from in enumerate(versions):
                    minutes = rng.choice([30, 60, 180, 480]) * scale * (number + 1)
                    rows.append(Target(policy, metric, priority, valid_from, minutes, clock, kind))
    return rows


def _statuses(rng: random.Random, created: int) -> list[tuple[int, str]]:
    found, at = [(created, rng.choice(["new", "open", "open", "pending"]))], created
    for _ in range(rng.randrange(7)):
        at += rng.choice([rng.randrange(1, 300), rng.randrange(1, 3000)])
        others = [s for s in ("open", "pending", "hold", "solved", "solved", "closed") if s != found[-1][1]]
        found.append((at, rng.choice(others)))
    if rng.random() < 0.06:
        found.append((at + rng.randrange(1, 2000), "deleted"))
    return found


def _near(rng: random.Random, ticket: Ticket, instants: list[int]) -> int:
    """A minute of the ticket's life, often one at which something else happens."""
    if instants and rng.random() < 0.3:
        return rng.choice(instants)
    return ticket.created + rng.choice([0, rng.randrange(1, 600), rng.randrange(1, 12000)])


def _converse(rng: random.Random, ticket: Ticket) -> None:
    opener = "agent" if ticket.submitter.startswith("agent") else "customer"
    moments = [ticket.created]
    for _ in range(rng.randrange(11)):
        soon = rng.choice(moments) + rng.randrange(1, 240)
        moments.append(rng.choice([soon, _near(rng, ticket, [at for at, _ in ticket.statuses])]))
    moments.sort()
    for number, at in enumerate(moments):
        role = (
            opener if number == 0 else rng.choice(["customer", "customer", "agent", "agent", "bot", "system"])
        )
        author = {"customer": "r-1", "agent": rng.choice(["agent-1", "agent-2"])}.get(role, role)
        if role == "agent" and rng.random() < 0.15:
            author = "bot-1"
        author = ticket.submitter if number == 0 else author
        is_public = rng.random() < 0.8
        ticket.messages.append(Message(f"{ticket.ticket_id}-{number:02}", at, role, author, is_public))


def _promise(rng: random.Random, ticket: Ticket) -> None:
    taken: set[int] = set()
    moments = [at for at, _ in ticket.statuses + ticket.priorities] + [m.at for m in ticket.messages]
    has_history = rng.random() < 0.5
    for number in range(rng.choice([1, 1, 2, 3, 4])):
        at = ticket.created if number == 0 and rng.random() < 0.7 else _near(rng, ticket, moments)
        if at in taken:
            continue
        taken.add(at)
        policy = rng.choice(["gold", "gold", "silver", "basic", "inner"])
        if has_history:
            ticket.named.append((at, policy))
        if rng.random() < 0.4:
            other = rng.choice([name for name in ("gold", "silver", "inner", "inner") if name != policy])
            metric = rng.choice([None, None, "first_reply"])
            ticket.applications.append(Application(at, other, metric))
        if rng.random() < 0.3:
            for metric in rng.sample(METRICS, 3):
                frozen = rng.choice([15, 45, 240, 1200, None])
                clock = rng.choice(["business", "calendar", None]) if frozen else None
                ticket.applications.append(Application(at, policy, metric, frozen, clock))
        else:
            ticket.applications.append(Application(at, policy))
    ticket.named.sort()
    if rng.random() < 0.3:
        at = max(taken) + 120 if rng.random() < 0.5 else _near(rng, ticket, moments)
        ticket.removals.append((at, rng.choice([None, None, "first_reply", "requester_wait"])))


def tickets(count: int, rng: random.Random) -> list[Ticket]:
    """Random tickets; one in twelve is merged into the one before it, which gets a copy of a message."""
    found: list[Ticket] = []
    for number in range(count):
        created = rng.choice([rng.randrange(0, AS_OF - 30), AS_OF - rng.randrange(30, 3000)])
        submitter = rng.choice(["r-1", "r-1", "agent-1"])
        statuses = _statuses(rng, created)
        priorities = [(created, rng.choice(PRIORITIES))]
        if rng.random() < 0.4:
            priorities.append((created + rng.randrange(1, 4000), rng.choice(PRIORITIES)))
        turns = [(created, rng.choice(["paris", "paris", "chicago"]))]
        if rng.random() < 0.3:
            turns.append((created + rng.randrange(1, 8000), "chicago" if turns[0][1] == "paris" else "paris"))
        ticket = Ticket(f"t{number:03}", created, submitter, statuses, priorities, turns)
        _converse(rng, ticket)
        if number % 12 == 5:
            _merge(ticket, found[-1])
        _promise(rng, ticket)
        if rng.random() < 0.15:
            _lose_calendar(rng, ticket)
        found.append(ticket)
    return found


def _lose_calendar(rng: random.Random, ticket: Ticket) -> None:
    """Nobody says which schedule it has, from a minute on in which nothing else happens."""
    taken = {at for at, _ in ticket.statuses} | {m.at for m in ticket.messages} | {AS_OF, ticket.merged_at}
    taken |= {at for at, _ in ticket.removals} | {a.at for a in ticket.applications}
    at = ticket.created + rng.randrange(1, 4000)
    while at in taken:
        at += 1
    ticket.schedules = [*(turn for turn in ticket.schedules if turn[0] < at), (at, "")]


def _merge(ticket: Ticket, survivor: Ticket) -> None:
    """Closes the ticket at its merge, and leaves a public copy on the survivor; nothing is dated after as_of."""
    ticket.merged_at = min(ticket.created + 700, AS_OF - 5)
    ticket.merged_into = survivor.ticket_id
    ticket.statuses = [
        s for s in ticket.statuses if s[0] < ticket.merged_at and s[1] not in ("closed", "deleted")
    ]
    ticket.statuses.append((ticket.merged_at, "closed"))
    at = max(ticket.merged_at, survivor.created)
    survivor.messages.append(Message(f"{survivor.ticket_id}-copy", at, "agent", "agent-2", True))

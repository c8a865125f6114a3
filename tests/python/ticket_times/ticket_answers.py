"""What should be said of a ticket's replies, waits and agents: computed from its histories, one ticket at a time.

Nothing here is shared with the models. Business time walks over local days and adds the overlap with each interval.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from ticket_company import AS_OF, Message, Ticket, Turn

ACTIVE = ("new", "open", "pending", "hold", "unknown")
WAITS = {
    "requester_wait": ("new", "open", "hold", "unknown"),
    "agent_wait": ("pending",),
    "agent_work": ("new", "open", "unknown"),
    "on_hold": ("hold",),
}
OFFICE: Mapping[str, tuple[str, range, Sequence[tuple[time, time]], set[date]]] = {
    "paris": ("Europe/Paris", range(5), [(time(9), time(12)), (time(13), time(17))], {date(2025, 4, 21)}),
    "new york": (
        "America/New_York",
        range(6),
        [(time(8, 30), time(20))],
        {date(2025, 2, 17), date(2025, 2, 18)},
    ),
}
TEAM_SCHEDULES = {"support": "paris", "overseas": "new york"}


def open_seconds(schedule: str, starts: datetime, ends: datetime) -> float:
    """Seconds between two instants (UTC) during which the schedule was open."""
    zone, weekdays, intervals, holidays = OFFICE[schedule]
    day, total = starts.date() - timedelta(days=1), 0.0
    while day <= ends.date() + timedelta(days=1):
        if day.weekday() in weekdays and day not in holidays:
            for opens, closes in intervals:
                first, last = (
                    datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
                    for at in (opens, closes)
                )
                total += max(0.0, (min(last, ends) - max(first, starts)).total_seconds())
        day += timedelta(days=1)
    return total


def in_force(turns: Sequence[Turn], at: datetime) -> str:
    """The last value that had begun by an instant."""
    return [value for began, value in turns if began <= at][-1]


def minutes(seconds: float | None) -> Decimal | None:
    """Seconds as minutes with four decimals."""
    if seconds is None:
        return None
    return (Decimal(int(seconds)) / 60).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _changes(turns: Sequence[Turn]) -> list[Turn]:
    """The turns without those that change nothing."""
    return [turn for n, turn in enumerate(turns) if n == 0 or turns[n - 1][1] != turn[1]]


@dataclass
class Answers:
    """What fct_tickets should say, and what the KPIs need beside it."""

    columns: dict[str, object]
    first_resolved: datetime | None
    resolved: datetime | None
    closed: datetime | None


class Reader:
    """Reads one ticket; `merges` are the instants at which others were merged into it."""

    def __init__(self, ticket: Ticket, merges: Sequence[datetime]) -> None:
        self.ticket, self.merges = ticket, merges
        self.messages = [message for message in ticket.messages if message.at <= AS_OF]
        known = {*ACTIVE, "solved", "closed", "deleted"}
        turns = [(at, value if value in known else "unknown") for at, value in ticket.statuses]
        if not turns:
            turns = [(ticket.created, ticket.status if not ticket.solved else "open")]
            turns += [(ticket.solved, "solved")] if ticket.solved else []
            turns += [(ticket.closed, "closed")] if ticket.closed else []
        self.statuses = _changes(turns)
        self.teams = ticket.teams or [(ticket.created, ticket.team)]
        self.assignees = ticket.assignees or [(ticket.created, ticket.assignee)]

    @property
    def counts(self) -> bool:
        """It is no spam, and was not merged away."""
        return not self.ticket.is_spam and not self.ticket.merged_into

    def held_by(self, at: datetime) -> tuple[str, str]:
        """Team and agent who had it at an instant."""
        return in_force(self.teams, at) or "unknown", in_force(self.assignees, at) or "unknown"

    def business(self, at: datetime) -> float | None:
        """Business seconds from the creation to an instant."""
        ticket = self.ticket
        if ticket.schedules:
            turns: Sequence[Turn] = ticket.schedules
        elif ticket.schedule:
            turns = [(ticket.created, ticket.schedule)]
        else:
            turns = [(began, TEAM_SCHEDULES.get(team, "")) for began, team in self.teams]
        total = 0.0
        for n, (began, schedule) in enumerate(turns):
            ended = turns[n + 1][0] if n + 1 < len(turns) else datetime.max
            if began <= at and schedule not in OFFICE:
                return None
            if began < at:
                total += open_seconds(schedule, began, min(ended, at))
        return total

    def from_creation(self, at: datetime | None) -> tuple[Decimal | None, Decimal | None]:
        """Calendar and business minutes from the creation to an instant."""
        if at is None:
            return None, None
        return minutes((at - self.ticket.created).total_seconds()), minutes(self.business(at))

    def wait(self, words: Sequence[str]) -> tuple[Decimal | None, Decimal | None]:
        """Calendar and business minutes in some statuses."""
        calendar, business, is_known = 0.0, 0.0, self.business(self.ticket.created) is not None
        for n, (began, status) in enumerate(self.statuses):
            ended = self.statuses[n + 1][0] if n + 1 < len(self.statuses) else AS_OF
            if status in words:
                calendar += (ended - began).total_seconds()
                before, after = self.business(began), self.business(ended)
                is_known = is_known and after is not None
                business += (after or 0) - (before or 0)
        return minutes(calendar), minutes(business) if is_known else None

    def is_copy(self, message: Message) -> bool:
        """A comment that a merge copied."""
        near = any(abs((message.at - at).total_seconds()) <= 5 for at in self.merges)
        return message.role in ("agent", "system") and near

    def is_human(self, message: Message) -> bool:
        """Written by an agent of flesh and blood."""
        return message.role == "agent" and message.author != "robo" and not self.is_copy(message)

    def reply(self) -> datetime | None:
        """The first reply: a human agent's first public message, but the one with which the ticket began.

        It began with it where nobody but bots and the system had written before, be it a note.
        """
        people = [
            message
            for message in sorted(self.messages, key=lambda m: (m.at, m.message_id))
            if self.is_human(message) or message.role not in ("agent", "bot", "system")
        ]
        for n, message in enumerate(people):
            early = message.at <= self.ticket.created + timedelta(seconds=1)
            by_submitter = bool(message.author) and message.author == self.ticket.submitter
            opens = n == 0 and (early or by_submitter)
            if self.is_human(message) and message.is_public and not opens:
                return max(message.at, self.ticket.created)
        return None

    def answers(self) -> Answers:
        """Everything at once."""
        # No ticket here stays deleted: one that comes back is what it then is, after what it was before.
        ticket, standing = self.ticket, _changes([turn for turn in self.statuses if turn[1] != "deleted"])
        words = [status for _, status in standing]
        solves = [at for at, status in standing if status == "solved"]
        reopened = sum(
            now in ACTIVE and before in ("solved", "closed") for before, now in itertools.pairwise(words)
        )
        # Only a solve that no later work undid.
        since_work = itertools.takewhile(lambda turn: turn[1] in ("solved", "closed"), reversed(standing))
        stands = resolved = next((at for at, status in since_work if status == "solved"), None)
        # What the ticket says of its solving, unless it came back and was worked on after that.
        worked = max((at for at, status in self.statuses if status in ACTIVE), default=ticket.created)
        if ticket.solved and words[-1] in ("solved", "closed") and (not reopened or ticket.solved >= worked):
            resolved = ticket.solved
        # A solve that came back was the first one, whatever the ticket says of a later one.
        first = resolved if resolved and solves in ([], [stands]) else (solves[0] if solves else None)
        closings = [at for at, status in standing if status == "closed"]
        closed = closings[-1] if words[-1] == "closed" and not ticket.updated else None
        spoken = [message for message in self.messages if self.is_human(message)]
        public = sum(message.is_public for message in spoken)
        assigned = [agent for _, agent in self.assignees if agent]
        scores = [score for _, score in ticket.scores]
        reply = self.reply()
        columns: dict[str, object] = {"first_reply_at": reply}
        for name, at in [
            ("first_reply", reply),
            ("first_resolution", first),
            ("full_resolution", resolved),
        ]:
            (
                columns[f"{name}_calendar_minutes"],
                columns[f"{name}_business_minutes"],
            ) = self.from_creation(at)
        for name, statuses in WAITS.items():
            columns[f"{name}_calendar_minutes"], columns[f"{name}_business_minutes"] = self.wait(statuses)
        columns |= {
            "handling_calendar_minutes": self.from_creation(closed)[0],
            "reopen_count": reopened,
            "reassignment_count": sum(a != b for a, b in itertools.pairwise(assigned)),
            "public_agent_message_count": public,
            "distinct_agent_count": len({*assigned, *(m.author for m in spoken if m.author)} - {"robo"}),
            "is_one_touch": (public == 1 and not reopened) if resolved else None,
            "last_satisfaction_score": next((s for s in reversed(scores) if s in ("good", "bad")), None),
            "was_satisfaction_offered": any(s in ("offered", "good", "bad") for s in scores),
        }
        return Answers(columns, first, resolved, closed)


def read(tickets: Sequence[Ticket]) -> dict[str, tuple[Reader, Answers]]:
    """The answers for every ticket."""
    merges: dict[str, list[datetime]] = {}
    for ticket in tickets:
        if ticket.merged_into:
            turns = _changes([turn for turn in ticket.statuses if turn[1] != "deleted"])
            closings = [at for at, status in turns if status == "closed"]
            closings += [ticket.closed] if ticket.closed else []
            merges.setdefault(ticket.merged_into, []).extend(closings or [turns[-1][0]])
    readers = {ticket.ticket_id: Reader(ticket, merges.get(ticket.ticket_id, [])) for ticket in tickets}
    return {ticket_id: (reader, reader.answers()) for ticket_id, reader in readers.items()}

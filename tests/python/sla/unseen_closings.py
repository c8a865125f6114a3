"""Tickets of the random company of which a record alone says that they are closed, in the update that also changed their
priority: a bulk edit of tickets that were closed at some time. Three of four were asked something just before it, and
answered afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from promised_company import AS_OF, Message, Ticket, instant


def among(every: Sequence[Ticket]) -> list[Ticket]:
    """The tickets, some of them closed by their last minute; half of these have no history but their first status."""
    found = []
    for number, ticket in enumerate(every):
        at, status = ticket.statuses[-1]
        is_free = ticket.merged_at is None and status != "deleted" and ticket.created < at <= AS_OF
        if is_free and number % 6 < 2:
            ticket = _closed(ticket, at, number % 2 == 0)
            if number % 24 > 1:
                ticket.messages.extend(_last_words(ticket.ticket_id, at, at + 10 * (number + 1)))
        found.append(ticket)
    return found


def _closed(ticket: Ticket, at: int, is_bare: bool) -> Ticket:
    lived = ticket.statuses[:1] if is_bare else [s for s in ticket.statuses if s[0] < at and s[1] != "closed"]
    return replace(
        ticket,
        unseen=at,
        statuses=[*lived, (at, "closed")],
        priorities=[*(one for one in ticket.priorities if one[0] < at), (at, "bulk")],
        schedules=[turn for turn in ticket.schedules if turn[0] < at],
    )


def _last_words(ticket_id: str, closed: int, answered: int) -> Sequence[Message]:
    return (
        Message(f"{ticket_id}-asked", closed - 1, "customer", "r-1", True),
        Message(f"{ticket_id}-told", answered, "agent", "agent-1", True),
    )


def records(every: Sequence[Ticket]) -> tuple[str, list[tuple[object, ...]]]:
    """What their records say: header and rows."""
    header = "ticket_id,channel,status,priority,created_at,submitter_id,updated_at"
    seen = [(t, t.unseen) for t in every if t.unseen is not None]
    return header, [
        (t.ticket_id, "web", "closed", "bulk", instant(t.created), t.submitter, instant(at)) for t, at in seen
    ]

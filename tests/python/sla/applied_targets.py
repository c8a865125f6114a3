"""Which target a ticket has for a metric, and from when on: read from its applications, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from promised_company import AS_OF, Application, Target, Ticket


@dataclass(frozen=True)
class Promise:
    """A target of a ticket's metric, from when on; a removal has no policy."""

    at: int
    policy: str | None
    minutes: int = 0
    clock: str = ""
    kind: str = ""
    priority: str = ""
    applied: int = 0


def at_minute(history: Sequence[tuple[int, str]], minute: int) -> str:
    """The value that holds at a minute."""
    return next((value for at, value in reversed(history) if at <= minute), history[0][1])


def promises_of(ticket: Ticket, policies: Sequence[Target], metric: str) -> list[Promise]:
    """What was applied and taken away, one for each minute; at one minute what is applied stays."""
    by_minute: dict[int, Promise] = {}
    for at, removed in ticket.removals:
        if at <= AS_OF and removed in (None, metric):
            by_minute[at] = Promise(at, None)
    for applied in ticket.applications:
        if (
            applied.at <= AS_OF
            and applied.metric in (None, metric)
            and (promise := _target(ticket, policies, applied, metric))
        ):
            by_minute[applied.at] = promise
    return [by_minute[at] for at in sorted(by_minute)]


def _target(ticket: Ticket, policies: Sequence[Target], applied: Application, metric: str) -> Promise | None:
    priority = at_minute(ticket.priorities, applied.at)
    rows = [
        row
        for row in policies
        if (row.policy, row.metric) == (applied.policy, metric) and row.priority in (priority, "*")
    ]
    known = [row for row in rows if row.valid_from is None or row.valid_from <= applied.at]
    exact = [row for row in known or rows if row.priority == priority] or known or rows
    exact.sort(key=lambda row: -1 if row.valid_from is None else row.valid_from)
    row = (exact[-1] if known else exact[0]) if exact else None
    minutes = applied.frozen if applied.frozen is not None else row.minutes if row else None
    if minutes is None:
        return None
    clock = applied.frozen_clock or (row.clock if row else "calendar")
    kind = (row.kind if row else "") or "formal"
    return Promise(applied.at, applied.policy, minutes, clock, kind, priority or "unknown", applied.at)

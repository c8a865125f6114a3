"""Which target a ticket has for a metric, and from when on: read from its applications, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from promised_company import AS_OF, Application, Target, Ticket

KINDS = ("formal", "informal")


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


def chains_of(ticket: Ticket, policies: Sequence[Target], metric: str) -> list[list[Promise]]:
    """What was applied and taken away: two chains that know nothing of one another, formal and informal."""
    return [_chain(ticket, policies, metric, kind) for kind in KINDS]


def _chain(ticket: Ticket, policies: Sequence[Target], metric: str, kind: str) -> list[Promise]:
    """One promise for each minute: what is applied stays, be it taken away in the same minute.

    Of several, a target frozen on the ticket stays, or else one that was applied for this metric alone, or else that
    of the first policy.
    """
    by_minute: dict[int, Promise] = {}
    for at, removed in ticket.removals:
        if (
            at <= AS_OF
            and removed in (None, metric)
            and kind in _ended(ticket, policies, at, removed, metric)
        ):
            by_minute[at] = Promise(at, None)
    by_minute |= {promise.at: promise for promise in _weakest_first(ticket, policies, metric, kind)}
    return [by_minute[at] for at in sorted(by_minute)]


def set_aside(ticket: Ticket, policies: Sequence[Target], metric: str) -> int:
    """How many targets never hold, since another one of their kind was applied in the same minute."""
    every = [[promise.at for promise in _weakest_first(ticket, policies, metric, kind)] for kind in KINDS]
    return sum(len(minutes) - len(set(minutes)) for minutes in every)


def _weakest_first(ticket: Ticket, policies: Sequence[Target], metric: str, kind: str) -> list[Promise]:
    weakest_first = sorted(
        ticket.applications,
        key=lambda a: (a.frozen is None, a.metric is None, a.policy),
        reverse=True,
    )
    return [
        promise
        for applied in weakest_first
        if applied.at <= AS_OF
        and (metric in _metrics(policies, applied) if applied.metric is None else applied.metric == metric)
        and kind_of(policies, applied.policy, metric) == kind
        and (promise := _target(ticket, policies, applied, metric))
    ]


def _metrics(policies: Sequence[Target], applied: Application) -> set[str]:
    """The metrics that its policy has when it is applied; before it has any, the first ones that it will have."""
    begins = {
        row.metric: min(
            r.valid_from or 0 for r in policies if (r.policy, r.metric) == (row.policy, row.metric)
        )
        for row in policies
        if row.policy == applied.policy
    }
    return {metric for metric, at in begins.items() if at <= max(applied.at, min(begins.values()))}


def kind_of(policies: Sequence[Target], policy: str, metric: str) -> str:
    """A policy is informal for a metric only where each of its rows says so; without rows, where all its others do."""
    rows = [row for row in policies if row.policy == policy]
    rows = [row for row in rows if row.metric == metric] or rows
    return "informal" if all(row.kind == "informal" for row in rows) else "formal"


def _ended(
    ticket: Ticket, policies: Sequence[Target], at: int, removed: str | None, metric: str
) -> Sequence[str]:
    """The kinds that a removal ends: that of the policy or frozen target which was there, or both."""
    if removed is None:
        gone = [policy for named, policy in ticket.named if named < at]
    else:
        frozen = [a for a in ticket.applications if a.metric == metric and a.frozen is not None and a.at < at]
        gone = [a.policy for a in sorted(frozen, key=lambda a: a.at)]
    return [kind_of(policies, gone[-1], metric)] if gone else KINDS


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
    kind = (row.kind or "formal") if row else kind_of(policies, applied.policy, metric)
    return Promise(applied.at, applied.policy, minutes, clock, kind, priority or "unknown", applied.at)

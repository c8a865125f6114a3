"""SLA instances by brute force: each ticket's life is walked minute by minute, as somebody with a stopwatch would.

Nothing here is shared with the models: counters go up by one for each minute in which they run, and every question
(which target holds, what was answered, when was it used up) is answered by looking at the minutes again.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from applied_targets import Promise, chains_of
from opening_hours import HORIZON
from promised_company import AS_OF, BOTS, METRICS, Message, Target, Ticket

FOREVER = 10**9
RUNS = {"requester_wait": ("new", "open", "hold"), "agent_work": ("new", "open")}
SETTLED = ("solved", "closed")


@dataclass(frozen=True)
class Verdict:
    """What the fact should say of one instance; instants in minutes."""

    priority: str
    target: int
    clock: str
    kind: str
    applied: int
    elapsed: int | None
    due: int | None
    decided: int | None
    status: str


@dataclass(frozen=True)
class Wait:
    """Something to be measured, from when; `fulfilled` and `given_up` are FOREVER where they did not happen.

    Where nobody says when it was fulfilled, `active_until` is when the ticket was last active. `solved_by` is when a
    ticket that was answered later was solved at the latest.
    """

    metric: str
    started: int
    fulfilled: int
    given_up: int
    active_until: int | None = None
    solved_by: int = FOREVER


def stretches(history: Sequence[tuple[int, str]], until: int) -> Iterator[tuple[int, int, str]]:
    """Each value of a history with the minutes from which and to which it holds."""
    ends = [at for at, _ in history[1:]] + [until]
    yield from ((at, end, value) for (at, value), end in zip(history, ends, strict=True) if at < end)


class Stopwatch:
    """One ticket up to as_of, its counters and its verdicts."""

    def __init__(
        self, ticket: Ticket, policies: Sequence[Target], opening: dict[str, bytearray], merges: Sequence[int]
    ):
        self.ticket, self.policies, self.opening = ticket, policies, opening
        self.statuses = [s for s in ticket.statuses if s[0] <= AS_OF]
        self.turns = [s for s in ticket.schedules if s[0] <= AS_OF]
        self.merges = merges
        self.ticks: dict[tuple[str, str], bytearray] = {}
        self.left = ticket.merged_at if ticket.merged_at is not None else FOREVER
        if self.statuses[-1][1] == "deleted":
            self.left = min(self.left, self.statuses[-1][0])

    def verdicts(self) -> dict[tuple[str, str, int], Verdict]:
        """By policy, metric and start."""
        found: dict[tuple[str, str, int], Verdict] = {}
        for metric in METRICS:
            for promises in chains_of(self.ticket, self.policies, metric):
                for wait in self._waits(metric):
                    found |= self._judge(wait, promises)
        return found

    def _ticks(self, metric: str, clock: str) -> bytearray:
        """For each minute since BASE: does the counter surely go up?"""
        if (metric, clock) not in self.ticks:
            found = bytearray(HORIZON)
            for starts, ends, schedule in stretches(self.turns, HORIZON):
                if clock == "calendar":
                    found[starts:ends] = b"\1" * (ends - starts)
                elif schedule:
                    found[starts:ends] = self.opening[schedule][starts:ends]
            for starts, ends, status in stretches(self.statuses, AS_OF) if metric in RUNS else ():
                if status not in RUNS[metric]:
                    found[starts:ends] = bytes(ends - starts)
            self.ticks[metric, clock] = found
        return self.ticks[metric, clock]

    def _due(self, wait: Wait, promise: Promise) -> int | None:
        """The first minute at which the counter shows the target."""
        ticks, shown = self._ticks(wait.metric, promise.clock), 0
        last = AS_OF if wait.metric in RUNS else HORIZON
        for minute in range(wait.started, last):
            if shown >= promise.minutes:
                return minute
            shown += ticks[minute]
        return last if shown >= promise.minutes else None

    def _shown(self, wait: Wait, clock: str, until: int) -> int:
        return sum(self._ticks(wait.metric, clock)[wait.started : until])

    def _elapsed(self, wait: Wait, clock: str, until: int) -> int | None:
        """None where the counter may have gone up in a minute of which nobody knows the schedule."""
        runs = self._ticks(wait.metric, "calendar")
        lost = next((at for at, schedule in self.turns if not schedule), FOREVER)
        is_known = clock == "calendar" or not any(runs[max(wait.started, lost) : until])
        return self._shown(wait, clock, until) if is_known else None

    def _judge(self, wait: Wait, promises: Sequence[Promise]) -> dict[tuple[str, str, int], Verdict]:
        """Walks through the targets in the order in which they were applied."""
        found: dict[tuple[str, str, int], Verdict] = {}
        over = min(wait.fulfilled, wait.given_up, AS_OF)
        for number, promise in enumerate(promises):
            ends = promises[number + 1].at if number + 1 < len(promises) else FOREVER
            follows = number > 0 and promises[number - 1].policy is not None
            is_of_wait = ends > wait.started and (promise.at < over or (promise.at == over and not follows))
            if not promise.policy or not is_of_wait:
                continue
            key = (promise.policy, wait.metric, wait.started)
            if key in found and found[key].status in ("met", "breached"):
                continue
            looked = min(over, ends)
            elapsed = self._elapsed(wait, promise.clock, looked)
            due, decided, status = self._due(wait, promise), None, "cancelled"
            if promise.at >= wait.solved_by:
                elapsed = None
            elif wait.active_until is not None:
                elapsed, seen = None, min(looked, wait.active_until)
                if promise.at < seen and self._shown(wait, promise.clock, seen) > promise.minutes:
                    status, decided = "breached", max(due or 0, promise.at)
                elif wait.metric != "resolution":
                    due = None
            elif self._shown(wait, promise.clock, looked) > promise.minutes:
                assert due is not None
                seen = min(looked, wait.solved_by)
                if self._shown(wait, promise.clock, seen) > promise.minutes:
                    status, decided = "breached", max(due, promise.at)
                    elapsed = self._elapsed(wait, promise.clock, over)
                else:
                    elapsed = None
            elif looked == wait.fulfilled and elapsed is not None:
                status, decided = "met", looked
            elif looked < min(wait.given_up, ends) and elapsed is not None:
                status = "running"
            if wait.solved_by < FOREVER and elapsed is None and status == "cancelled":
                due = None
            told = (promise.priority, promise.minutes, promise.clock, promise.kind, promise.applied)
            found[key] = Verdict(*told, elapsed, due, decided, status)
        return found

    def _waits(self, metric: str) -> list[Wait]:
        if metric in ("first_reply", "next_reply"):
            return self._reply_waits(metric)
        settled, solves = self._settled()
        is_unseen = settled == self.ticket.unseen
        if metric == "resolution" and self.statuses[-1][1] != "deleted" and settled < FOREVER:
            settled = solves[0] if solves else FOREVER
            is_unseen = settled == self.left == FOREVER
        settled = settled if settled < self.left else FOREVER
        return [Wait(metric, self.ticket.created, settled, self.left, self._last_active(is_unseen))]

    def _settled(self) -> tuple[int, list[int]]:
        """Since when it has been settled, if it is or was so when it was deleted, and the solves since, latest first."""
        last = self.statuses[:-1] if self.statuses[-1][1] == "deleted" else self.statuses
        run = list(itertools.takewhile(lambda turn: turn[1] in SETTLED, reversed(last)))
        return run[-1][0] if run else FOREVER, [at for at, status in run if status == "solved"]

    def _last_active(self, is_asked: bool) -> int | None:
        """When it left its last active status, or entered it where nobody saw it leave; the creation without one."""
        if not is_asked:
            return None
        active = [n for n, (_, status) in enumerate(self.statuses) if status not in (*SETTLED, "deleted")]
        return self.statuses[active[-1] + (self.ticket.unseen is None)][0] if active else self.ticket.created

    def _reply_waits(self, metric: str) -> list[Wait]:
        replies = self._replies()
        waits = []
        for at in [self.ticket.created] if metric == "first_reply" else self._asked(replies):
            answer = min([reply for reply in replies if reply >= at], default=FOREVER)
            given_up = min(self._given_up(at), self.left)
            settled = self._settled()[0]
            is_unseen = settled == self.ticket.unseen and given_up == FOREVER
            last_active = self._last_active(is_unseen and answer == FOREVER)
            solved_by = settled if is_unseen and settled < answer < FOREVER else FOREVER
            waits.append(Wait(metric, at, answer, given_up, last_active, solved_by))
        return waits

    def _asked(self, replies: list[int]) -> list[int]:
        """When customers began to wait for another reply: at the message that reopened the ticket, else at the first.

        A reply and a solve each end a conversation; the one before both is that of the first reply.
        """
        solves = [at for at, _ in self._turning_points(into=True)]
        conversations: dict[tuple[int, int], list[int]] = {}
        for message in self._messages():
            if message.role == "customer" and message.is_public:
                earlier = (sum(at < message.at for at in replies), sum(at < message.at for at in solves))
                conversations.setdefault(earlier, []).append(message.at)
        conversations.pop((0, 0), None)
        reopened = [at for at, status in self._turning_points(into=False) if status != "deleted"]
        return [min([at for at in said if at in reopened] or said) for said in conversations.values()]

    def _turning_points(self, into: bool) -> list[tuple[int, str]]:
        """The minutes at which somebody saw the ticket come into being settled, or go out of it, and what it was then."""
        befores = ["", *(status for _, status in self.statuses)]
        return [
            (at, status)
            for before, (at, status) in zip(befores, self.statuses, strict=False)
            if (before in SETTLED, status in SETTLED) == (not into, into) and at != self.ticket.unseen
        ]

    def _given_up(self, since: int) -> int:
        """The first solve from then on; the start itself where the ticket is surely settled by then and stays so."""
        later = [at for at, _ in self._turning_points(into=True) if at >= since]
        settled = self._settled()[0]
        is_settled = settled < (since if settled == self.ticket.unseen else FOREVER)
        return later[0] if later else since if is_settled else FOREVER

    def _messages(self) -> list[Message]:
        return [m for m in self.ticket.messages if m.at <= AS_OF and m.at not in self.merges]

    def _replies(self) -> list[int]:
        """Public messages of human agents, without the one that opened the ticket: the first word of anybody."""
        people = [
            m
            for m in self._messages()
            if m.role == "customer" or (m.role == "agent" and m.author not in BOTS)
        ]
        first = min(people, key=lambda m: (m.at, m.message_id), default=None)
        return sorted(
            m.at
            for m in people
            if m.role == "agent"
            and m.is_public
            and not (m is first and (m.author == self.ticket.submitter or m.at == self.ticket.created))
        )

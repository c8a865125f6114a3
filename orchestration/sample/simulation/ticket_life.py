"""Draws tickets and lives their lives: triage, replies, waiting, solving, reopening, merging, deleting."""

from __future__ import annotations

from random import Random

from orchestration.sample.clock import DAY, HOUR, at_work
from orchestration.sample.simulation import words
from orchestration.sample.simulation.arrivals import arrival_instants
from orchestration.sample.simulation.company import Company
from orchestration.sample.simulation.ticket_births import SUPPORT_L1, SUPPORT_L2, TicketDrawer
from orchestration.sample.simulation.tickets import ACTIVE, SYSTEM, Change, Message, Ticket

AUTO_CLOSE_SECONDS = 4 * DAY
_PACE: dict[str | int | None, float] = {"urgent": 0.35, "high": 0.7, "normal": 1.0, "low": 1.7, None: 1.2}
_MAX_ROUNDS = 7
GOOD_RATINGS = 0.83
"""Share of the ticketing's ratings that are good before waits are thought of (`ratings`)."""

COMMENTED = 0.6
TOO_LONG = "It took too long."


class TicketSimulator:
    """Draws the tickets of a company, oldest first."""

    def __init__(self, rng: Random, company: Company) -> None:
        self.rng = rng
        self.company = company
        self.drawer = TicketDrawer(rng, company)
        self.desk = self.drawer.desk
        self._latest: dict[int, Ticket] = {}

    def run(self, count: int) -> list[Ticket]:
        """Draw `count` tickets and all that happens to them."""
        instants = arrival_instants(self.rng, self.company.first_day, self.company.days, count)
        return [self._live(1001 + number, instant) for number, instant in enumerate(instants)]

    def _live(self, ticket_id: int, at: int) -> Ticket:
        rng = self.rng
        ticket = self.drawer.create(ticket_id, at)
        if ticket.is_agent_opened and rng.random() < 0.18:
            ticket.assignee.append(Change(at, ticket.submitter_id, ticket.submitter_id))
            ticket.status.append(Change(at, "solved", ticket.submitter_id))
            self._after_solving(
                ticket, at, int(ticket.group[-1].value or SUPPORT_L1), ticket.submitter_id or SYSTEM
            )
        elif not self._merge(ticket):
            self._work(ticket)
        if ticket.merged is None and rng.random() < 0.005:
            self._delete(ticket)
        if ticket.requester_id is not None:
            self._latest[ticket.requester_id] = ticket
        return ticket

    def _merge(self, ticket: Ticket) -> bool:
        """Merge a second ticket of the same person into the one still open, some of the time."""
        rng = self.rng
        survivor = self._latest.get(ticket.requester_id or 0)
        if survivor is None or rng.random() > 0.14 or any(c.value == "deleted" for c in survivor.status):
            return False
        merged_at = at_work(ticket.created_at + 300 + int(rng.expovariate(1 / (3 * HOUR))), rng.random())
        if survivor.status_at(merged_at) not in ACTIVE or merged_at <= ticket.group[-1].at:
            return False
        agent_id = self.desk.pick(rng, int(ticket.group[-1].value or SUPPORT_L1), merged_at)
        ticket.status += [
            Change(ticket.created_at, "new", ticket.submitter_id),
            Change(merged_at, "closed", agent_id),
        ]
        ticket.merged = (merged_at, survivor.ticket_id)
        ticket.messages.append(
            Message(merged_at, agent_id, "agent", False, f"Merged into #{survivor.ticket_id}.")
        )
        survivor.absorbed.append((merged_at, ticket.ticket_id))
        survivor.absorbed.sort()
        survivor.messages.append(
            Message(merged_at, agent_id, "agent", False, f"#{ticket.ticket_id} was merged into this.")
        )
        return True

    def _work(self, ticket: Ticket) -> None:
        """From new to the first assignment, then rounds of replies until it is solved for good."""
        rng = self.rng
        pace = _PACE[ticket.priority[0].value]
        group_id = int(ticket.group[-1].value or SUPPORT_L1)
        at = at_work(ticket.group[-1].at + 60 + int(rng.expovariate(1 / (2.2 * HOUR * pace))), rng.random())
        first = "open" if ticket.is_agent_opened else "new"
        ticket.status.append(Change(ticket.created_at, first, ticket.submitter_id))
        agent_id = self.desk.pick(rng, group_id, at)
        ticket.assignee.append(Change(at, agent_id, agent_id))
        if first == "new":
            ticket.status.append(Change(at, "open", agent_id))
        if rng.random() < 0.04:
            ticket.priority.append(
                Change(at + 30, "urgent" if ticket.priority[0].value != "urgent" else "high", agent_id)
            )
        is_stuck = rng.random() < 0.0025
        for round_number in range(_MAX_ROUNDS):
            at = at_work(at + 90 + int(rng.expovariate(1 / (1.6 * HOUR * pace))), rng.random())
            if round_number < 3 and rng.random() < 0.07:
                group_id = SUPPORT_L2 if group_id != SUPPORT_L2 else SUPPORT_L1
                ticket.group.append(Change(at, group_id, agent_id))
            if ticket.group[-1].at == at or rng.random() < 0.03 or self._has_left(agent_id, at):
                agent_id = self.desk.pick(rng, group_id, at)
                ticket.assignee.append(Change(at, agent_id, agent_id))
            if rng.random() < 0.12:
                note = words.NOTE_LINES[int(rng.random() * 3)]
                ticket.messages.append(Message(at + 20, agent_id, "agent", False, note))
            at += 45
            self.drawer.write(ticket, at, "agent", agent_id)
            draw = rng.random()
            if is_stuck:
                ticket.status.append(Change(at, "pending" if draw < 0.5 else "hold", agent_id))
                return
            if draw < 0.52 or round_number == _MAX_ROUNDS - 1:
                ticket.status.append(Change(at, "solved", agent_id))
                self._after_solving(ticket, at, group_id, agent_id)
                return
            if draw < 0.88:
                ticket.status.append(Change(at, "pending", agent_id))
                if rng.random() < 0.2:
                    at += 5 * DAY
                    ticket.status.append(Change(at, "solved", SYSTEM))
                    self._after_solving(ticket, at, group_id, agent_id)
                    return
                at += 300 + int(rng.expovariate(1 / (9 * HOUR)))
                self.drawer.write(ticket, at, "customer", ticket.requester_id)
                ticket.status.append(Change(at, "open", ticket.requester_id))
            elif draw < 0.96:
                ticket.status.append(Change(at, "hold", agent_id))
                at = at_work(at + HOUR + int(rng.expovariate(1 / (2 * DAY))), rng.random())
                ticket.status.append(Change(at, "open", agent_id))

    def _has_left(self, agent_id: int, at: int) -> bool:
        left_at = self.company.agents[agent_id - self.company.agents[0].user_id].left_at
        return left_at is not None and left_at <= at

    def _after_solving(self, ticket: Ticket, at: int, group_id: int, agent_id: int, depth: int = 0) -> None:
        """Closed after four days, or reopened by the customer before that, once or more often."""
        rng = self.rng
        reopens_after = 600 + int(rng.expovariate(1 / (16 * HOUR)))
        if (
            depth < 4
            and reopens_after < AUTO_CLOSE_SECONDS
            and rng.random() < (0.085 if depth == 0 else 0.22)
        ):
            at += reopens_after
            self.drawer.write(ticket, at, "customer", ticket.requester_id)
            ticket.status.append(Change(at, "open", ticket.requester_id))
            at = at_work(at + 120 + int(rng.expovariate(1 / (6 * HOUR))), rng.random())
            agent_id = self.desk.pick(rng, group_id, at)
            if ticket.assignee[-1].value != agent_id:
                ticket.assignee.append(Change(at, agent_id, agent_id))
            self.drawer.write(ticket, at + 60, "agent", agent_id)
            if rng.random() < 0.985:
                ticket.status.append(Change(at + 60, "solved", agent_id))
                self._after_solving(ticket, at + 60, group_id, agent_id, depth + 1)
            return
        if ticket.is_public and rng.random() < 0.55:
            ticket.satisfaction.append((at + DAY, "satisfaction_score", "offered"))
            if rng.random() < 0.32:
                answered_at = at + DAY + 600 + int(rng.random() * 1.5 * DAY)
                score = "good" if rng.random() < GOOD_RATINGS else "bad"
                ticket.satisfaction.append((answered_at, "satisfaction_score", score))
                if score == "bad" and rng.random() < COMMENTED:
                    ticket.satisfaction.append((answered_at, "satisfaction_comment", TOO_LONG))
        ticket.status.append(Change(at + AUTO_CLOSE_SECONDS, "closed", SYSTEM))

    def _delete(self, ticket: Ticket) -> None:
        """Delete the ticket while it is not closed; one in eight comes back and is solved."""
        rng = self.rng
        at = at_work(ticket.created_at + 600 + int(rng.expovariate(1 / DAY)), rng.random())
        if ticket.absorbed or ticket.status_at(at) == "closed":
            return
        ticket.forget_after(at)
        group_id = int(ticket.group[-1].value or SUPPORT_L1)
        agent_id = self.desk.pick(rng, group_id, at)
        ticket.status.append(Change(at, "deleted", agent_id))
        if rng.random() < 0.125:
            back_at = at + 900 + int(rng.expovariate(1 / DAY))
            solved_at = back_at + 600 + int(rng.expovariate(1 / (4 * HOUR)))
            ticket.status.append(Change(back_at, "open", agent_id))
            self.drawer.write(ticket, solved_at, "agent", agent_id)
            ticket.status += [
                Change(solved_at, "solved", agent_id),
                Change(solved_at + AUTO_CLOSE_SECONDS, "closed", SYSTEM),
            ]

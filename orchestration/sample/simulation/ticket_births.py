"""How tickets come into the world: who writes, where, about what, and to which team it goes."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from random import Random

from orchestration.sample.clock import DAY, HOUR, at_work
from orchestration.sample.simulation import words
from orchestration.sample.simulation.company import Agent, Company, Person
from orchestration.sample.simulation.tickets import SYSTEM, Change, Message, Ticket

SUPPORT_L1, SUPPORT_L2, _BILLING, _SUCCESS, _US = 360001, 360002, 360003, 360004, 360005
_SLOT = 15 * DAY
_PRIORITIES: tuple[tuple[str | None, ...], tuple[int, ...]] = (
    ("normal", "high", "low", "urgent", None),
    (58, 76, 90, 96, 100),
)
_KINDS: tuple[tuple[str | None, ...], tuple[int, ...]] = (
    ("question", "incident", "problem", "task", None),
    (46, 80, 86, 92, 100),
)


class Desk:
    """Who works when: the agents of each group, by slots of 15 days."""

    def __init__(self, agents: list[Agent]) -> None:
        self._agents = agents
        self._slots: dict[tuple[int, int], list[Agent]] = {}

    def pick(self, rng: Random, group_id: int, instant: int) -> int:
        """The id of an agent of the group who is employed throughout the slot of the instant."""
        slot = instant // _SLOT
        staff = self._slots.get((group_id, slot))
        if staff is None:
            start, end = slot * _SLOT, (slot + 1) * _SLOT
            group = [a for a in self._agents if a.group_id == group_id and a.hired_at <= start]
            staff = self._slots[group_id, slot] = [a for a in group if a.left_at is None or a.left_at >= end]
        return staff[int(rng.random() * len(staff))].user_id


class TicketDrawer:
    """Draws new tickets with their first message, priority, team, tags and SLA policy."""

    def __init__(self, rng: Random, company: Company) -> None:
        self.rng = rng
        self.desk = Desk(company.agents)
        weights = {a.account_id: a.weight for a in company.accounts}
        people: list[tuple[Person, float]] = [(person, 0.25) for person in company.strangers]
        for organization in company.organizations:
            share = weights.get(organization.people[0].account_id or "", 0.4) / len(organization.people)
            people += [(person, share) for person in organization.people]
        people.sort(key=lambda pair: (pair[0].created_at, pair[0].user_id))
        self._people = [person for person, _ in people]
        self._joined = [person.created_at for person in self._people]
        self._weights = list(accumulate(weight for _, weight in people))
        self._countries = {a.account_id: a.country for a in company.accounts}
        self._channels = [w for w, _ in words.CHANNELS], list(accumulate(x for _, x in words.CHANNELS))
        self._topics = [w for w, _ in words.TOPICS], list(accumulate(x for _, x in words.TOPICS))

    def _requester(self, instant: int) -> Person:
        known = max(1, bisect_right(self._joined, instant))
        return self._people[
            bisect_right(self._weights, self.rng.random() * self._weights[known - 1], 0, known - 1)
        ]

    def create(self, ticket_id: int, at: int) -> Ticket:
        """A ticket as it is created at an instant, and its first moments."""
        rng = self.rng
        person: Person | None = self._requester(at)
        requester_id = person.user_id if person else None
        if rng.random() < 0.004:
            requester_id, person = (None if rng.random() < 0.6 else 39_999_000_000 + ticket_id), None
        country = self._countries.get(person.account_id or "", "FR") if person else "FR"
        topic = rng.choices(self._topics[0], cum_weights=self._topics[1])[0]
        channel = rng.choices(self._channels[0], cum_weights=self._channels[1])[0]
        is_us = country in ("US", "CA")
        home = (
            _US
            if is_us
            else _BILLING
            if topic in ("billing", "returns") and rng.random() < 0.7
            else SUPPORT_L1
        )
        if home == SUPPORT_L1 and rng.random() < 0.04:
            home = _SUCCESS
        is_agent_opened = rng.random() < (0.5 if channel == "voice" else 0.02)
        submitter_id = self.desk.pick(rng, home, at) if is_agent_opened else requester_id
        tags: list[tuple[int, str, int | None]] = []
        draw = rng.random()
        if draw < 0.12:
            tags.append((at, topic.lower(), None))
        if 0.04 < draw < 0.3:
            tags.append((at, words.OTHER_TAGS[ticket_id % 3], at + DAY if draw > 0.29 else None))
        ticket = Ticket(
            ticket_id=ticket_id,
            created_at=at,
            channel=channel,
            topic=None if draw < 0.14 else topic,
            tags=tags,
            person=person,
            requester_id=requester_id,
            submitter_id=submitter_id,
            organization_id=person.organization_id if person else None,
            kind=rng.choices(_KINDS[0], cum_weights=_KINDS[1])[0],
            is_agent_opened=is_agent_opened,
            is_public=rng.random() > 0.005,
            on_us_schedule=is_us,
        )
        ticket.priority.append(
            Change(at, rng.choices(_PRIORITIES[0], cum_weights=_PRIORITIES[1])[0], submitter_id)
        )
        ticket.group.append(Change(at, home if rng.random() < 0.9 else None, SYSTEM))
        if rng.random() < 0.62:
            ticket.policy = 2 if person and person.account_id and is_premium(person.account_id) else 1
        self.write(ticket, at, "agent" if is_agent_opened else "customer", submitter_id, channel == "voice")
        if channel.lower() in ("email", "web") and rng.random() < 0.6:
            ticket.messages.append(Message(at + 2, SYSTEM, "system", True, words.AUTO_LINE))
        if ticket.group[0].value is None:
            ticket.group.append(
                Change(at_work(at + int(rng.expovariate(1 / HOUR)) + 30, rng.random()), home, SYSTEM)
            )
        return ticket

    def write(
        self, ticket: Ticket, at: int, role: str, author_id: int | None, is_voice: bool = False
    ) -> None:
        """Add a message of a customer or an agent, of the same visibility as the ticket."""
        lines: tuple[str, ...] = words.AGENT_LINES
        if role == "customer":
            lines = words.CUSTOMER_LINES if ticket.messages else words.OPENING_LINES
        body = lines[int(self.rng.random() * len(lines))]
        ticket.messages.append(Message(at, author_id, role, ticket.is_public, body, is_voice))


def is_premium(account_id: str) -> bool:
    """Whether the tickets of an account get the second policy: around the clock."""
    return _text_share(account_id) < 0.3


def _text_share(text: str) -> float:
    """A share in 0..1 that depends on the text alone."""
    return sum(position * ord(letter) for position, letter in enumerate(text, 7)) * 7919 % 1000 / 1000

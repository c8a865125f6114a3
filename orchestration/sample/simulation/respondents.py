"""Who is asked, how they feel, whether they answer, and what: the unhappy and the delighted answer more often."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from math import hypot, log10
from random import Random

from orchestration.sample.clock import DAY, HOUR, day_text, month_of
from orchestration.sample.simulation.company import Account, Company, Person
from orchestration.sample.simulation.occasions import quarters
from orchestration.sample.simulation.survey_answers import Pen
from orchestration.sample.simulation.surveys import PEOPLE, RELATION, TICKET, Invitation, Surveys
from orchestration.sample.simulation.tickets import ACTIVE, Ticket, value_at

_ASKED = 0.28  # of solved tickets
_ASKED_OF_RELATION = 0.4  # of people, each quarter
_RATES = {
    "email": 0.30,
    "web": 0.38,
    "sms": 0.45,
    "app": 0.50,
    "im": 0.45,
    "phone": 0.60,
    "social": 0.20,
    "kiosk": 0.65,
}
_CHANNELS: dict[str, tuple[str, ...]] = {
    "email": ("email",),
    "web": ("email", "web", "app"),
    "chat": ("im", "app", "web"),
    "voice": ("sms", "sms", "phone"),
    "twitter": ("social",),
    "facebook": ("social",),
    "whatsapp": ("im",),
    "kiosk_terminal": ("kiosk",),
}
_SEGMENTS = {"SMB": (0.3, 1.15), "Mid-Market": (0.0, 1.0), "Enterprise": (-0.9, 0.6), "Partner": (0.6, 1.2)}
_TOPICS = {"billing": -0.6, "bug": -0.4, "cancellation": -1.5, "how_to": 0.6, "returns": -0.3}
_PER_TENFOLD_WAIT = -1.1  # of the feeling, each time that 1 + the hours to the first solution grow tenfold
_CAME_BACK = -1.5
_LEANING, _CHANCE = 1.3, 1.7
FEELING_SPREAD = hypot(_LEANING, _CHANCE)
"""Standard deviation of how people feel about tickets that went alike."""


def make_surveys(rng: Random, company: Company, tickets: list[Ticket]) -> Surveys:
    """Draw the surveys after solved tickets, of customers each quarter, and of employees each quarter."""
    asking = _Asking(rng, company)
    asking.after_tickets(tickets)
    asking.of_customers()
    asking.of_employees()
    return Surveys(asking.invitations, asking.pen.follow_ups)


class _Asking:
    """Sends the invitations; remembers how people felt about their tickets."""

    def __init__(self, rng: Random, company: Company) -> None:
        self.rng = rng
        self.company = company
        self.invitations: list[Invitation] = []
        self.pen = Pen(rng, company.first_day)
        self._accounts = {a.account_id: a for a in company.accounts}
        self._leanings: dict[int, float] = {}
        self._felt: dict[int, list[tuple[int, float]]] = defaultdict(list)

    def _leaning(self, person_id: int) -> float:
        if person_id not in self._leanings:
            self._leanings[person_id] = self.rng.gauss(0, _LEANING)
        return self._leanings[person_id]

    def _segment(self, account: Account | None, at: int) -> tuple[float, float]:
        """What a segment adds to the feeling, and its factor on the rate of answers."""
        if account is None:
            return 0.0, 1.0
        return _SEGMENTS[
            [kind for since, kind in account.types if since <= at or since == account.joined_at][-1]
        ]

    def after_tickets(self, tickets: list[Ticket]) -> None:
        """Some solved tickets are followed by an invitation, two hours later; none that is deleted or merged."""
        for ticket in tickets:
            solved_at = next((c.at for c in ticket.status if c.value == "solved"), None)
            person = ticket.person
            if solved_at is None or person is None or ticket.merged:
                continue
            mean = self._mean_feeling(ticket, person, solved_at)
            feeling = mean + self._leaning(person.user_id) + self.rng.gauss(0, _CHANCE)
            self._felt[person.user_id].append((solved_at, feeling))
            if self.rng.random() >= _ASKED or any(c.value == "deleted" for c in ticket.status):
                continue
            sent_at = solved_at + 2 * HOUR
            channel = self.rng.choice(_CHANNELS.get(ticket.channel.lower(), ("email",)))
            invitation = self._invite(TICKET, channel, person, month_of(sent_at)[:7], sent_at)
            invitation.ticket_id = ticket.ticket_id
            invitation.mean_feeling = mean
            assignee = value_at(ticket.assignee, solved_at)
            agent_id = None if assignee is None else int(assignee)
            if self._answers(invitation, feeling):
                self.pen.after_ticket(invitation, feeling, ticket, agent_id, self._language(person))

    def _mean_feeling(self, ticket: Ticket, person: Person, solved_at: int) -> float:
        """What the wait, the topic and who it is make of it, from 0 to 10 and somewhat beyond."""
        account = self._accounts.get(person.account_id or "")
        hours = (solved_at - ticket.created_at) / HOUR
        came_back = any(c.value in ACTIVE and c.at > solved_at for c in ticket.status)
        mean = 8.7 + _PER_TENFOLD_WAIT * log10(1 + hours) + (_CAME_BACK if came_back else 0)
        mean += _TOPICS.get((ticket.topic or "").lower(), 0.0) + self._segment(account, solved_at)[0]
        return mean + 0.8 * (solved_at // DAY - self.company.first_day) / self.company.days

    def of_customers(self) -> None:
        """Each quarter some people are asked about the relation, on a day of their own."""
        rng = self.rng
        for quarter in quarters(self.company):
            for organization in self.company.organizations:
                for person in organization.people:
                    sent_at = (quarter + rng.randrange(85)) * DAY + rng.randint(8 * HOUR, 17 * HOUR)
                    is_asked = rng.random() < _ASKED_OF_RELATION
                    if not is_asked or person.account_id is None or not self._is_here(person, sent_at):
                        continue
                    channel = rng.choices(("email", "web", "app", "sms"), (60, 15, 15, 10))[0]
                    invitation = self._invite(RELATION, channel, person, _wave(quarter), sent_at)
                    feeling = self._relation(person, sent_at)
                    if self._answers(invitation, feeling):
                        self.pen.about_relation(invitation, feeling, self._language(person))

    def _is_here(self, person: Person, at: int) -> bool:
        account = self._accounts[person.account_id or ""]
        return person.created_at <= at < self.company.ends_at and (
            account.merged is None or at < account.merged[0]
        )

    def _relation(self, person: Person, at: int) -> float:
        """Half of it is how the tickets of the last 180 days went."""
        account = self._accounts.get(person.account_id or "")
        feeling = 7.1 + self._leaning(person.user_id) + self._segment(account, at)[0]
        felt = self._felt[person.user_id]
        first, last = bisect_left(felt, (at - 180 * DAY,)), bisect_left(felt, (at,))
        if first < last:
            feeling = feeling / 2 + sum(value for _, value in felt[first:last]) / (last - first) / 2
        return feeling + self.rng.gauss(0, 1.3)

    def of_employees(self) -> None:
        """Each quarter all employees are asked, about themselves and what customers will say."""
        for quarter in quarters(self.company):
            sent_at = (quarter + 20) * DAY + 9 * HOUR
            for agent in self.company.agents:
                is_employed = agent.hired_at <= sent_at and (agent.left_at is None or sent_at < agent.left_at)
                if not is_employed or sent_at >= self.company.ends_at:
                    continue
                invitation = Invitation(
                    f"inv-{len(self.invitations) + 1:06d}",
                    PEOPLE,
                    _wave(quarter),
                    "email",
                    "employee",
                    agent.user_id,
                    None,
                    None,
                    sent_at,
                    delivered_at=sent_at + 20,
                )
                self.invitations.append(invitation)
                if self.rng.random() < 0.8:
                    self._open(invitation)
                    self.pen.of_employee(
                        invitation, 7.4 + self._leaning(agent.user_id) + self.rng.gauss(0, 1.2)
                    )

    def _invite(self, survey_id: str, channel: str, person: Person, wave: str, sent_at: int) -> Invitation:
        """An invitation, which may bounce or get lost."""
        invitation = Invitation(
            f"inv-{len(self.invitations) + 1:06d}",
            survey_id,
            wave,
            channel,
            "customer",
            person.user_id,
            person.account_id,
            None,
            sent_at,
        )
        self.invitations.append(invitation)
        draw = self.rng.random()
        if draw < 0.97:
            invitation.delivered_at = sent_at + self.rng.randint(1, 90)
        elif draw < 0.99:
            invitation.bounced_at = sent_at + self.rng.randint(1, 600)
        return invitation

    def _answers(self, invitation: Invitation, feeling: float) -> bool:
        """Whether the person answers: by channel, segment, and how strongly they feel."""
        rng = self.rng
        account = self._accounts.get(invitation.account_id or "")
        invitation.rate = _RATES[invitation.channel] * self._segment(account, invitation.sent_at)[1]
        draw, looks = rng.random(), rng.random()
        if invitation.delivered_at is None:
            return False
        if draw < chance_of_an_answer(invitation.rate, feeling):
            self._open(invitation)
            return True
        if looks < 0.3:
            invitation.opened_at = invitation.delivered_at + 60 + int(rng.expovariate(1 / (20 * HOUR)))
        return False

    def _open(self, invitation: Invitation) -> None:
        """Opened within some hours, ten days at most, and begun a minute later."""
        assert invitation.delivered_at is not None
        after = 60 + int(min(self.rng.expovariate(1 / (20 * HOUR)), 10 * DAY))
        invitation.opened_at = invitation.delivered_at + after
        invitation.started_at = invitation.opened_at + self.rng.randint(5, 60)

    def _language(self, person: Person) -> str:
        account = self._accounts.get(person.account_id or "")
        return "fr" if account is None or account.country in ("FR", "BE") else "en"


def chance_of_an_answer(rate: float, feeling: float) -> float:
    """Who feels strongly answers more often than the rate of channel and segment."""
    return min(rate * (1.6 if feeling < 4.5 else 1.3 if feeling > 8.8 else 0.75), 0.95)


def _wave(quarter: int) -> str:
    text = day_text(quarter)
    return f"{text[:4]}-Q{(int(text[5:7]) + 2) // 3}"

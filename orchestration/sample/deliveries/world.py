"""What the tables of the source `files` are drawn from, and how they are declared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from orchestration.sample.clock import DAY, HOUR, utc
from orchestration.sample.deliveries.tables import Format, Kind, Table, Version
from orchestration.sample.simulation.billing import BillingCustomer
from orchestration.sample.simulation.company import Account, Company
from orchestration.sample.simulation.ledger import LedgerLine
from orchestration.sample.simulation.rates import Rates
from orchestration.sample.simulation.tickets import Ticket, value_at


@dataclass
class World:
    """Everything that the tables of the other domains are drawn from."""

    rng: Random
    company: Company
    tickets: list[Ticket]
    billing: list[BillingCustomer]
    rates: Rates
    ledger: list[LedgerLine]
    resolved_complaints: list[tuple[str, Ticket, int]] = field(default_factory=list)
    """Id, ticket and instant of the answer, noted as they are delivered."""

    def share(self, count: float) -> int:
        """A number of records proportional to the tickets: `count` for 20,000 of them."""
        return max(1, round(count * len(self.tickets) / 20_000))

    def instant(self) -> int:
        """An instant of the span in working hours."""
        day = self.company.first_day + self.rng.randrange(self.company.days)
        return day * DAY + self.rng.randint(7 * HOUR, 19 * HOUR)

    def instants(self, count: int) -> list[int]:
        """`count` instants in order."""
        return sorted(self.instant() for _ in range(count))

    def account(self, instant: int) -> Account:
        """An account that exists at the instant."""
        accounts = self.company.accounts
        while True:
            account = accounts[self.rng.randrange(len(accounts))]
            if account.joined_at <= instant or account is accounts[0]:
                return account

    def agent_of(self, ticket: Ticket, instant: int) -> int | None:
        """The assignee of a ticket at an instant."""
        agent_id = value_at(ticket.assignee, instant)
        return None if agent_id is None else int(agent_id)


def files_table(
    name: str, columns: str, records: Iterable[list[Version]], kind: Kind = "append", form: Format = "csv"
) -> Table:
    """A table of the source `files`; an upserted one gets `updated_at` from the instant of its version."""
    names = tuple(columns.split())
    if kind == "append":
        return Table("files", name, names, records, kind, form)
    stamped = ([(at, (*row, utc(at))) for at, row in versions] for versions in records)
    return Table("files", name, (*names, "updated_at"), stamped, kind, form)


def sample_tickets(w: World, count: float) -> list[Ticket]:
    """Tickets drawn at random, in order: `count` of 20,000."""
    wanted = min(len(w.tickets), w.share(count))
    return [w.tickets[index] for index in sorted(w.rng.sample(range(len(w.tickets)), wanted))]


def account_of(ticket: Ticket) -> str | None:
    """The CRM account of a ticket's requester."""
    return ticket.person.account_id if ticket.person else None


def contact_of(ticket: Ticket) -> str | None:
    """The CRM contact of a ticket's requester."""
    return ticket.person.contact_id if ticket.person else None

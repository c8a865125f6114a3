"""What serving costs, contact by contact, from the delivered rows alone: fractions, loops and no rounding but where
the definition has one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from cost_company import AS_OF, STANDARD, TURN, Row, Tables
from cost_handling import chain_of, is_connected, is_touched
from cost_traps import NEXT_TEAM, NO_TEAM

SHIPPED = {"chat": Decimal(10), "web": Decimal(12)}
CHANNEL = {"voice": "phone"}
BOOKED = {"wages": "wages", "licences": "licences", "telephony": "telephony", "overhead": "overhead"}
SERVICE = ("wages", "licences", "telephony", "overhead", "other")
Cell = tuple[str, str]


def to_four(value: Fraction) -> Decimal:
    """Rounded half up, away from zero, to four decimals."""
    scaled = Decimal(value.numerator * 10**4) / Decimal(value.denominator)
    return scaled.quantize(Decimal(1), ROUND_HALF_UP) / 10**4


def month_of(at: datetime | date) -> date:
    return date(at.year, at.month, 1)


@dataclass
class Contact:
    """A contact with its work: seconds by month and team."""

    kind: str
    record_id: str
    customer: str
    channel: str
    topic: str
    team: str
    started: datetime
    resolved: datetime | None
    exclusion: str | None
    is_handled: bool
    ticket: str | None = None
    is_told_by_conversation: bool = False
    seconds: dict[tuple[date, str], Fraction] = field(default_factory=dict)

    @property
    def is_tied(self) -> bool:
        """A call or chat about a ticket."""
        return self.ticket is not None

    def work(self) -> dict[tuple[date, str], tuple[Decimal, bool]]:
        """Minutes by month and team, and whether they are the standard ones."""
        if self.seconds:
            return {key: (to_four(max(s, Fraction(0)) / 60), False) for key, s in self.seconds.items()}
        if not self.is_handled or self.is_told_by_conversation:
            return {}
        minutes = STANDARD.get(self.channel, SHIPPED.get(self.channel, STANDARD["*"]))
        return {(month_of(self.started), self.team): (minutes, True)}


class Served:
    """The company's contacts, ledger and what came of them."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.tickets = {row["ticket_id"]: row for row in tables["ticketing.tickets"]}
        self.contacts = [*map(self._ticket, self.tickets.values()), *self._calls(), *self._chats()]
        told = {c.ticket for c in self.contacts if not c.exclusion and (c.is_handled or c.seconds)}
        for contact in self.contacts:
            contact.is_handled = contact.is_handled and not contact.exclusion
            contact.is_told_by_conversation = contact.kind == "ticket" and contact.record_id in told

    def customer_of(self, account: str | None) -> str:
        return {None: "unknown", "A6": "A0"}.get(account, str(account))

    def team_of_agent(self, agent: str | None, at: datetime) -> str | None:
        """Labels; G5 is nobody whom the ticketing knows."""
        if agent in (None, "G5"):
            return None
        is_moved = agent in ("G0", "G2") and at >= TURN
        if agent == "G3" and at >= NO_TEAM:
            return "team 2" if at >= NEXT_TEAM else None
        return "team 1" if is_moved else f"team {int(str(agent)[1]) % 3}"

    @staticmethod
    def label(team: str | None) -> str:
        return {"T0": "team 0", "T1": "team 1", "T2": "team 2", None: "unknown"}.get(team, str(team))

    def _excluded(self, ticket: Row) -> str | None:
        if ticket["is_spam"]:
            return "spam"
        if ticket["account_id"] == "A7":
            return "test"
        if ticket["status"] == "deleted":
            return "deleted"
        return "merged_away" if ticket["merged_into_ticket_id"] else None

    def _ticket(self, row: Row) -> Contact:
        contact = Contact(
            "ticket", row["ticket_id"], self.customer_of(row["account_id"]),
            CHANNEL.get(row["channel"], row["channel"]), row["topic"] or "unknown", self.label(row["team_id"]),
            row["created_at"], row["solved_at"], self._excluded(row), is_handled=is_touched(row, self.tables),
        )  # fmt: skip
        for log in self.tables["ticketing.work_logs"]:
            if log["ticket_id"] == contact.record_id:
                self._add(contact, log["agent_id"], log["started_at"], Fraction(log["seconds"]))
        return contact

    def _add(self, contact: Contact, agent: str | None, at: datetime, seconds: Fraction) -> None:
        key = (month_of(at), self.team_of_agent(agent, at) or contact.team)
        contact.seconds[key] = contact.seconds.get(key, Fraction(0)) + seconds

    def _calls(self) -> list[Contact]:
        chains: dict[str, list[Row]] = defaultdict(list)
        for row in self.tables["telephony.calls"]:
            chains[chain_of(row["call_id"])].append(row)
        return [self._call(legs) for legs in chains.values() if legs[0]["direction"] == "inbound"]

    def _call(self, legs: list[Row]) -> Contact:
        counted = [leg for leg in legs if leg["outcome"] != "excluded"] or legs

        def first(name: str) -> str | None:
            return next((leg[name] for leg in counted if leg[name]), None)

        ticket = self.tickets.get(first("ticket_id") or "")
        customer = self.customer_of(first("account_id") or (ticket["account_id"] if ticket else None))
        agent = next((leg["agent_id"] for leg in reversed(counted) if leg["agent_id"]), None)
        started, outcome = counted[0]["started_at"], counted[-1]["outcome"]
        exclusion = "excluded" if outcome == "excluded" else "test" if customer == "A7" else None
        if ticket and not exclusion and self._excluded(ticket) in ("spam", "test"):
            exclusion = self._excluded(ticket)
        contact = Contact(
            "call", legs[0]["call_id"], customer, "phone",
            first("topic") or (ticket["topic"] if ticket else None) or "unknown",
            self.team_of_agent(agent, started) or "unknown", started,
            counted[-1]["ended_at"] if outcome == "handled" else None, exclusion,
            is_handled=any(map(is_connected, counted)), ticket=ticket["ticket_id"] if ticket else None,
        )  # fmt: skip
        for leg in legs:
            parts = [leg[f"{part}_seconds"] for part in ("talk", "hold", "wrap")]
            if any(part is not None for part in parts):
                seconds = Fraction(sum(part or 0 for part in parts))
                self._add(contact, leg["agent_id"], leg["started_at"], seconds)
        return contact

    def _chats(self) -> list[Contact]:
        contacts = []
        for row in self.tables["telephony.chats"]:
            customer, at = self.customer_of(row["account_id"]), row["started_at"]
            team = self.team_of_agent(row["agent_id"], at) or self.label(row["team_id"])
            ticket = self.tickets.get(row["ticket_id"])
            customer = customer if row["account_id"] or not ticket else self.customer_of(ticket["account_id"])
            contact = Contact(
                "chat", row["chat_id"], customer, "chat",
                row["topic"] or (ticket["topic"] if ticket else None) or "unknown", team, at,
                row["ended_at"] if row["outcome"] == "handled" else None, "test" if customer == "A7" else None,
                is_handled=is_connected(row), ticket=row["ticket_id"],
            )  # fmt: skip
            if row["handling_seconds"] is not None:
                held = max(Fraction(row["concurrency"] or 1), Fraction(1))
                seconds = Fraction(to_four(row["handling_seconds"] / held))
                contact.seconds[month_of(at), contact.team] = seconds
            contacts.append(contact)
        return contacts

    def rate(self, currency: str, day: date) -> Decimal | None:
        """The latest rate up to the day, else the earliest; of one day the one that names the euro."""
        if currency == "EUR":
            return Decimal(1)
        usable = [r for r in self.tables["billing.exchange_rates"] if r["currency"] == currency]
        usable = [r for r in usable if r["to_currency"] in ("", "EUR")]
        days = {r["valid_on"] for r in usable}
        if not days:
            return None
        chosen = max((d for d in days if d <= day), default=min(days))
        found: Decimal = max((r for r in usable if r["valid_on"] == chosen), key=lambda r: r["to_currency"])[
            "rate"
        ]
        return found

    def converted(self, row: Row, amount: Decimal, day: date) -> Decimal:
        rate = self.rate(row["currency"], day)
        assert rate is not None
        return to_four(Fraction(amount) * Fraction(rate))

    @cached_property
    def ledger(self) -> dict[str, Decimal]:
        """Lines of months that have begun, in euro, at the rate of the month's last day, or of the last one so far."""
        lines = {}
        for row in self.tables["workforce.service_costs"]:
            if row["month"] <= AS_OF.date():
                last = (month_of(row["month"]) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
                lines[row["cost_id"]] = self.converted(row, row["amount"], min(last, AS_OF.date()))
        return lines

    def pool(self, row: Row, cells: dict[Cell, Decimal]) -> tuple[str, set[Cell]]:
        """Over which of the month's teams and channels a line goes, and what that is called."""
        word = row["channel"] and row["channel"].lower()
        team, channel = row["team_id"] and self.label(row["team_id"]), CHANNEL.get(word, word)
        wanted = [("team_channel", (team, channel)), ("team", (team, None)), ("channel", (None, channel))]
        for name, (its_team, its_channel) in wanted:
            if name.count("team") != bool(its_team) or name.count("channel") != bool(its_channel):
                continue
            found = {
                c for c in cells if its_team in (None, c[0]) and its_channel in (None, c[1]) and cells[c]
            }
            if found:
                return name, found
        everybody = {cell for cell, minutes in cells.items() if minutes}
        return ("overhead", everybody) if everybody else ("unallocated", set())

    @cached_property
    def shares(self) -> tuple[dict[tuple[str, date, str], dict[str, Fraction]], dict[str, str]]:
        """What each contact bears, by month, team and category; and over what each line went."""
        work = {
            (c.kind + c.record_id, *key): (c, m) for c in self.contacts for key, (m, _) in c.work().items()
        }
        shares: dict[tuple[str, date, str], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        spread_over: dict[str, str] = {}
        for row in self.tables["workforce.service_costs"]:
            if row["cost_id"] not in self.ledger or row["category"] in ("sales", "marketing"):
                continue
            month, category = month_of(row["month"]), BOOKED.get(row["category"], "other")
            cells: dict[Cell, Decimal] = defaultdict(Decimal)
            for (_, worked, team), (contact, minutes) in work.items():
                if worked == month:
                    cells[team, contact.channel] += minutes
            spread_over[row["cost_id"]], pool = self.pool(row, cells)
            whole = sum((cells[cell] for cell in pool), Decimal(0))
            for key, (contact, minutes) in work.items():
                if key[1] == month and (key[2], contact.channel) in pool:
                    part = Fraction(self.ledger[row["cost_id"]]) * Fraction(minutes) / Fraction(whole)
                    shares[key][category] += part
        return dict(shares), spread_over

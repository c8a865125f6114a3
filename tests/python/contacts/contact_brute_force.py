"""What the contacts of a company come to, straight from its deliveries: every pair is looked at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from contact_company import AS_OF, START, Row, Tables

TOPICS = {"billing": "billing", "invoice": "billing", "login": "account_access", "delivery": "delivery"}
WEEK = timedelta(days=7)
Member = tuple[str, str]
UNKNOWN: Member = ("unknown", "unknown")


@dataclass
class Contact:
    """One contact, as the definitions say."""

    kind: str
    record_id: str
    customer: Member
    person: Member | None
    channel: str
    topic: str | None
    started: datetime
    resolved: datetime | None
    is_tied: bool
    exclusion: str | None
    agent: str | None = None
    team: str | None = None
    legs: int = 1

    @property
    def key(self) -> tuple[str, str]:
        """Kind and id."""
        return self.kind, self.record_id

    def is_countable(self) -> bool:
        """Its recontact can be judged, now or later."""
        knows_party = self.person is not None or self.customer != UNKNOWN
        return bool(self.resolved and not self.is_tied and not self.exclusion and self.topic and knows_party)


class Counted:
    """The contacts of a company and who made them."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        merged = {row["account_id"]: row["merged_into_account_id"] for row in tables["crm.accounts"]}
        self.account = {name: self._survivor(name, merged) for name in merged}
        self.person_account = {row["contact_id"]: row["account_id"] for row in tables["crm.contacts"]}
        self.requester = {row["requester_id"]: row["contact_id"] for row in tables["ticketing.requesters"]}
        self.merged_into = {
            row["ticket_id"]: row["merged_into_ticket_id"] for row in tables["ticketing.tickets"]
        }
        self.created = {row["ticket_id"]: row["created_at"] for row in tables["ticketing.tickets"]}
        self.tickets = {row["ticket_id"]: self._ticket(row) for row in tables["ticketing.tickets"]}
        conversations = [self._call(legs) for legs in self._chains()]
        conversations += [self._conversation("chat", row, row) for row in tables["telephony.chats"]]
        self.contacts = [*self.tickets.values(), *conversations]
        self._name_callers()
        self.returns = [found for row in tables["ticketing.tickets"] if (found := self._return(row))]

    def _way(self, ticket: str) -> list[str]:
        """The tickets to which its merges lead, one after the other; each once, where they go in a circle."""
        names: list[str] = []
        name = self.merged_into.get(ticket)
        while name and name not in names:
            names.append(name)
            name = self.merged_into.get(name)
        return names

    def _last(self, way: list[str]) -> str:
        """Who stands for the request: the end of the way, else the first of the circle in which it ends."""
        again = self.merged_into.get(way[-1])
        if not again:
            return way[-1]
        return min(way[way.index(again) :], key=lambda name: (self.created[name], name))

    def _was_open(self, name: str, at: datetime) -> bool:
        row = next((r for r in self.tables["ticketing.tickets"] if r["ticket_id"] == name), None)
        if row is None:
            return False
        is_over = row["status"] != "open" or row["merged_into_ticket_id"]
        ends = (row["solved_at"] or row["updated_at"]) if is_over else datetime.max
        return bool(row["created_at"] <= at < ends)

    def _return(self, row: Row) -> Contact | None:
        """A merged ticket as the contact that it was, unless one that took it over was waiting when it came."""
        merged = self.tickets[row["ticket_id"]]
        way = self._way(row["ticket_id"])
        survivor = self.tickets.get(self._last(way)) if way else None
        if merged.exclusion != "merged_away" or not survivor or survivor.exclusion:
            return None
        if any(self._was_open(name, merged.started) for name in way if name != row["ticket_id"]):
            return None
        customer = merged.customer if merged.customer != UNKNOWN else survivor.customer
        return replace(
            merged,
            customer=customer,
            person=merged.person or survivor.person,
            topic=merged.topic or survivor.topic,
            exclusion=None,
        )

    def _at(self, table: str, key: str, column: str, name: str | None, at: datetime) -> Any:
        """A column as it was at an instant; before the first version, as in the first."""
        versions = [row for row in self.tables[table] if row[key] == name]
        return next(
            (v[column] for v in reversed(versions) if v.get("updated_at", START) <= max(at, START)), None
        )

    def team_at(self, agent: str | None, at: datetime) -> str | None:
        """The team of an agent whom the ticketing lists."""
        return cast(str | None, self._at("ticketing.agents", "agent_id", "team_id", agent, at))

    def segment_at(self, customer: Member, at: datetime) -> str:
        """The segment of a customer; only accounts have one."""
        found = self._at("crm.accounts", "account_id", "segment", customer[1], at)
        return str(found or "unknown") if customer[0] == "account" else "unknown"

    @staticmethod
    def _survivor(name: str, merged: dict[str, str | None]) -> str:
        while merged[name]:
            name = str(merged[name])
        return name

    def _account_of(self, account: str | None) -> Member | None:
        return ("account", self.account[account]) if account in self.account else None

    def _ticket(self, row: Row) -> Contact:
        contact = self.requester.get(row["requester_id"])
        known = contact if contact in self.person_account else None
        customer = self._account_of(row["account_id"]) or (
            self._account_of(self.person_account[known]) if known else None
        )
        person: Member | None = ("crm", known) if known else None
        if row["requester_id"]:
            person = person or ("requester", row["requester_id"])
            customer = customer or ("requester", row["requester_id"])
        changes = [c for c in self.tables["ticketing.ticket_changes"] if c["ticket_id"] == row["ticket_id"]]
        words = [
            c["value"] for c in sorted(changes, key=lambda c: (c["changed_at"], c["sequence"])) if c["value"]
        ]
        word = words[0] if words else row["topic"]
        exclusion = None
        if row["is_spam"]:
            exclusion = "spam"
        elif customer == ("account", "A7"):
            exclusion = "test"
        elif row["status"] == "deleted":
            exclusion = "deleted"
        elif row["merged_into_ticket_id"] and self._last(self._way(row["ticket_id"])) != row["ticket_id"]:
            exclusion = "merged_away"
        return Contact(
            "ticket", row["ticket_id"], customer or UNKNOWN, person, row["channel"], TOPICS.get(word, word),
            row["created_at"], row["solved_at"], False, exclusion, team=row["team_id"],
        )  # fmt: skip

    def _chains(self) -> list[list[Row]]:
        calls = {row["call_id"]: row for row in self.tables["telephony.calls"]}
        chains: dict[str, list[Row]] = defaultdict(list)
        for row in calls.values():
            first = row
            while first["transferred_from_call_id"] in calls:
                first = calls[first["transferred_from_call_id"]]
            chains[first["call_id"]].append(row)
        return [legs for first, legs in chains.items() if calls[first]["direction"] != "outbound"]

    def _call(self, legs: list[Row]) -> Contact:
        first_id = min(legs, key=lambda leg: int(leg["call_id"].split("-")[1]))["call_id"]
        counted = [leg for leg in legs if leg["outcome"] != "excluded"]
        used = sorted(counted or legs, key=lambda leg: (leg["started_at"], leg["call_id"]))
        names = ("topic", "account_id", "contact_id", "caller_id", "ticket_id")
        merged: Row = {name: next((leg[name] for leg in used if leg[name]), None) for name in names}
        merged["agent_id"] = next((leg["agent_id"] for leg in reversed(used) if leg["agent_id"]), None)
        last = {name: used[-1][name] for name in ("outcome", "ended_at")}
        row: Row = {**merged, **last, "started_at": used[0]["started_at"], "team_id": None}
        contact = self._conversation("call", row, {**row, "chat_id": first_id})
        contact.legs = len(used)
        contact.exclusion = contact.exclusion if counted else "excluded"
        return contact

    def _conversation(self, kind: str, row: Row, named: Row) -> Contact:
        ticket = self.tickets.get(row["ticket_id"])
        known = row["contact_id"] if row["contact_id"] in self.person_account else None
        person: Member | None = ("crm", known) if known else None
        person = person or (ticket.person if ticket else None)
        caller = row.get("caller_id")
        if person is None and caller:
            person = ("caller", caller)
        customer = self._account_of(row["account_id"])
        customer = customer or (self._account_of(self.person_account[known]) if known else None)
        if customer is None and ticket and ticket.customer != UNKNOWN:
            customer = ticket.customer
        if customer is None and (known or caller):
            customer = ("contact", known) if known else ("caller", caller)
        topic = TOPICS.get(row["topic"], row["topic"]) or (ticket.topic if ticket else None)
        is_handled = row["outcome"] == "handled" and row["ended_at"]
        exclusion = "test" if customer == ("account", "A7") else None
        if ticket and ticket.exclusion in ("spam", "test"):
            exclusion = exclusion or ticket.exclusion
        team = self.team_at(row["agent_id"], row["started_at"]) or row["team_id"]
        return Contact(
            kind, named["chat_id"], customer or UNKNOWN, person, {"call": "phone"}.get(kind, kind), topic,
            row["started_at"], row["ended_at"] if is_handled else None, bool(ticket), exclusion,
            row["agent_id"], team,
        )  # fmt: skip

    def _name_callers(self) -> None:
        """A caller who is a customer has the name of the first call that they ever made."""
        callers: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        for legs in self._chains():
            used = [leg for leg in legs if leg["outcome"] != "excluded"] or legs
            caller = next((leg["caller_id"] for leg in used if leg["caller_id"]), None)
            if caller:
                first = min(legs, key=lambda leg: int(leg["call_id"].split("-")[1]))["call_id"]
                callers[caller].append((min(leg["started_at"] for leg in used), first))
        for contact in self.contacts:
            if contact.customer[0] == "caller":
                contact.customer = ("caller", min(callers[contact.customer[1]])[1])

    def first_contact_resolved(self, contact: Contact) -> bool | None:
        """Nobody of the same party came back about the topic within seven days; None while it is open, or unknown."""
        if not contact.is_countable() or contact.resolved is None or contact.resolved + WEEK > AS_OF:
            return None
        ends = contact.resolved + WEEK
        return not any(
            other.key != contact.key
            and not other.exclusion
            and other.topic == contact.topic
            and contact.resolved < other.started <= ends
            and (other.person == contact.person if contact.person else other.customer == contact.customer)
            for other in [*self.contacts, *self.returns]
        )

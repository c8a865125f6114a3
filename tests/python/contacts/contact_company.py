"""A random company: of few people, topics and hours, so that recontacts are many and often on the edge of a window."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]

START, AS_OF = datetime(2025, 1, 1), datetime(2025, 3, 20, 12)
TURN, MIDNIGHT = datetime(2025, 2, 8, 6), datetime(2025, 3, 1)
"""Then a third of the accounts are of another segment and two agents in another team; and then three more accounts."""
WORDS = ["billing", "invoice", "login", "delivery", "moon", None]
"""billing and invoice mean the same topic; moon is a word that no mapping knows."""


def write_tables(home: Path, tables: Mapping[str, Sequence[Row]]) -> None:
    """One CSV delivery for each table; None is an empty field."""
    for table, rows in tables.items():
        folder = home / "inbox" / "files" / table
        folder.mkdir(parents=True)
        columns = list(dict.fromkeys(name for row in rows for name in row))
        with open(folder / "all.csv", "w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, columns)
            writer.writeheader()
            writer.writerows(rows)


class _Maker:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.hours = int((AS_OF - START).total_seconds()) // 3600

    def maybe(self, share: float, value: Any) -> Any:
        return value if self.rng.random() < share else None

    def some(self, prefix: str, count: int) -> str:
        return f"{prefix}{self.rng.randrange(count)}"

    def instant(self, step: int = 1) -> datetime:
        return START + timedelta(hours=self.rng.randrange(0, self.hours, step))

    def later(self, at: datetime, hours: int) -> datetime | None:
        found = at + timedelta(hours=self.rng.randrange(hours))
        return found if found <= AS_OF else None

    def people(self) -> Tables:
        accounts: list[Row] = [
            {
                "account_id": f"A{i}",
                "segment": ["small", "large", None][i % 3],
                "merged_into_account_id": {18: "A3", 19: "A18"}.get(i),
                "is_test": i == 7,
                "created_at": START,
            }
            for i in range(20)
        ]
        contacts: list[Row] = [
            {"contact_id": f"C{i}", "account_id": self.maybe(0.8, self.some("A", 20)), "created_at": START}
            for i in range(25)
        ]
        requesters: list[Row] = [
            {"requester_id": f"R{i}", "contact_id": self.maybe(0.6, self.some("C", 28))} for i in range(30)
        ]
        agents: list[Row] = [{"agent_id": f"G{i}", "team_id": f"T{i % 2}"} for i in range(5)]
        accounts += [{**accounts[i], "segment": "huge", "updated_at": TURN} for i in range(0, 20, 3)]
        accounts += [{**accounts[i], "segment": "tiny", "updated_at": MIDNIGHT} for i in (1, 4, 10)]
        agents += [{"agent_id": f"G{i}", "team_id": "T1", "updated_at": TURN} for i in (0, 2)]
        agents += [{"agent_id": "G3", "team_id": None, "updated_at": TURN}]
        agents += [{"agent_id": "G3", "team_id": "T0", "updated_at": TURN + timedelta(days=20)}]
        teams: list[Row] = [{"team_id": f"T{i}", "name": f"team {i}"} for i in range(2)]
        return {
            "crm.accounts": accounts,
            "crm.contacts": contacts,
            "ticketing.requesters": requesters,
            "ticketing.agents": agents,
            "ticketing.teams": teams,
        }

    def tickets(self, count: int) -> Tables:
        tickets: list[Row] = []
        changes: list[Row] = []
        for i in range(count):
            created = self.instant()
            solved = self.maybe(0.85, self.later(created, 60))
            status = "solved" if solved else "open"
            if self.rng.random() < 0.03:
                status, solved = "deleted", None
            tickets.append(
                {
                    "ticket_id": f"K{i}",
                    "channel": self.rng.choice(["email", "web", "pigeon"]),
                    "topic": self.rng.choice(WORDS),
                    "status": status,
                    "created_at": created,
                    "solved_at": solved,
                    "account_id": self.maybe(0.3, self.some("A", 21)),
                    "requester_id": self.maybe(0.6, self.some("R", 32)),
                    "team_id": self.maybe(0.7, self.some("T", 2)),
                    "is_spam": self.rng.random() < 0.03,
                    "merged_into_ticket_id": self.maybe(0.03, "K0"),
                    "updated_at": solved or created,
                }
            )
            for sequence in range(self.rng.choice([0, 0, 1, 2])):
                at = created + timedelta(hours=sequence)
                changes.append(
                    {
                        "ticket_id": f"K{i}",
                        "field": "topic",
                        "changed_at": at,
                        "sequence": sequence,
                        "value": self.rng.choice(WORDS),
                    }
                )
        return {
            "ticketing.tickets": tickets,
            "ticketing.ticket_changes": [change for change in changes if change["changed_at"] <= AS_OF],
        }

    def _names(self, tickets: int) -> Row:
        return {
            "topic": self.rng.choice(WORDS),
            "account_id": self.maybe(0.3, self.some("A", 21)),
            "contact_id": self.maybe(0.4, self.some("C", 27)),
            "ticket_id": self.maybe(0.2, self.some("K", tickets + 10)),
            "agent_id": self.maybe(0.7, self.some("G", 6)),
        }

    def calls(self, count: int, tickets: int) -> list[Row]:
        calls: list[Row] = []
        for i in range(count):
            at, direction = self.instant(), self.rng.choice(["inbound"] * 6 + ["outbound"])
            caller = self.maybe(0.5, f"+33 1 {self.rng.randrange(8)}")
            legs = self.rng.choice([1, 1, 1, 2, 3, 8])
            for leg in range(legs):
                endings = ["handled"] * 5 + ["abandoned", "ivr_contained", "voicemail"]
                outcome = self.rng.choice(endings) if leg == legs - 1 else "transferred"
                ended = at + timedelta(minutes=self.rng.randrange(1, 30))
                if ended > AS_OF:
                    break
                calls.append(
                    {
                        "call_id": f"P{i}-{leg}",
                        "direction": direction if leg == 0 else self.rng.choice(["inbound", "outbound"]),
                        "started_at": at,
                        "ended_at": self.maybe(0.97, ended),
                        "outcome": "excluded" if self.rng.random() < 0.06 else outcome,
                        "transferred_from_call_id": f"P{i}-{leg - 1}" if leg else self.maybe(0.02, "lost"),
                        "caller_id": caller,
                        **{name: self.maybe(0.7, value) for name, value in self._names(tickets).items()},
                    }
                )
                at = ended
        return calls

    def chats(self, count: int, tickets: int) -> list[Row]:
        return [
            {
                "chat_id": f"H{i}",
                "started_at": (at := self.instant()),
                "ended_at": self.later(at, 3),
                "outcome": self.rng.choice(["handled"] * 4 + ["abandoned", "bot_contained"]),
                "team_id": self.maybe(0.5, self.some("T", 3)),
                **self._names(tickets),
            }
            for i in range(count)
        ]

    def echoes(self, tables: Tables) -> list[Row]:
        """Chats of a ticket's own requester about its topic, at the very edges of the seven days."""
        contact = {row["requester_id"]: row["contact_id"] for row in tables["ticketing.requesters"]}
        about = [
            row
            for row in tables["ticketing.tickets"]
            if row["solved_at"] and contact.get(row["requester_id"])
        ]
        edges = [timedelta(0), timedelta(seconds=1), timedelta(days=7), timedelta(days=7, seconds=1)]
        chats: list[Row] = []
        for i, ticket in enumerate(about[:80]):
            at = ticket["solved_at"] + edges[i % 4]
            if at <= AS_OF:
                chats.append(
                    {
                        "chat_id": f"E{i}",
                        "started_at": at,
                        "outcome": "abandoned",
                        **dict.fromkeys(("ended_at", "account_id", "agent_id", "team_id", "ticket_id")),
                        "topic": ticket["topic"],
                        "contact_id": contact[ticket["requester_id"]],
                    }
                )
        return chats

    def visits(self, count: int, tickets: int) -> list[Row]:
        visits: list[Row] = []
        for i in range(count):
            at = self.instant(24)
            about: Row = {
                "account_id": self.maybe(0.5, self.some("A", 20)),
                "ticket_id": self.maybe(0.4, self.some("K", tickets)),
                "asset_id": self.maybe(0.9, self.some("asset ", 25)),
                "fault_code": self.maybe(0.9, self.some("fault ", 2)),
            }
            for number in range(1, self.rng.choice([1, 1, 1, 2, 3]) + 1):
                is_done = at <= AS_OF and self.rng.random() < 0.95
                visits.append(
                    {
                        "visit_id": f"V{i}-{number}",
                        "work_order_id": f"W{i}",
                        "visit_number": number,
                        "completed_at": at if is_done else None,
                        "outcome": self.rng.choice(["fixed", "fixed", "not_fixed", "no_access"]),
                        **about,
                    }
                )
                at += timedelta(days=self.rng.randrange(0, 20))
        return visits

    def reviews(self, count: int, tickets: int) -> list[Row]:
        return [
            {
                "review_id": f"Q{i}",
                "ticket_id": self.maybe(0.8, self.some("K", tickets)),
                "agent_id": self.some("G", 7),
                "reviewed_at": self.instant(),
                "points_earned": self.rng.randrange(0, 11) / 2,
                "points_applicable": self.rng.choice([5, 5, 5, 4.5, 0]),
                "has_critical_error": self.maybe(0.5, self.rng.random() < 0.2),
            }
            for i in range(count)
        ]


def random_company(seed: int, tickets: int = 300) -> Tables:
    """Deliveries of `files`, by table."""
    make = _Maker(seed)
    known = {**make.people(), **make.tickets(tickets)}
    return {
        **known,
        "telephony.calls": make.calls(200, tickets),
        "telephony.chats": make.chats(150, tickets) + make.echoes(known),
        "field_service.work_orders": make.visits(120, tickets),
        "ticketing.quality_reviews": make.reviews(120, tickets),
    }

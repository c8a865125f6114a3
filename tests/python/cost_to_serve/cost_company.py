"""A random company for the tests of the cost to serve: few teams, channels and topics, so that they often meet."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from cost_revenue import service_periods
from cost_traps import with_traps

Row = dict[str, Any]
Tables = dict[str, list[Row]]

START, AS_OF = datetime(2024, 1, 1), datetime(2024, 5, 20, 12)
TURN = datetime(2024, 3, 10, 6)
"""From then on two agents are in another team, and a third of the accounts in another segment."""

STANDARD = {"email": Decimal("7.5"), "phone": Decimal(0), "*": Decimal("11.25")}
"""What the company says in its reference file; `chat` and the others keep the shipped minutes."""

CATEGORIES = ["wages", "licences", "telephony", "overhead", "other", "bribes", "sales", "marketing"]
FIRST_DAY, RATED_DAYS = date(2024, 1, 1), 120


class _Maker:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.minutes = int((AS_OF - START).total_seconds()) // 60

    def maybe(self, share: float, value: Any) -> Any:
        return value if self.rng.random() < share else None

    def some(self, prefix: str, count: int) -> str:
        return f"{prefix}{self.rng.randrange(count)}"

    def instant(self) -> datetime:
        return START + timedelta(minutes=self.rng.randrange(self.minutes))

    def after(self, at: datetime) -> datetime:
        return at + timedelta(minutes=self.rng.randrange(int((AS_OF - at).total_seconds()) // 60 + 1))

    def people(self) -> Tables:
        accounts: list[Row] = [
            {
                "account_id": f"A{i}",
                "segment": ["small", "large", None][i % 3],
                "merged_into_account_id": "A0" if i == 6 else None,
                "is_test": i == 7,
                "billing_customer_id": f"B{i}",
                "industry": ["retail", None, "energy"][i % 3],
                "country": ["FR", "NL"][i % 2],
                "region": f"region {i}",
                "owner_id": f"O{i // 2}",
                "created_at": START,
                "updated_at": START,
            }
            for i in range(8)
        ]
        accounts += [
            {**accounts[i], "segment": "huge", "owner_id": None, "updated_at": TURN} for i in range(0, 8, 3)
        ]
        agents: list[Row] = [
            {"agent_id": f"G{i}", "team_id": f"T{i % 3}", "updated_at": START} for i in range(5)
        ]
        agents += [{"agent_id": f"G{i}", "team_id": "T1", "updated_at": TURN} for i in (0, 2)]
        return {
            "crm.accounts": accounts,
            "ticketing.agents": agents,
            "ticketing.teams": [{"team_id": f"T{i}", "name": f"team {i}"} for i in range(3)],
            "billing.customers": [{"customer_id": f"B{i}", "currency": "EUR"} for i in range(10)],
        }

    def tickets(self, count: int) -> Tables:
        tickets: list[Row] = []
        logs: list[Row] = []
        for i in range(count):
            created = self.instant()
            solved = self.maybe(0.8, self.after(created))
            is_deleted = self.rng.random() < 0.05
            ticket = {
                "ticket_id": f"K{i}",
                "channel": self.rng.choice(["email", "email", "web", "voice", "pigeon"]),
                "topic": self.rng.choice(["moon", "sun", None]),
                "account_id": self.maybe(0.75, self.some("A", 8)),
                "team_id": self.maybe(0.8, self.some("T", 3)),
                "status": "deleted" if is_deleted else "solved" if solved else "open",
                "created_at": created,
                "solved_at": None if is_deleted else solved,
                "is_spam": self.rng.random() < 0.05,
                "merged_into_ticket_id": self.maybe(0.05, "K0") if i else None,
            }
            tickets.append(ticket)
            for _ in range(self.rng.choice([0, 0, 1, 2, 4])):
                logs.append(self._log(f"W{len(logs)}", ticket["ticket_id"], self.after(created)))
        logs.append(self._log("lost", "K-lost", AS_OF))
        return {"ticketing.tickets": tickets, "ticketing.work_logs": logs}

    def _log(self, log_id: str, ticket_id: str, at: datetime) -> Row:
        return {
            "work_log_id": log_id,
            "ticket_id": ticket_id,
            "agent_id": self.maybe(0.85, self.some("G", 6)),
            "started_at": at,
            "seconds": self.rng.choice([0, -90, *(self.rng.randrange(30, 4000) for _ in range(8))]),
        }

    def calls(self, count: int, tickets: int) -> list[Row]:
        calls: list[Row] = []
        for i in range(count):
            at, direction = self.instant(), self.rng.choice(["inbound"] * 5 + ["outbound"])
            legs = self.rng.choice([1, 1, 2, 3])
            for leg in range(legs):
                ending = self.rng.choice(["handled"] * 4 + ["abandoned", "voicemail"])
                outcome = ending if leg == legs - 1 else "transferred"
                seconds = [self.maybe(0.7, self.rng.randrange(1, 900)) for _ in range(3)]
                if outcome in ("abandoned", "voicemail") or self.rng.random() < 0.2:
                    seconds = [None, None, None]
                ended = at + timedelta(minutes=self.rng.randrange(1, 30))
                if ended > AS_OF:
                    break
                calls.append(
                    {
                        "call_id": f"P{i}-{leg}",
                        "direction": direction,
                        "started_at": at,
                        "ended_at": ended,
                        "outcome": "excluded" if self.rng.random() < 0.08 else outcome,
                        "talk_seconds": seconds[0],
                        "hold_seconds": seconds[1],
                        "wrap_seconds": seconds[2],
                        "agent_id": self.maybe(0.8, self.some("G", 6)),
                        "transferred_from_call_id": f"P{i}-{leg - 1}" if leg else None,
                        "account_id": self.maybe(0.5, self.some("A", 8)),
                        "ticket_id": self.maybe(0.15, self.some("K", tickets)),
                        "topic": self.maybe(0.5, "sun"),
                    }
                )
                at = ended
        return calls

    def chats(self, count: int) -> list[Row]:
        return [
            {
                "chat_id": f"H{i}",
                "started_at": (at := self.instant()),
                "ended_at": at,
                "outcome": self.rng.choice(["handled"] * 4 + ["abandoned", "bot_contained", "transferred"]),
                "handling_seconds": self.maybe(0.6, self.rng.randrange(5, 2000)),
                "concurrency": self.rng.choice([None, "0.5", "1", "2.5", "3"]),
                "agent_id": self.maybe(0.7, self.some("G", 6)),
                "team_id": self.maybe(0.5, self.rng.choice(["T0", "T1", "T9"])),
                "account_id": self.maybe(0.5, self.some("A", 8)),
                "topic": self.maybe(0.5, "moon"),
            }
            for i in range(count)
        ]

    def ledger(self) -> list[Row]:
        """From a month before the first contact to one that has not begun; months are any day of theirs."""
        months = [date(2023, 12, 1), *(date(2024, m, 1) for m in (1, 2, 3, 4, 5, 7))]
        return [
            {
                "cost_id": f"L{month:%m}-{i}",
                "month": month + timedelta(days=self.rng.choice([0, 0, 13])),
                "team_id": self.maybe(0.6, self.rng.choice(["T0", "T1", "T2", "T9", "T8"])),
                "channel": self.maybe(
                    0.6, self.rng.choice(["email", "Voice", "chat", "letter", "pigeon", "web"])
                ),
                "category": self.rng.choice(CATEGORIES),
                "amount": Decimal(self.rng.randrange(-(10**6), 10**8)) / 10**4,
                "currency": self.rng.choice(["EUR", "EUR", "USD", "GBP"]),
            }
            for month in months
            for i in range(25)
        ]

    def billing(self, tickets: int) -> Tables:
        invoices: list[Row] = [
            {
                "invoice_id": f"I{i}",
                "customer_id": self.some("B", 10),
                "status": self.rng.choice(["paid", "open", "uncollectible", "draft", "void"]),
                "issued_at": self.instant(),
                "currency": self.rng.choice(["EUR", "USD", "GBP"]),
                "tax": self.maybe(0.7, Decimal(self.rng.randrange(10**5)) / 100),
                "total": Decimal(self.rng.randrange(10**5, 10**6)) / 100,
            }
            for i in range(80)
        ]
        payments: list[Row] = [
            {
                "payment_id": f"Y{i}",
                "invoice_id": f"I{i}",
                "created_at": invoices[i]["issued_at"],
                "amount": 1,
                "currency": "EUR",
                "status": "succeeded",
            }
            for i in range(0, 80, 2)
        ]
        refunds: list[Row] = [
            {
                "refund_id": f"F{i}",
                "kind": self.rng.choice(["goodwill", "goodwill", "refund", "service_credit"]),
                "amount": Decimal(self.rng.randrange(1, 10**5)) / 100,
                "currency": self.rng.choice(["EUR", "USD", "GBP"]),
                "created_at": self.instant(),
                "customer_id": self.maybe(0.4, self.some("B", 9)),
                "invoice_id": self.maybe(0.4, self.some("I", 80)),
                "payment_id": self.maybe(0.4, f"Y{self.rng.randrange(0, 80, 2)}"),
                "ticket_id": self.maybe(0.5, self.some("K", tickets)),
            }
            for i in range(60)
        ]
        return {"billing.invoices": invoices, "billing.payments": payments, "billing.refunds": refunds}

    def rates(self) -> list[Row]:
        """Rates with gaps; some name the reporting currency, some name none, and some another one."""
        found: dict[tuple[str, str, date], Decimal] = {}
        for currency in ("USD", "GBP", "JPY", "EUR"):
            for day in self.rng.sample(range(RATED_DAYS), 25):
                for to in self.rng.choice((("",), ("EUR",), ("", "EUR"), ("CHF",))):
                    key = (currency, to, FIRST_DAY + timedelta(days=day))
                    found[key] = Decimal(self.rng.randint(1, 3 * 10**8)) / 10**8
        names = ("currency", "to_currency", "valid_on")
        return [{**dict(zip(names, key, strict=True)), "rate": rate} for key, rate in found.items()]


def random_company(seed: int) -> Tables:
    """The company's deliveries, by table; the same for the same seed."""
    maker, tickets = _Maker(seed), 300
    tables = {
        **maker.people(),
        **maker.tickets(tickets),
        "telephony.calls": maker.calls(160, tickets),
        "telephony.chats": maker.chats(90),
        "workforce.service_costs": maker.ledger(),
        **maker.billing(tickets),
        "billing.subscription_periods": service_periods(),
        "billing.exchange_rates": maker.rates(),
    }
    return with_traps(tables)

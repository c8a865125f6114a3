"""Contracts, won renewals and billing of a company, and how they are delivered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from delivering import deliver_csv

AS_OF = datetime(2025, 6, 15, 12)
RATES = {"EUR": Decimal(1), "USD": Decimal("0.5")}
"""Constant rates: those of the last day of 2024."""


@dataclass(frozen=True)
class Contract:
    """A row of crm.contracts; `end` is the last day of the term."""

    contract_id: str
    account: str
    start: date
    end: date
    value: Decimal | None = None
    currency: str | None = "EUR"
    renews_itself: bool | None = None
    terminated: date | None = None
    successor: str | None = None
    status: str | None = None

    def served_to(self) -> date:
        """The first day after it, as far as it is known."""
        if self.renews_itself:
            return self.terminated or date.max
        return min(self.end + timedelta(1), self.terminated or date.max)

    def lasts(self) -> bool:
        """Longer than the 30 days within which it may begin late."""
        return (self.served_to() - self.start).days > 30


@dataclass(frozen=True)
class Win:
    """A renewal opportunity of crm.opportunities."""

    opportunity_id: str
    account: str
    closed: date
    amount: Decimal | None = None
    currency: str | None = "EUR"
    contract_id: str | None = None
    is_won: bool = True


@dataclass(frozen=True)
class Period:
    """A row of billing.subscription_periods of the account's billing customer; `end` is exclusive.

    `part` is the full interval of a prorated part.
    """

    subscription_id: str
    account: str
    start: date
    end: date
    amount: Decimal
    unit: str = "year"
    count: int = 1
    plan: str = "basic"
    item: str | None = None
    part: tuple[date, date] | None = None


@dataclass
class Company:
    """What is delivered; `merged` names the survivor of an account, `ended` and `paused` a subscription's day."""

    contracts: list[Contract] = field(default_factory=list)
    wins: list[Win] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)
    tests: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    ended: dict[str, date] = field(default_factory=dict)
    asked: dict[str, date] = field(default_factory=dict)
    paused: dict[str, date] = field(default_factory=dict)

    def add(self, *things: Contract | Win | Period) -> None:
        """Takes contracts, wins and periods."""
        for thing in things:
            if isinstance(thing, Contract):
                self.contracts.append(thing)
            elif isinstance(thing, Win):
                self.wins.append(thing)
            else:
                self.periods.append(thing)

    def accounts(self) -> list[str]:
        """Every account that is delivered."""
        things: list[Contract | Win | Period] = [*self.contracts, *self.wins, *self.periods]
        named = {thing.account for thing in things}
        return sorted((named | set(self.merged) | set(self.merged.values())) - self.unknown)

    def deliver(self, home: Path) -> None:
        """Writes the inbox."""
        accounts = [(a, "2019-01-01", self.merged.get(a), a in self.tests) for a in self.accounts()]
        deliver_csv(home, "crm.accounts", "account_id,created_at,merged_into_account_id,is_test", accounts)
        deliver_csv(
            home,
            "crm.contracts",
            "contract_id,account_id,starts_on,ends_on,value,currency,auto_renews,terminated_on,renewed_by_contract_id,status",
            [
                (c.contract_id, c.account, c.start, c.end, c.value, c.currency, c.renews_itself, c.terminated,
                 c.successor, c.status)
                for c in self.contracts
            ],
        )  # fmt: skip
        deliver_csv(
            home,
            "crm.opportunities",
            "opportunity_id,account_id,kind,is_closed,is_won,amount,currency,created_at,closed_on,contract_id",
            [
                (w.opportunity_id, w.account, "renewal", True, w.is_won, w.amount, w.currency, "2020-01-01", w.closed,
                 w.contract_id)
                for w in self.wins
            ],
        )  # fmt: skip
        payers = {p.account for p in self.periods}
        deliver_csv(
            home, "billing.customers", "customer_id,account_id", [(f"B {a}", a) for a in sorted(payers)]
        )
        names = {p.subscription_id: p.account for p in self.periods}
        deliver_csv(
            home,
            "billing.subscriptions",
            "subscription_id,customer_id,status,started_at,cancel_requested_at,ended_at",
            [
                (s, f"B {a}", "canceled" if s in self.ended else "active", "2019-01-01", self.asked.get(s),
                 self.ended.get(s))
                for s, a in sorted(names.items())
            ],
        )  # fmt: skip
        deliver_csv(
            home,
            "billing.subscription_periods",
            "period_id,subscription_id,customer_id,plan,period_start,period_end,amount,currency,interval_unit,interval_count,item_id,is_proration,interval_start,interval_end",
            [
                (n, p.subscription_id, f"B {p.account}", p.plan, p.start, p.end, p.amount, "EUR", p.unit, p.count,
                 p.item, bool(p.part), *(p.part or (None, None)))
                for n, p in enumerate(self.periods)
            ],
        )  # fmt: skip
        changes = [(s, day, "paused") for s, day in self.paused.items()]
        deliver_csv(home, "billing.subscription_changes", "subscription_id,changed_at,status", changes)
        rates = [("USD", "2023-12-31", "0.9"), ("USD", "2024-12-31", "0.5"), ("USD", "2025-03-31", "0.7")]
        deliver_csv(home, "billing.exchange_rates", "currency,valid_on,rate", rates)
        (home / "settings.yml").write_text("reporting_currency: EUR\n", encoding="utf-8")

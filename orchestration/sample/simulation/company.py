"""The company: its customers, their people, its own teams and agents."""

from __future__ import annotations

from dataclasses import dataclass, field

from orchestration.sample.clock import DAY

PRE_DAYS = 180  # customers and subscriptions exist up to this many days before the first simulated day


@dataclass
class Account:
    """A CRM account; `merged` says when it was merged away, and into which."""

    account_id: str
    name: str
    domain: str
    has_own_domain: bool
    country: str
    industry: str
    currency: str
    joined_at: int
    weight: float
    types: list[tuple[int, str]]
    parent_id: str | None = None
    merged: tuple[int, str] | None = None
    is_prospect: bool = False


@dataclass
class Person:
    """Someone who writes in: a Zendesk end user, and mostly a CRM contact."""

    user_id: int
    name: str
    email: str
    organization_id: int | None
    account_id: str | None
    contact_id: str | None
    created_at: int


@dataclass
class Organization:
    """A Zendesk organization; `external_id` is the explicit link to the CRM, the domain the other one."""

    organization_id: int
    name: str
    external_id: str | None
    domain: str | None
    created_at: int
    people: list[Person] = field(default_factory=list)


@dataclass
class Agent:
    """An agent of the company; `left_at` is None while employed."""

    user_id: int
    name: str
    email: str
    group_id: int
    hired_at: int
    left_at: int | None
    becomes_end_user: bool
    is_admin: bool


GROUPS = {
    360001: "Support L1",
    360002: "Support L2",
    360003: "Billing desk",
    360004: "Success",
    360005: "US Support",
}


@dataclass
class Company:
    """Everybody in the simulation."""

    first_day: int
    days: int
    accounts: list[Account]
    organizations: list[Organization]
    strangers: list[Person]
    agents: list[Agent]

    @property
    def ends_at(self) -> int:
        """The first instant after the last simulated day."""
        return (self.first_day + self.days) * DAY

    def golden_id(self, account_id: str, as_of: int) -> str:
        """The surviving account of `account_id` at an instant."""
        merged = {a.account_id: a.merged for a in self.accounts if a.merged and a.merged[0] <= as_of}
        while (step := merged.get(account_id)) is not None:
            account_id = step[1]
        return account_id

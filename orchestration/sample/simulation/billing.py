"""Subscriptions, invoices and payments as objects: what was agreed, billed and paid, and when."""

from __future__ import annotations

from dataclasses import dataclass, field

from orchestration.sample.simulation.plans import Price

NOT_RECURRING = frozenset({"trialing", "unpaid", "paused", "incomplete", "incomplete_expired"})
RUNNING = frozenset({"active", "past_due"})


@dataclass
class BillingCustomer:
    """A Stripe customer. `link` says how it leads to the CRM account: metadata, domain or none."""

    customer_id: str
    account_id: str | None
    link: str
    name: str
    email: str
    currency: str
    country: str
    created_at: int
    subscriptions: list[Subscription] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)


@dataclass(frozen=True)
class SubscriptionState:
    """A subscription's state from an instant on. Days are day numbers, `canceled_at` is an instant."""

    at: int
    status: str
    period_start: int
    period_end: int
    cancels_at_period_end: bool = False
    canceled_at: int | None = None
    ended_on: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class ItemState:
    """What an item of a subscription is, from an instant on."""

    at: int
    price: Price
    quantity: int


@dataclass
class Subscription:
    """A subscription with the history of its state and of its items (oldest first)."""

    subscription_id: str
    customer: BillingCustomer
    interval: str
    started_on: int
    trial_end: int | None
    states: list[SubscriptionState] = field(default_factory=list)
    items: dict[str, list[ItemState]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def record(self, state: SubscriptionState) -> None:
        """Append a state; one of the same instant replaces the last."""
        if self.states and self.states[-1].at == state.at:
            self.states.pop()
        self.states.append(state)


@dataclass(frozen=True)
class Line:
    """An invoice line; one of a service covers [starts_on, ends_on) of the interval [full_start, full_end).

    `amount` is in minor units, after discount, before tax. `known_at` is when it was invoiced.
    """

    line_id: str
    invoice_id: str
    item_id: str | None
    price: Price | None
    quantity: int
    amount: int
    currency: str
    starts_on: int
    ends_on: int
    full_start: int
    full_end: int
    is_proration: bool
    is_service: bool
    known_at: int


@dataclass
class Charge:
    """A payment attempt, with the refund of it if there is one: (instant, amount)."""

    charge_id: str
    at: int
    amount: int
    is_paid: bool
    failure_code: str | None = None
    refund: tuple[int, int] | None = None


@dataclass
class Invoice:
    """An invoice; `states` are (instant, status), `credit` a credit note: (instant, amount)."""

    invoice_id: str
    customer: BillingCustomer
    subscription: Subscription | None
    at: int
    currency: str
    due_at: int | None
    tax: int = 0
    lines: list[Line] = field(default_factory=list)
    states: list[tuple[int, str]] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    credit: tuple[int, int] | None = None

    @property
    def subtotal(self) -> int:
        """Sum of the lines, in minor units."""
        return sum(line.amount for line in self.lines)

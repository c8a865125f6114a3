"""Draws the subscriptions of a billing customer and lives them: periods, changes, failures, cancellations."""

from __future__ import annotations

from random import Random

from orchestration.sample.clock import DAY, HOUR, to_date
from orchestration.sample.simulation.billing import (
    BillingCustomer,
    Invoice,
    ItemState,
    Line,
    Subscription,
    SubscriptionState,
)
from orchestration.sample.simulation.invoicing import Biller
from orchestration.sample.simulation.plans import LADDER, PRICES, interval_end

_CHURN = {"week": 0.012, "month": 0.022, "quarter": 0.06, "year": 0.17}
_CHANGE = {"week": 0.01, "month": 0.04, "quarter": 0.1, "year": 0.3}
_LAG_DAYS = 5  # some customers are invoiced that many days after the period began


def billing_day(day: int) -> int:
    """The next day that every month has (1 to 28)."""
    while to_date(day).day > 28:
        day += 1
    return day


class SubscriptionSimulator:
    """Lives one subscription after the other; numbers the objects of all of them."""

    def __init__(self, rng: Random, last_day: int) -> None:
        self.rng = rng
        self.last_day = last_day
        self.biller = Biller(rng)

    def live(self, customer: BillingCustomer, start: int, interval: str, product_id: str) -> Subscription:
        """Draw a subscription that starts on a day, until it ends or the simulation does."""
        rng = self.rng
        start = billing_day(start)
        has_trial = rng.random() < 0.22
        anchor = billing_day(start + 14) if has_trial else start
        sub = Subscription(
            self.biller.new_id("sub"), customer, interval, start, anchor if has_trial else None
        )
        quantity = rng.choices((1, 3, 5, 10, 25), (35, 25, 20, 14, 6))[0]
        sub.items[self.biller.new_id("si")] = [
            ItemState(start * DAY, PRICES[product_id, interval, customer.currency], quantity)
        ]
        if rng.random() < 0.18:
            sub.items[self.biller.new_id("si")] = [
                ItemState(start * DAY, PRICES["prod_analytics", interval, customer.currency], quantity)
            ]
        customer.subscriptions.append(sub)
        if has_trial:
            resumed = self._trial(sub, anchor)
            if resumed is None:
                return sub
            anchor = resumed
        self._periods(sub, anchor, is_lagging=rng.random() < 0.12)
        return sub

    def _trial(self, sub: Subscription, ends_on: int) -> int | None:
        """A free trial; the day on which the paid service begins, or None."""
        rng, start = self.rng, sub.started_on
        sub.record(SubscriptionState(start * DAY, "trialing", start, ends_on))
        self.biller.invoice(
            sub,
            start * DAY + 60,
            [self.biller.period_line(sub, item_id, 0, start, ends_on) for item_id in sub.items],
        )
        draw = rng.random()
        if draw < 0.25:
            asked_at = (start + rng.randint(2, 11)) * DAY + rng.randint(8, 20) * HOUR
            sub.record(SubscriptionState(asked_at, "trialing", start, ends_on, True, asked_at))
            self._end(sub, ends_on, asked_at, start, ends_on, "cancellation_requested")
            return None
        if draw < 0.33:
            sub.record(SubscriptionState(ends_on * DAY, "paused", start, ends_on))
            resumes_on = billing_day(ends_on + rng.randint(3, 20))
            return resumes_on
        return ends_on

    def _periods(self, sub: Subscription, anchor: int, is_lagging: bool) -> None:
        """Billing interval after billing interval."""
        rng = self.rng
        discounted = 3 if rng.random() < 0.12 and not is_lagging else 0
        number, start = 0, anchor
        while start <= self.last_day:
            end = interval_end(anchor, sub.interval, number)
            share = 0.8 if number < discounted else 1.0
            is_first = number == 0
            sub.record(SubscriptionState(start * DAY, "active", start, end))
            lines = [self.biller.period_line(sub, item_id, share, start, end) for item_id in sub.items]
            if is_first and rng.random() < 0.1:
                lines.append(self.biller.setup_fee(sub, start))
            if not self._bill(sub, lines, start, end, is_lagging, is_first):
                return
            is_quiet = sub.states[-1].at == start * DAY
            if is_quiet and not self._within(sub, start, end, is_lagging, share):
                return
            if rng.random() < 0.025:
                self._change_item(sub, end, rng.choice((1, -1)))
            number, start = number + 1, end

    def _bill(
        self, sub: Subscription, lines: list[Line], start: int, end: int, is_lagging: bool, is_first: bool
    ) -> bool:
        """Invoice and collect; False when the subscription ended of it."""
        rng, midnight = self.rng, start * DAY
        if is_lagging:
            at = midnight + min(_LAG_DAYS, (end - start) // 2) * DAY + 10 * HOUR
            self.biller.pay(self.biller.invoice(sub, at, lines, at + 30 * DAY), at + rng.randint(1, 25) * DAY)
            return True
        invoice = self.biller.invoice(sub, midnight + 30 * 60, lines)
        if rng.random() >= 0.035:
            self.biller.pay(invoice, midnight + HOUR)
            return True
        self.biller.pay(invoice, midnight + HOUR, is_paid=False)
        if is_first and sub.trial_end is None:
            sub.record(SubscriptionState(midnight, "incomplete", start, end))
            if rng.random() < 0.5:
                invoice.states.append(((start + 1) * DAY, "void"))
                self._end(sub, start + 1, None, start, end, "payment_failed", "incomplete_expired")
                return False
            self.biller.pay(invoice, (start + 1) * DAY)
            sub.record(SubscriptionState((start + 1) * DAY, "active", start, end))
            return True
        sub.record(SubscriptionState(midnight + HOUR, "past_due", start, end))
        return self._dunning(sub, invoice, start, end)

    def _dunning(self, sub: Subscription, invoice: Invoice, start: int, end: int) -> bool:
        """Retries of a failed payment: recovered, cancelled, or unpaid for a while; False when cancelled."""
        rng = self.rng
        draw = rng.random()
        if draw < 0.6 or end - start < 28:
            at = (start + 3) * DAY + 10 * HOUR
            self.biller.pay(invoice, at)
            sub.record(SubscriptionState(at, "active", start, end))
            return True
        self.biller.pay(invoice, (start + 3) * DAY + 10 * HOUR, is_paid=False)
        self.biller.pay(invoice, (start + 8) * DAY + 10 * HOUR, is_paid=False)
        if draw < 0.82:
            invoice.states.append(((start + 15) * DAY, "uncollectible"))
            self._end(sub, start + 15, None, start, end, "payment_failed")
            return False
        sub.record(SubscriptionState((start + 15) * DAY, "unpaid", start, end))
        if draw < 0.92:
            self.biller.pay(invoice, (start + 24) * DAY)
            sub.record(SubscriptionState((start + 24) * DAY, "active", start, end))
            return True
        invoice.states.append(((start + 24) * DAY, "uncollectible"))
        self._end(sub, start + 24, None, start, end, "payment_failed")
        return False

    def _within(self, sub: Subscription, start: int, end: int, is_lagging: bool, share: float) -> bool:
        """What the customer does within a paid period; False when the subscription ended."""
        rng = self.rng
        middle = rng.randint(start + 1, end - 2)
        asked_at = middle * DAY + rng.randint(8, 20) * HOUR
        draw = rng.random()
        churn = _CHURN[sub.interval]
        if draw < churn:
            sub.record(SubscriptionState(asked_at, "active", start, end, True, asked_at))
            self._end(sub, end, asked_at, start, end, "cancellation_requested")
            return False
        if is_lagging:
            return True
        if draw < churn * 1.25:
            self._end(sub, middle + 1, asked_at, start, end, "cancellation_requested")
            if rng.random() < 0.5:
                self._credit_rest(sub, middle + 1, start, end, share)
            return False
        if draw < churn * 1.25 + 0.004:
            sub.record(SubscriptionState(middle * DAY, "paused", start, end))
            back_on = rng.randint(middle + 1, min(end - 1, middle + 60))
            sub.record(SubscriptionState(back_on * DAY, "active", start, end))
            return True
        if draw < churn * 1.25 + 0.004 + _CHANGE[sub.interval]:
            self._change_within(sub, middle, start, end, share)
        return True

    def _change_item(self, sub: Subscription, day: int, direction: int) -> str | None:
        """Another plan or quantity of the first item from a day on; its id, None where nothing can change."""
        rng = self.rng
        item_id = next(iter(sub.items))
        item = sub.items[item_id][-1]
        rung = LADDER.index(item.price.product_id) + direction if item.price.product_id in LADDER else -1
        if 0 <= rung < len(LADDER) and rng.random() < 0.4:
            new = ItemState(day * DAY, PRICES[LADDER[rung], sub.interval, item.price.currency], item.quantity)
        elif direction > 0 or item.quantity > 1:
            new = ItemState(day * DAY, item.price, max(1, item.quantity + direction * rng.randint(1, 4)))
        else:
            return None
        sub.items[item_id].append(new)
        return item_id

    def _change_within(self, sub: Subscription, day: int, start: int, end: int, share: float) -> None:
        """Credit the unused part of the old plan, bill the same part of the new one, at once."""
        old_items = {item_id: states[-1] for item_id, states in sub.items.items()}
        item_id = self._change_item(sub, day, 1 if self.rng.random() < 0.75 else -1)
        if item_id is None:
            return
        lines = []
        for item, sign in ((old_items[item_id], -1), (sub.items[item_id][-1], 1)):
            amount = sign * int(
                item.price.unit_amount * item.quantity * share * (end - day) / (end - start) + 0.5
            )
            lines.append(
                self.biller.draft(item_id, item.price, item.quantity, amount, (day, end), (start, end), True)
            )
        self.biller.pay(self.biller.invoice(sub, day * DAY, lines), day * DAY + 120)

    def _credit_rest(self, sub: Subscription, day: int, start: int, end: int, share: float) -> None:
        """Credit what was paid beyond an immediate end; a period that begins where the service ended."""
        lines = []
        for item_id, states in sub.items.items():
            item = states[-1]
            amount = -int(item.price.unit_amount * item.quantity * share * (end - day) / (end - start) + 0.5)
            lines.append(
                self.biller.draft(item_id, item.price, item.quantity, amount, (day, end), (start, end), True)
            )
        self.biller.invoice(sub, day * DAY + 60, lines)

    def _end(
        self,
        sub: Subscription,
        day: int,
        asked_at: int | None,
        start: int,
        end: int,
        reason: str,
        status: str = "canceled",
    ) -> None:
        """The subscription is over from a day on; `asked_at` is when the customer asked for it, if so."""
        canceled_at = asked_at if asked_at is not None else day * DAY
        sub.record(SubscriptionState(day * DAY, status, start, end, False, canceled_at, day, reason))

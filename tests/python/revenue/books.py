"""Random books of subscriptions: what customers pay, day by day, with everything that can happen to them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from delivering import deliver_csv

AS_OF = date(2026, 3, 17)
FIRST_DAY = date(2023, 6, 1)
EARLIER = {"2024-06-01": "5", "2025-12-31": "", "2026-02-01": "7"}
"""Days from which a rate holds; empty: the constant one of the currency. The first holds before its day, too."""
RATES = {"EUR": "1", "USD": "0.91000000", "JPY": "0.00620000"}
INTERVALS = (("day", 1), ("week", 1), ("week", 2), ("month", 1), ("month", 3), ("year", 1), ("year", 3))


@dataclass(frozen=True)
class Period:
    """One service period as it is delivered; amount in cents, of which a part's is exactly its days' share."""

    period_id: str
    subscription_id: str
    customer_id: str
    start: date
    end: date
    cents: int
    currency: str
    unit: str
    count: int
    plan: str
    full: tuple[date, date] | None = None
    is_trial: bool = False


@dataclass
class Book:
    """A customer's subscriptions: their periods, when each ended and its trial did, and the changes of their status."""

    customer_id: str
    periods: list[Period] = field(default_factory=list)
    ended: dict[str, date] = field(default_factory=dict)
    changes: list[tuple[str, date, str]] = field(default_factory=list)
    trials: dict[str, date] = field(default_factory=dict)

    def first_change(self, name: str) -> date | None:
        """The day from which the history of a subscription is known; a cancellation says nothing of what went before."""
        known = (day for changed, day, status in self.changes if changed == name and status != "canceled")
        return min(known, default=None)


def later(day: date, unit: str, count: int) -> date:
    """The day one interval later; the 31st becomes the last day of a shorter month."""
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    for last in (day.day, 30, 29, 28):
        try:
            return date(months // 12, months % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def random_book(customer_id: str, rng: random.Random) -> Book:
    """A customer with one to three subscriptions, which change price, stop, pause, come back and are credited."""
    book = Book(customer_id)
    for number in range(rng.choice((1, 1, 2, 3))):
        name = f"{customer_id}.{number}"
        unit, count = rng.choice(INTERVALS)
        currency, plan = rng.choice(("EUR", "EUR", "USD", "JPY")), rng.choice(("basic", "plus", "max"))
        anchor = FIRST_DAY + timedelta(days=rng.randrange(800))
        cents = rng.randrange(1, 400) * 100
        start, step = anchor, 0
        while start < AS_OF + timedelta(days=20) and step < 60:
            end = later(anchor, unit, count * (step + 1))
            if rng.random() < 0.07:
                cents, plan = (
                    max(100, cents + rng.randrange(-9000, 12000)),
                    rng.choice(("basic", "plus", "max")),
                )
            if rng.random() < 0.9:
                book.periods.append(
                    Period(
                        f"{name}.{step}", name, customer_id, start, end, cents, currency, unit, count, plan,
                        is_trial=step == 0 and rng.random() < 0.1,
                    )
                )  # fmt: skip
            start, step = end, step + 1
            if rng.random() < 0.06:
                break
        if rng.random() < 0.3:
            last = book.periods[-1] if book.periods else None
            if last is not None and last.subscription_id == name and last.start < AS_OF:
                book.ended[name] = min(last.start + timedelta(days=rng.randrange(0, 30)), AS_OF)
        if rng.random() < 0.25:
            day = anchor
            for status in ("active", "paused", "active", "unpaid", "active")[: rng.choice((3, 5))]:
                if day <= AS_OF:
                    book.changes.append((name, day, status))
                day += timedelta(days=rng.randrange(1, 120))
    if book.periods and rng.random() < 0.15:
        one = rng.choice(book.periods)
        book.periods.append(
            replace(one, period_id=f"{one.period_id}.credit", subscription_id=f"{one.subscription_id}.credit",
                    cents=-one.cents, plan="credit")
        )  # fmt: skip
    return book


def add_trials(books: Iterable[Book], rng: random.Random) -> None:
    """Half of the subscriptions get a trial of up to 40 days. Many a history is known only from some day on, before the
    end of the trial or after it, and many a cancellation is asked for within it."""
    for book in books:
        for name in sorted({p.subscription_id for p in book.periods if p.cents > 0}):
            if rng.random() < 0.5:
                starts = min(p.start for p in book.periods if p.subscription_id == name)
                book.trials[name] = starts + timedelta(days=rng.randrange(40))
                unknown = timedelta(days=rng.choice((0, rng.randrange(60))))
                moved = [(n, day + unknown if n == name else day, status) for n, day, status in book.changes]
                if rng.random() < 0.3:
                    moved.append((name, starts + timedelta(days=rng.randrange(30)), "canceled"))
                book.changes = [change for change in moved if change[1] <= AS_OF]


def renamed(book: Book, prefix: str) -> Book:
    """The same book of another customer."""
    return Book(
        prefix + book.customer_id,
        [
            replace(
                p,
                period_id=prefix + p.period_id,
                subscription_id=prefix + p.subscription_id,
                customer_id=prefix + p.customer_id,
            )
            for p in book.periods
        ],
        {prefix + name: day for name, day in book.ended.items()},
        [(prefix + name, day, status) for name, day, status in book.changes],
        {prefix + name: day for name, day in book.trials.items()},
    )


def again(book: Book) -> Book:
    """The same customer once more."""
    return renamed(book, "again ")


def whole(book: Book) -> Book:
    """The same customer at a price by the day: each period costs its days times what it did, so parts are exact."""
    twin = renamed(book, "whole ")
    return replace(twin, periods=[replace(p, cents=p.cents * (p.end - p.start).days) for p in twin.periods])


def split(book: Book, rng: random.Random) -> Book:
    """The same as `whole`, each period billed in two parts at the same price a day."""
    twin = renamed(book, "split ")
    periods: list[Period] = []
    for p in twin.periods:
        days = (p.end - p.start).days
        if days < 2:
            periods.append(p)
            continue
        first = rng.randrange(1, days)
        middle = p.start + timedelta(days=first)
        for tag, start, end in (("a", p.start, middle), ("b", middle, p.end)):
            periods.append(
                replace(
                    p, period_id=p.period_id + tag, start=start, end=end,
                    cents=p.cents * (end - start).days, full=(p.start, p.end),
                )
            )  # fmt: skip
    return replace(twin, periods=periods)


def scaled(book: Book, factor: int) -> Book:
    """The same customer, `factor` times as dear."""
    twin = renamed(book, "dear ")
    return replace(twin, periods=[replace(p, cents=p.cents * factor) for p in twin.periods])


PERIODS = (
    "period_id,subscription_id,customer_id,period_start,period_end,amount,currency,interval_unit,interval_count,plan,"
    "interval_start,interval_end,is_trial,is_proration"
)


def deliver(home: Path, books: list[Book], rng: random.Random | None = None) -> None:
    """Writes the books into the inbox; in a random order where `rng` is given."""
    rows: list[tuple[object, ...]] = [
        (
            p.period_id, p.subscription_id, p.customer_id, p.start, p.end, Decimal(p.cents) / 100, p.currency, p.unit,
            p.count, p.plan, *(p.full or (None, None)), p.is_trial, p.full is not None,
        )
        for book in books
        for p in book.periods
    ]  # fmt: skip
    names = {(p.subscription_id, p.customer_id): book for book in books for p in book.periods}
    subscriptions: list[tuple[object, ...]] = [
        (
            name, customer, "canceled" if name in book.ended else "active", "2023-01-01", book.ended.get(name),
            book.trials.get(name),
        )
        for (name, customer), book in names.items()
    ]  # fmt: skip
    changes: list[tuple[object, ...]] = [change for book in books for change in book.changes]
    for table in (rows, subscriptions, changes):
        if rng:
            rng.shuffle(table)
    deliver_csv(home, "billing.subscription_periods", PERIODS, rows)
    header = "subscription_id,customer_id,status,started_at,ended_at,trial_ends_at"
    deliver_csv(home, "billing.subscriptions", header, subscriptions)
    deliver_csv(home, "billing.subscription_changes", "subscription_id,changed_at,status", changes)
    rates = [
        (currency, day, rate or right)
        for currency, right in RATES.items()
        if currency != "EUR"
        for day, rate in EARLIER.items()
    ]
    deliver_csv(home, "billing.exchange_rates", "currency,valid_on,rate", rates)
    (home / "settings.yml").write_text("reporting_currency: EUR\n", encoding="utf-8")

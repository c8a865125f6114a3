"""Random books of subscriptions: what customers pay, day by day, with everything that can happen to them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

AS_OF = date(2026, 3, 17)
FIRST_DAY = date(2023, 6, 1)
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
    """A customer's subscriptions: their periods, when each ended, and the changes of their status."""

    customer_id: str
    periods: list[Period] = field(default_factory=list)
    ended: dict[str, date] = field(default_factory=dict)
    changes: list[tuple[str, date, str]] = field(default_factory=list)


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

"""Recurring revenue day by day in exact fractions: what the catalogue says, and no SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from books import AS_OF, FIRST_DAY, RATES, Book, Period

A_MONTH = Fraction(304375, 10000)
NO_REVENUE = {"trialing", "unpaid", "paused", "incomplete", "incomplete_expired"}
ONE_DAY = timedelta(days=1)


def to_four_places(amount: Fraction) -> Decimal:
    """Rounded half up, once."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def monthly_price(period: Period) -> Decimal:
    """What a period is worth a month, in the reporting currency at the constant rate."""
    months = {
        "month": Fraction(period.count),
        "year": Fraction(12 * period.count),
        "week": Fraction(7 * period.count) / A_MONTH,
        "day": Fraction(period.count) / A_MONTH,
    }[period.unit]
    price = Fraction(period.cents, 100) / months
    if period.full:
        price *= Fraction((period.full[1] - period.full[0]).days, (period.end - period.start).days)
    return to_four_places(price * Fraction(RATES[period.currency]))


def paused_days(changes: Iterable[tuple[str, date, str]]) -> dict[str, set[date]]:
    """By subscription: the days up to as_of on which its status gives no revenue; a cancellation changes none."""
    status_of: dict[str, dict[date, str]] = defaultdict(dict)
    for name, day, status in changes:
        if status != "canceled":
            status_of[name][day] = status
    days: dict[str, set[date]] = defaultdict(set)
    for name, by_day in status_of.items():
        status, day = "active", min(by_day)
        while day <= AS_OF:
            status = by_day.get(day, status)
            if status in NO_REVENUE:
                days[name].add(day)
            day += ONE_DAY
    return days


def served_from(book: Book, period: Period) -> date:
    """The first day of a period, or the day on which the trial ends; nobody asks it once the history is known."""
    name = period.subscription_id
    trial_ends, known_from = book.trials.get(name, period.start), book.first_change(name)
    return max(period.start, min(trial_ends, known_from or trial_ends))


@dataclass(frozen=True)
class Movement:
    """One customer's month; money in reporting currency."""

    opening: Decimal
    new: Decimal
    reactivation: Decimal
    expansion: Decimal
    contraction: Decimal
    churn: Decimal
    closing: Decimal


class Calendar:
    """The revenue of one customer on every day from before the first to as_of."""

    def __init__(self, book: Book) -> None:
        paused = paused_days(book.changes)
        levels: dict[date, Decimal] = defaultdict(Decimal)
        for period in book.periods:
            if period.is_trial:
                continue
            price, day = monthly_price(period), served_from(book, period)
            end = min(period.end, book.ended.get(period.subscription_id, period.end), AS_OF + ONE_DAY)
            while day < end:
                if day not in paused[period.subscription_id]:
                    levels[day] += price
                day += ONE_DAY
        self.levels = {day: level for day, level in levels.items() if level > 0}

    def on(self, day: date) -> Decimal:
        """Revenue a month on a day; a customer whose credits outweigh its charges has none."""
        return self.levels.get(day, Decimal(0))

    def movement(self, first: date, last: date) -> Movement:
        """From the evening before `first` to that of `last`."""
        opening, closing = self.on(first - ONE_DAY), self.on(last)
        had_some = any(day < first for day in self.levels)
        change, none = closing - opening, Decimal(0)
        return Movement(
            opening=opening,
            new=closing if not opening and not had_some else none,
            reactivation=closing if not opening and had_some else none,
            expansion=max(change, none) if opening else none,
            contraction=max(-change, none) if closing else none,
            churn=opening if not closing else none,
            closing=closing,
        )

    def has_left(self, first: date, last: date) -> bool:
        """Whether service ended on a day of the period, whatever came after."""
        return any(self.on(day - ONE_DAY) and not self.on(day) for day in days_of(first, last))

    def was_there_or_joined(self, first: date, last: date) -> bool:
        """Whether the customer paid on the evening before, or for the first time of all on a day of the period."""
        joined = min(self.levels, default=None)
        return bool(self.on(first - ONE_DAY)) or (joined is not None and first <= joined <= last)


def days_of(first: date, last: date) -> Iterable[date]:
    """Every day from the first to the last, both in."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def months() -> list[tuple[date, date]]:
    """First and last day of every month up to as_of, whose month ends with it."""
    found, first = [], FIRST_DAY
    while first <= AS_OF:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        found.append((first, min(following - ONE_DAY, AS_OF)))
        first = following
    return found

"""A term that comes due, as the independent answers see it, and their arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from renewal_books import months_later
from renewal_company import Contract, Win


def rounded(value: Fraction | None) -> Decimal | None:
    """To four decimals, half up."""
    return None if value is None else Decimal(floor(value * 10_000 + Fraction(1, 2))) / 10_000


def sum_of(values: Iterable[Decimal | None]) -> Decimal | None:
    """Of those that are known; None where none is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


@dataclass(eq=False)
class Term:
    """A term that comes due, and what is found out about it."""

    owner: str
    number: int
    start: date
    due: date
    served_to: date
    months: Fraction
    contract: Contract | None = None
    before: Decimal | None = None
    paid: Decimal | None = None
    link: Contract | None = None
    wins: list[Win] = field(default_factory=list)
    continued: tuple[date, Decimal] | None = None
    successors: list[tuple[str, date, Decimal | None, bool]] = field(default_factory=list)
    shares: list[Decimal | None] = field(default_factory=list)


def length(start: date, due: date) -> tuple[int, Fraction]:
    """Whole months, and the exact length: whole months where it has them, else days."""
    whole = max(m for m in range(600) if months_later(start, m) <= due)
    reached = months_later(start, whole)
    last_day_of_a_shorter_month = reached.day < start.day and due == reached + timedelta(1)
    exact = reached == due or last_day_of_a_shorter_month
    return whole, Fraction(whole) if exact else Fraction((due - start).days) / Fraction("30.4375")


def is_a_year(start: date, due: date) -> bool:
    """Twelve months, or the 52 weeks which a year has in full."""
    return months_later(start, 12) <= due or (due - start).days >= 52 * 7

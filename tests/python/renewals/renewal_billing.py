"""Which years of its subscriptions come due for a customer, and what they are billed on by: day by day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from renewal_company import Period
from renewal_terms import Term, is_a_year, rounded, sum_of

GRACE = timedelta(30)
MONTH = Fraction("30.4375")
Line = tuple[Period, date]
"""A service period, and the day on which it or its subscription ended."""


def interval(period: Period) -> tuple[date, date]:
    """The full billing interval."""
    return period.part or (period.start, period.end)


def monthly(period: Period) -> Decimal:
    """What a period is worth a month: a part of an interval as if it were the whole."""
    start, end = interval(period)
    amount = Fraction(period.amount) * (end - start).days / (period.end - period.start).days
    months = {"year": Fraction(12), "month": Fraction(1), "week": 7 / MONTH, "day": 1 / MONTH}
    value = rounded(amount / period.count / months[period.unit])
    assert value is not None
    return value


def is_long(period: Period) -> bool:
    """Of a year."""
    return is_a_year(*interval(period))


def key(period: Period) -> str:
    """What makes two periods the same line."""
    return f"item {period.item}" if period.item else f"plan {period.plan}"


def billing_terms(lines: list[Line]) -> list[Term]:
    """The terms of every subscription, by due date."""
    found = []
    for name in sorted({p.subscription_id for p, _ in lines}):
        own = [(p, end) for p, end in lines if p.subscription_id == name]
        terms = [
            t
            for due in sorted({interval(p)[1] for p, _ in own if is_long(p)})
            if (t := _term(name, own, due))
        ]
        for number, term in enumerate(terms, 1):
            term.number = number
        _continue(terms, own)
        found += terms
    return found


def _of(due: date, lines: list[Line]) -> list[Line]:
    return [(p, end) for p, end in lines if is_long(p) and interval(p)[1] == due]


def _term(name: str, own: list[Line], due: date) -> Term | None:
    """From the first to the last day on which its lines came to something, at the value of that last one."""
    lines = _of(due, own)
    turns = sorted({p.start for p, _ in lines} | {end for _, end in lines})
    paid = []
    for start, end in pairwise(turns):
        net = sum((monthly(p) for p, last in lines if p.start <= start < last), Decimal(0))
        if Fraction(net) * (end - start).days / MONTH >= Fraction("0.02"):
            paid.append((start, end, net))
    if not paid:
        return None
    term = Term(name, 0, paid[0][0], due, paid[-1][1], Fraction(12))
    term.before = 12 * paid[-1][2]
    return term


def _began(line: Line, own: list[Line]) -> date:
    """The start of the unbroken run of a line, whose gaps are at most the grace days."""
    same = [(p, end) for p, end in own if key(p) == key(line[0]) and p.amount > 0]
    start = line[0].start
    while before := [p.start for p, end in same if p.start < start and end + GRACE >= start]:
        start = min(before)
    return start


def _continue(terms: list[Term], own: list[Line]) -> None:
    """Gives every period to the term that it continues, if any: the same line before another, then the nearest."""
    followers: dict[date, list[Line]] = {}
    for line in own:
        period, end = line
        choices = []
        for term in terms:
            if period.start <= term.start or period.start > term.due + GRACE:
                continue
            if interval(period)[1] <= term.due or end <= term.due:
                continue
            is_own = key(period) in {key(p) for p, _ in _of(term.due, own)}
            if period.start >= term.served_to - GRACE if is_own else _began(line, own) >= term.served_to:
                apart = max((term.served_to - period.start).days, (period.start - term.due).days, 0)
                choices.append((not is_own, apart, term.due))
        if choices:
            followers.setdefault(min(choices)[2], []).append(line)
    for term in terms:
        lines = followers.get(term.due, [])
        if any(p.amount > 0 for p, _ in lines):
            first = min(p.start for p, _ in lines if p.amount > 0)
            day = max(first, term.due)
            after = sum_of(monthly(p) for p, end in lines if p.start <= day < end)
            if after is not None and after > 0:
                term.continued = max(first, term.served_to), 12 * after

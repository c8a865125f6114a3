"""Random accounts with contracts, won renewals and billing, close enough together to compete with each other."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from renewal_company import Company, Contract, Period, Win

FIRST = date(2021, 1, 1)
LENGTHS = (1, 6, 11, 12, 12, 12, 12, 18, 24, 36)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    total = day.year * 12 + day.month - 1 + months
    for last in (day.day, 30, 29, 28):
        try:
            return date(total // 12, total % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def add_random_accounts(company: Company, accounts: int, rng: random.Random) -> None:
    """Adds accounts called `r0`, `r1` ...: two of three with contracts, the others with billing alone."""
    for number in range(accounts):
        account = f"r{number}"
        if number % 3:
            _add_contracts(company, account, rng)
            if rng.random() < 0.5:
                _add_subscription(
                    company, account, f"{account} S", FIRST + timedelta(rng.randint(0, 700)), rng
                )
        else:
            start = FIRST + timedelta(rng.randint(0, 1000))
            for name in ("S", "T", "U")[: rng.randint(1, 3)]:
                end = _add_subscription(company, account, f"{account} {name}", start, rng)
                start = end + timedelta(rng.choice((-400, -45, -31, -30, -5, 0, 3, 30, 31, 60)))


def _add_contracts(company: Company, account: str, rng: random.Random) -> None:
    if rng.random() < 0.1:
        company.merged[f"{account} merged"] = account
    start = FIRST + timedelta(rng.randint(0, 500))
    names = "ABCDEFGH"[: rng.randint(1, 8)]
    for position, name in enumerate(names):
        owner = (
            f"{account} merged" if f"{account} merged" in company.merged and rng.random() < 0.5 else account
        )
        due = months_later(start, rng.choice(LENGTHS)) + timedelta(rng.choice((0, 0, 0, 0, 0, 9, -1)))
        value: Decimal | None = Decimal(rng.choice((0, 100, 600, 1000, 1000, 1200, 2000)))
        renews_itself = rng.choice((None, None, False, True))
        if rng.random() < 0.15 and not renews_itself:
            value = None
        terminated = start + timedelta(rng.randint(-20, 900)) if rng.random() < 0.2 else None
        successor = rng.choice(names) if position < len(names) and rng.random() < 0.3 else None
        status = rng.choice((None, None, None, "Activated", "Expired", "draft", "In Approval"))
        company.add(
            Contract(
                f"{account} {name}", owner, start, due - timedelta(1), value, rng.choice(("EUR", "EUR", "USD", None)),
                renews_itself, terminated, f"{account} {successor}" if successor else None, status,
            )
        )  # fmt: skip
        if rng.random() < 0.3:
            named = rng.choice((None, f"{account} {name}", f"{account} {name}", "no such contract"))
            closed = due + timedelta(rng.randint(-200, 60))
            amount = rng.choice((None, Decimal(500), Decimal(1000), Decimal(1500)))
            won = rng.random() < 0.8
            company.add(
                Win(f"{account} {name} O", owner, closed, amount, rng.choice(("EUR", "USD")), named, won)
            )
        start = due + timedelta(rng.choice((-380, -60, -31, -30, -12, 0, 0, 0, 1, 29, 30, 31, 90)))


def _add_subscription(company: Company, account: str, name: str, start: date, rng: random.Random) -> date:
    """Up to four periods in a row, sometimes with a gap, some with other lines; returns the end of the last one."""
    plan, item = "basic", rng.choice((None, None, "1"))
    for position in range(rng.randint(1, 4)):
        unit, count = rng.choice(
            (
                ("year", 1),
                ("year", 1),
                ("year", 1),
                ("month", 3),
                ("year", 2),
                ("day", 365),
                ("month", 12),
                ("week", 52),
            )
        )
        days = {"day": count, "week": 7 * count}.get(unit)
        end = start + timedelta(days) if days else months_later(start, count * (12 if unit == "year" else 1))
        plan = rng.choice((plan, plan, plan, "plus"))
        amount = Decimal(rng.choice((120, 600, 600, 720)))
        company.add(Period(name, account, start, end, amount, unit, count, plan, item))
        middle = start + timedelta((end - start).days // 2)
        dice = rng.random()
        if dice < 0.15:
            _add_line(company, account, name, start + timedelta(rng.randint(0, 200)), rng)
        elif dice < 0.3:
            _add_credit(
                company, Period(name, account, middle, end, amount, unit, count, plan, item, (start, end))
            )
            part = (start, end) if rng.random() < 0.5 else None
            end = end if part else months_later(middle, 12)
            company.add(
                Period(name, account, middle, end, Decimal(900), "year" if not part else unit, count if part else 1,
                       rng.choice((plan, "plus")), item, part)
            )  # fmt: skip
        elif dice < 0.35 and position == 0:
            _add_credit(
                company, Period(name, account, start, end, amount, unit, count, plan, item, (start, end))
            )
        start = end + timedelta(rng.choice((0, 0, 0, 0, 1, 30, 31)))
    if rng.random() < 0.3:
        company.ended[name] = min(start - timedelta(rng.randint(-20, 400)), date(2025, 6, 1))
    return start


def _add_line(company: Company, account: str, name: str, start: date, rng: random.Random) -> None:
    """An add-on beside the first line: by the month or by the year."""
    is_yearly = rng.random() < 0.5
    for _ in range(2 if is_yearly else 20):
        end = months_later(start, 12 if is_yearly else 1)
        unit = "year" if is_yearly else "month"
        company.add(Period(name, account, start, end, Decimal(48), unit, 1, "add-on"))
        start = end


def _add_credit(company: Company, rest: Period) -> None:
    """Takes back what is left of an interval, rounded to cents."""
    whole = (rest.part[1] - rest.part[0]).days if rest.part else 1
    left = rest.amount * (rest.end - rest.start).days / whole
    company.add(replace(rest, amount=-left.quantize(Decimal("0.01"))))

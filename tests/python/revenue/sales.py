"""Random sales outside subscriptions, and what was earned by month, in exact fractions."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from books import AS_OF, EARLIER, FIRST_DAY, RATES, Book
from calendar_of_revenue import ONE_DAY, months, served_from, to_four_places

BILLED = "billed "
"""What the ids of lines begin with that bill a service period."""

Row = tuple[Any, ...]
TABLES = {
    "crm.accounts": "account_id,created_at,segment",
    "commerce.orders": "order_id,account_id,ordered_at,channel,product_id,amount,currency,is_canceled",
    "commerce.order_returns": "return_id,order_id,returned_at,amount,currency",
    "billing.invoices": "invoice_id,customer_id,status,issued_at,currency,tax,total",
    "billing.invoice_lines": "line_id,invoice_id,subscription_id,amount,currency,period_start,period_end",
    "billing.refunds": "refund_id,invoice_id,customer_id,kind,amount,currency,created_at",
}


def rate_of(currency: str, day: date) -> Fraction:
    """Units of the reporting currency for one unit on a day."""
    if currency == "EUR":
        return Fraction(1)
    known = [first for first in EARLIER if date.fromisoformat(first) <= day] or [min(EARLIER)]
    return Fraction(EARLIER[max(known)] or RATES[currency])


def random_sales(rng: random.Random) -> dict[str, list[Row]]:
    """Orders with returns, invoices with one-off and with service lines, and money that was given back."""
    tables: dict[str, list[Row]] = {table: [] for table in TABLES}
    tables["crm.accounts"] = [(f"A{n}", "2023-01-01", rng.choice(("small", "large"))) for n in range(20)]
    for number in range(400):
        day = FIRST_DAY + timedelta(days=rng.randrange((AS_OF - FIRST_DAY).days))
        currency, amount = rng.choice(tuple(RATES)), Decimal(rng.randrange(1, 90000)) / 100
        kind = rng.choice(("order", "order", "invoice", "refund"))
        if kind == "order":
            account = rng.choice([f"A{n}" for n in range(20)] + ["nobody"])
            channel, product = rng.choice(("Web", "shop", None)), rng.choice(("p1", "p2", None))
            row = (f"o{number}", account, day, channel, product, amount, currency, rng.random() < 0.1)
            tables["commerce.orders"].append(row)
            if rng.random() < 0.3:
                back = min(day + timedelta(days=rng.randrange(60)), AS_OF - ONE_DAY)
                tables["commerce.order_returns"].append(
                    (f"r{number}", f"o{number}", back, amount / 2, currency)
                )
        elif kind == "invoice":
            status = rng.choice(("paid", "open", "draft", "void"))
            tax = rng.choice((None, Decimal(0), round(amount / 5, 2)))
            invoice = (f"i{number}", "c1", status, day, currency, tax, amount + (tax or 0))
            tables["billing.invoices"].append(invoice)
            line = (f"i{number}", rng.choice((None, "some service")), amount, currency)
            service = (day, day + timedelta(days=30)) if line[1] and rng.random() < 0.5 else (None, None)
            tables["billing.invoice_lines"].append((f"l{number}", *line, *service))
        else:
            given = rng.choice(("refund", "credit_note", "goodwill", "service_credit"))
            invoice = rng.choice(tables["billing.invoices"] or [(None,)])
            billed = rng.choice((None, invoice[0]))
            tables["billing.refunds"].append((f"b{number}", billed, "c1", given, amount, currency, day))
    return tables


def bill(sales: dict[str, list[Row]], books: Iterable[Book], rng: random.Random) -> None:
    """Adds invoices of service periods, each period on one line: told by its days, its price, or the customer's."""
    periods = [p for book in books for p in book.periods if p.start <= AS_OF and p.cents > 0]
    for p in rng.sample(periods, 150):
        number, amount = f"{BILLED}{p.period_id}", Decimal(p.cents) / 100
        subscription = rng.choice((p.subscription_id, p.subscription_id, None))
        days = rng.choice(((p.start, p.end), (None, None))) if subscription else (p.start, p.end)
        sales["billing.invoices"].append((number, p.customer_id, "paid", p.start, p.currency, None, amount))
        sales["billing.invoice_lines"].append((number, number, subscription, amount, p.currency, *days))


@dataclass(frozen=True)
class Line:
    """What was earned or given back, evenly over its days; what is left of it on the day of `released`, if any."""

    kind: str
    start: date
    end: date
    amount: Fraction
    currency: str
    released: date | None = None

    def earned_by(self, evening: date) -> Fraction:
        """The share of it that is earned by an evening."""
        if evening < self.start:
            return Fraction(0)
        if evening >= self.end - ONE_DAY or (self.released and evening >= self.released):
            return Fraction(1)
        return Fraction((evening - self.start).days + 1, (self.end - self.start).days)


def of_one_day(kind: str, day: date, amount: Fraction, currency: str) -> Line:
    return Line(kind, day, day + ONE_DAY, amount, currency)


def lines(books: Iterable[Book], sales: dict[str, list[Row]]) -> Iterable[Line]:
    """Everything that was earned or given back."""
    for book in books:
        for p in book.periods:
            ended = book.ended.get(p.subscription_id, p.end)
            released = ended if ended < p.end else None
            start = served_from(book, p)
            end = max(p.end, start + ONE_DAY)
            yield Line("service", start, end, Fraction(p.cents, 100), p.currency, released)
    canceled = {row[0] for row in sales["commerce.orders"] if row[7]}
    for _, _, day, _, _, amount, currency, is_canceled in sales["commerce.orders"]:
        if not is_canceled:
            yield of_one_day("order", day, Fraction(amount), currency)
    for _, order_id, day, amount, currency in sales["commerce.order_returns"]:
        if order_id not in canceled:
            yield of_one_day("return", day, -Fraction(amount), currency)
    issued = {row[0]: row[3] for row in sales["billing.invoices"] if row[2] in ("paid", "open")}
    for line_id, invoice_id, _, amount, currency, start, end in sales["billing.invoice_lines"]:
        if invoice_id in issued and not line_id.startswith(BILLED):
            day = start or issued[invoice_id]
            yield Line("one_off", day, end or day + ONE_DAY, Fraction(amount), currency)
    taxes = {row[0]: Fraction(row[5] or 0) / Fraction(row[6]) for row in sales["billing.invoices"]}
    for _, invoice_id, _, kind, amount, currency, day in sales["billing.refunds"]:
        if kind in ("refund", "credit_note"):
            before_tax = to_four_places(Fraction(amount) * (1 - taxes.get(invoice_id, 0)))
            yield of_one_day(kind, day, -Fraction(before_tax), currency)


def earned_by_month(books: Iterable[Book], sales: dict[str, list[Row]]) -> dict[tuple[str, date], Decimal]:
    """Kind and month -> revenue up to as_of, line by line, each line converted once."""
    found: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for line in lines(books, sales):
        converted = to_four_places(line.amount * rate_of(line.currency, line.start))
        for first, last in months():
            before, after = (
                to_four_places(Fraction(converted) * line.earned_by(day)) for day in (first - ONE_DAY, last)
            )
            if line.earned_by(first - ONE_DAY) < line.earned_by(last):
                found[line.kind, first] += after - before
    return found


def inactive_by_month(sales: dict[str, list[Row]], horizon: int = 365) -> dict[date, tuple[int, int]]:
    """Month -> customers that fell silent in it, and those that had ordered lately at its opening."""
    bought: dict[object, list[date]] = defaultdict(list)
    for _, account, day, *_, is_canceled in sales["commerce.orders"]:
        if account != "nobody" and not is_canceled:
            bought[account].append(day)

    def is_present(account: object, on: date) -> bool:
        return any(day <= on < day + timedelta(days=horizon) for day in bought[account])

    found = {}
    for first, last in months():
        there = [account for account in bought if is_present(account, first - ONE_DAY)]
        if there:
            found[first] = sum(not is_present(account, last) for account in there), len(there)
    return found

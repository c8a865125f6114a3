"""Recurring revenue of a day from the Stripe, Salesforce and rate files alone, by the catalogue's words."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from sample_files import read_table

NOT_RECURRING = {"trialing", "unpaid", "paused", "incomplete"}
MINOR = {"EUR": 100, "USD": 100, "JPY": 1}


def _months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return day.replace(year=count // 12, month=count % 12 + 1)


def _interval_days(price: dict[str, Any], end: date) -> tuple[Fraction, int]:
    """(months in the price's interval, days of the interval that ends on a day)."""
    count = int(price["recurring_interval_count"])
    if price["recurring_interval"] == "week":
        return Fraction(7 * count * 10_000, 304_375), 7 * count
    months = count * (12 if price["recurring_interval"] == "year" else 1)
    return Fraction(months), (end - _months_before(end, months)).days


def _customers(home: Path) -> dict[str, str]:
    """The golden customer of each Stripe customer: by metadata, else by an e-mail domain of one account."""
    accounts = {a["id"]: a for a in read_table(home, "salesforce", "account")}
    owners: dict[str, set[str]] = defaultdict(set)
    for account in accounts.values():
        if account["website"]:
            owners[account["website"].removeprefix("https://www.")].add(account["id"])
    golden = {}
    for customer in read_table(home, "stripe", "customer"):
        account_id = json.loads(customer["metadata"]).get("account_id")
        owner = owners.get(customer["email"].split("@")[1], set())
        if account_id is None and len(owner) == 1:
            account_id = next(iter(owner))
        while account_id and accounts[account_id]["master_record_id"]:
            account_id = accounts[account_id]["master_record_id"]
        golden[customer["id"]] = account_id or f"stripe:{customer['id']}"
    return golden


def _rates(home: Path, as_of: str) -> dict[str, Fraction]:
    """The rate of the last day of the year before, else the earliest."""
    wanted = f"{int(as_of[:4]) - 1}-12-31"
    rates = {"EUR": Fraction(1)}
    for currency in ("USD", "JPY"):
        rows = read_table(home, "files", "billing.exchange_rates")
        known = sorted((r["valid_on"], r["rate"]) for r in rows if r["currency"] == currency)
        rates[currency] = Fraction(
            [r for d, r in known if d <= wanted][-1] if known[0][0] <= wanted else known[0][1]
        )
    return rates


def daily_revenue(home: Path, as_of: str) -> Callable[[str], dict[str, Decimal]]:
    """A function of a day (ISO) that gives the MRR of each golden customer, in the reporting currency."""
    prices = {p["id"]: p for p in read_table(home, "stripe", "price")}
    states: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(read_table(home, "stripe", "subscription_history"), key=lambda r: r["_fivetran_start"]):
        states[row["id"]].append(row)
    lines = [r for r in read_table(home, "stripe", "invoice_line_item") if r["type"] == "subscription"]
    invoiced = {(r["subscription_id"], r["period_start"]) for r in lines if r["proration"] == "false"}
    items = read_table(home, "stripe", "subscription_item")
    for item in items:
        current = states[item["subscription_id"]][-1]
        is_open = (current["id"], current["current_period_start"]) not in invoiced
        if current["status"] in ("active", "past_due") and is_open:
            price = prices[item["plan_id"]]
            lines.append(
                {
                    "subscription_id": current["id"],
                    "period_start": current["current_period_start"],
                    "period_end": current["current_period_end"],
                    "plan_id": price["id"],
                    "currency": price["currency"],
                    "amount": int(price["unit_amount"]) * int(item["quantity"]),
                }
            )
    golden, rates = _customers(home), _rates(home, as_of)
    services = []
    for line in lines:
        start, end = (date.fromisoformat(line[c][:10]) for c in ("period_start", "period_end"))
        months, full_days = _interval_days(prices[line["plan_id"]], end)
        is_trial = int(line["amount"]) == 0
        part = Fraction(1) if is_trial else Fraction(full_days, (end - start).days)
        currency = line["currency"].upper()
        amount = Fraction(int(line["amount"]), MINOR[currency]) * part / months * rates[currency]
        exact = Decimal(amount.numerator) / Decimal(amount.denominator)
        services.append(
            (line["subscription_id"], start, end, exact.quantize(Decimal("0.0001"), ROUND_HALF_UP))
        )

    def on(day: str) -> dict[str, Decimal]:
        revenue: dict[str, Decimal] = defaultdict(Decimal)
        wanted = date.fromisoformat(day)
        midnight_after = (wanted + timedelta(days=1)).isoformat()
        for subscription_id, start, end, amount in services:
            history = states[subscription_id]
            ended = history[-1]["ended_at"]
            known = [s["status"] for s in history if s["_fivetran_start"] < midnight_after]
            if start <= wanted < end and not (ended and ended[:10] <= day) and known[-1] not in NOT_RECURRING:
                revenue[golden[history[0]["customer_id"]]] += amount
        return revenue

    return on

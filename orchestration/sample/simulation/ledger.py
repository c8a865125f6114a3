"""The service cost ledger: what the company's service costs each month, by team or channel where a cost has one."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from orchestration.sample.clock import DAY, day_text
from orchestration.sample.simulation.company import GROUPS, Company

_WAGES = {360001: 21_000, 360002: 12_500, 360003: 8_000, 360004: 4_500, 360005: 6_000}


@dataclass(frozen=True)
class LedgerLine:
    """A line of a month, booked at the end of its last day; `amount` is in hundredths of the currency."""

    known_at: int
    cost_id: str
    month: str
    group_id: int | None
    channel: str | None
    category: str
    amount: int
    currency: str


def make_ledger(rng: Random, company: Company) -> list[LedgerLine]:
    """Wages by team, telephony by channel, licences in dollars, the rest for everybody; sales and marketing too."""
    last_days = {day_text(day)[:7]: day for day in range(company.first_day, company.first_day + company.days)}
    costs = [(group_id, None, "wages", _WAGES[group_id], "EUR") for group_id in GROUPS]
    others = [
        (None, None, "licences", 4_500, "USD"),
        (None, "phone", "telephony", 2_300, "EUR"),
        (None, None, "overhead", 7_800, "EUR"),
        (None, None, "marketing", 6_000, "EUR"),
        (None, None, "sales", 9_000, "EUR"),
    ]
    return [
        LedgerLine(
            (last_day + 1) * DAY - 1,
            f"cost-{month}-{number}",
            month,
            group_id,
            channel,
            category,
            amount * 100 + rng.randint(0, amount * 2),
            currency,
        )
        for month, last_day in last_days.items()
        for number, (group_id, channel, category, amount, currency) in enumerate([*costs, *others], 1)
    ]

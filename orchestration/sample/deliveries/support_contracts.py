"""Support contracts with service credits, and the company's own bands of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from orchestration.sample.clock import DAY, HOUR, add_months, day_text, to_date, to_day
from orchestration.sample.deliveries.tables import Table, Version
from orchestration.sample.deliveries.world import World, files_table
from orchestration.sample.simulation.company import Account
from orchestration.sample.simulation.ticket_births import is_premium

_EVERY = 8  # accounts have one contract
_FEES = {"EUR": 450, "USD": 500, "JPY": 70_000}

PENALTY_BANDS = """\
penalty_band,from_compliance,to_compliance,credit_percent,cap_percent
premium,75,90,5,20
premium,50,75,10,20
premium,0,50,25,20
"""
"""`reference/penalty_bands.csv`: what premium customers are credited; the others have the bands `standard`."""


def support_contract_tables(world: World) -> Iterator[Table]:
    """`crm.contracts`: terms of a year, one after the other."""
    yield files_table(
        "crm.contracts",
        "contract_id account_id starts_on ends_on currency auto_renews penalty_band sla_kind monthly_fee",
        _contracts(world),
        "upsert",
    )


def _contracts(w: World) -> Iterator[list[Version]]:
    customers = [a for a in w.company.accounts if not a.is_prospect]
    ends_on = w.company.first_day + w.company.days
    for number, account in enumerate(customers[:: min(_EVERY, len(customers))]):
        for term in count():
            starts_on = add_months(_month_after(account.joined_at // DAY), 12 * term)
            if starts_on >= ends_on:
                break
            known_at = max(account.joined_at, (starts_on - 15) * DAY) + HOUR
            yield [(known_at, _row(account, number, term, starts_on))]


def _month_after(day: int) -> int:
    return add_months(to_day(to_date(day).replace(day=1)), 1)


def _row(account: Account, number: int, term: int, starts_on: int) -> tuple[object, ...]:
    """One in six promises nothing that binds; the fee rises with each term."""
    return (
        f"SUP-{number + 1:04d}-{term + 1}",
        account.account_id,
        day_text(starts_on),
        day_text(add_months(starts_on, 12) - 1),
        account.currency,
        "true",
        "premium" if is_premium(account.account_id) else "standard",
        "informal" if number % 6 == 5 else "formal",
        _FEES[account.currency] * (10 + number % 4 + term) // 10,
    )

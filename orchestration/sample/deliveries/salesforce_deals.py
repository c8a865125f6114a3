"""Sales, renewals and term contracts in Salesforce's tables, from the subscriptions."""

from __future__ import annotations

from random import Random

from orchestration.sample.clock import DAY, HOUR, day_text, millis
from orchestration.sample.deliveries.tables import Version
from orchestration.sample.simulation.billing import BillingCustomer, Line, Subscription
from orchestration.sample.simulation.plans import MINOR_UNITS


def _money(line: Line) -> str:
    units = MINOR_UNITS[line.currency]
    return f"{line.amount / units:.2f}"


def make_deals(
    rng: Random, customers: list[BillingCustomer]
) -> tuple[list[list[Version]], list[list[Version]]]:
    """A won sale for each subscription; for annual ones a contract a term, a renewal when due."""
    opportunities: list[list[Version]] = []
    contracts: list[list[Version]] = []
    for sub in (s for c in customers if c.account_id for s in c.subscriptions):
        item_id = next(iter(sub.items))
        terms = [
            line
            for line in sub.lines
            if line.item_id == item_id and not line.is_proration and line.amount > 0
        ]
        if not terms:
            continue
        contract_ids = (
            [f"8005g0000{len(contracts) + n:06d}AAA" for n in range(len(terms))]
            if sub.interval == "year"
            else []
        )
        _deal(
            opportunities,
            sub,
            terms[0],
            "New Business",
            contract_ids[0] if contract_ids else None,
            terms[0].starts_on - rng.randint(15, 45),
            terms[0].starts_on,
            is_won=True,
        )
        for number, contract_id in enumerate(contract_ids):
            term = terms[number]
            contracts.append(_contract(sub, term, contract_id))
            due_on = term.ends_on
            is_won = number + 1 < len(terms)
            ended_on = sub.states[-1].ended_on
            closes_on = (
                due_on - rng.randint(0, 12) if is_won else (ended_on if ended_on is not None else due_on + 40)
            )
            _deal(
                opportunities,
                sub,
                term,
                "Renewal",
                contract_id,
                min(due_on - 60, closes_on - 1),
                closes_on,
                is_won,
            )
    return opportunities, contracts


def _deal(
    deals: list[list[Version]],
    sub: Subscription,
    line: Line,
    kind: str,
    contract_id: str | None,
    opens_on: int,
    closes_on: int,
    is_won: bool,
) -> None:
    number = len(deals)
    opened_at, closed_at = opens_on * DAY + 9 * HOUR, closes_on * DAY + 15 * HOUR
    created = millis(opened_at)
    head = (f"0065g0000{number:06d}AAA", sub.customer.account_id, kind)
    end = (line.currency, day_text(closes_on), created, None, contract_id, "false")
    stage = "Closed Won" if is_won else "Closed Lost"
    won = "true" if is_won else "false"
    deals.append(
        [
            (opened_at, (*head, "Negotiation", "false", "false", _money(line), *end, created, created)),
            (
                closed_at,
                (*head, stage, "true", won, _money(line), *end, millis(closed_at), millis(closed_at)),
            ),
        ]
    )


def _contract(sub: Subscription, line: Line, contract_id: str) -> list[Version]:
    known_at, expires_at = line.known_at, line.ends_on * DAY
    created = millis(known_at)
    head = (contract_id, sub.customer.account_id, day_text(line.starts_on), day_text(line.ends_on - 1), 12)
    return [
        (known_at, (*head, "Activated", line.currency, "false", created, created, created)),
        (
            expires_at,
            (*head, "Expired", line.currency, "false", created, millis(expires_at), millis(expires_at)),
        ),
    ]

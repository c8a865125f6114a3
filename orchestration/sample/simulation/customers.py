"""Who pays: billing customers with their subscriptions, from the accounts of the company."""

from __future__ import annotations

from random import Random

from orchestration.sample.clock import DAY
from orchestration.sample.simulation import words
from orchestration.sample.simulation.billing import BillingCustomer
from orchestration.sample.simulation.company import Account, Company
from orchestration.sample.simulation.plans import LADDER
from orchestration.sample.simulation.subscriptions import SubscriptionSimulator, billing_day

_INTERVALS = ("month", "year", "quarter", "week")
_PLANS_BY_TYPE = {
    "SMB": (55, 35, 10, 0),
    "Mid-Market": (10, 45, 40, 5),
    "Enterprise": (0, 10, 40, 50),
    "Partner": (30, 50, 20, 0),
}


def make_billing(rng: Random, company: Company) -> list[BillingCustomer]:
    """Draw the billing customers of the accounts, in the accounts' order, then those without an account."""
    last_day = company.first_day + company.days - 1
    simulator = SubscriptionSimulator(rng, last_day)
    customers: list[BillingCustomer] = []
    merged_into = {a.merged[1]: a.account_id for a in company.accounts if a.merged}
    for account in company.accounts:
        if account.is_prospect:
            continue
        customer = _customer(rng, len(customers) + 1, account, merged_into.get(account.account_id))
        customers.append(customer)
        extra = _live(rng, simulator, customer, account, last_day, len(customers) + 1)
        customers += extra
    for _ in range(max(1, len(company.accounts) * 3 // 100)):
        name = words.person_name(rng)
        start = company.first_day + rng.randrange(company.days)
        number = len(customers) + 1
        email = f"{words.slug(name)}.{number}@{rng.choice(words.PUBLIC_DOMAINS)}"
        customers.append(
            BillingCustomer(f"cus_{number:06d}", None, "none", name, email, "EUR", "FR", start * DAY - 3600)
        )
        simulator.live(customers[-1], start, "month", "prod_starter")
    return customers


def _customer(rng: Random, number: int, account: Account, merged_id: str | None) -> BillingCustomer:
    """A billing customer of an account; some still name the account that was merged into it."""
    link = "domain" if account.has_own_domain and rng.random() < 0.05 else "metadata"
    account_id = account.account_id
    if merged_id is not None and link == "metadata" and rng.random() < 0.6:
        account_id = merged_id
    domain = account.domain or rng.choice(words.PUBLIC_DOMAINS)
    currency = account.currency
    return BillingCustomer(
        customer_id=f"cus_{number:06d}",
        account_id=account_id,
        link=link,
        name=account.name,
        email=f"billing@{domain}" if link == "domain" or rng.random() < 0.8 else f"pay.{number}@gmail.com",
        currency=currency,
        country=account.country,
        created_at=account.joined_at + 1800,
    )


def _live(
    rng: Random,
    simulator: SubscriptionSimulator,
    customer: BillingCustomer,
    account: Account,
    last_day: int,
    next_number: int,
) -> list[BillingCustomer]:
    """A subscription, perhaps one beside it and others after it; the billing customers that those need."""
    interval = rng.choices(_INTERVALS, (62, 27, 8, 3))[0]
    product_id = rng.choices(LADDER, _PLANS_BY_TYPE[account.types[0][1]])[0]
    start = account.joined_at // DAY + rng.randint(1, 20)
    more: list[BillingCustomer] = []
    if billing_day(start) > last_day:
        return more
    sub = simulator.live(customer, start, interval, product_id)
    if rng.random() < 0.05 and billing_day(start + 60) <= last_day:
        simulator.live(customer, start + rng.randint(30, 60), "month", "prod_analytics")
    while sub.states[-1].ended_on is not None and rng.random() < 0.24:
        start = sub.states[-1].ended_on + rng.choice((2, 20, 45, 90, 150))
        if billing_day(start) > last_day:
            break
        payer = customer
        if rng.random() < 0.2:
            payer = _customer(rng, next_number + len(more), account, None)
            payer.created_at = start * DAY - 3600
            more.append(payer)
        sub = simulator.live(payer, start, interval, product_id)
    return more

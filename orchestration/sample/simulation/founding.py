"""Draws the company: accounts, their duplicates, organizations, people who write in, and agents."""

from __future__ import annotations

from random import Random

from orchestration.sample.clock import DAY, HOUR
from orchestration.sample.simulation import words
from orchestration.sample.simulation.company import (
    GROUPS,
    PRE_DAYS,
    Account,
    Agent,
    Company,
    Organization,
    Person,
)


def _join_day(rng: Random, first_day: int, days: int) -> int:
    """A day on which a customer joins: a third before the first day, the rest evenly after it."""
    if rng.random() < 0.36:
        return first_day - rng.randint(1, PRE_DAYS)
    return first_day + int(days * rng.random() * 0.97)


def _account(rng: Random, number: int, first_day: int, days: int) -> Account:
    name, domain = words.company_name(rng, number)
    country, currency = words.country(rng)
    joined_at = _join_day(rng, first_day, days) * DAY + rng.randint(8 * HOUR, 17 * HOUR)
    types = [(joined_at, rng.choices(("SMB", "Mid-Market", "Enterprise", "Partner"), (60, 26, 10, 4))[0])]
    if rng.random() < 0.06:
        types.append(
            (joined_at + rng.randint(30, 400) * DAY, "Enterprise" if types[0][1] != "Enterprise" else "SMB")
        )
    return Account(
        account_id=f"0015g0000{number:06d}AAA",
        name=name,
        domain=domain,
        has_own_domain=True,
        country=country,
        industry=rng.choice(words.INDUSTRIES),
        currency=currency,
        joined_at=joined_at,
        weight=rng.paretovariate(1.4),
        types=types,
        is_prospect=rng.random() < 0.07,
    )


def _accounts(rng: Random, customers: int, first_day: int, days: int) -> list[Account]:
    """`customers` golden accounts in order of joining, then the duplicates merged into some of them."""
    golden = sorted(
        (_account(rng, n, first_day, days) for n in range(1, customers + 1)), key=lambda a: a.joined_at
    )
    golden[0].joined_at = min(golden[0].joined_at, (first_day - 1) * DAY + 9 * HOUR)
    golden[0].types[0] = (golden[0].joined_at, golden[0].types[0][1])
    golden[0].is_prospect = False
    for index, account in enumerate(golden):
        if index > 10 and rng.random() < 0.04:
            parent = golden[rng.randrange(index // 2)]
            account.parent_id = parent.account_id
            if parent.parent_id is None and rng.random() < 0.5:
                account.domain = parent.domain
                account.has_own_domain = parent.has_own_domain = False
    duplicates = []
    for number in range(customers * 3 // 100):
        survivor = golden[rng.randrange(len(golden))]
        copy = _account(rng, customers + 1 + number, first_day, days)
        copy.joined_at = survivor.joined_at + rng.randint(1, 40) * DAY
        copy.types = [(copy.joined_at, survivor.types[0][1])]
        copy.name, copy.country, copy.currency = survivor.name.upper(), survivor.country, survivor.currency
        copy.domain, copy.has_own_domain, copy.is_prospect, copy.weight = "", False, True, 0.05
        copy.merged = (
            copy.joined_at + rng.randint(20, 300) * DAY + rng.randint(0, 8 * HOUR),
            survivor.account_id,
        )
        duplicates.append(copy)
    return golden + duplicates


def _people(
    rng: Random, organization: Organization, account: Account | None, first_number: int
) -> list[Person]:
    people = []
    for offset in range(rng.choices((1, 2, 3, 5), (45, 30, 17, 8))[0]):
        number = first_number + offset
        name = words.person_name(rng)
        domain = (account.domain if account else organization.domain) or rng.choice(words.PUBLIC_DOMAINS)
        has_contact = account is not None and rng.random() < 0.85
        people.append(
            Person(
                user_id=38_000_000_000 + number,
                name=name,
                email=f"{words.slug(name).replace('-', '.')}.{number}@{domain}",
                organization_id=organization.organization_id,
                account_id=account.account_id if account else None,
                contact_id=f"0035g0000{number:06d}AAA" if has_contact else None,
                created_at=organization.created_at + rng.randint(0, 5) * HOUR,
            )
        )
    return people


def _agents(rng: Random, first_day: int, days: int, tickets_a_day: float) -> list[Agent]:
    """One founder in each group who stays, then hires, of whom about a third have left by the end."""
    group_ids = list(GROUPS)
    count = max(8, round(tickets_a_day * 1.1))
    agents = []
    for number in range(1, count + 1):
        is_founder = number <= len(group_ids)
        hired = (
            first_day - 60 if is_founder or rng.random() < 0.5 else first_day + int(days * rng.random() * 0.8)
        )
        leaves = not is_founder and rng.random() < 0.4
        left = hired + 60 + int(rng.expovariate(1 / 240)) if leaves else None
        if left is not None and left >= first_day + days - 1:
            left = None
        name = words.person_name(rng)
        group_id = (
            group_ids[(number - 1) % len(group_ids)]
            if is_founder
            else rng.choices(group_ids, (45, 18, 12, 8, 17))[0]
        )
        agents.append(
            Agent(
                user_id=36_000_000_000 + number,
                name=name,
                email=f"{words.slug(name).replace('-', '.')}.{number}@demo-helpdesk.example",
                group_id=group_id,
                hired_at=hired * DAY + 8 * HOUR,
                left_at=None if left is None else left * DAY + 17 * HOUR,
                becomes_end_user=rng.random() < 0.5,
                is_admin=number == 1,
            )
        )
    return agents


def make_company(rng: Random, customers: int, days: int, first_day: int, tickets: int) -> Company:
    """Draw everybody. `customers` counts the golden accounts."""
    accounts = _accounts(rng, customers, first_day, days)
    organizations: list[Organization] = []
    number = 1
    for index, account in enumerate(accounts):
        if index and rng.random() < 0.04:
            continue
        draw = rng.random()
        by_domain = account.has_own_domain and 0.84 <= draw < 0.95
        linked = draw < 0.84 or not account.has_own_domain
        organization = Organization(
            organization_id=45_000_000_000 + len(organizations) + 1,
            name=account.name,
            external_id=account.account_id if linked else None,
            domain=account.domain
            if account.has_own_domain and (by_domain or (linked and rng.random() < 0.5))
            else None,
            created_at=account.joined_at + HOUR,
        )
        organization.people = _people(rng, organization, account, number)
        number += len(organization.people)
        organizations.append(organization)
    for _ in range(max(1, customers * 3 // 100)):
        name, domain = words.company_name(rng, 500_000 + len(organizations))
        created_at = _join_day(rng, first_day, days) * DAY + 10 * HOUR
        stray = Organization(45_000_000_000 + len(organizations) + 1, name, None, domain, created_at)
        stray.people = _people(rng, stray, None, number)
        number += len(stray.people)
        organizations.append(stray)
    strangers = []
    for _ in range(max(3, customers // 6)):
        created_at = _join_day(rng, first_day, days) * DAY + 11 * HOUR
        nobody = Organization(0, "", None, None, created_at)
        person = _people(rng, nobody, None, number)[0]
        person.organization_id = None
        number += 1
        strangers.append(person)
    return Company(
        first_day, days, accounts, organizations, strangers, _agents(rng, first_day, days, tickets / days)
    )

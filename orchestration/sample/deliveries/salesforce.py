"""The CRM in Salesforce's tables, as Fivetran lands them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from orchestration.sample.clock import DAY, HOUR, day_text, millis
from orchestration.sample.deliveries.salesforce_deals import make_deals
from orchestration.sample.deliveries.tables import Format, Kind, Table, Version
from orchestration.sample.simulation.billing import BillingCustomer
from orchestration.sample.simulation.company import Account, Company

_OWNERS = ("0055g000000001AAA", "0055g000000002AAA", "0055g000000003AAA", "0055g000000004AAA")


def salesforce_tables(rng: Random, company: Company, customers: list[BillingCustomer]) -> Iterator[Table]:
    """Every table of the vendor, one after the other."""

    def table(
        name: str, columns: str, records: Iterable[list[Version]], kind: Kind = "upsert", form: Format = "csv"
    ) -> Table:
        return Table("salesforce", name, tuple(columns.split()), records, kind, form)

    accounts = [_account(index, account) for index, account in enumerate(company.accounts)]
    yield table(
        "account",
        "id name parent_id master_record_id industry type billing_country owner_id website"
        " is_deleted created_date"
        " last_modified_date _fivetran_synced",
        accounts,
        "versioned",
    )
    yield table(
        "contact",
        "id account_id name email phone title is_deleted created_date last_modified_date _fivetran_synced",
        _contacts(company),
    )
    opportunities, contracts = make_deals(rng, customers)
    yield table(
        "opportunity",
        "id account_id type stage_name is_closed is_won amount currency_iso_code close_date"
        " created_date campaign_id"
        " contract_id is_deleted last_modified_date _fivetran_synced",
        opportunities,
    )
    yield table(
        "contract",
        "id account_id start_date end_date contract_term status currency_iso_code is_deleted created_date"
        " last_modified_date _fivetran_synced",
        contracts,
    )
    campaigns, members = _campaigns(rng, company)
    yield table(
        "campaign",
        "id name type status start_date end_date actual_cost currency_iso_code is_deleted created_date"
        " last_modified_date _fivetran_synced",
        campaigns,
    )
    yield table(
        "campaign_member",
        "id campaign_id contact_id status has_responded first_responded_date is_deleted created_date"
        " last_modified_date _fivetran_synced",
        members,
        "upsert",
        "csv.gz",
    )
    hired = millis((company.first_day - 200) * DAY)
    yield table(
        "user",
        "id name email is_active created_date last_modified_date _fivetran_synced",
        (
            [
                (
                    (company.first_day - 200) * DAY,
                    (
                        owner,
                        f"Account manager {n}",
                        f"am{n}@demo-helpdesk.example",
                        "false" if n == 4 else "true",
                        hired,
                        hired,
                        hired,
                    ),
                )
            ]
            for n, owner in enumerate(_OWNERS, 1)
        ),
    )


def _account(index: int, a: Account) -> list[Version]:
    """Versions of an account: its type changes, it may be merged away (Salesforce marks that deleted)."""
    events: list[tuple[int, str, str | None]] = [(at, kind, None) for at, kind in a.types]
    if a.merged:
        events = [e for e in events if e[0] < a.merged[0]]
        events.append((a.merged[0], events[-1][1], a.merged[1]))
    created = millis(a.joined_at)
    website = f"https://www.{a.domain}" if a.domain else None
    return [
        (
            at,
            (
                a.account_id,
                a.name,
                a.parent_id,
                master,
                a.industry,
                kind,
                a.country,
                _OWNERS[index % len(_OWNERS)],
                website,
                "true" if master else "false",
                created,
                millis(at),
                millis(at),
            ),
        )
        for at, kind, master in events
    ]


def _contacts(company: Company) -> Iterator[list[Version]]:
    for organization in company.organizations:
        for p in organization.people:
            if p.contact_id:
                at = millis(p.created_at)
                phone = f"+331{p.user_id % 10**8:08d}"
                yield [
                    (
                        p.created_at,
                        (p.contact_id, p.account_id, p.name, p.email, phone, "Manager", "false", at, at, at),
                    )
                ]


def _campaigns(rng: Random, company: Company) -> tuple[list[list[Version]], list[list[Version]]]:
    """A campaign every 60 days to a fifth of the contacts known then; some respond."""
    people = [p for o in company.organizations for p in o.people if p.contact_id]
    campaigns: list[list[Version]] = []
    members: list[list[Version]] = []
    for number, day in enumerate(range(company.first_day + 20, company.first_day + company.days, 60)):
        at = day * DAY + 8 * HOUR
        campaign_id = f"7015g0000{number:06d}AAA"
        channel = ("Email", "Webinar", "Advertisement")[number % 3]
        cost = str(rng.randint(4, 40) * 250)
        campaigns.append(
            [
                (
                    at,
                    (
                        campaign_id,
                        f"Campaign {number + 1}",
                        channel,
                        "In Progress",
                        day_text(day),
                        day_text(day + 30),
                        cost,
                        "EUR",
                        "false",
                        millis(at),
                        millis(at),
                        millis(at),
                    ),
                )
            ]
        )
        for person in people:
            if person.created_at >= at or rng.random() > 0.2:
                continue
            head = (f"00v5g0000{len(members):06d}AAA", campaign_id, person.contact_id)
            versions: list[Version] = [
                (at, (*head, "Sent", "false", None, "false", millis(at), millis(at), millis(at)))
            ]
            if rng.random() < 0.12:
                answered_at = at + rng.randint(1, 14 * 24) * HOUR
                row = (
                    *head,
                    "Responded",
                    "true",
                    day_text(answered_at // DAY),
                    "false",
                    millis(at),
                    millis(answered_at),
                )
                versions.append((answered_at, (*row, millis(answered_at))))
            members.append(versions)
    return campaigns, members

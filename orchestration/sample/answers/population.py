"""Who and what is known at an instant: counts of customers, people and agents, by how they are linked."""

from __future__ import annotations

from collections import Counter

from orchestration.sample.simulation.billing import BillingCustomer
from orchestration.sample.simulation.company import GROUPS, Company, Organization
from orchestration.sample.simulation.tickets import Ticket


def population(
    company: Company, customers: list[BillingCustomer], tickets: list[Ticket], as_of: int
) -> dict[str, object]:
    """Counts of what was delivered up to an instant."""
    accounts = [a for a in company.accounts if a.joined_at <= as_of]
    merged = [a for a in accounts if a.merged and a.merged[0] <= as_of]
    organizations = [o for o in company.organizations if o.created_at <= as_of]
    billing = [c for c in customers if c.created_at <= as_of]
    agents = [a for a in company.agents if a.hired_at <= as_of]
    former = [a for a in agents if a.left_at is not None and a.left_at <= as_of]
    assigned = {c.value for t in tickets for c in t.assignee if c.at <= as_of}
    hidden = [a for a in former if a.becomes_end_user and a.user_id not in assigned]
    requesters = [p for o in organizations for p in o.people] + company.strangers
    return {
        "accounts": len(accounts),
        "accounts_merged_away": len(merged),
        "golden_accounts": len(accounts) - len(merged),
        "billing_customers": len(billing),
        "billing_customers_by_link": dict(sorted(Counter(c.link for c in billing).items())),
        "organizations": len(organizations),
        "organizations_by_link": dict(sorted(Counter(_link(o) for o in organizations).items())),
        "requesters": sum(p.created_at <= as_of for p in requesters),
        "contacts": sum(p.contact_id is not None and p.created_at <= as_of for p in requesters),
        "agents": len(agents) - len(hidden),
        "agents_former": len(former) - len(hidden),
        "agents_never_assigned_and_now_end_users": len(hidden),
        "teams": len(GROUPS),
    }


def _link(organization: Organization) -> str:
    """How an organization leads to its account by itself: external id, domain or none."""
    if organization.external_id is not None:
        return "external_id"
    is_account_domain = organization.people[0].account_id is not None and organization.domain is not None
    return "domain" if is_account_domain else "none"

"""A company written by hand through the `files` adapter: one row for each rule, with its expected outcome beside it."""

from __future__ import annotations

from pathlib import Path

AS_OF = "2025-05-15T12:00:00"

ACCOUNTS = """
account_id,created_at,updated_at,segment,merged_into_account_id,ticketing_organization_id,billing_customer_id,email_domain,is_test
A1,2024-01-01,2024-01-01,small,,O1,,,
A1,2024-01-01,2025-03-01,large,,O1,,,
A2,2024-01-01,2024-01-01,small,,,,,
A3,2024-01-01,2024-01-01,small,A2,,,,
A4,2024-01-01,2024-01-01,small,,,,,true
A5,2024-01-01,2024-01-01,small,,files:O9,ghost,acme.example,
A6,2024-01-01,2024-01-01,small,,,,shared.example,
A7,2024-01-01,2024-01-01,small,,,,shared.example,
A8,2024-01-01,2024-01-01,small,,,,gmail.com,
"""

ORGANIZATIONS = """
organization_id,account_id,email_domain
O1,,
O2,A3,
O3,,acme.example
O4,,shared.example
"""

CONTACTS = """
contact_id,account_id,created_at,email
C1,A1,2024-01-01,someone@elsewhere.example
"""

REQUESTERS = """
requester_id,contact_id,email
R1,C1,
R2,,buyer@ACME.example
R3,,someone@gmail.com
"""

# ticket -> (account it must reach, rule that must link it)
TICKETS = {
    "own": ("account_id=A1", ("A1", "own_account")),
    "qualified": ("account_id=files:A2", ("A2", "own_account")),
    "crm": ("organization_id=O1", ("A1", "crm_link")),
    "merged account": ("organization_id=O2", ("A2", "own_link")),
    "organization never delivered": ("organization_id=O9", ("A5", "crm_link")),
    "contact": ("requester_id=R1", ("A1", "contact")),
    "organization domain": ("organization_id=O3", ("A5", "email_domain")),
    "requester domain": ("requester_id=R2", ("A5", "email_domain")),
    "shared domain": ("organization_id=O4", ("O4", "organization_itself")),
    "public domain": ("requester_id=R3", ("R3", "requester_itself")),
    "never delivered": ("requester_id=R99", ("R99", "requester_itself")),
    "nobody": ("", ("unknown", "unknown")),
    "no such account": ("account_id=A99", ("unknown", "unknown")),
}

# ticket -> (more columns, reason of exclusion)
EXCLUDED = {
    "spam": ("is_spam=true", "spam"),
    "of a test account": ("account_id=A4", "test"),
    "deleted": ("is_deleted=true,updated_at=2025-02-10T09:00:00", "deleted"),
    "merged": ("merged_into_ticket_id=own,updated_at=2025-02-10T09:00:00", "merged_away"),
    "merged on a day that nobody wrote": ("merged_into_ticket_id=own", "merged_away"),
}

# ticket -> (more columns; status, open, resolution minutes, and whether it was reopened). None has a history, so nobody
# knows of a ticket that was not, unless it says itself that it was.
LIVES = {
    "solved": ("status=solved,solved_at=2025-02-05T09:00:00", ("solved", False, 2880, None)),
    "reopened": (
        "status=open,solved_at=2025-02-05T09:00:00,updated_at=2025-02-06T09:00:00",
        ("open", True, None, True),
    ),
    "undated": ("status=solved,updated_at=2025-02-20T09:00:00", ("solved", False, None, None)),
    "gone": ("status=deleted,updated_at=2025-02-06T09:00:00", ("deleted", False, None, None)),
    "too early": ("status=solved,solved_at=2025-02-03T08:59:59", ("solved", False, None, None)),
    "deleted too early": ("is_deleted=true,updated_at=2025-02-03T08:59:00", ("deleted", False, None, None)),
}

# ticket -> (more columns, what quarantine says: column, reason, whether the whole record is refused)
BAD = {
    "of no day": ("created_at=31/12/2024", ("created_at", "bad_timestamp", "refused")),
    "": ("", ("ticket_id", "missing_key", "refused")),
    "odd": ("channel=fax machine,status=melted,is_spam=perhaps", ("is_spam", "bad_boolean", "field_defect")),
}

TICKET_COLUMNS = [
    "ticket_id",
    "channel",
    "status",
    "created_at",
    "account_id",
    "organization_id",
    "requester_id",
    "is_spam",
    "is_deleted",
    "solved_at",
    "merged_into_ticket_id",
    "updated_at",
]


def _ticket(ticket_id: str, more: str) -> str:
    values = {
        "ticket_id": ticket_id,
        "channel": "E-Mail",
        "status": "open",
        "created_at": "2025-02-03T09:00:00",
    }
    values |= dict(pair.split("=", 1) for pair in more.split(",") if pair)
    return ",".join(values.get(column, "") for column in TICKET_COLUMNS)


def _tickets() -> str:
    lines = [_ticket(name, more) for name, (more, _) in (TICKETS | EXCLUDED | LIVES).items()]
    # Deleted on the 10th and delivered alive again on the 12th.
    lines.append(_ticket("revived", "is_deleted=true,updated_at=2025-02-10T09:00:00"))
    lines.append(_ticket("revived", "updated_at=2025-02-12T09:00:00"))
    lines += [_ticket(name, more) for name, (more, _) in BAD.items()]
    return "\n".join([",".join(TICKET_COLUMNS), *lines])


# period -> (columns, MRR in EUR while it lasts)
PERIODS = {
    "month": ("2025-04-01,2025-05-01,100,EUR,month,1", "100.0000"),
    "quarter": ("2025-04-01,2025-07-01,90,EUR,month,3", "30.0000"),
    "year": ("2025-01-01,2026-01-01,1200,EUR,year,1", "100.0000"),
    "three years": ("2024-01-01,2027-01-01,3600,EUR,year,3", "100.0000"),
    "week": ("2025-04-28,2025-05-05,7,EUR,week,1", "30.4375"),
    "two weeks": ("2025-04-28,2025-05-12,14,EUR,week,2", "30.4375"),
    "day": ("2025-04-30,2025-05-01,1,EUR,day,1", "30.4375"),
    "unknown interval": ("2025-03-01,2025-04-30,60,EUR,,", "30.4375"),
    "part of February": ("2025-02-15,2025-03-01,5,EUR,month,1", "10.0000"),
    "dollars": ("2025-04-01,2025-05-01,100,USD,month,1", "92.0000"),
    "credit": ("2025-04-11,2025-05-01,-20,EUR,month,1", "-30.0000"),
}
PARTS = {"part of February": "2025-02-01,2025-03-01,true", "credit": "2025-04-01,2025-05-01,true"}

# 100 customers pay in March; ten leave in April, one leaves and returns, one joins and leaves within it.
CHURN = {f"K{n}": [("2025-03-01", "2025-06-01")] for n in range(89)}
CHURN |= {f"L{n}": [("2025-03-01", "2025-04-15")] for n in range(10)}
CHURN |= {
    "returned": [("2025-03-01", "2025-04-10"), ("2025-04-20", "2025-06-01")],
    "passed by": [("2025-04-05", "2025-04-25")],
}


def _periods() -> str:
    lines = [
        "period_id,subscription_id,customer_id,period_start,period_end,amount,currency,interval_unit,interval_count,"
        "interval_start,interval_end,is_proration,is_trial"
    ]
    for name, (columns, _) in PERIODS.items():
        lines.append(f"{name},S {name},P {name},{columns},{PARTS.get(name, ',,')},")
    lines.append("not delivered,S ghost,ghost,2025-04-01,2025-05-01,40,EUR,month,1,,,,")
    lines.append("trial,S trial,P trial,2025-04-01,2025-05-01,0,EUR,month,1,,,,true")
    lines.append("cut,S cut,P cut,2025-01-01,2026-01-01,1200,EUR,year,1,,,,")
    lines.append("paused,S paused,P paused,2025-01-01,2026-01-01,1200,EUR,year,1,,,,")
    for customer, spans in CHURN.items():
        for number, (start, end) in enumerate(spans):
            lines.append(f"{customer} {number},S {customer},{customer},{start},{end},10,EUR,,,,,,")
    return "\n".join(lines)


SUBSCRIPTIONS = """
subscription_id,customer_id,status,started_at,ended_at
S cut,P cut,canceled,2025-01-01,2025-04-10
S paused,P paused,active,2025-01-01,
"""

SUBSCRIPTION_CHANGES = """
subscription_id,changed_at,status
S paused,2025-01-01T00:00:00,active
S paused,2025-03-20T00:00:00,paused
S paused,2025-05-02T00:00:00,active
"""

RATES = """
currency,to_currency,valid_on,rate
USD,EUR,2024-06-30,0.90
USD,EUR,2024-12-31,0.92
USD,EUR,2025-03-31,0.99
"""


def deliver(home: Path) -> None:
    """Writes the deliveries of the company into the inbox of a home, with its settings."""
    customers = ["customer_id", *(f"P {name}" for name in [*PERIODS, "trial", "cut", "paused"]), *CHURN]
    tables = {
        "crm.accounts": ACCOUNTS,
        "crm.contacts": CONTACTS,
        "ticketing.organizations": ORGANIZATIONS,
        "ticketing.requesters": REQUESTERS,
        "ticketing.tickets": _tickets(),
        "billing.customers": "\n".join(customers),
        "billing.subscriptions": SUBSCRIPTIONS,
        "billing.subscription_changes": SUBSCRIPTION_CHANGES,
        "billing.subscription_periods": _periods(),
        "billing.exchange_rates": RATES,
    }
    for table, text in tables.items():
        folder = home / "inbox" / "files" / table
        folder.mkdir(parents=True)
        (folder / "day1.csv").write_text(text.strip() + "\n", encoding="utf-8")
    (home / "settings.yml").write_text("reporting_currency: EUR\n", encoding="utf-8")

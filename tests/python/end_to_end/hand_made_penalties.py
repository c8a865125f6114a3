"""Contracts with service credits, and the tickets that earn them: looked at in the company of `hand_made_revenue.py`."""

from __future__ import annotations

from pathlib import Path

DELIVERIES = {
    "billing.customers": ["customer_id,currency", "B,EUR"],
    "billing.subscription_periods": [
        "period_id,subscription_id,customer_id,period_start,period_end,amount,currency,interval_unit",
        "B1,B,B,2025-01-01,2025-02-01,10,EUR,month",
    ],
    "crm.accounts": [
        "account_id,name,created_at,merged_into_account_id",
        *(
            f"{name},{name},2024-01-01T00:00:00Z,{into}"
            for name, into in (("A", ""), ("A2", "A"), ("B", ""), ("C", ""), ("D", ""))
        ),
    ],
    "crm.contracts": [
        "contract_id,account_id,starts_on,ends_on,terminated_on,value,monthly_fee,currency,penalty_band,sla_kind",
        # Of the merged account: 500 USD a month, 450 EUR at the rate of `hand_made_revenue.py`; the company's own bands, with a cap.
        "fee,A2,2025-01-01,2025-12-31,,99999,500,USD, Strict ,formal",
        # 3 months for 900 EUR; ends by notice on February 15.
        "short,A,2025-01-01,2025-03-31,2025-02-15,900,,EUR,standard,",
        # 45 days are 1.4784 months of 30.4375 days.
        "days,B,2025-02-01,2025-03-17,,1000,,EUR,standard,formal",
        "informal,A,2025-01-01,2025-12-31,,12000,,EUR,standard,informal",
        "bandless,A,2025-01-01,2025-12-31,,12000,,EUR,,formal",
        "unknown band,C,2025-03-01,2026-02-28,,12000,,EUR,gold plated,formal",
        "nobody,Z,2025-03-01,2026-02-28,,12000,,EUR,standard,formal",
        # Named as another system would name an account of the files.
        "spelled,files:C,2025-03-01,2026-02-28,,12000,,EUR,standard,formal",
        # It ended on March 10, with a promise that runs and can be broken on a later day alone.
        "ended,D,2025-03-01,2026-02-28,2025-03-10,12000,,EUR,standard,formal",
        # The first contract of A, and nobody can say what it owes.
        "a bandless one,A,2025-01-01,2025-12-31,,12000,,EUR,gold plated,formal",
    ],
    "ticketing.sla_policies": [
        "policy_id,metric,priority,target_minutes,clock,kind",
        "firm,resolution,*,60,calendar,formal",
        "firm,first_reply,*,43200,calendar,formal",
        "soft,resolution,*,60,calendar,informal",
        "pausing,agent_work,*,60,calendar,formal",
    ],
}
"""The first replies of `firm` are due after 30 days, and cancelled where a ticket is solved without one."""


def tickets() -> dict[str, list[str]]:
    """Customer A: 199 of 201 resolutions in January in time, 1 of 2 until and 1 of 1 after February 14; in March two
    are in time, one runs, and one first reply of February 25 is due on March 27, one of March 10 on April 9."""
    found = ["ticket_id,channel,account_id,status,created_at,solved_at"]
    applied = ["ticket_id,policy_id,applied_at,metric"]

    def add(
        name: str, account: str, created: str, solved: str, policy: str = "firm", metric: str = "resolution"
    ) -> None:
        found.append(f"{name},web,{account},{'solved' if solved else 'open'},{created},{solved}")
        applied.append(f"{name},{policy},{created},{metric}")

    for number in range(201):
        minutes = "59" if number < 199 else "01"
        hour = "09" if number < 199 else "10"
        add(
            f"j{number}",
            "A" if number % 2 else "A2",
            "2025-01-15T09:00:00Z",
            f"2025-01-15T{hour}:{minutes}:00Z",
        )
    add("f1", "A", "2025-02-03T09:00:00Z", "2025-02-03T10:00:00Z")
    add("f2", "A", "2025-02-14T22:30:00Z", "2025-02-14T23:30:01Z")
    add("f3", "A", "2025-02-15T00:00:00Z", "2025-02-15T00:10:00Z")
    add("f4", "A", "2025-02-16T00:00:00Z", "2025-02-17T00:00:00Z", policy="soft")
    add("m1", "A", "2025-03-03T09:00:00Z", "2025-03-03T09:30:00Z")
    add("m2", "A", "2025-03-04T09:00:00Z", "2025-03-04T09:30:00Z")
    add("m3", "A", "2025-03-20T11:30:00Z", "")
    add("m4", "A", "2025-02-25T09:00:00Z", "", metric="first_reply")
    add("m5", "A", "2025-03-10T09:00:00Z", "", metric="first_reply")
    add("d1", "D", "2025-03-05T09:00:00Z", "", policy="pausing", metric="agent_work")
    # Customer C, on both sides of the twelve months that end in March 2025.
    add("c1", "C", "2024-03-31T10:00:00Z", "2024-03-31T12:00:00Z")
    add("c2", "C", "2024-04-01T10:00:00Z", "2024-04-01T12:00:00Z")
    add("c3", "C", "2024-04-02T10:00:00Z", "2024-04-02T12:00:00Z", policy="soft")
    return {
        "ticketing.tickets": found,
        "ticketing.ticket_slas": applied,
        "ticketing.ticket_changes": [
            "ticket_id,field,changed_at,value",
            *_lives("c1", "2024-03-31", ("10 open", "11 solved", "11 open", "12 solved")),
            *_lives(
                "c2", "2024-04-01", ("10 open", "11 solved", "11 open", "11 solved", "11 open", "12 solved")
            ),
            *_lives("c3", "2024-04-02", ("10 open", "12 solved")),
            *_lives("d1", "2025-03-05", ("09 open", "10 pending")),
        ],
    }


def _lives(ticket: str, day: str, statuses: tuple[str, ...]) -> list[str]:
    """Changes of status, a minute apart within the hour that each names."""
    return [
        f"{ticket},status,{day}T{status[:2]}:{minute if status[:2] == '11' else 0:02}:00Z,{status[3:]}"
        for minute, status in enumerate(statuses)
    ]


def deliver(home: Path) -> None:
    """Writes the deliveries into the inbox of a home, and the company's bands into its reference data."""
    for table, lines in {**DELIVERIES, **tickets()}.items():
        folder = home / "inbox" / "files" / table
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "penalties.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (home / "reference").mkdir()
    (home / "reference" / "penalty_bands.csv").write_text(
        "penalty_band,from_compliance,to_compliance,credit_percent,cap_percent\n"
        "strict,98.5,99.005,10,\nstrict,90,98.5,20,\nstrict,0,90,60,30\n",
        encoding="utf-8",
    )

"""Subscriptions of every kind, a few periods each, with the movements that were derived from them by hand."""

from __future__ import annotations

from pathlib import Path

from hand_made_revenue import FEBRUARY, JANUARY, MARCH

HEADER = (
    "period_id,subscription_id,customer_id,period_start,period_end,quantity,amount,discount,currency,interval_unit,"
    "interval_count,plan,product_id,interval_start,interval_end,is_proration,is_trial"
)

# customer -> its periods: start,end,amount,unit,count and, where a case needs them, more columns by name
PERIODS: dict[str, list[str]] = {
    "by 30 days": ["01-10,02-09,30,day,30", "02-09,03-11,30,day,30", "03-11,04-10,30,day,30"],
    "by the week": ["02-24,03-03,7,week,1"],
    "by two weeks": ["02-20,03-06,14,week,2"],
    "by the quarter": ["01-15,04-15,90,month,3"],
    "by the year": ["02-01,2026-02-01,1200,year,1"],
    "by three years": ["01-20,2028-01-20,3600,year,3"],
    "more seats": ["01-01,02-01,50,month,1,quantity=5", "02-01,03-01,80,month,1,quantity=8"],
    "discounted": ["02-01,03-01,80,month,1,discount=20"],
    "price changes": ["01-01,02-01,50,month,1", "02-01,03-01,65,month,1", "03-01,04-01,40,month,1"],
    "one of two ends": [
        "01-01,02-01,50,month,1,subscription_id=first of two",
        "01-01,02-01,20,month,1,subscription_id=second of two",
        "02-01,03-01,60,month,1,subscription_id=second of two",
        "03-01,04-01,60,month,1,subscription_id=second of two",
        "02-01,03-01,0,month,1,subscription_id=free at first",
        "03-01,04-01,5,month,1,subscription_id=free at first",
    ],
    "inside a month": ["02-05,02-20,30,month,1"],
    "paid to the first": ["01-15,02-01,30,month,1", "02-01,03-01,30,month,1"],
    "upgraded": [
        "01-01,02-01,28,month,1",
        "02-01,03-01,28,month,1",
        "02-15,03-01,-14,month,1,interval_start=2025-02-01,interval_end=2025-03-01,is_proration=true",
        "02-15,03-01,28,month,1,interval_start=2025-02-01,interval_end=2025-03-01,is_proration=true,plan=plus",
        "03-01,04-01,56,month,1,plan=plus",
    ],
    "flagged trial": ["01-10,02-10,30,month,1,is_trial=true", "02-10,04-10,60,month,2"],
    "incomplete": ["02-01,03-01,50,month,1", "03-01,04-01,50,month,1"],
    "never completed": ["02-01,03-01,50,month,1"],
    "expired": ["01-15,02-15,50,month,1"],
    "trial by its date": ["01-20,02-20,30,month,1", "02-20,03-20,30,month,1", "03-20,04-20,30,month,1"],
    "trial cut short": ["01-20,02-20,30,month,1", "02-20,03-20,30,month,1"],
    "one-off": ["02-01,03-01,500,month,1,product_id=setup"],
    "refunded": ["01-01,02-01,50,month,1", "02-01,03-01,50,month,1", "03-01,04-01,50,month,1"],
    "all discounted": ["01-01,02-01,50,month,1", "02-01,03-01,0,month,1,discount=50"],
    "free": ["01-01,02-01,0,month,1", "02-01,03-01,0,month,1"],
    "test": ["01-01,02-01,50,month,1", "02-01,03-01,50,month,1"],
    "later": ["04-01,05-01,50,month,1"],
    "left by choice": ["01-01,02-01,50,month,1"],
    "card expired": ["01-01,02-01,50,month,1"],
    "asked to stop": ["01-01,02-01,50,month,1"],
    "left without a word": ["01-01,02-01,50,month,1"],
    "came back": ["01-01,02-01,50,month,1", "03-01,04-01,50,month,1"],
    "handed it over": ["01-01,02-01,50,month,1,subscription_id=handed over"],
    "took it over": ["02-01,03-01,50,month,1,subscription_id=handed over"],
}
SUBSCRIPTIONS = """
subscription_id,customer_id,status,started_at,cancel_requested_at,ended_at,is_involuntary,trial_ends_at
left by choice,left by choice,canceled,2025-01-01,,2025-02-01T00:00:00,false,
card expired,card expired,canceled,2025-01-01,2025-01-20T00:00:00,2025-02-01T00:00:00,true,
asked to stop,asked to stop,canceled,2025-01-01,2025-01-20T00:00:00,2025-02-01T00:00:00,,
came back,came back,active,2025-01-01,2025-03-10T00:00:00,,,
handed over,took it over,canceled,2025-01-01,,2025-03-01T00:00:00,true,
expired,expired,incomplete_expired,2025-01-15,,,,
trial by its date,trial by its date,active,2025-01-20,,,,2025-02-03T00:00:00
trial cut short,trial cut short,active,2025-01-20,,,,2025-02-03T00:00:00
"""
CHANGES = """
subscription_id,changed_at,status
incomplete,2025-02-01T00:00:00,incomplete
incomplete,2025-02-20T00:00:00,active
never completed,2025-02-01T00:00:00,incomplete
never completed,2025-02-02T00:00:00,incomplete_expired
trial by its date,2025-02-03T00:00:00,active
trial cut short,2025-01-25T00:00:00,active
"""
CUSTOMERS = "customer_id,account_id,is_test\ntest,,true"
PRODUCTS = "product_id,name,is_recurring\nsetup,Setup,false"
REFUNDS = (
    "refund_id,customer_id,kind,amount,currency,created_at\nr1,refunded,refund,50,EUR,2025-02-10T09:00:00"
)

# month, opening, new, reactivation, expansion, contraction, churn, closing. A month is 30.4375 days: 7.00 a week are
# 7 x 30.4375 / 7 = 30.4375 a month. As of the 20th of March.
MOVEMENTS: dict[str, list[tuple[object, ...]]] = {
    "by 30 days": [(JANUARY, 0, 30.4375, 0, 0, 0, 0, 30.4375)]
    + [(month, 30.4375, 0, 0, 0, 0, 0, 30.4375) for month in (FEBRUARY, MARCH)],
    "by the week": [(FEBRUARY, 0, 30.4375, 0, 0, 0, 0, 30.4375), (MARCH, 30.4375, 0, 0, 0, 0, 30.4375, 0)],
    "by two weeks": [(FEBRUARY, 0, 30.4375, 0, 0, 0, 0, 30.4375), (MARCH, 30.4375, 0, 0, 0, 0, 30.4375, 0)],
    "by the quarter": [(JANUARY, 0, 30, 0, 0, 0, 0, 30)]
    + [(month, 30, 0, 0, 0, 0, 0, 30) for month in (FEBRUARY, MARCH)],
    "by the year": [(FEBRUARY, 0, 100, 0, 0, 0, 0, 100), (MARCH, 100, 0, 0, 0, 0, 0, 100)],
    "by three years": [(JANUARY, 0, 100, 0, 0, 0, 0, 100)]
    + [(month, 100, 0, 0, 0, 0, 0, 100) for month in (FEBRUARY, MARCH)],
    "more seats": [  # The amount is that of all seats.
        (JANUARY, 0, 50, 0, 0, 0, 0, 50),
        (FEBRUARY, 50, 0, 0, 30, 0, 0, 80),
        (MARCH, 80, 0, 0, 0, 0, 80, 0),
    ],
    "discounted": [(FEBRUARY, 0, 80, 0, 0, 0, 0, 80), (MARCH, 80, 0, 0, 0, 0, 80, 0)],
    "price changes": [
        (JANUARY, 0, 50, 0, 0, 0, 0, 50),
        (FEBRUARY, 50, 0, 0, 15, 0, 0, 65),
        (MARCH, 65, 0, 0, 0, 25, 0, 40),
    ],
    # A customer who ends one of two has not left, and what it adds and drops in a month nets: 70 -> 60.
    "one of two ends": [
        (JANUARY, 0, 70, 0, 0, 0, 0, 70),
        (FEBRUARY, 70, 0, 0, 0, 10, 0, 60),
        (MARCH, 60, 0, 0, 5, 0, 0, 65),
    ],
    "inside a month": [],  # At no month's end: no movement.
    "paid to the first": [
        (JANUARY, 0, 30, 0, 0, 0, 0, 30),
        (FEBRUARY, 30, 0, 0, 0, 0, 0, 30),
        (MARCH, 30, 0, 0, 0, 0, 30, 0),
    ],
    "upgraded": [  # 28 - 14 x 28/14 + 28 x 28/14 = 56 from the 15th of February on.
        (JANUARY, 0, 28, 0, 0, 0, 0, 28),
        (FEBRUARY, 28, 0, 0, 28, 0, 0, 56),
        (MARCH, 56, 0, 0, 0, 0, 0, 56),
    ],
    "flagged trial": [(FEBRUARY, 0, 30, 0, 0, 0, 0, 30), (MARCH, 30, 0, 0, 0, 0, 0, 30)],
    "incomplete": [(FEBRUARY, 0, 50, 0, 0, 0, 0, 50), (MARCH, 50, 0, 0, 0, 0, 0, 50)],
    # Its first payment never came: it was never paid for, on any day.
    "never completed": [],
    "expired": [],
    # The history begins with the end of the trial, so until then the date of that end is all that is known ...
    "trial by its date": [(FEBRUARY, 0, 30, 0, 0, 0, 0, 30), (MARCH, 30, 0, 0, 0, 0, 0, 30)],
    # ... or inside the trial, which it ends.
    "trial cut short": [
        (JANUARY, 0, 30, 0, 0, 0, 0, 30),
        (FEBRUARY, 30, 0, 0, 0, 0, 0, 30),
        (MARCH, 30, 0, 0, 0, 0, 30, 0),
    ],
    "one-off": [],
    # Money given back is not revenue that shrinks.
    "refunded": [(JANUARY, 0, 50, 0, 0, 0, 0, 50)]
    + [(month, 50, 0, 0, 0, 0, 0, 50) for month in (FEBRUARY, MARCH)],
    "all discounted": [(JANUARY, 0, 50, 0, 0, 0, 0, 50), (FEBRUARY, 50, 0, 0, 0, 0, 50, 0)],
    "free": [],
    "test": [],
    "later": [],
    "left by choice": [(JANUARY, 0, 50, 0, 0, 0, 0, 50), (FEBRUARY, 50, 0, 0, 0, 0, 50, 0)],
    "card expired": [(JANUARY, 0, 50, 0, 0, 0, 0, 50), (FEBRUARY, 50, 0, 0, 0, 0, 50, 0)],
    "asked to stop": [(JANUARY, 0, 50, 0, 0, 0, 0, 50), (FEBRUARY, 50, 0, 0, 0, 0, 50, 0)],
    "left without a word": [(JANUARY, 0, 50, 0, 0, 0, 0, 50), (FEBRUARY, 50, 0, 0, 0, 0, 50, 0)],
    "came back": [
        (JANUARY, 0, 50, 0, 0, 0, 0, 50),
        (FEBRUARY, 50, 0, 0, 0, 0, 50, 0),
        (MARCH, 0, 0, 50, 0, 0, 0, 50),
    ],
    "handed it over": [(JANUARY, 0, 50, 0, 0, 0, 0, 50), (FEBRUARY, 50, 0, 0, 0, 0, 50, 0)],
    "took it over": [(FEBRUARY, 0, 50, 0, 0, 0, 0, 50), (MARCH, 50, 0, 0, 0, 0, 50, 0)],
}
CHURN_KINDS = {
    "left by choice": "voluntary",
    "card expired": "involuntary",
    "asked to stop": "voluntary",
    "left without a word": "unknown",
    # What it asked for in March is no reason for February; and another's failed payment is none of its own.
    "came back": "unknown",
    "handed it over": "unknown",
    "took it over": "involuntary",
}

# The catalogue's vector, a segment of its own: 100 customers at the opening of February, of whom 10 leave and one
# leaves and comes back; 30 join, of whom one leaves again.
VECTOR = (
    [(f"stays {number}", "01-01,04-01,30,month,3") for number in range(89)]
    + [(f"leaves {number}", "01-01,02-10,30,month,3") for number in range(10)]
    + [("returns", "01-01,02-10,30,month,3"), ("returns", "02-20,03-20,30,month,3")]
    + [(f"joins {number}", "02-15,04-15,30,month,2") for number in range(29)]
    + [("joins and leaves", "02-05,02-12,30,month,1")]
)
# Segments that lose 1 of 20 and 3 of 100 in February.
LOSING = {"loses 5": (1, 20), "loses 3": (3, 100)}
VECTOR += [
    (f"{segment}: {number}", "01-01,02-10,30,month,3" if number < lost else "01-01,04-01,30,month,3")
    for segment, (lost, everybody) in LOSING.items()
    for number in range(everybody)
]
PERIODS_OF_VECTOR: dict[str, list[str]] = {}
for name, period in VECTOR:
    PERIODS_OF_VECTOR.setdefault(name, []).append(period)

# Segments of 20 customers that all paid at the end of 2023; so many of them still do a year later.
RETAINED = {"keeps 60": 12, "keeps 70": 14, "keeps 80": 16, "keeps 90": 18}
PERIODS_OF_YEAR = {
    f"{segment}: {number}": [
        "2023-12-15,2025-01-01,30,month,13" if number < kept else "2023-12-15,2024-02-15,30,month,2"
    ]
    for segment, kept in RETAINED.items()
    for number in range(20)
}
DISCOUNT_RATE = 0.12


def _period_rows() -> list[str]:
    """The periods as lines under HEADER."""
    lines = []
    for customer, periods in (PERIODS | PERIODS_OF_VECTOR | PERIODS_OF_YEAR).items():
        for number, text in enumerate(periods, start=1):
            start, end, amount, unit, count, *more = text.split(",")
            row = {
                "period_id": f"{customer} {number}",
                "subscription_id": customer,
                "customer_id": customer,
                "period_start": start if len(start) == 10 else f"2025-{start}",
                "period_end": end if len(end) == 10 else f"2025-{end}",
                "amount": amount,
                "currency": "EUR",
                "interval_unit": unit,
                "interval_count": count,
                "plan": "basic",
            } | dict(pair.split("=") for pair in more)
            lines.append(",".join(row.get(name, "") for name in HEADER.split(",")))
    return lines


def deliver(home: Path) -> None:
    """Adds the deliveries to the inbox of a home, and the discount rate to its settings."""
    segments = {
        name: name.partition(":")[0] if ":" in name else "vector"
        for name in PERIODS_OF_VECTOR | PERIODS_OF_YEAR
    }
    tables = {
        "billing.customers": "\n".join([CUSTOMERS, *(f"{name},of {name},false" for name in segments)]),
        "crm.accounts": "\n".join(
            ["account_id,created_at,segment", *(f"of {name},2023-01-01,{s}" for name, s in segments.items())]
        ),
        "billing.products": PRODUCTS,
        "billing.refunds": REFUNDS,
        "billing.subscriptions": SUBSCRIPTIONS,
        "billing.subscription_changes": CHANGES,
        "billing.subscription_periods": "\n".join([HEADER, *_period_rows()]),
    }
    for table, text in tables.items():
        folder = home / "inbox" / "files" / table
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "subscriptions.csv").write_text(text.strip() + "\n", encoding="utf-8")
    with (home / "settings.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"discount_rate: {DISCOUNT_RATE}\n")

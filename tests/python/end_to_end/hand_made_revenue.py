"""A company whose every row of revenue was written for one rule, with what it must give beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

AS_OF = "2025-03-20T12:00:00"
JANUARY, FEBRUARY, MARCH = (date(2025, month, 1) for month in (1, 2, 3))

# period -> (columns, full interval, MRR in EUR). 5.00 over 14 days of no known interval: 5 x 30.4375 / 14.
PARTS = {
    "known": ("2025-02-15,2025-03-01,5,EUR,month,1", "2025-02-01,2025-03-01,true", "10.0000"),
    "no interval": ("2025-02-15,2025-03-01,5,EUR,,", "2025-02-01,2025-03-01,true", "10.8705"),
    "no bounds": ("2025-02-15,2025-03-01,5,EUR,,", ",,true", "10.8705"),
    "odd word": ("2025-02-15,2025-03-01,5,EUR,fortnight,1", "2025-02-01,2025-03-01,true", "10.8705"),
    "end alone": ("2025-03-05,2025-03-21,16,EUR,month,1", ",2025-04-05,", "31.0000"),
    "of no length": ("2025-02-15,2025-03-01,5,EUR,month,0", "2025-02-01,2025-03-01,true", "10.8705"),
}

# Two rates of one day, one of them for the reporting currency by name: that one counts, whichever comes first. The
# dollar in small letters is the same one, and delivered before.
RATES = """
currency,to_currency,valid_on,rate
usd,eur,2024-12-31,0.1
USD,,2024-12-31,0.5
USD,EUR,2024-12-31,0.9
GBP,EUR,2024-12-31,0.8
GBP,,2024-12-31,0.4
"""
CONVERTED = {
    "dollars": ("2025-02-01,2025-03-01,100,USD,month,1", "90.0000"),
    "in small letters": ("2025-02-01,2025-03-01,100, usd,month,1", "90.0000"),
    "pounds": ("2025-02-01,2025-03-01,100,GBP,month,1", "80.0000"),
}

# customer -> its periods of 100 EUR a month; each is one subscription of the customer's name
PAID = {
    "asked": ["2025-01-01,2025-02-01", "2025-02-01,2025-03-01"],
    "asked and ended": ["2025-01-01,2025-02-01", "2025-02-01,2025-03-01"],
    "asked in March": ["2025-02-01,2025-03-01", "2025-03-01,2025-04-01"],
    "ended at once": ["2025-01-01,2025-02-01", "2025-02-01,2025-03-01"],
    "unpaid before": ["2025-01-01,2025-02-01", "2025-02-01,2025-03-01"],
    "trial first": ["2025-01-10,2025-03-10"],
    "pause inside": ["2025-01-10,2025-01-20", "2025-02-10,2025-03-10"],
    "back": ["2025-01-10,2025-01-20", "2025-02-10,2025-03-10"],
    "credited late": ["2025-01-10,2025-01-20", "2025-02-10,2025-03-10"],
    "credited at once": ["2025-01-10,2025-01-20", "2025-02-10,2025-03-10"],
}
CREDITS = {"credited late": "2025-01-15,2025-01-20", "credited at once": "2025-01-10,2025-01-20"}

SUBSCRIPTIONS = """
subscription_id,customer_id,status,started_at,cancel_requested_at,ended_at
asked,asked,canceled,2025-01-01,2025-02-10T10:00:00,
asked and ended,asked and ended,canceled,2025-01-01,2025-02-10T10:00:00,2025-03-01T00:00:00
asked in March,asked in March,canceled,2025-01-01,2025-03-10T10:00:00,
ended at once,ended at once,canceled,2025-01-01,2025-02-10T10:00:00,2025-02-10T10:00:00
unpaid before,unpaid before,canceled,2025-01-01,2025-02-10T10:00:00,
"""
CHANGES = """
subscription_id,changed_at,status
asked and ended,2025-01-01T00:00:00,active
asked and ended,2025-02-10T10:00:00,canceled
ended at once,2025-01-01T00:00:00,active
ended at once,2025-02-10T10:00:00,canceled
unpaid before,2025-01-01T00:00:00,active
unpaid before,2025-02-05T00:00:00,unpaid
unpaid before,2025-02-10T10:00:00,canceled
trial first,2025-01-10T00:00:00,trialing
trial first,2025-02-05T00:00:00,active
pause inside,2025-01-10T00:00:00,active
pause inside,2025-01-15T00:00:00,paused
pause inside,2025-01-18T00:00:00,active
"""

# customer -> (month, new, reactivation, churn, closing)
MOVEMENTS = {
    # What was paid for runs to its end, whether or not that end is told; the churn is of the month after.
    "asked": [(JANUARY, 100, 0, 0, 100), (FEBRUARY, 0, 0, 0, 100), (MARCH, 0, 0, 100, 0)],
    "asked and ended": [(JANUARY, 100, 0, 0, 100), (FEBRUARY, 0, 0, 0, 100), (MARCH, 0, 0, 100, 0)],
    "asked in March": [(FEBRUARY, 100, 0, 0, 100), (MARCH, 0, 0, 0, 100)],
    # Its end is inside the period, so the revenue ends there.
    "ended at once": [(JANUARY, 100, 0, 0, 100), (FEBRUARY, 0, 0, 100, 0)],
    # Days that were unpaid are not paid for by a cancellation.
    "unpaid before": [(JANUARY, 100, 0, 0, 100), (FEBRUARY, 0, 0, 100, 0)],
    "trial first": [(FEBRUARY, 100, 0, 0, 100), (MARCH, 0, 0, 100, 0)],
    "pause inside": [(FEBRUARY, 0, 100, 0, 100), (MARCH, 0, 0, 100, 0)],
    "back": [(FEBRUARY, 0, 100, 0, 100), (MARCH, 0, 0, 100, 0)],
    # Five days of January were worth 100 before the credit began: it had revenue, and came back.
    "credited late": [(FEBRUARY, 0, 100, 0, 100), (MARCH, 0, 0, 100, 0)],
    # Charge and credit cover the same days, so no day of January was worth anything.
    "credited at once": [(FEBRUARY, 100, 0, 0, 100), (MARCH, 0, 0, 100, 0)],
}

# The account is large from the very instant of AS_OF.
ACCOUNTS = f"""
account_id,created_at,updated_at,segment
A1,2024-01-01,2024-01-01,small
A1,2024-01-01,{AS_OF},large
"""
TICKETS = """
ticket_id,channel,status,created_at,account_id
open,email,open,2025-03-03T09:00:00,A1
"""

# No price was delivered, so the interval of the first subscription's lines is not known.
STRIPE = {
    "customer": """
id,email,name,currency,created
no price,a@gmail.com,A,eur,2025-01-01T00:00:00Z
kept,b@gmail.com,B,eur,2025-01-01T00:00:00Z
cut,c@gmail.com,C,eur,2025-01-01T00:00:00Z
drafted,f@gmail.com,F,eur,2025-01-01T00:00:00Z
""",
    "price": """
id,product_id,currency,unit_amount,recurring_interval,recurring_interval_count
m10,prod_1,eur,1000,month,1
m20,prod_1,eur,2000,month,1
""",
    "subscription_history": """
id,customer_id,status,created,current_period_start,current_period_end,canceled_at,ended_at,_fivetran_active,_fivetran_start,_fivetran_synced
s1,no price,active,2025-03-01T00:00:00Z,2025-03-01T00:00:00Z,2025-04-01T00:00:00Z,,,true,2025-03-01T00:00:00Z,2025-03-16T00:00:00Z
s2,kept,active,2025-02-01T00:00:00Z,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,,,false,2025-02-01T00:00:00Z,2025-03-16T00:00:00Z
s2,kept,canceled,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,2025-04-01T00:00:00Z,2025-03-10T00:00:00Z,,true,2025-03-10T00:00:00Z,2025-03-16T00:00:00Z
s3,cut,active,2025-02-01T00:00:00Z,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,,,false,2025-02-01T00:00:00Z,2025-03-16T00:00:00Z
s3,cut,canceled,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,2025-04-01T00:00:00Z,2025-03-10T00:00:00Z,2025-03-10T00:00:00Z,true,2025-03-10T00:00:00Z,2025-03-16T00:00:00Z
s4,drafted,active,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,2025-04-01T00:00:00Z,,,true,2025-02-01T00:00:00Z,2025-03-16T00:00:00Z
""",
    "subscription_item": """
id,subscription_id,price_id,quantity
si4,s4,m20,1
si4 more,s4,m10,1
""",
    "invoice": """
id,customer_id,subscription_id,status,created,currency,subtotal,total
i1,no price,s1,paid,2025-03-01T00:00:00Z,eur,1000,1000
i2,no price,s1,paid,2025-03-16T00:00:00Z,eur,516,516
i3,kept,s2,paid,2025-02-01T00:00:00Z,eur,2000,2000
i4,cut,s3,paid,2025-02-01T00:00:00Z,eur,2000,2000
d1,drafted,s4,paid,2025-02-01T00:00:00Z,eur,2000,1500
d2,drafted,s4,draft,2025-03-01T00:00:00Z,eur,2000,1500
""",
    "invoice_line_item": """
id,invoice_id,amount,currency,period_start,period_end,price_id,proration,quantity,subscription_id,subscription_item_id,type
l1,i1,1000,eur,2025-03-01T00:00:00Z,2025-04-01T00:00:00Z,old,false,1,s1,si1,subscription
l2,i2,-516,eur,2025-03-16T00:00:00Z,2025-04-01T00:00:00Z,old,true,1,s1,si1,invoiceitem
l3,i2,1032,eur,2025-03-16T00:00:00Z,2025-04-01T00:00:00Z,new,true,1,s1,si1,invoiceitem
l4,i3,1000,eur,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,m10,false,1,s2,si2,subscription
l5,i3,1000,eur,2025-03-01T00:00:00Z,2025-04-01T00:00:00Z,m10,false,1,s2,si2,subscription
l6,i4,1000,eur,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,m10,false,1,s3,si3,subscription
l7,i4,1000,eur,2025-03-01T00:00:00Z,2025-04-01T00:00:00Z,m10,false,1,s3,si3,subscription
dl1,d1,2000,eur,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,m20,false,1,s4,si4,subscription
dl2,d2,2000,eur,2025-03-01T00:00:00Z,2025-04-01T00:00:00Z,m20,false,1,s4,si4,subscription
""",
}
# 10.00 over 31 days (9.8185) - 5.16 over 16 (9.8161) + 10.32 over 16 (19.6322), each x 30.4375 a day.
# A draft is not billed yet, but knows the discount: 20.00 - 5.00; the item that it lacks counts at its list price, 10.00.
STRIPE_MARCH = {
    "no price": Decimal("19.6346"), "kept": Decimal(10), "cut": Decimal(0), "drafted": Decimal(25),
}  # fmt: skip


def _periods() -> str:
    lines = [
        "period_id,subscription_id,customer_id,period_start,period_end,amount,currency,interval_unit,interval_count,"
        "interval_start,interval_end,is_proration"
    ]
    lines += [f"{name},{name},{name},{columns},{full}" for name, (columns, full, _) in PARTS.items()]
    lines += [f"{name},{name},{name},{columns},,," for name, (columns, _) in CONVERTED.items()]
    lines.append("of A1,of A1,of A1,2025-03-01,2025-04-01,100,EUR,month,1,,,")
    for customer, spans in PAID.items():
        for number, span in enumerate(spans, start=1):
            lines.append(f"{customer} {number},{customer},{customer},{span},100,EUR,month,1,,,")
    for customer, span in CREDITS.items():
        lines.append(f"{customer} credit,{customer} credit,{customer},{span},-100,EUR,month,1,,,")
    return "\n".join(lines)


def deliver(home: Path) -> None:
    """Writes the deliveries into the inbox of a home, with its settings."""
    tables = {
        "files/crm.accounts": ACCOUNTS,
        "files/ticketing.tickets": TICKETS,
        "files/billing.customers": "customer_id,account_id\nof A1,A1",
        "files/billing.subscriptions": SUBSCRIPTIONS,
        "files/billing.subscription_changes": CHANGES,
        "files/billing.subscription_periods": _periods(),
        "files/billing.exchange_rates": RATES,
    }
    for table, text in (tables | {f"stripe/{name}": text for name, text in STRIPE.items()}).items():
        folder = home / "inbox" / table
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "day1.csv").write_text(text.strip() + "\n", encoding="utf-8")
    (home / "settings.yml").write_text("reporting_currency: EUR\n", encoding="utf-8")

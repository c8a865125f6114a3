"""One company on two calendars: the same instants, delivered once, to be refreshed for New York and for Auckland.

New York is at UTC-5, and at UTC-4 from 2025-03-09T07:00Z to 2025-11-02T06:00Z. Auckland is at UTC+13, and at UTC+12 from
2025-04-05T14:00Z to 2025-09-27T14:00Z. Beside each instant stands what the clocks on the two walls show.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

Ask = Callable[..., list[tuple[Any, ...]]]

# The last microsecond of 2025 in New York; 2026-01-01 17:59:59 in Auckland.
AS_OF = "2026-01-01T04:59:59.999999"
ARRIVED_AT = "2026-01-02T00:00:00Z"

# fmt: off
# ticket -> (created_at, solved_at); below, on both calendars: created, and solved
TICKETS = {
    "new year": ("2025-01-01T03:00:00Z", "2025-02-01T04:59:59Z"),
    #   New York  Tue 2024-12-31 22:00:00   Fri 2025-01-31 23:59:59
    #   Auckland  Wed 2025-01-01 16:00:00   Sat 2025-02-01 17:59:59
    "noon": ("2025-01-31T10:59:59Z", "2025-02-01T05:00:00Z"),
    #   New York  Fri 2025-01-31 05:59:59   Sat 2025-02-01 00:00:00
    #   Auckland  Fri 2025-01-31 23:59:59   Sat 2025-02-01 18:00:00
    "month": ("2025-01-31T11:00:00Z", "2025-12-31T11:00:00Z"),
    #   New York  Fri 2025-01-31 06:00:00   Wed 2025-12-31 06:00:00
    #   Auckland  Sat 2025-02-01 00:00:00   Thu 2026-01-01 00:00:00
    "late": ("2025-02-01T04:59:59Z", "2025-03-10T04:00:00Z"),
    #   New York  Fri 2025-01-31 23:59:59   Mon 2025-03-10 00:00:00
    #   Auckland  Sat 2025-02-01 17:59:59   Mon 2025-03-10 17:00:00
    "first": ("2025-02-01T05:00:00Z", ""),
    #   New York  Sat 2025-02-01 00:00:00
    #   Auckland  Sat 2025-02-01 18:00:00
    "23 hours": ("2025-03-09T05:00:00Z", "2025-03-14T12:00:00Z"),
    #   New York  Sun 2025-03-09 00:00:00   Fri 2025-03-14 08:00:00
    #   Auckland  Sun 2025-03-09 18:00:00   Sat 2025-03-15 01:00:00
    "sunday": ("2025-03-10T03:59:59Z", ""),
    #   New York  Sun 2025-03-09 23:59:59
    #   Auckland  Mon 2025-03-10 16:59:59
    "monday": ("2025-03-10T04:00:00Z", ""),
    #   New York  Mon 2025-03-10 00:00:00
    #   Auckland  Mon 2025-03-10 17:00:00
    "25 hours": ("2025-04-05T11:00:00Z", "2025-04-07T12:30:00Z"),
    #   New York  Sat 2025-04-05 07:00:00   Mon 2025-04-07 08:30:00
    #   Auckland  Sun 2025-04-06 00:00:00   Tue 2025-04-08 00:30:00
    "winter": ("2025-04-06T11:59:59Z", ""),
    #   New York  Sun 2025-04-06 07:59:59
    #   Auckland  Sun 2025-04-06 23:59:59
    "week": ("2025-04-06T12:00:00Z", ""),
    #   New York  Sun 2025-04-06 08:00:00
    #   Auckland  Mon 2025-04-07 00:00:00
    "spring": ("2025-09-28T11:00:00Z", ""),
    #   New York  Sun 2025-09-28 07:00:00
    #   Auckland  Mon 2025-09-29 00:00:00
    "autumn": ("2025-11-03T04:59:59Z", ""),
    #   New York  Sun 2025-11-02 23:59:59
    #   Auckland  Mon 2025-11-03 17:59:59
    "midnight": ("2025-12-31T05:00:00Z", ""),
    #   New York  Wed 2025-12-31 00:00:00
    #   Auckland  Wed 2025-12-31 18:00:00
    "eve": ("2025-12-31T10:59:59Z", ""),
    #   New York  Wed 2025-12-31 05:59:59
    #   Auckland  Wed 2025-12-31 23:59:59
    "year": ("2025-12-31T11:00:00Z", ""),
    #   New York  Wed 2025-12-31 06:00:00
    #   Auckland  Thu 2026-01-01 00:00:00
    "last": ("2026-01-01T04:59:59Z", ""),
    #   New York  Wed 2025-12-31 23:59:59
    #   Auckland  Thu 2026-01-01 17:59:59
}
# fmt: on

SUBSCRIPTIONS = """
subscription_id,customer_id,status,started_at,ended_at
S cut,P cut,canceled,2025-01-01T18:00:00Z,2025-06-01T03:00:00Z
S moody,P moody,canceled,2025-01-15T08:00:00Z,2025-10-01T02:00:00Z
S dollars,P dollars,active,2025-12-01T18:00:00Z,
"""

# A trial, a paid quarter, a pause of two months, a paid quarter, the end; and a pause of five hours in August.
SUBSCRIPTION_CHANGES = """
subscription_id,changed_at,status
S moody,2025-01-15T08:00:00Z,trialing
S moody,2025-02-01T02:00:00Z,active
S moody,2025-04-30T23:00:00Z,paused
S moody,2025-07-01T03:30:00Z,active
S moody,2025-08-10T10:00:00Z,paused
S moody,2025-08-10T15:00:00Z,active
S moody,2025-10-01T02:00:00Z,canceled
"""

# 100.00 EUR, 30.00 EUR and 100.00 USD a month. Dates are dates: no zone moves them.
PERIODS = """
period_id,subscription_id,customer_id,period_start,period_end,amount,currency,interval_unit,interval_count
cut,S cut,P cut,2025-01-01,2026-01-01,1200,EUR,year,1
moody,S moody,P moody,2025-01-15,2026-01-15,360,EUR,year,1
dollars,S dollars,P dollars,2025-12-01,2026-02-01,200,USD,month,2
"""

RATES = """
currency,to_currency,valid_on,rate
USD,EUR,2024-12-31,0.90
USD,EUR,2025-12-31,0.80
"""

# Stripe: monthly and early on the 1st; upgraded 18 of 28 days before a renewal after the change to summer time; out of
# trial on April 1; and renewed, with no invoice yet, half an hour before the year ends in UTC.
STRIPE_CUSTOMERS = """
id,created
monthly,2025-01-20T00:00:00Z
upgraded,2025-01-20T00:00:00Z
tried,2025-01-20T00:00:00Z
running,2025-01-20T00:00:00Z
"""

STRIPE_PRICES = """
id,product_id,currency,unit_amount,recurring_interval,recurring_interval_count
ten,desk,eur,1000,month,1
fourteen,desk,eur,1400,month,1
twice,desk,eur,2800,month,1
"""

STRIPE_HISTORY = """
id,customer_id,status,created,current_period_start,current_period_end,trial_start,trial_end,ended_at,_fivetran_active,_fivetran_start,_fivetran_synced
s_monthly,monthly,active,2025-05-01T02:00:00Z,2025-05-01T02:00:00Z,2025-06-01T02:00:00Z,,,,false,2025-05-01T02:00:00Z,2025-07-02T00:00:00Z
s_monthly,monthly,canceled,2025-05-01T02:00:00Z,2025-06-01T02:00:00Z,2025-07-01T02:00:00Z,,,2025-07-01T02:00:00Z,true,2025-07-01T02:00:00Z,2025-07-02T00:00:00Z
s_upgraded,upgraded,active,2025-02-15T04:30:00Z,2025-02-15T04:30:00Z,2025-03-15T04:30:00Z,,,,false,2025-02-15T04:30:00Z,2025-04-16T00:00:00Z
s_upgraded,upgraded,canceled,2025-02-15T04:30:00Z,2025-03-15T04:30:00Z,2025-04-15T04:30:00Z,,,2025-04-15T04:30:00Z,true,2025-04-15T04:30:00Z,2025-04-16T00:00:00Z
s_tried,tried,trialing,2025-03-01T03:00:00Z,2025-03-01T03:00:00Z,2025-04-01T02:00:00Z,2025-03-01T03:00:00Z,2025-04-01T02:00:00Z,,false,2025-03-01T03:00:00Z,2025-05-02T00:00:00Z
s_tried,tried,active,2025-03-01T03:00:00Z,2025-04-01T02:00:00Z,2025-05-01T02:00:00Z,2025-03-01T03:00:00Z,2025-04-01T02:00:00Z,,false,2025-04-01T02:00:00Z,2025-05-02T00:00:00Z
s_tried,tried,canceled,2025-03-01T03:00:00Z,2025-04-01T02:00:00Z,2025-05-01T02:00:00Z,2025-03-01T03:00:00Z,2025-04-01T02:00:00Z,2025-05-01T02:00:00Z,true,2025-05-01T02:00:00Z,2025-05-02T00:00:00Z
s_running,running,active,2025-12-31T23:30:00Z,2025-12-31T23:30:00Z,2026-01-31T23:30:00Z,,,,true,2025-12-31T23:30:00Z,2026-01-01T00:00:00Z
"""

STRIPE_ITEMS = """
id,subscription_id,price_id,quantity
si_running,s_running,ten,3
"""

STRIPE_INVOICES = """
id,customer_id,subscription_id,status,created,currency,subtotal,total
in_may,monthly,s_monthly,paid,2025-05-01T02:00:00Z,eur,1000,1000
in_june,monthly,s_monthly,paid,2025-06-01T02:00:00Z,eur,1000,1000
in_whole,upgraded,s_upgraded,paid,2025-02-15T04:30:00Z,eur,1400,1400
in_up,upgraded,s_upgraded,paid,2025-02-25T04:30:00Z,eur,900,900
in_next,upgraded,s_upgraded,paid,2025-03-15T04:30:00Z,eur,2800,2800
in_trial,tried,s_tried,paid,2025-03-01T03:00:00Z,eur,0,0
in_paid,tried,s_tried,paid,2025-04-01T02:00:00Z,eur,1000,1000
"""

STRIPE_LINES = """
id,invoice_id,amount,currency,period_start,period_end,price_id,proration,quantity,subscription_id,subscription_item_id,type
may,in_may,1000,eur,2025-05-01T02:00:00Z,2025-06-01T02:00:00Z,ten,false,1,s_monthly,si_monthly,subscription
june,in_june,1000,eur,2025-06-01T02:00:00Z,2025-07-01T02:00:00Z,ten,false,1,s_monthly,si_monthly,subscription
whole,in_whole,1400,eur,2025-02-15T04:30:00Z,2025-03-15T04:30:00Z,fourteen,false,1,s_upgraded,si_up,subscription
back,in_up,-900,eur,2025-02-25T04:30:00Z,2025-03-15T04:30:00Z,fourteen,true,1,s_upgraded,si_up,invoiceitem
up,in_up,1800,eur,2025-02-25T04:30:00Z,2025-03-15T04:30:00Z,twice,true,1,s_upgraded,si_up,invoiceitem
next,in_next,2800,eur,2025-03-15T04:30:00Z,2025-04-15T04:30:00Z,twice,false,1,s_upgraded,si_up,subscription
trial,in_trial,0,eur,2025-03-01T03:00:00Z,2025-04-01T02:00:00Z,ten,false,1,s_tried,si_tried,subscription
paid,in_paid,1000,eur,2025-04-01T02:00:00Z,2025-05-01T02:00:00Z,ten,false,1,s_tried,si_tried,subscription
"""


def _tickets() -> str:
    lines = [
        f"{ticket},email,{'solved' if solved_at else 'open'},{created_at},{solved_at}"
        for ticket, (created_at, solved_at) in TICKETS.items()
    ]
    return "\n".join(["ticket_id,channel,status,created_at,solved_at", *lines])


def deliver(home: Path, zone: str) -> None:
    """Writes the deliveries of the company into the inbox of a home that reports in a time zone."""
    tables = {
        "files/ticketing.tickets": _tickets(),
        "files/billing.subscriptions": SUBSCRIPTIONS,
        "files/billing.subscription_changes": SUBSCRIPTION_CHANGES,
        "files/billing.subscription_periods": PERIODS,
        "files/billing.exchange_rates": RATES,
        "files/billing.customers": "customer_id\nP cut\nP moody\nP dollars",
        "stripe/customer": STRIPE_CUSTOMERS,
        "stripe/product": "id,name\ndesk,Desk",
        "stripe/price": STRIPE_PRICES,
        "stripe/subscription_history": STRIPE_HISTORY,
        "stripe/subscription_item": STRIPE_ITEMS,
        "stripe/invoice": STRIPE_INVOICES,
        "stripe/invoice_line_item": STRIPE_LINES,
    }
    for table, text in tables.items():
        folder = home / "inbox" / table
        folder.mkdir(parents=True)
        (folder / "all.csv").write_text(text.strip() + "\n", encoding="utf-8")
    settings = f"reporting_currency: EUR\nreporting_time_zone: {zone}\n"
    (home / "settings.yml").write_text(settings, encoding="utf-8")


def asking(connection: duckdb.DuckDBPyConnection) -> Ask:
    """What asks a database in SQL; dates, instants and decimals are told as text."""

    def ask(query: str, *values: object) -> list[tuple[Any, ...]]:
        rows = connection.execute(query, list(values)).fetchall()
        return [tuple(v if v is None or isinstance(v, bool | int | str) else str(v) for v in r) for r in rows]

    return ask


def kpi(ask: Ask, kpi_id: str, period_kind: str) -> dict[str, float]:
    """The totals of a KPI by the first day of the period."""
    rows = ask(
        "select period_start, value from marts.kpi_values where kpi_id = ? and period_kind = ? and dimension = 'total'",
        kpi_id,
        period_kind,
    )
    return {start: float(value) for start, value in rows}

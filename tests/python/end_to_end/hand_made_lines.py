"""What is earned from services that end early, lines of invoices of every shape, and money that is given back."""

from __future__ import annotations

from pathlib import Path

HEADERS = {
    "billing.customers": "customer_id",
    "billing.subscription_periods": (
        "period_id,subscription_id,customer_id,period_start,period_end,amount,currency,interval_unit,interval_count,"
        "interval_start,interval_end,is_proration"
    ),
    "billing.subscriptions": "subscription_id,customer_id,status,started_at,ended_at",
    "billing.invoices": "invoice_id,customer_id,subscription_id,status,issued_at,currency,subtotal,discount,tax,total",
    "billing.invoice_lines": "line_id,invoice_id,subscription_id,amount,currency,period_start,period_end",
    "billing.payments": "payment_id,invoice_id,customer_id,status,amount,currency,created_at",
    "billing.refunds": "refund_id,payment_id,invoice_id,customer_id,kind,amount,currency,created_at",
}
FEBRUARY = "2025-02-01,2025-03-01"
YEAR = "2025-01-01,2026-01-01,365,EUR,year,1"
A_PART = "2025-01-01,2026-01-01,true"

# table -> rows; a row of a period begins with its customer, which is its subscription, too
ROWS: dict[str, list[str]] = {
    "billing.customers": ["no invoice"],
    "billing.subscription_periods": [
        f"stays,{YEAR},,,",
        f"leaves,{YEAR},,,",
        f"leaves with a credit,{YEAR},,,",
        f"leaves with a credit,2025-03-15,2026-01-01,-292,EUR,year,1,{A_PART}",
        "gone before,2025-02-10,2025-03-10,28,EUR,month,1,,,",
        *(
            f"{customer},{FEBRUARY},{amount},EUR,month,1,,,"
            for customer, amount in {
                "line without days": 56,
                "line of nobody": 56,
                "of its invoice": 56,
                "usage": 84,
                "overage": 84,
                "two lines of one": 112,
                "set-up as well": 56,
                "billed on": 56,
                "to its last day": 56,
                "to midnight": 56,
                "dearer": 56,
                "never paid": 56,
                "not paid yet": 56,
            }.items()
        ),
    ],
    "billing.subscriptions": [
        "leaves,leaves,canceled,2025-01-01,2025-03-15T10:00:00",
        "leaves with a credit,leaves with a credit,canceled,2025-01-01,2025-03-15T10:00:00",
        "gone before,gone before,canceled,2025-01-01,2025-01-20T10:00:00",
        "never paid,never paid,incomplete_expired,2025-02-01,",
        "not paid yet,not paid yet,incomplete,2025-02-01,",
    ],
    "billing.invoices": [
        "taxed,taxed,,paid,2025-02-03,EUR,100,0,20,120",
        "credited,credited,,paid,2025-02-03,EUR,100,0,20,120",
        "paid back,paid back,,paid,2025-02-03,EUR,100,0,20,120",
        "no tax,no tax,,paid,2025-02-03,EUR,100,,,100",
        "gross lines,gross lines,,paid,2025-02-03,EUR,120,15,21,126",
        "net lines,net lines,,paid,2025-02-03,EUR,120,15,21,126",
        "line without days,line without days,,paid,2025-02-01,EUR,56,,,56",
        "line of nobody,line of nobody,,paid,2025-02-01,EUR,56,,,56",
        "of its invoice,of its invoice,of its invoice,paid,2025-02-01,EUR,56,,,56",
        "usage,usage,,paid,2025-02-01,EUR,115,,,115",
        "overage,overage,,paid,2025-02-01,EUR,112,,,112",
        "two lines of one,two lines of one,,paid,2025-02-01,EUR,112,,,112",
        "set-up as well,set-up as well,,paid,2025-02-01,EUR,356,,,356",
        "billed on,billed on,,paid,2025-02-01,EUR,56,,,56",
        "billed on again,billed on,,paid,2025-03-01,EUR,56,,,56",
        "to its last day,to its last day,,paid,2025-02-01,EUR,56,,,56",
        "to midnight,to midnight,,paid,2025-02-01,EUR,56,,,56",
        "no service,no service,,paid,2025-02-01,EUR,28,,,28",
        "dearer,dearer,,paid,2025-02-01,EUR,60,,,60",
        "never paid,never paid,never paid,void,2025-02-01,EUR,56,,,56",
        "not paid yet,not paid yet,not paid yet,open,2025-02-01,EUR,56,,,56",
    ],
    "billing.invoice_lines": [
        "taxed,taxed,,100,EUR,,",
        "credited,credited,,100,EUR,,",
        "paid back,paid back,,100,EUR,,",
        "no tax,no tax,,100,EUR,,",
        # Lines of 150 and a credit of 30; the discount is that of the 150: 100 - 10, 50 - 5.
        "gross 1,gross lines,,100,EUR,,",
        "gross 2,gross lines,,50,EUR,,",
        "gross 3,gross lines,,-30,EUR,,",
        "net 1,net lines,,90,EUR,,",
        "net 2,net lines,,45,EUR,,",
        "net 3,net lines,,-30,EUR,,",
        "no days,line without days,line without days,56,EUR,,",
        f"of nobody,line of nobody,,56,EUR,{FEBRUARY}",
        f"of its invoice,of its invoice,,56,EUR,{FEBRUARY}",
        f"usage 1,usage,usage,84,EUR,{FEBRUARY}",
        "usage 2,usage,usage,31,EUR,2025-01-01,2025-02-01",
        f"overage 1,overage,overage,84,EUR,{FEBRUARY}",
        f"overage 2,overage,overage,28,EUR,{FEBRUARY}",
        f"two 1,two lines of one,two lines of one,84,EUR,{FEBRUARY}",
        f"two 2,two lines of one,two lines of one,28,EUR,{FEBRUARY}",
        f"set-up 1,set-up as well,set-up as well,56,EUR,{FEBRUARY}",
        "set-up 2,set-up as well,set-up as well,300,EUR,,",
        "on 1,billed on,billed on,56,EUR,,",
        "on 2,billed on again,billed on,56,EUR,,",
        "last day,to its last day,to its last day,56,EUR,2025-02-01,2025-02-28",
        "midnight,to midnight,to midnight,56,EUR,2025-02-01,2025-02-28T23:59:59",
        f"no service,no service,no service,28,EUR,{FEBRUARY}",
        f"dearer,dearer,dearer,60,EUR,{FEBRUARY}",
        f"never paid,never paid,never paid,56,EUR,{FEBRUARY}",
        f"not paid yet,not paid yet,not paid yet,56,EUR,{FEBRUARY}",
    ],
    "billing.payments": ["paid,paid back,paid back,succeeded,120,EUR,2025-02-03T09:00:00"],
    "billing.refunds": [
        "taxed,,taxed,taxed,refund,60,EUR,2025-02-10T09:00:00",
        "credited,,credited,credited,credit_note,120,EUR,2025-02-10T09:00:00",
        "paid back,paid,,paid back,refund,120,EUR,2025-02-10T09:00:00",
        "no tax,,no tax,no tax,refund,30,EUR,2025-02-10T09:00:00",
        "no invoice,,,no invoice,refund,12,EUR,2025-02-10T09:00:00",
    ],
}

# Half of 400.00 is given off: the subscription is worth 50.00, the set-up on its invoice 150.00. Of the second, an
# extra line has the very days of the service and is none.
STRIPE = {
    "customer": """
id,email,name,currency,created
half off,d@gmail.com,D,eur,2025-01-01T00:00:00Z
extra,e@gmail.com,E,eur,2025-01-01T00:00:00Z
""",
    "price": """
id,product_id,currency,unit_amount,recurring_interval,recurring_interval_count
m100,prod_1,eur,10000,month,1
once,prod_2,eur,30000,,
""",
    "subscription_history": """
id,customer_id,status,created,current_period_start,current_period_end,canceled_at,ended_at,_fivetran_active,_fivetran_start,_fivetran_synced
s5,half off,canceled,2025-02-01T00:00:00Z,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,2025-02-10T00:00:00Z,2025-03-01T00:00:00Z,true,2025-02-01T00:00:00Z,2025-03-16T00:00:00Z
s6,extra,canceled,2025-02-01T00:00:00Z,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,2025-02-10T00:00:00Z,2025-03-01T00:00:00Z,true,2025-02-01T00:00:00Z,2025-03-16T00:00:00Z
""",
    "invoice": """
id,customer_id,subscription_id,status,created,currency,subtotal,total
i5,half off,s5,paid,2025-02-01T00:00:00Z,eur,40000,20000
i6,extra,s6,paid,2025-02-01T00:00:00Z,eur,13000,13000
""",
    "invoice_line_item": """
id,invoice_id,amount,currency,period_start,period_end,price_id,proration,quantity,subscription_id,subscription_item_id,type
l8,i5,10000,eur,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,m100,false,1,s5,si5,subscription
l9,i5,30000,eur,2025-02-01T00:00:00Z,2025-02-01T00:00:00Z,once,false,1,s5,,invoiceitem
l10,i6,10000,eur,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,m100,false,1,s6,si6,subscription
l11,i6,3000,eur,2025-02-01T00:00:00Z,2025-03-01T00:00:00Z,once,false,1,s6,,invoiceitem
""",
}

# customer -> what it is worth in January, February and March, up to the 20th
REVENUE: dict[str, tuple[float, float, float]] = {
    "stays": (31, 28, 20),
    # Closed months stay; what is left of the 365 is released on the day of the end, or taken back by the credit.
    "leaves": (31, 28, 306),
    "leaves with a credit": (31, 28, 14),
    "gone before": (0, 28, 0),
    # Revenue is before tax, and so is what is given back of it.
    "taxed": (0, 50, 0),
    "credited": (0, 0, 0),
    "paid back": (0, 0, 0),
    "no tax": (0, 70, 0),
    "no invoice": (0, -12, 0),
    "gross lines": (0, 105, 0),
    "net lines": (0, 105, 0),
    "half off": (0, 200, 0),
    "extra": (0, 130, 0),
    # Billed once, in whatever shape the line has: 2.00 a day.
    "line without days": (0, 56, 0),
    "line of nobody": (0, 56, 0),
    "of its invoice": (0, 56, 0),
    "to its last day": (0, 56, 0),
    "to midnight": (0, 56, 0),
    "two lines of one": (0, 112, 0),
    # The period says what it costs; the audit, that its line says otherwise.
    "dearer": (0, 56, 0),
    # And what no service period accounts for is earned all the same.
    "usage": (31, 84, 0),
    "overage": (0, 112, 0),
    "set-up as well": (0, 356, 0),
    "billed on": (0, 56, 56),
    "no service": (0, 28, 0),
    # Its first payment never came, or has not come yet: no service was sold, by the status or its history.
    "never paid": (0, 0, 0),
    "not paid yet": (0, 0, 0),
    "never completed": (0, 0, 0),
    "expired": (0, 0, 0),
    "incomplete": (0, 50, 32.2581),
}


def deliver(home: Path) -> None:
    """Adds the deliveries to the inbox of a home."""
    rows = ROWS | {
        "billing.subscription_periods": [
            f"{row.split(',')[0]} {number},{row.split(',')[0]},{row}"
            for number, row in enumerate(ROWS["billing.subscription_periods"])
        ]
    }
    tables = {f"files/{table}": "\n".join([header, *rows[table]]) for table, header in HEADERS.items()}
    for table, text in (tables | {f"stripe/{name}": text for name, text in STRIPE.items()}).items():
        folder = home / "inbox" / table
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "lines.csv").write_text(text.strip() + "\n", encoding="utf-8")

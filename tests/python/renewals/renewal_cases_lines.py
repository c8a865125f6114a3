"""More accounts that each show one decision: subscriptions of several lines, won renewals that are none, drafts."""

from __future__ import annotations

from datetime import date

from renewal_cases import NEXT, YEAR, Case, Term, pending
from renewal_company import Company

WHOLE = ("2024-01-01", "2025-01-01")
LOST: Term = ("A", 1, "lost", None, None, 1000, None)
WON: Term = ("A", 1, "renewed", "opportunity", "2025-01-01", 1000, 1000)


def line_cases(company: Company) -> list[Case]:
    """Adds every case to the company."""
    made: list[Case] = []

    def case(name: str) -> Case:
        made.append(Case(company, name))
        return made[-1]

    # Wins. The year 2024 has 366 days: July 2 is its middle.
    case("won before it began").k("A", YEAR).won("2023-12-20", 1000).gives(LOST)
    case("won as it began").k("A", YEAR).won("2024-01-20", 1000).gives(LOST)
    case("won before its middle").k("A", YEAR).won("2024-07-02", 1000).gives(LOST)
    case("won after its middle").k("A", YEAR).won("2024-07-03", 1000).gives(WON)
    case("named, won in spring").k("A", YEAR).won("2024-03-01", 1000, "A").gives(WON)
    case("named, won on its first day").k("A", YEAR).won("2024-01-01", 1000, "A").gives(LOST)
    case("founded after half a year").k("A0", ("2023-07-01", "2023-12-31"), 500).k("A", YEAR).won(
        "2023-12-20", 1000
    ).gives(LOST)
    case("the term before it").k("A", YEAR).k("B", NEXT).won("2024-12-20", 1000).gives(WON, pending("B"))

    # Statuses.
    case("a draft follows").k("A", YEAR).k("B", NEXT, status="Draft").gives(LOST)
    case("an approval is awaited").k("A", YEAR, successor="B").k("B", NEXT, status=" In Approval ").gives(
        LOST
    )
    case("a draft in francs").k("A", YEAR, currency="CHF", status="Draft")
    case("never approved").k("A", YEAR, status="in-approval")
    case("signed").k("A", YEAR, status="Activated").gives(LOST)

    # Bridges: 22 days of 50 would be 830.1136 a year (50 x 12 x 30.4375 / 22).
    case("a bridge").k("A", YEAR).k("B", ("2025-01-20", "2025-02-10"), 50).gives(LOST)
    case("a bridge that it names").k("A", YEAR, successor="B").k("B", ("2025-01-20", "2025-02-10"), 50).gives(
        ("A", 1, "downgraded", "link", "2025-01-20", 1000, "830.1136")
    )
    case("thirty days").k("A", YEAR).k("B", ("2025-01-02", "2025-01-31"), 100).gives(LOST)
    case("thirty-one days").k("A", YEAR).k("B", ("2025-01-15", "2025-02-14"), 100).gives(
        ("A", 1, "upgraded", "next_contract", "2025-01-15", 1000, 1200)
    )
    case("withdrawn at once").k("A", YEAR).k("B", NEXT, terminated="2025-01-31").gives(LOST, pending("B"))

    # Contracts without a value, before they are due.
    case("no value, billed by the month").k("A", ("2025-03-01", "2026-02-28"), None).by_month(
        "S", "2025-03-01", 4, 100
    ).gives(("A", 1, "pending", None, None, 1200, None))
    case("no value, not begun").k("A", ("2025-09-01", "2026-08-31"), None).by_month("S", "2025-03-01", 4, 100).gives(
        ("A", 1, "pending", None, None, None, None)
    )  # fmt: skip

    # Contracts and billing of one customer.
    case("a contract long ago").k("A", ("2022-01-01", "2022-03-31")).paid("S", "2024-02-01", "2025-02-01", 600).paid(
        "S", "2025-02-01", "2026-02-01", 600
    ).gives(("S", 1, "renewed", "next_period", "2025-02-01", 600, 600), pending("S", 2, 600))  # fmt: skip
    case("from billing to a contract").paid("S", "2022-02-01", "2023-02-01", 600).paid(
        "S", "2023-02-01", "2024-02-01", 600
    ).k("A", YEAR).gives(LOST, ("S", 1, "renewed", "next_period", "2023-02-01", 600, 600))
    case("from a contract to billing").k("A", ("2022-01-01", "2022-12-31")).paid(
        "S", "2022-06-01", "2023-06-01", 600
    ).paid("S", "2023-06-01", "2024-06-01", 600).gives(LOST, ("S", 2, "lost", None, None, 600, None))
    case("a contract without an end").k("A", ("2023-01-01", "2023-12-31"), auto=True).paid(
        "S", "2024-02-01", "2025-02-01", 600
    ).gives(
        ("A", 1, "renewed", "automatic", "2024-01-01", 1000, 1000),
        ("A", 2, "renewed", "automatic", "2025-01-01", 1000, 1000),
        pending("A", 3),
    )

    # Lines of one subscription.
    for name, items in (("two items", ("1", "2")), ("two plans", (None, None))):
        two = case(name)
        for year in (2023, 2024, 2025):
            two.paid("S", f"{year}-06-01", f"{year + 1}-06-01", 1200, plan="A", item=items[0])
        for year in (2023, 2024):
            two.paid("S", f"{year}-09-01", f"{year + 1}-09-01", 600, plan="B", item=items[1])
        two.gives(
            ("S", 1, "renewed", "next_period", "2024-06-01", 1200, 1200),
            ("S", 2, "renewed", "next_period", "2024-09-01", 600, 600),
            ("S", 3, "renewed", "next_period", "2025-06-01", 1200, 1200),
            pending("S", 4, 600),
            pending("S", 5, 1200),
        )
    case("the add-on stays").paid("S", "2024-03-01", "2025-03-01", 1200).by_month("S", "2024-06-01", 14, 10, "add-on").gives(
        ("S", 1, "lost", None, None, 1200, None)
    )  # fmt: skip
    case("a neighbour's next year").paid("S", "2024-02-01", "2025-02-01", 1200, plan="A").paid(
        "S", "2024-02-15", "2025-02-15", 600, plan="B"
    ).paid("S", "2025-02-15", "2026-02-15", 600, plan="B").gives(
        ("S", 1, "lost", None, None, 1200, None),
        ("S", 2, "renewed", "next_period", "2025-02-15", 600, 600),
        pending("S", 3, 600),
    )
    case("one of two lines").paid("S", "2024-02-01", "2025-02-01", 1200, plan="A").paid(
        "S", "2024-02-01", "2025-02-01", 600, plan="B"
    ).paid("S", "2025-02-01", "2026-02-01", 1200, plan="A").gives(
        ("S", 1, "downgraded", "next_period", "2025-02-01", 1800, 1200), pending("S", 2, 1200)
    )
    case("another plan").paid("S", "2024-02-01", "2025-02-01", 1200, plan="A").paid(
        "S", "2025-02-01", "2026-02-01", 900, plan="B"
    ).gives(("S", 1, "downgraded", "next_period", "2025-02-01", 1200, 900), pending("S", 2, 900))
    case("more in the grace days").paid("S", "2024-02-01", "2025-02-01", 1200, plan="A").paid(
        "S", "2025-02-01", "2026-02-01", 1200, plan="A"
    ).paid("S", "2025-02-10", "2026-02-10", 600, plan="B").gives(
        ("S", 1, "renewed", "next_period", "2025-02-01", 1200, 1200), pending("S", 2, 1200), pending("S", 3, 600)
    )  # fmt: skip
    case("billed before its end").paid("S", "2024-01-01", "2025-01-01", 600).paid(
        "S", "2024-12-15", "2025-12-15", 480
    ).gives(("S", 1, "downgraded", "next_period", "2025-01-01", 600, 480), pending("S", 2, 480))

    # A change in the middle of the year: from July 1 on 184 of 366 days are left, 603.2787 of 1,200, 904.9180 of 1,800.
    case("upgraded within the year").paid("S", *WHOLE, 1200, plan="A").paid(
        "S", "2024-07-01", "2025-01-01", "-603.2787", plan="A", part=WHOLE
    ).paid("S", "2024-07-01", "2025-01-01", "904.9180", plan="B", part=WHOLE).paid(
        "S", "2025-01-01", "2026-01-01", 1800, plan="B"
    ).gives(("S", 1, "renewed", "next_period", "2025-01-01", 1800, 1800), pending("S", 2, 1800))
    case("a new year from the upgrade on").paid("S", *WHOLE, 1200, plan="A").paid(
        "S", "2024-07-01", "2025-01-01", "-603.28", plan="A", part=WHOLE
    ).paid("S", "2024-07-01", "2025-07-01", 1800, plan="B").gives(
        ("S", 1, "upgraded", "next_period", "2024-07-01", 1200, 1800), pending("S", 2, 1800)
    )
    case("cut short by the upgrade").paid("S", "2024-01-01", "2024-07-01", "596.7213", plan="A", part=WHOLE).paid(
        "S", "2024-07-01", "2025-07-01", 1800, plan="B"
    ).gives(("S", 1, "upgraded", "next_period", "2024-07-01", 1200, 1800), pending("S", 2, 1800))  # fmt: skip
    case("taken back").paid("S", *WHOLE, 1200).paid("S", *WHOLE, -1200, part=WHOLE)
    # 30.4375 / 365 of 365 a month are 365.25 a year.
    case("365 days").paid("S", "2023-06-01", "2024-05-31", 365, "day", 365).paid(
        "S", "2024-05-31", "2025-05-31", 365, "day", 365
    ).gives(
        ("S", 1, "renewed", "next_period", "2024-05-31", "365.25", "365.25"), pending("S", 2, "365.25")
    )  # fmt: skip
    # So are 30.4375 of 30.4375 a month, for 52 weeks of 7 each.
    case("52 weeks").paid("S", "2023-06-03", "2024-06-01", 364, "week", 52).paid(
        "S", "2024-06-01", "2025-05-31", 364, "week", 52
    ).gives(
        ("S", 1, "renewed", "next_period", "2024-06-01", "365.25", "365.25"), pending("S", 2, "365.25")
    )  # fmt: skip
    case("51 weeks").paid("S", "2024-06-01", "2025-05-24", 357, "week", 51)
    # 364 days are 11.95893 months: 1,000 x 12 x 30.4375 / 364; the next 52 weeks end on May 31.
    case("a contract of 52 weeks").k("A", ("2023-06-03", "2024-05-31"), auto=True).gives(
        ("A", 1, "renewed", "automatic", "2024-06-01", "1003.4341", "1003.4341"),
        ("A", 2, "renewed", "automatic", "2025-05-31", "1003.4341", "1003.4341"),
        pending("A", 3, "1003.4341"),
    )
    # Handed over: whose own year ends as it takes another's subscription on has renewed; who gave it has not, and nor
    # has who had it for 19 days.
    case("handed over").paid("T", "2024-02-01", "2025-02-01", 600).paid(
        "S", "2024-02-01", "2025-02-01", 720, account="the giver"
    ).paid("S", "2025-02-01", "2026-02-01", 720).gives(
        ("S", 1, "lost", None, None, 720, None), pending("S", 1, 720),
        ("T", 1, "upgraded", "next_subscription", "2025-02-01", 600, 720),
    )  # fmt: skip
    case("handed on").paid("T", "2024-02-01", "2025-02-01", 600).paid(
        "S", "2025-02-01", "2025-02-20", 60, "month"
    ).paid("S", "2025-02-20", "2026-02-20", 720, account="the taker").gives(
        pending("S", 1, 720), ("T", 1, "lost", None, None, 600, None)
    )
    # What is worth nothing on its first day renews from the day on which it is worth something, if any.
    case("a credit follows").paid("T", "2024-02-01", "2025-02-01", 600).paid(
        "C", "2025-02-01", "2026-02-01", -100
    ).gives(("T", 1, "lost", None, None, 600, None))
    case("taken back at once").paid("T", "2024-02-01", "2025-02-01", 600).paid(
        "S", "2025-02-01", "2026-02-01", 720
    ).paid("S", "2025-02-01", "2026-02-01", -720, part=("2025-02-01", "2026-02-01")).gives(
        ("T", 1, "lost", None, None, 600, None)
    )
    case("the next year taken back").paid("S", "2024-02-01", "2025-02-01", 600).paid(
        "S", "2025-02-01", "2026-02-01", 600
    ).paid("S", "2025-02-01", "2026-02-01", -600, part=("2025-02-01", "2026-02-01")).gives(
        ("S", 1, "lost", None, None, 600, None)
    )
    case("less 120 each year").paid("S", "2024-02-01", "2025-02-01", 600).paid("S", "2024-02-01", "2025-02-01", -120).paid(
        "S", "2025-02-01", "2026-02-01", 600
    ).paid("S", "2025-02-01", "2026-02-01", -120).gives(
        ("S", 1, "renewed", "next_period", "2025-02-01", 480, 480), pending("S", 2, 480)
    )  # fmt: skip
    case("free at first").paid("T", "2024-02-01", "2025-02-01", 600).paid("S", "2025-02-01", "2025-03-01", 0, "month").by_month(
        "S", "2025-03-01", 4, 60
    ).gives(("T", 1, "upgraded", "next_subscription", "2025-03-01", 600, 720))  # fmt: skip
    case("paused").paid("S", "2024-02-01", "2025-02-01", 600).paid(
        "S", "2025-02-01", "2026-02-01", 600
    ).gives(("S", 1, "renewed", "next_period", "2025-02-01", 600, 600), pending("S", 2, 600))
    company.paused["paused S"] = date(2025, 1, 10)
    return made

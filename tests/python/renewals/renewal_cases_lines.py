"""More accounts that each show one decision: subscriptions of several lines, won renewals that are none, drafts."""

from __future__ import annotations

from renewal_cases import NEXT, YEAR, Case, Term, pending
from renewal_company import Company

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
    return made

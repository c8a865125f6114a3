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
    return made

"""More accounts that each show one decision: terms that renew themselves, early ends, wins, billing, identity."""

from __future__ import annotations

from renewal_cases import NEXT, YEAR, Case, pending
from renewal_company import Company


def more_cases(company: Company) -> list[Case]:
    """Adds every case to the company."""

    def case(name: str) -> Case:
        made.append(Case(company, name))
        return made[-1]

    made: list[Case] = []
    case("renews itself").k("A", ("2022-01-01", "2022-12-31"), auto=True).gives(
        ("A", 1, "renewed", "automatic", "2023-01-01", 1000, 1000),
        ("A", 2, "renewed", "automatic", "2024-01-01", 1000, 1000),
        ("A", 3, "renewed", "automatic", "2025-01-01", 1000, 1000),
        pending("A", 4),
    )
    case("two years at a time").k("A", ("2021-03-01", "2023-02-28"), 2000, auto=True).gives(
        ("A", 1, "renewed", "automatic", "2023-03-01", 1000, 1000),
        ("A", 2, "renewed", "automatic", "2025-03-01", 1000, 1000),
        pending("A", 3),
    )
    case("terminated on the due date").k("A", YEAR, auto=True, terminated="2025-01-01").gives(
        ("A", 1, "lost", None, None, 1000, None)
    )
    case("terminated a day later").k("A", YEAR, auto=True, terminated="2025-01-02").gives(
        ("A", 1, "renewed", "automatic", "2025-01-01", 1000, 1000), pending("A", 2)
    )
    case("terminated early").k("A", YEAR, terminated="2024-04-01").gives(
        ("A", 1, "lost", None, None, 1000, None)
    )
    case("terminated early, not due").k("A", NEXT, terminated="2025-04-01").gives(pending("A"))
    case("terminated and replaced").k("A", YEAR, terminated="2024-04-01").k("B", ("2024-04-01", "2025-03-31")).k(
        "C", ("2025-04-01", "2026-03-31")
    ).gives(
        ("A", 1, "renewed_early", "next_contract", "2024-04-01", 1000, 1000),
        ("B", 1, "renewed", "next_contract", "2025-04-01", 1000, 1000),
        pending("C"),
    )  # fmt: skip
    case("terminated before it began").k("A", YEAR, terminated="2024-01-01")
    case("replaced though it renews itself").k("A", ("2023-01-01", "2023-12-31"), auto=True).k(
        "B", YEAR, 900
    ).k("C", NEXT, 900).gives(
        ("A", 1, "downgraded", "next_contract", "2024-01-01", 1000, 900),
        ("B", 1, "renewed", "next_contract", "2025-01-01", 900, 900),
        pending("C", value=900),
    )
    case("replaced in its third term").k("A", ("2022-01-01", "2022-12-31"), auto=True, successor="B").k("B", NEXT).gives(
        ("A", 1, "renewed", "automatic", "2023-01-01", 1000, 1000),
        ("A", 2, "renewed", "automatic", "2024-01-01", 1000, 1000),
        ("A", 3, "renewed", "link", "2025-01-01", 1000, 1000),
        pending("B"),
    )  # fmt: skip
    case("eleven months").k("A", ("2024-01-01", "2024-11-30"))
    case("half a year follows").k("A", YEAR, 1200).k("B", ("2025-01-01", "2025-06-30"), 600).gives(
        ("A", 1, "renewed", "next_contract", "2025-01-01", 1200, 1200)
    )
    case("odd days").k("A", ("2024-01-01", "2025-01-14"), 1000).gives(
        # 380 days are 12.48460 months of 30.4375 days: 1000 x 12 x 30.4375 / 380.
        ("A", 1, "lost", None, None, "961.1842", None)
    )
    case("leap day").k("A", ("2024-02-29", "2025-02-27"), 1000).gives(
        ("A", 1, "lost", None, None, 1000, None)
    )
    case("from a leap day").k("A", ("2024-02-29", "2025-02-28"), 1200).k("B", ("2025-03-01", "2026-02-28"), 1200).gives(
        ("A", 1, "renewed", "next_contract", "2025-03-01", 1200, 1200), pending("B", value=1200)
    )  # fmt: skip
    case("from a leap day on and on").k("A", ("2022-08-31", "2024-02-29"), 1500, auto=True).gives(
        # Eighteen months to the last day of February, then to that of August: 1,000 a year.
        ("A", 1, "renewed", "automatic", "2024-03-01", 1000, 1000),
        pending("A", 2),
    )
    case("won").k("A", YEAR).won("2024-11-02", 800, "A").gives(
        ("A", 1, "downgraded", "opportunity", "2025-01-01", 1000, 800)
    )
    case("won for the account").k("A", YEAR).won("2025-01-31", 1000).gives(
        ("A", 1, "renewed_late", "opportunity", "2025-01-31", 1000, 1000)
    )
    case("won too late").k("A", YEAR).won("2025-02-01", 1000, "A").gives(
        ("A", 1, "lost", None, None, 1000, None)
    )
    case("not won").k("A", YEAR).won("2024-11-02", 1000, "A", is_won=False).gives(
        ("A", 1, "lost", None, None, 1000, None)
    )
    case("won without an amount").k("A", YEAR).won("2024-11-02", None, "A").gives(
        ("A", 1, "renewed", "opportunity", "2025-01-01", 1000, 1000)
    )
    case("won, and a contract").k("A", YEAR).won("2024-11-02", 3000, "A").k("B", ("2025-01-01", "2027-12-31"), 3000).gives(
        ("A", 1, "renewed", "opportunity", "2025-01-01", 1000, 1000), pending("B")
    )  # fmt: skip
    case("won is the last one's").k("A", YEAR, successor="B").k("B", NEXT).won("2025-02-20", 1000).gives(
        ("A", 1, "renewed", "link", "2025-01-01", 1000, 1000), pending("B")
    )
    case("first account").k("A", YEAR).k("B", NEXT, account="merged account").gives(
        ("A", 1, "renewed", "next_contract", "2025-01-01", 1000, 1000), pending("B")
    )
    company.merged["merged account"] = "first account"
    company.tests.add("test account")
    case("test account").k("A", YEAR)
    company.unknown.add("no such account")
    case("no such account").k("A", YEAR).k("B", NEXT).gives(
        ("A", 1, "lost", None, None, 1000, None), pending("B")
    )
    case("worth its billing").k("A", YEAR, None).k("B", NEXT, None).paid("S", "2024-01-01", "2025-01-01", 600).paid(
        "S", "2025-01-01", "2026-01-01", 480
    ).gives(
        ("A", 1, "downgraded", "next_contract", "2025-01-01", 600, 480), pending("B", value=480)
    )  # fmt: skip
    case("two share the billing").k("A", YEAR, None).k("B", YEAR, None).paid("S", "2024-01-01", "2025-01-01", 600).gives(
        ("A", 1, "lost", None, None, 300, None), ("B", 1, "lost", None, None, 300, None)
    )  # fmt: skip
    case("terminated, worth its billing").k("A", YEAR, None, terminated="2024-04-01").paid(
        "S", "2024-01-01", "2024-04-01", 150, "month", 3
    ).gives(("A", 1, "lost", None, None, 600, None))
    case("contract and billing").k("A", NEXT).paid("S", "2024-01-01", "2025-01-01", 600).gives(pending("A"))
    case("billed on").paid("S", "2023-02-01", "2024-02-01", 600).paid(
        "S", "2024-02-01", "2025-02-01", 600
    ).paid("S", "2025-02-01", "2026-02-01", 720).gives(
        ("S", 1, "renewed", "next_period", "2024-02-01", 600, 600),
        ("S", 2, "upgraded", "next_period", "2025-02-01", 600, 720),
        pending("S", 3, 720),
    )
    case("lapsed").paid("S", "2024-02-01", "2025-02-01", 600).gives(("S", 1, "lost", None, None, 600, None))
    case("billed late").paid("S", "2024-02-01", "2025-02-01", 600).paid(
        "S", "2025-03-03", "2026-03-03", 600
    ).gives(("S", 1, "renewed_late", "next_period", "2025-03-03", 600, 600), pending("S", 2, 600))
    case("billed too late").paid("S", "2024-02-01", "2025-02-01", 600).paid(
        "S", "2025-03-04", "2026-03-04", 600
    ).gives(("S", 1, "lost", None, None, 600, None), pending("S", 2, 600))
    case("cut short").paid("S", "2024-02-01", "2025-02-01", 600).ended("S", "2024-09-10").gives(
        ("S", 1, "lost", None, None, 600, None)
    )
    case("not paid after all").paid("S", "2024-02-01", "2025-02-01", 600).paid("S", "2025-02-01", "2026-02-01", 600).ended(
        "S", "2025-03-03"
    ).gives(("S", 1, "lost", None, None, 600, None), pending("S", 2, 600))  # fmt: skip
    case("ended a day after the grace").paid("S", "2024-02-01", "2025-02-01", 600).paid(
        "S", "2025-02-01", "2026-02-01", 600
    ).ended("S", "2025-03-04").gives(
        ("S", 1, "renewed", "next_period", "2025-02-01", 600, 600), pending("S", 2, 600)
    )
    case("moved").paid("S", "2024-02-01", "2025-02-01", 600).paid("T", "2025-02-10", "2026-02-10", 480).gives(
        ("S", 1, "downgraded", "next_subscription", "2025-02-10", 600, 480), pending("T", 1, 480)
    )
    case("by the month from now on").paid("S", "2024-02-01", "2025-02-01", 600).paid(
        "S", "2025-02-01", "2025-08-01", 300, "month", 6
    ).gives(("S", 1, "renewed", "next_period", "2025-02-01", 600, 600))
    case("by the month").paid("S", "2025-01-01", "2025-07-01", 300, "month", 6)
    return made

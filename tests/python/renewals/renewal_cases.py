"""Accounts that each show one decision, with what must become of their terms, derived by hand as of 2025-06-15."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

from renewal_company import Company, Contract, Period, Win

Term = tuple[str, int, str, str | None, str | None, int | str | None, int | str | None]
"""Contract or subscription, number of the term, outcome, what says so, since when, value a year before and after."""

YEAR = ("2024-01-01", "2024-12-31")
NEXT = ("2025-01-01", "2025-12-31")
LATER = ("2026-01-01", "2026-12-31")


class Case:
    """The account `name`, whose contracts, wins and subscriptions are called after it."""

    def __init__(self, company: Company, name: str) -> None:
        self.company, self.name = company, name
        self.expected: list[Term] = []

    def k(
        self, suffix: str, span: tuple[str, str], value: int | None = 1000, currency: str | None = "EUR",
        auto: bool | None = None, terminated: str | None = None, successor: str | None = None, account: str = "",
        status: str | None = None,
    ) -> Case:  # fmt: skip
        """A contract."""
        start, end = (date.fromisoformat(day) for day in span)
        amount = None if value is None else Decimal(value)
        self.company.add(
            Contract(
                f"{self.name} {suffix}", account or self.name, start, end, amount, currency, auto,
                date.fromisoformat(terminated) if terminated else None,
                f"{self.name} {successor}" if successor else None, status,
            )
        )  # fmt: skip
        return self

    def won(self, closed: str, amount: int | None, contract: str | None = None, is_won: bool = True) -> Case:
        """A renewal opportunity."""
        named = f"{self.name} {contract}" if contract else None
        day = date.fromisoformat(closed)
        number = len(self.company.wins)
        value = None if amount is None else Decimal(amount)
        self.company.add(Win(f"O{number}", self.name, day, value, "EUR", named, is_won))
        return self

    def paid(
        self, suffix: str, start: str, end: str, amount: int | str, unit: str = "year", count: int = 1,
        plan: str = "basic", item: str | None = None, part: tuple[str, str] | None = None, account: str = "",
    ) -> Case:  # fmt: skip
        """A service period."""
        first, last = date.fromisoformat(start), date.fromisoformat(end)
        whole = (date.fromisoformat(part[0]), date.fromisoformat(part[1])) if part else None
        self.company.add(
            Period(f"{self.name} {suffix}", account or self.name, first, last, Decimal(amount), unit, count, plan, item, whole)
        )  # fmt: skip
        return self

    def by_month(self, suffix: str, first: str, months: int, amount: int, plan: str = "basic") -> Case:
        """Service periods of a month each."""
        year, month = int(first[:4]), int(first[5:7]) - 1
        days = [f"{year + (month + n) // 12}-{(month + n) % 12 + 1:02}-01" for n in range(months + 1)]
        for start, end in pairwise(days):
            self.paid(suffix, start, end, amount, "month", plan=plan)
        return self

    def ended(self, suffix: str, day: str) -> Case:
        """The day of a subscription's `ended_at`."""
        self.company.ended[f"{self.name} {suffix}"] = date.fromisoformat(day)
        return self

    def gives(self, *terms: Term) -> Case:
        """What must become of the account's terms."""
        self.expected += [(f"{self.name} {suffix}", *rest) for suffix, *rest in terms]  # type: ignore[misc]
        return self


def pending(name: str, number: int = 1, value: int | str = 1000) -> Term:
    """The successor's own term, which is still to come."""
    return (name, number, "pending", None, None, value, None)


def cases(company: Company) -> list[Case]:
    """Adds every case to the company."""

    def case(name: str) -> Case:
        made.append(Case(company, name))
        return made[-1]

    made: list[Case] = []
    case("nothing").k("A", YEAR).gives(("A", 1, "lost", None, None, 1000, None))
    case("named").k("A", YEAR, successor="B").k("B", NEXT).gives(
        ("A", 1, "renewed", "link", "2025-01-01", 1000, 1000), pending("B")
    )
    case("due but in grace").k("A", ("2024-06-01", "2025-05-31")).gives(pending("A"))
    case("last grace day").k("A", ("2024-05-16", "2025-05-15")).gives(pending("A"))
    case("grace over").k("A", ("2024-05-15", "2025-05-14")).gives(("A", 1, "lost", None, None, 1000, None))
    case("thirty days late").k("A", YEAR).k("B", ("2025-01-31", "2026-01-30")).gives(
        ("A", 1, "renewed_late", "next_contract", "2025-01-31", 1000, 1000), pending("B")
    )
    case("won back later").k("A", YEAR).k("B", ("2025-02-01", "2026-01-31")).gives(
        ("A", 1, "lost", None, None, 1000, None), pending("B")
    )
    case("thirty days early").k("A", YEAR).k("B", ("2024-12-02", "2025-12-01")).gives(
        ("A", 1, "renewed_early", "next_contract", "2024-12-02", 1000, 1000), pending("B")
    )
    case("another beside it").k("A", YEAR).k("B", ("2024-12-01", "2025-11-30")).gives(
        ("A", 1, "lost", None, None, 1000, None), pending("B")
    )
    case("named half a year early").k("A", YEAR, successor="B").k("B", ("2024-07-01", "2025-06-30")).gives(
        ("A", 1, "renewed_early", "link", "2024-07-01", 1000, 1000), pending("B")
    )
    case("named but too late").k("A", YEAR, successor="B").k("B", ("2025-03-01", "2026-02-28")).gives(
        ("A", 1, "lost", None, None, 1000, None), pending("B")
    )
    case("names nobody").k("A", YEAR, successor="Z").k("B", NEXT).gives(
        ("A", 1, "renewed", "next_contract", "2025-01-01", 1000, 1000), pending("B")
    )
    case("circle").k("A", YEAR, successor="B").k("B", NEXT, successor="A").gives(
        ("A", 1, "renewed", "link", "2025-01-01", 1000, 1000), pending("B")
    )
    case("chain").k("A", ("2023-01-01", "2023-12-31"), successor="B").k("B", YEAR, successor="C").k("C", NEXT).gives(
        ("A", 1, "renewed", "link", "2024-01-01", 1000, 1000),
        ("B", 1, "renewed", "link", "2025-01-01", 1000, 1000),
        pending("C"),
    )  # fmt: skip
    case("not due, renewed").k("A", NEXT, successor="B").k("B", LATER, 1500).gives(
        ("A", 1, "upgraded", "link", "2026-01-01", 1000, 1500), pending("B", value=1500)
    )
    case("split").k("A", YEAR, 100).k("B", NEXT, 60).k("C", NEXT, 40).gives(
        ("A", 1, "renewed", "next_contract", "2025-01-01", 100, 100), pending("B", value=60), pending("C", value=40)
    )  # fmt: skip
    case("joined").k("A", YEAR, 300).k("B", YEAR, 100).k("C", NEXT, 200).gives(
        ("A", 1, "downgraded", "next_contract", "2025-01-01", 300, 150),
        ("B", 1, "downgraded", "next_contract", "2025-01-01", 100, 50),
        pending("C", value=200),
    )
    case("joined by name").k("A", YEAR, 300, successor="C").k("B", YEAR, 100, successor="C").k("C", NEXT, 400).gives(
        ("A", 1, "renewed", "link", "2025-01-01", 300, 300),
        ("B", 1, "renewed", "link", "2025-01-01", 100, 100),
        pending("C", value=400),
    )  # fmt: skip
    case("nearest").k("A", YEAR).k("B", ("2024-01-21", "2025-01-20")).k("C", ("2025-01-20", "2026-01-19")).gives(
        ("A", 1, "lost", None, None, 1000, None),
        ("B", 1, "renewed_early", "next_contract", "2025-01-20", 1000, 1000),
        pending("C"),
    )  # fmt: skip
    case("dollars").k("A", YEAR).k("B", NEXT, 2000, "USD").gives(
        ("A", 1, "renewed", "next_contract", "2025-01-01", 1000, 1000), pending("B")
    )
    case("no currency").k("A", YEAR, 700, None).gives(("A", 1, "lost", None, None, 700, None))
    case("free").k("A", YEAR, 0).k("B", NEXT, 0).gives(
        ("A", 1, "renewed", "next_contract", "2025-01-01", 0, 0), pending("B", value=0)
    )
    case("free from now on").k("A", YEAR).k("B", NEXT, 0).gives(
        ("A", 1, "downgraded", "next_contract", "2025-01-01", 1000, 0), pending("B", value=0)
    )
    case("a cent less").k("A", YEAR, 1000).k("B", ("2025-01-01", "2027-12-31"), 2999).gives(
        ("A", 1, "downgraded", "next_contract", "2025-01-01", 1000, "999.6667"), pending("B", value="999.6667")
    )  # fmt: skip
    case("no value").k("A", YEAR, None).k("B", NEXT, None).gives(
        ("A", 1, "renewed", "next_contract", "2025-01-01", None, None), ("B", 1, "pending", None, None, None, None)
    )  # fmt: skip
    return made

"""What must become of every term of a company: one account at a time, term by term, in exact numbers.

The definitions are those of docs/renewals.md; nothing here is taken from the models.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from renewal_billing import billing_terms, monthly
from renewal_books import months_later
from renewal_company import AS_OF, RATES, Company, Contract, Period, Win
from renewal_terms import Term, is_a_year, length, rounded, sum_of

TODAY = AS_OF.date()
GRACE = timedelta(30)
CENT = Decimal("0.01")
Answer = tuple[str, str | None, date | None, Decimal | None, Decimal | None]


class Account:
    """One customer with everything that is its own."""

    def __init__(
        self, contracts: list[Contract], wins: list[Win], periods: list[Period], company: Company
    ) -> None:
        self.contracts = [
            c for c in contracts
            if c.status not in ("draft", "In Approval") and (not c.terminated or c.terminated > c.start)
        ]  # fmt: skip
        self.wins = [w for w in wins if w.is_won]
        self.ended = company.ended
        self.periods = [(p, self.cut(p)) for p in periods if self.cut(p) > p.start]
        self.named = {c.successor for c in self.contracts if c.successor}

    def cut(self, period: Period) -> date:
        """The end of a period, or the day on which its subscription ended."""
        return min(period.end, self.ended.get(period.subscription_id, period.end))

    def mrr(self, day: date, subscription: str | None = None) -> Decimal | None:
        """What is paid on a day."""
        return sum_of(
            monthly(p)
            for p, end in self.periods
            if p.start <= day < end and subscription in (None, p.subscription_id)
        )

    def answers(self) -> dict[tuple[str, int], Answer]:
        """By contract or subscription and number of the term."""
        terms = self.contract_terms()
        billed = billing_terms(self.periods)
        for term in billed:
            if term.continued and not self.outlives(term.owner, term.due):
                term.continued = None
        terms += [
            t for t in billed
            if not any(c.start <= t.due + GRACE and t.start < c.served_to() for c in self.contracts)
        ]  # fmt: skip
        while True:
            self.match(terms)
            replaced = {
                t.owner: min(o.number for o in terms if o.owner == t.owner and o.successors)
                for t in terms if t.successors and t.contract
            }  # fmt: skip
            left = [t for t in terms if t.number <= replaced.get(t.owner, t.number)]
            if len(left) == len(terms):
                break
            terms = left
        return {(t.owner, t.number): self.judge(t) for t in terms}

    def contract_terms(self) -> list[Term]:
        """Term after term, with links and wins."""
        terms, by_id = [], {c.contract_id: c for c in self.contracts}
        for c in self.contracts:
            due = c.end + timedelta(1)
            whole, months = length(c.start, due)
            if not is_a_year(c.start, due):
                continue
            days = (due - c.start).days
            link = by_id.get(c.successor or "")
            link = link if link and link.start > c.start else None
            number, start, first_due = 1, c.start, due
            while True:
                term = Term(c.contract_id, number, start, due, min(due, c.terminated or due), months, c)
                term.link = link if link and link.start <= due + GRACE else None
                terms.append(term)
                later = (
                    months_later(first_due, whole * number)
                    if whole >= 12
                    else first_due + timedelta(days * number)
                )
                start, due = due, later
                number += 1
                is_over = (c.terminated and c.terminated <= start) or (link and link.start <= start + GRACE)
                if not c.renews_itself or start > TODAY or is_over:
                    break
        for term in terms:
            assert term.contract
            last_day = min(term.served_to - timedelta(1), TODAY)
            term.paid = self.mrr(last_day) if term.start <= TODAY else None
            sharing = [
                t for t in terms
                if t.contract and t.contract.value is None and t.start <= last_day < t.served_to
            ]  # fmt: skip
            if term.contract.value is not None:
                term.before = self.yearly(term.contract.value, term.contract.currency, term.months)
            elif term.paid is not None:
                term.before = rounded(Fraction(12 * term.paid) / len(sharing))
        for win in self.wins:
            own = [
                t for t in terms if t.start < win.closed and (
                    t.owner == win.contract_id if win.contract_id in by_id else win.closed - t.start > t.due - win.closed
                )
            ]  # fmt: skip
            if own:
                nearest = min(own, key=lambda t: (abs((t.due - win.closed).days), t.due, -t.contract.start.toordinal(), t.owner))  # type: ignore[union-attr]  # fmt: skip
                if win.closed <= nearest.due + GRACE:
                    nearest.wins.append(win)
        return terms

    def yearly(self, value: Decimal, currency: str | None, months: Fraction) -> Decimal | None:
        """A value of so many months as one of twelve, in euros."""
        return rounded(Fraction(value) * 12 / months * Fraction(RATES[currency or "EUR"]))

    def outlives(self, name: str, day: date) -> bool:
        """The subscription does not end within the grace days after a day."""
        last = max(end for p, end in self.periods if p.subscription_id == name)
        return name not in self.ended or last > day + GRACE

    def match(self, terms: list[Term]) -> None:
        """Gives every successor to the terms that it renews."""
        for term in terms:
            term.successors, term.shares = [], []
        for name, start, value, has_value, lasts, is_contract in self.starts():
            renewed = [t for t in terms if t.link and t.link.contract_id == name]
            if not renewed and name not in self.named:
                near = {
                    id(t): max((t.served_to - start).days, (start - t.due).days, 0)
                    for t in terms
                    if bool(t.contract) == is_contract and not t.link and not t.continued and t.owner != name and t.start < start and lasts
                    and t.served_to - GRACE <= start <= t.due + GRACE
                }  # fmt: skip
                renewed = [t for t in terms if id(t) in near and near[id(t)] == min(near.values())]
            total = sum_of(t.before for t in renewed)
            for t in renewed:
                share = Fraction(1, len(renewed))
                if total and all(o.before is not None for o in renewed):
                    share = Fraction(t.before or 0) / Fraction(total)
                t.successors.append((name, start, value, has_value))
                t.shares.append(rounded(Fraction(value) * share) if value is not None else None)

    def first_day(self, name: str) -> date | None:
        """The first one on which the subscription is worth something."""
        own = [(p.start, end) for p, end in self.periods if p.subscription_id == name]
        return next(
            (day for day in sorted({d for span in own for d in span}) if (self.mrr(day, name) or 0) > 0), None
        )

    def starts(self) -> list[tuple[str, date, Decimal | None, bool, bool, bool]]:
        """What may succeed a term: name, start, value a year, whether it states one, whether it lasts, its basis."""
        names = sorted({p.subscription_id for p, _ in self.periods})
        firsts = {name: day for name in names if (day := self.first_day(name))}
        return [
            (c.contract_id, c.start, None if c.value is None else self.yearly(
                c.value, c.currency, length(c.start, c.end + timedelta(1))[1]), c.value is not None, c.lasts(), True)
            for c in self.contracts
        ] + [
            (name, day, 12 * (self.mrr(day, name) or Decimal(0)), True, self.outlives(name, day), False)
            for name, day in firsts.items()
        ]  # fmt: skip

    def judge(self, t: Term) -> Answer:
        """The outcome of a term."""
        by = self.said_by(t)
        if by is None:
            return ("lost" if t.due + GRACE < TODAY else "pending", None, None, t.before, None)
        won = max(t.due, min((w.closed for w in t.wins), default=t.due))
        begun = min((s[1] for s in t.successors), default=None)
        on = t.continued[0] if t.continued else begun or won
        after: Decimal | None
        if t.continued:
            after = t.continued[1]
        elif by == "automatic" and t.contract and t.contract.value is not None:
            after = t.before
        elif t.successors and all(s[3] for s in t.successors):
            after = sum_of(t.shares)
        else:
            after = sum_of(
                self.yearly(w.amount, w.currency, t.months) if w.amount is not None else None for w in t.wins
            )
        if after is None and t.before is not None:
            day = max(t.due, begun or t.due, won)
            paid = self.mrr(day) if day <= TODAY else None
            ratio = Fraction(paid) / Fraction(t.paid) if paid is not None and t.paid else Fraction(1)
            after = rounded(Fraction(t.before) * ratio)
        outcome = "renewed" if on == t.due else "renewed_early" if on < t.due else "renewed_late"
        if t.before is not None and after is not None and abs(after - t.before) >= CENT:
            outcome = "downgraded" if after < t.before else "upgraded"
        return (outcome, by, on, t.before, after)

    def said_by(self, t: Term) -> str | None:
        """What says that a term was renewed."""
        c = t.contract
        if t.link:
            return "link"
        if t.wins:
            return "opportunity"
        if t.continued:
            return "next_period"
        if t.successors:
            return "next_contract" if c else "next_subscription"
        is_automatic = (
            c and c.renews_itself and not (c.terminated and c.terminated <= t.due) and t.due <= TODAY
        )
        return "automatic" if is_automatic else None


def answers(company: Company, accounts: list[str]) -> dict[tuple[str, int], Answer]:
    """Every term of these accounts, merged ones included."""
    found: dict[tuple[str, int], Answer] = {}
    for account in accounts:
        names = {account} | {merged for merged, survivor in company.merged.items() if survivor == account}
        own = Account(
            [c for c in company.contracts if c.account in names],
            [w for w in company.wins if w.account in names],
            [p for p in company.periods if p.account in names],
            company,
        )
        found |= own.answers()
    return found

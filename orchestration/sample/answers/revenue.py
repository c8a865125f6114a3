"""The known answers of recurring revenue and churn, from simulated subscriptions (KPI catalogue, 4 and G11).

Amounts are whole numbers of 1/10,000 of the reporting currency: every line is converted and rounded once,
then summed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from fractions import Fraction

from orchestration.sample.clock import DAY, day_text, month_starts
from orchestration.sample.simulation.billing import NOT_RECURRING, RUNNING, BillingCustomer, Subscription
from orchestration.sample.simulation.company import Company
from orchestration.sample.simulation.plans import MINOR_UNITS, per_month
from orchestration.sample.simulation.rates import Rates

Span = tuple[int, int]
_MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")
_CUSTOMER_MONTHS = 6


def mrr_answers(
    company: Company, customers: list[BillingCustomer], rates: Rates, last_day: int
) -> dict[str, object]:
    """MRR, its movements and churn by month (the last ones by customer too), as of the end of `last_day`."""
    revenue = {name: _Steps(deltas) for name, deltas in _deltas(company, customers, rates, last_day).items()}
    first_day = min((steps.days[0] for steps in revenue.values() if steps.days), default=last_day)
    months: dict[str, dict[str, object]] = {}
    by_customer: dict[str, dict[str, dict[str, str]]] = {}
    starts = month_starts(first_day, last_day)
    for start, following in zip(starts, [*starts[1:], last_day + 1], strict=True):
        moved = {name: _movement(steps, start, following) for name, steps in sorted(revenue.items())}
        rows = {name: row for name, row in moved.items() if row is not None}
        month = day_text(start)[:7]
        months[month] = _month(rows)
        by_customer[month] = {
            name: {
                "opening": _text(row[0]),
                "closing": _text(row[1]),
                "movement": row[2],
                "amount": _text(row[3]),
            }
            for name, row in rows.items()
        }
    return {
        "rates": {
            c: f"{float(rates.constant(c, last_day)):.8f}" for c in sorted({x.currency for x in customers})
        },
        "month": months,
        "customer_month": dict(list(by_customer.items())[-_CUSTOMER_MONTHS:]),
    }


class _Steps:
    """A customer's MRR by day, as running totals of its changes."""

    def __init__(self, deltas: dict[int, int]) -> None:
        self.days = sorted(day for day, delta in deltas.items() if delta)
        self.totals: list[int] = []
        total = 0
        for day in self.days:
            total += deltas[day]
            self.totals.append(total)

    def on(self, day: int) -> int:
        """The MRR of a day."""
        index = bisect_right(self.days, day)
        return self.totals[index - 1] if index else 0

    def had_any_before(self, day: int) -> bool:
        """Whether any day before this one had MRR."""
        return any(total > 0 for total in self.totals[: bisect_right(self.days, day - 1)])


def _movement(steps: _Steps, start: int, following: int) -> tuple[int, int, str, int] | None:
    """(opening, closing, movement, its amount) of a customer in a month, None without MRR at both ends."""
    opening, closing = steps.on(start - 1), steps.on(following - 1)
    if opening <= 0 and closing <= 0:
        return None
    if opening <= 0:
        return opening, closing, "reactivation" if steps.had_any_before(start) else "new", closing
    if closing <= 0:
        return opening, closing, "churn", opening
    if closing == opening:
        return opening, closing, "none", 0
    return opening, closing, "expansion" if closing > opening else "contraction", abs(closing - opening)


def _month(rows: dict[str, tuple[int, int, str, int]]) -> dict[str, object]:
    """A month's totals: amounts of 4 decimals as text, customers as counts."""
    amounts = dict.fromkeys(_MOVEMENTS, 0)
    for _, _, movement, amount in rows.values():
        if movement != "none":
            amounts[movement] += amount
    opening = sum(row[0] for row in rows.values())
    closing = sum(row[1] for row in rows.values())
    return {
        "opening": _text(opening),
        **{movement: _text(amount) for movement, amount in amounts.items()},
        "closing": _text(closing),
        "customers_opening": sum(row[0] > 0 for row in rows.values()),
        "customers_churned": sum(row[2] == "churn" for row in rows.values()),
        "customers_closing": sum(row[1] > 0 for row in rows.values()),
        "churn_revenue_numerator": _text(amounts["churn"] + amounts["contraction"]),
        "churn_revenue_denominator": _text(opening),
    }


def _text(amount: int) -> str:
    """1/10,000ths as a decimal number of 4 places."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 10_000}.{abs(amount) % 10_000:04d}"


def _deltas(
    company: Company, customers: list[BillingCustomer], rates: Rates, last_day: int
) -> dict[str, dict[int, int]]:
    """Changes of MRR by golden customer and day."""
    as_of = (last_day + 1) * DAY - 1
    deltas: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for customer in customers:
        rate = rates.constant(customer.currency, last_day) / MINOR_UNITS[customer.currency]
        if customer.account_id is None:
            name = f"stripe:{customer.customer_id}"
        else:
            name = company.golden_id(customer.account_id, as_of)
        for sub in customer.subscriptions:
            for start, end, monthly in _service(sub, as_of):
                amount = round_half_up(monthly * rate * 10_000)
                for first, last in _recurring(sub, start, end, as_of):
                    deltas[name][first] += amount
                    deltas[name][last] -= amount
    return deltas


def round_half_up(value: Fraction) -> int:
    """To the nearest whole number, halves away from zero."""
    whole = (2 * abs(value) + 1) // 2
    return int(whole) if value >= 0 else -int(whole)


def _service(sub: Subscription, as_of: int) -> list[tuple[int, int, Fraction]]:
    """(start, end, minor units a month) of what is invoiced, and of a running period that is not yet."""
    factor = per_month(sub.interval)
    lines = [line for line in sub.lines if line.known_at <= as_of]
    periods = [
        (
            line.starts_on,
            line.ends_on,
            Fraction(line.amount * (line.full_end - line.full_start), line.ends_on - line.starts_on) * factor,
        )
        for line in lines
    ]
    states = [state for state in sub.states if state.at <= as_of]
    if not states or states[-1].status not in RUNNING:
        return periods
    current = states[-1]
    if any(line.starts_on == current.period_start and not line.is_proration for line in lines):
        return periods
    for history in sub.items.values():
        item = [state for state in history if state.at <= as_of][-1]
        periods.append(
            (
                current.period_start,
                current.period_end,
                Fraction(item.price.unit_amount * item.quantity) * factor,
            )
        )
    return periods


def _recurring(sub: Subscription, start: int, end: int, as_of: int) -> list[Span]:
    """The days of [start, end) before the subscription ended, in a status that is recurring revenue."""
    states = [state for state in sub.states if state.at <= as_of]
    if states and states[-1].ended_on is not None:
        end = min(end, states[-1].ended_on)
    spans = [(start, end)] if start < end else []
    for index, state in enumerate(states):
        if state.status in NOT_RECURRING:
            blocked = (
                state.at // DAY,
                states[index + 1].at // DAY if index + 1 < len(states) else max(end, start),
            )
            spans = [piece for span in spans for piece in _without(span, blocked)]
    return spans


def _without(span: Span, blocked: Span) -> list[Span]:
    """A span of days less another."""
    pieces = [(span[0], min(span[1], blocked[0])), (max(span[0], blocked[1]), span[1])]
    return [piece for piece in pieces if piece[0] < piece[1]] if blocked[0] < blocked[1] else [span]

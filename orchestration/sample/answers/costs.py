"""The service cost ledger in reporting currency: what contacts must bear, month by month, and what they must not.

A line is converted at the rate of its month's last day (of the last delivered day, in the running month) and rounded
once, half up, to 4 decimals.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from orchestration.sample.clock import DAY
from orchestration.sample.simulation.ledger import LedgerLine
from orchestration.sample.simulation.rates import Rates

_ACQUISITION = ("sales", "marketing")


def cost_answers(ledger: list[LedgerLine], rates: Rates, as_of: int) -> dict[str, dict[str, dict[str, str]]]:
    """By month and category: the cost of service, and that of acquisition."""
    service: dict[str, Counter[str]] = {}
    acquisition: dict[str, Counter[str]] = {}
    for line in ledger:
        if line.known_at <= as_of:
            amount = line.amount * 100 * rates.of_day(line.currency, line.known_at // DAY)
            kind = acquisition if line.category in _ACQUISITION else service
            kind.setdefault(line.month, Counter())[line.category] += int(amount + Fraction(1, 2))
    return {"service": _in_units(service), "acquisition": _in_units(acquisition)}


def _in_units(months: dict[str, Counter[str]]) -> dict[str, dict[str, str]]:
    return {
        month: {category: f"{Decimal(amount) / 10**4:.4f}" for category, amount in sorted(amounts.items())}
        for month, amounts in sorted(months.items())
    }

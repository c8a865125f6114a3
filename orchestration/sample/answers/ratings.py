"""The ratings of tickets that were bad: each is an alert."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from orchestration.sample.clock import month_of
from orchestration.sample.simulation.tickets import Ticket


def rating_alerts(tickets: Iterable[Ticket], as_of: int) -> dict[str, dict[str, int]]:
    """Rated tickets, and those ever rated bad, by the month of the first bad rating, else of the first one.

    Each ticket has its own, also where it was merged away later: what was alarming when it came stays so.
    """
    verdicts = [
        [(at, word) for at, _, word in t.satisfaction if word in ("good", "bad") and at <= as_of]
        for t in tickets
    ]
    months: dict[str, Counter[str]] = defaultdict(Counter)
    for said in filter(None, verdicts):
        bad = [at for at, word in said if word == "bad"]
        first = min(bad or [at for at, _ in said])
        months[month_of(first)[:7]].update({"watched": 1, "alerts": int(bool(bad))})
    return {month: dict(row) for month, row in sorted(months.items())}

"""The ratings of tickets that were bad: each is an alert."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from orchestration.sample.clock import month_of
from orchestration.sample.simulation.tickets import Ticket


def rating_alerts(tickets: Iterable[Ticket], as_of: int) -> dict[str, dict[str, int]]:
    """Rated tickets, and those ever rated bad, by the month of the first bad rating, else of the first one.

    What was said of a ticket that was merged away was said of the one it went into.
    """
    known = list(tickets)
    merged = {t.ticket_id: t.merged[1] for t in known if t.merged is not None and t.merged[0] <= as_of}
    verdicts: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for t in known:
        survivor = t.ticket_id
        while survivor in merged:
            survivor = merged[survivor]
        verdicts[survivor] += [
            (at, word) for at, _, word in t.satisfaction if word in ("good", "bad") and at <= as_of
        ]
    months: dict[str, Counter[str]] = defaultdict(Counter)
    for said in filter(None, verdicts.values()):
        bad = [at for at, word in said if word == "bad"]
        first = min(bad or [at for at, _ in said])
        months[month_of(first)[:7]].update({"watched": 1, "alerts": int(bool(bad))})
    return {month: dict(row) for month, row in sorted(months.items())}

"""How many records each table delivers a night, from the ledger: a function of the deliveries alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Protocol

from orchestration.operations.unusual import unusual_count

Counts = Mapping[tuple[str, str], Mapping[date, float]]


class Delivered(Protocol):
    """What is read of a delivery in the ledger."""

    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def table_name(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102
    @property
    def arrived_at(self) -> str: ...  # noqa: D102
    @property
    def accepted_records(self) -> int: ...  # noqa: D102
    @property
    def quarantined_records(self) -> int: ...  # noqa: D102


def nightly_counts(deliveries: Iterable[Delivered]) -> Counts:
    """Records by table and day of arrival (UTC), for each day since the table's first on which anything arrived.

    What arrives after days without any delivery is spread over them, else every catch-up would be an outbreak.
    """
    records: dict[tuple[str, str], dict[date, float]] = defaultdict(lambda: defaultdict(float))
    for delivery in deliveries:
        if delivery.status == "taken":
            day = date.fromisoformat(delivery.arrived_at[:10])
            table = (delivery.source, delivery.table_name)
            records[table][day] += delivery.accepted_records + delivery.quarantined_records
    days = sorted({day for of_table in records.values() for day in of_table})
    covered = {day: max(1, (day - before).days) for before, day in pairwise(days)}
    return {
        table: {day: of_table.get(day, 0.0) / covered.get(day, 1) for day in days if day > min(of_table)}
        for table, of_table in records.items()
    }


def unusual_volumes(counts: Counts, night: date | None = None) -> Iterator[str]:
    """A sentence for each table whose records of the night (by default the newest) are unlike those before."""
    nights = {day for of_table in counts.values() for day in of_table}
    if not nights:
        return
    judged = night or max(nights)
    for (source, table), of_table in sorted(counts.items()):
        if judged in of_table and (found := unusual_count(of_table, judged)):
            yield (
                f"{source}/{table}: {found.value:,.0f} records a night as of {judged:%Y-%m-%d}, usually "
                f"{found.usual:,.0f} (median of {found.nights} nights of this weekday)"
            )

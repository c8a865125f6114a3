"""The figures that a person looks at first, from a release's `kpi_values`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

HEADLINES = (
    ("ticket_volume", "created", "Tickets created"),
    ("backlog", "end_of_period", "Open tickets at month end"),
    ("resolution_minutes", "full_calendar_median", "Time to resolution, median"),
    ("reopen_rate", "per_solved", "Reopened after being solved"),
    ("sla_compliance", "source_reported", "SLA met, as the source reports it"),
    ("mrr", "closing", "Monthly recurring revenue"),
    ("churn_logo", "monthly", "Customers lost"),
)

PLURALS = ("tickets", "minutes")
"""Units of a headline that lose their 's' where there is one of them."""

QUERY = """
with wanted as (
    select * from marts.kpi_values
    where period_kind = 'month' and dimension = 'total' and not is_partial and [kpi_id, variant] in ?
)
select kpi_id, variant, period_start, value, unit, n
from wanted
where period_start = (select max(period_start) from wanted)
"""


@dataclass(frozen=True)
class Headline:
    """One figure of the last complete month; `value` is None where it has no denominator."""

    label: str
    month: date
    value: float | None
    unit: str
    n: int | None

    @property
    def text(self) -> str:
        """The value as people write it, with its unit."""
        if self.value is None:
            return "-"
        if self.unit in ("percent", "points"):
            return f"{self.value:.1f} %" if self.unit == "percent" else f"{self.value:.1f} points"
        if self.unit == "minutes" and self.value >= 120:
            return f"{self.value / 60:,.1f} hours"
        digits = 0 if float(self.value).is_integer() else 2
        unit = self.unit.removesuffix("s") if self.value == 1 and self.unit in PLURALS else self.unit
        return f"{self.value:,.{digits}f} {unit}".strip()


def read_headlines(database: Path, currency: str | None = None) -> list[Headline]:
    """The headline figures that a release has, in the order in which they are read.

    `currency` is written after amounts of money, where it is known.
    """
    units = {"count": "", "currency": currency or ""}
    wanted = [[kpi_id, variant] for kpi_id, variant, _ in HEADLINES]
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(QUERY, [wanted]).fetchall()
    rows = {
        (kpi_id, variant): (month, value, units.get(unit, unit), n)
        for kpi_id, variant, month, value, unit, n in found
    }
    return [
        Headline(label, *rows[kpi_id, variant])
        for kpi_id, variant, label in HEADLINES
        if (kpi_id, variant) in rows
    ]

"""What is asked of whom, and the book of a company: tables to deliver, and what is true of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]

AS_OF = datetime(2023, 12, 31, 23, 59, 59)
START = datetime(2023, 1, 2)
GROWN = datetime(2023, 6, 15)
"""When every second account changes its segment."""

CHANNELS = ("email", "sms", "web", "kiosk", "qr", "im")
QUESTIONS: dict[str, tuple[str, str | None, int, int, bool, int | None]] = {
    "nps-r": ("nps", "relational", 0, 10, True, None),
    "nps-t": ("nps", "transactional", 0, 10, True, None),
    "nps-ten": ("nps", "relational", 1, 10, True, None),
    "csat-5": ("csat", "transactional", 1, 5, True, None),
    "csat-7": ("csat", "transactional", 1, 7, True, 6),
    "csat-low": ("csat", "transactional", 1, 5, False, None),
    "ces-2": ("ces", "transactional", 1, 7, True, None),
    "ces-1": ("ces", "transactional", 1, 5, False, None),
    "rebuy": ("repurchase_intent", None, 1, 4, True, None),
    "complaint": ("complaint_csat", None, 1, 5, True, None),
    "review": ("review_rating", None, 1, 5, True, None),
}
"""question -> metric, scope, lowest, highest, higher is better, positive from. Each is a survey of its own name."""


@dataclass
class Answer:
    """An answer that counts, with all that KPIs cut by."""

    answer_id: str
    question: str
    score: int
    at: datetime
    cuts: dict[str, str]
    account: str | None = None


@dataclass
class Company:
    """Tables to deliver, and what is true of them."""

    rng: random.Random
    tables: Tables = field(default_factory=dict)
    counted: list[Answer] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    invitations: list[tuple[datetime, datetime | None, bool, bool, dict[str, str]]] = field(
        default_factory=list
    )
    orders: list[tuple[str, datetime]] = field(default_factory=list)
    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, table: str, **row: Any) -> None:
        """One record more of a table."""
        self.tables.setdefault(table, []).append(row)

    def instant(self) -> datetime:
        """Some minute of the year."""
        return START + timedelta(minutes=self.rng.randrange(60 * 24 * 350))

    def segment(self, account: str | None, at: datetime) -> str:
        """The segment of an account at an instant."""
        if account is None:
            return "unknown"
        number = int(account[1:])
        return "grown" if number % 2 and at >= GROWN else f"segment {number % 3}"

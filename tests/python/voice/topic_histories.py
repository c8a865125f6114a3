"""Topics that are corrected, named late or taken back, and which of them a ticket had at an instant."""

from __future__ import annotations

from datetime import datetime, timedelta

History = list[tuple[datetime, str | None]]


def topic_history(number: int, created: datetime) -> History:
    """Of each seven tickets: two without a history, two corrected twice, one named late and then taken back."""
    first, second = f"topic {number % 4}", f"topic {(number + 1) % 4}"
    day = timedelta(days=1)
    return {
        1: [(created, first), (created + 30 * day, "on the way"), (created + 60 * day, second)],
        2: [(created + 20 * day, first), (created + 90 * day, None)],
        3: [(created, None), (created + 25 * day, second)],
        4: [(created, first), (created + 70 * day, None), (created + 110 * day, second)],
        5: [(created, first), (created + 40 * day, second)],
    }.get(number % 7, [])


def topic_at(history: History, own: str, at: datetime) -> str:
    """What the last change by then says, once one was named; before, and without a history, how it came in."""
    named = [(changed, topic) for changed, topic in history if topic]
    if not named:
        return own
    if at < named[0][0]:
        return named[0][1] or own
    return [topic for changed, topic in history if changed <= at][-1] or "unknown"

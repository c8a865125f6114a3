"""What the KPIs should be, from the answers of each ticket: added up, and percentiles by interpolation of sorted lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ticket_answers import Answers, Reader

Key = tuple[str, str, date | None, str, str]
Row = tuple[float | None, float | None, float | None, float, float]
Told = dict[str, tuple[Reader, Answers]]


@dataclass(frozen=True)
class Event:
    """What a ticket gives to a KPI: when, who had it, and how much; `value` is NULL for one that still waits."""

    at: datetime
    team: str
    agent: str
    value: Decimal | int | None


def _events(told: Told, at: Callable[[Answers], datetime | None], column: str) -> Iterator[Event]:
    for reader, answers in told.values():
        happened, value = at(answers), answers.columns[column]
        if happened is None or value is None or not reader.counts:
            continue
        assert isinstance(value, Decimal | int)
        yield Event(happened, *reader.held_by(happened), value)


def _first_reply(answers: Answers) -> datetime | None:
    reply = answers.columns["first_reply_at"]
    assert reply is None or isinstance(reply, datetime)
    return reply


def _replies(told: Told, column: str) -> Iterator[Event]:
    yield from _events(told, _first_reply, column)
    for reader, answers in told.values():
        if answers.columns["first_reply_at"] is None and reader.counts:
            created = reader.ticket.created
            yield Event(created, *reader.held_by(created), None)


def _percentile(values: list[float], share: float) -> float | None:
    if not values:
        return None
    place = share * (len(values) - 1)
    lower = int(place)
    upper = min(lower + 1, len(values) - 1)
    return values[lower] + (values[upper] - values[lower]) * (place - lower)


def _duration(events: list[Event]) -> dict[str, Row]:
    values = sorted(float(event.value) for event in events if event.value is not None)
    n, waiting = len(values), len(events) - len(values)
    return {
        "mean": (sum(values), n, sum(values) / n if n else None, n, waiting),
        "median": (None, None, _percentile(values, 0.5), n, waiting),
        "p90": (None, None, _percentile(values, 0.9), n, waiting),
    }


def _ratio(factor: float = 1) -> Callable[[list[Event]], dict[str, Row]]:
    def rows(events: list[Event]) -> dict[str, Row]:
        total, n = float(sum(event.value or 0 for event in events)), len(events)
        return {"": (total, n, factor * total / n, n, 0)}

    return rows


def _share(events: list[Event]) -> dict[str, Row]:
    return _ratio(100)([Event(e.at, e.team, e.agent, int((e.value or 0) > 0)) for e in events])


Statement = tuple[str, Callable[[Told], Iterator[Event]], Callable[[list[Event]], dict[str, Row]]]


def _resolved(column: str) -> Callable[[Told], Iterator[Event]]:
    return lambda told: _events(told, lambda answers: answers.resolved, column)


def _wait(name: str) -> list[Statement]:
    return [(clock, _resolved(f"{name}_{clock}_minutes"), _ratio()) for clock in ("business", "calendar")]


KPIS: dict[str, list[Statement]] = {
    "first_reply_minutes": [
        (f"{clock}_", lambda told, clock=clock: _replies(told, f"first_reply_{clock}_minutes"), _duration)  # type: ignore[misc]
        for clock in ("business", "calendar")
    ],
    "resolution_minutes": [
        ("full_business_", _resolved("full_resolution_business_minutes"), _duration),
        (
            "first_business_",
            lambda told: _events(
                told,
                lambda answers: answers.first_resolved if answers.resolved else None,
                "first_resolution_business_minutes",
            ),
            _duration,
        ),
    ],
    "handling_delay": [
        (
            "calendar_mean",
            lambda told: _events(told, lambda answers: answers.closed, "handling_calendar_minutes"),
            _ratio(),
        )
    ],
    "requester_wait_minutes": _wait("requester_wait"),
    "agent_wait_minutes": _wait("agent_wait"),
    "agent_work_minutes": _wait("agent_work"),
    "reassignment_rate": [
        ("mean", _resolved("reassignment_count"), _ratio()),
        ("share", _resolved("reassignment_count"), _share),
    ],
    "fcr": [("one_touch", _resolved("is_one_touch"), _ratio(100))],
}


def expected_rows(kpi_id: str, told: Told) -> dict[Key, Row]:
    """The rows of one KPI by day, month and in all, in total, by team and by agent."""
    found: dict[Key, Row] = {}
    for prefix, events, figures in KPIS[kpi_id]:
        groups: dict[tuple[str, date | None, str, str], list[Event]] = {}
        for event in events(told):
            day = event.at.date()
            for kind, start in [("day", day), ("month", day.replace(day=1)), ("all", None)]:
                for dimension, member in [("total", "total"), ("team", event.team), ("agent", event.agent)]:
                    if kind != "day" or dimension == "total":
                        groups.setdefault((kind, start, dimension, member), []).append(event)
        for group, members in groups.items():
            for suffix, row in figures(members).items():
                found[(prefix + suffix, *group)] = row
    return found

"""Business time of the models against a counter that looks at every minute."""

from __future__ import annotations

from datetime import datetime

import pytest
from minute_counter import Schedule
from schedules import BEGINS, ENDS, Span, schedules


@pytest.fixture(scope="module")
def counted() -> dict[str, Schedule]:
    found = {schedule.name: schedule for schedule in schedules()}
    for schedule in found.values():
        schedule.count(BEGINS, ENDS)
    return found


def expected_seconds(span: Span, counted: dict[str, Schedule]) -> int:
    """Each stretch on its own schedule, and the stretches added."""
    ends = [at for at, _ in span.turns[1:]] + [datetime.max]
    return sum(
        counted[name].seconds_between(starts, min(stops, span.ends))
        for (starts, name), stops in zip(span.turns, ends, strict=True)
        if starts < span.ends
    )


def test_every_span_equals_the_counted_minutes(
    asked: dict[str, Span], told: dict[str, float | None], counted: dict[str, Schedule]
) -> None:
    expected = {ticket: expected_seconds(span, counted) for ticket, span in asked.items()}
    differing = {
        ticket: (asked[ticket], told[ticket], seconds / 60)
        for ticket, seconds in expected.items()
        if told[ticket] != pytest.approx(seconds / 60, abs=0.00006)
    }
    assert not differing, f"{len(differing)} of {len(asked)} differ, such as {next(iter(differing.values()))}"
    assert sum(len(span.turns) > 1 for span in asked.values()) > 300
    assert sum(seconds > 60 * 60 * 24 * 90 for seconds in expected.values()) > 50

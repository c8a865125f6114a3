"""Business time against minutes derived by hand: each ticket is one case."""

from __future__ import annotations

import pytest
from named_tickets import CHANGES, SOLVED_BEFORE, WITHOUT_CALENDAR, Named


@pytest.mark.parametrize("named", CHANGES, ids=[named.ticket_id for named in CHANGES])
def test_clocks_that_change_on_any_weekday(told: dict[str, float | None], named: Named) -> None:
    assert told[named.ticket_id] == named.minutes, named.why


@pytest.mark.parametrize("named", WITHOUT_CALENDAR, ids=[named.ticket_id for named in WITHOUT_CALENDAR])
def test_without_a_calendar_there_is_no_figure(told: dict[str, float | None], named: Named) -> None:
    assert told[named.ticket_id] is None


def test_a_calendar_that_is_lost_later_takes_nothing(told: dict[str, float | None]) -> None:
    assert {n.ticket_id: told[n.ticket_id] for n in SOLVED_BEFORE} == {
        n.ticket_id: n.minutes for n in SOLVED_BEFORE
    }

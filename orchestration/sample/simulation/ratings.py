"""What waiting does to the ticketing's ratings: who waited for more than a day thinks again."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from orchestration.sample.clock import DAY
from orchestration.sample.simulation.ticket_life import COMMENTED, GOOD_RATINGS, TOO_LONG
from orchestration.sample.simulation.tickets import Ticket

SPOILT = 0.3
"""Share of the good ratings that become bad ones where the first solution took a day or longer."""


def spoil_ratings(rng: Random, tickets: Iterable[Ticket]) -> None:
    """Turns some good ratings of slow tickets into bad ones, most of them with a comment."""
    for ticket in tickets:
        for place, (at, field, word) in enumerate(ticket.satisfaction):
            if word == "good" and is_slow(ticket) and rng.random() < SPOILT:
                ticket.satisfaction[place] = (at, field, "bad")
                if rng.random() < COMMENTED:
                    ticket.satisfaction.insert(place + 1, (at, "satisfaction_comment", TOO_LONG))


def is_slow(ticket: Ticket) -> bool:
    """The first solution took a day or longer."""
    solved_at = next((c.at for c in ticket.status if c.value == "solved"), None)
    return solved_at is not None and solved_at - ticket.created_at >= DAY


def share_of_good_ratings(ticket: Ticket) -> float:
    """How likely a rating of the ticket is a good one."""
    return GOOD_RATINGS * (1 - SPOILT) if is_slow(ticket) else GOOD_RATINGS

"""Tickets that were merged into others, at and around the instants at which those came and were solved."""

from __future__ import annotations

import random
from datetime import timedelta

from contact_company import AS_OF, START, Row, Tables

EDGES = [timedelta(0), timedelta(seconds=1), timedelta(days=7), timedelta(days=7, seconds=1)]


def random_merges(seed: int, tables: Tables) -> list[Row]:
    """Each is like a solved ticket but for one thing that it does not say; half of them go into that ticket, a
    quarter into one that was merged itself, and some in a circle."""
    rng = random.Random(seed)
    every = tables["ticketing.tickets"]
    merges: list[Row] = []
    for i, ticket in enumerate([row for row in every if row["solved_at"]][:160]):
        at = ticket["solved_at" if i % 3 else "created_at"] + rng.choice([1, -1]) * EDGES[i % 4]
        survivor = ticket if i % 2 else rng.choice(merges if merges and i % 4 else every)
        if START <= at <= AS_OF:
            merges.append(
                {
                    **ticket,
                    "ticket_id": f"M{i}",
                    "status": "closed",
                    "created_at": at,
                    "solved_at": None,
                    "updated_at": at,
                    "is_spam": False,
                    "merged_into_ticket_id": survivor["ticket_id"],
                    rng.choice(["topic", "requester_id", "account_id", "team_id"]): None,
                }
            )
    for one, other in ((5, 25), (45, 45), (65, 85)):
        merges[one]["merged_into_ticket_id"] = merges[other]["ticket_id"]
        merges[other]["merged_into_ticket_id"] = merges[one]["ticket_id"]
    return merges

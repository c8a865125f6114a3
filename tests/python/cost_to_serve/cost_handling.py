"""Whether anybody worked on a contact, straight from the deliveries."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
SIGNS = (
    "agent_id",
    "answered_at",
    "accepted_at",
    "handling_seconds",
    "talk_seconds",
    "hold_seconds",
    "wrap_seconds",
)
"""What a conversation that was passed on says where an agent had it."""


def chain_of(call_id: str) -> str:
    """Which legs belong together: P1-0 and P1-1; XP-lost and XP-lost-2."""
    parts = call_id.split("-")
    return "-".join(parts[:2]) if parts[0] == "XP" else parts[0]


def is_connected(row: Row) -> bool:
    """An agent had this leg, or this chat."""
    is_passed_on = row["outcome"] == "transferred" and any(row.get(sign) for sign in SIGNS)
    return row["outcome"] == "handled" or is_passed_on


def is_touched(ticket: Row, tables: dict[str, list[Row]]) -> bool:
    """Somebody but a bot logged work on a ticket, wrote in it, had it or solved it."""
    replies = {
        row["ticket_id"]
        for row in tables["ticketing.ticket_messages"]
        if row["author_role"] == "agent" and row["author_id"] != "GB"
    }
    logged = {row["ticket_id"] for row in tables["ticketing.work_logs"]}
    return bool(ticket["ticket_id"] in replies | logged or ticket["assignee_id"] or ticket["solved_at"])

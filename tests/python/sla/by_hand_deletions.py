"""Cases derived by hand, with the office and the policies of `by_hand`: tickets that were answered, solved, thanked for,
and deleted for good. `D2` was closed before, and `D3` was open again.
"""

from __future__ import annotations

from by_hand import Found

TICKETS = ("D1", "D2", "D3")
CREATED = "2025-03-10T09:00:00Z"

DELIVERIES = {
    "ticketing.tickets": [f"{ticket},web,open,,{CREATED},r,,,hand office" for ticket in TICKETS],
    "ticketing.ticket_changes": [
        *(f"{ticket},status,{CREATED},open" for ticket in TICKETS),
        *(f"{ticket},status,2025-03-10T09:30:00Z,solved" for ticket in TICKETS),
        "D2,status,2025-03-10T12:00:00Z,closed",
        "D3,status,2025-03-10T10:00:00Z,open",
        *(f"{ticket},status,2025-03-12T12:00:00Z,deleted" for ticket in TICKETS),
    ],
    "ticketing.ticket_messages": [
        row
        for ticket in TICKETS
        for row in (
            f"{ticket.lower()}a,{ticket},2025-03-10T09:10:00Z,agent-1,agent,true",
            f"{ticket.lower()}b,{ticket},2025-03-10T10:00:00Z,r,customer,true",
        )
    ],
    "ticketing.ticket_slas": [f"{ticket},hand,{CREATED},," for ticket in TICKETS],
}

CASES: list[tuple[str, str, Found]] = [
    # A message on a solved ticket that stays solved awaits nothing, and the deletion does not reopen it.
    ("D1", "next_reply", {"2025-03-10 10:00:00": (0.0, "2025-03-10 11:00:00", None, "cancelled")}),
    ("D2", "next_reply", {"2025-03-10 10:00:00": (0.0, "2025-03-10 11:00:00", None, "cancelled")}),
    # Nobody answered for two days and two hours, until it left.
    (
        "D3",
        "next_reply",
        {"2025-03-10 10:00:00": (3000.0, "2025-03-10 11:00:00", "2025-03-10 11:00:00", "breached")},
    ),
]

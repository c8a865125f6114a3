"""More cases derived by hand, with the office and the policies of `by_hand`: what lies at an edge.

The calendar of `E1` to `E4` is lost: from some instant on nobody says which schedule they have.
"""

from __future__ import annotations

from by_hand import Found

TICKETS = (1, 2, 3, 4)

DELIVERIES = {
    "ticketing.tickets": [f"E{number},web,open,,2025-03-10T09:00:00Z,r,,," for number in TICKETS],
    "ticketing.ticket_changes": [
        *(f"E{number},schedule_id,2025-03-10T09:00:00Z,hand office" for number in TICKETS),
        *(f"E{number},status,2025-03-10T09:00:00Z,open" for number in TICKETS),
        "E1,schedule_id,2025-03-10T10:00:01Z,",
        "E2,schedule_id,2025-03-10T10:00:00Z,",
        "E3,schedule_id,2025-03-10T12:00:00Z,",
        "E3,status,2025-03-10T13:00:00Z,pending",
        "E3,status,2025-03-10T14:00:00Z,open",
        "E4,status,2025-03-10T09:30:00Z,pending",
        "E4,schedule_id,2025-03-10T18:00:00Z,",
        "E4,status,2025-03-11T10:00:00Z,solved",
    ],
    "ticketing.ticket_messages": [
        *(f"e{number}a,E{number},2025-03-10T12:00:00Z,agent-1,agent,true" for number in (1, 2, 3)),
    ],
    "ticketing.ticket_slas": [f"E{number},hand,2025-03-10T09:00:00Z,," for number in TICKETS],
}

CASES: list[tuple[str, str, Found]] = [
    # An hour and a second are known: it is too late, whatever came then. How late it was in the end nobody knows.
    (
        "E1",
        "first_reply",
        {"2025-03-10 09:00:00": (None, "2025-03-10 10:00:00", "2025-03-10 10:00:00", "breached")},
    ),
    # The hour was used up, and is exceeded only if the office was open after that, which nobody knows.
    ("E2", "first_reply", {"2025-03-10 09:00:00": (None, "2025-03-10 10:00:00", None, "cancelled")}),
    ("E2", "requester_wait", {"2025-03-10 09:00:00": (None, None, None, "cancelled")}),
    # Three of the two hours were known; it waited, and waits again, without a calendar.
    (
        "E3",
        "requester_wait",
        {"2025-03-10 09:00:00": (None, "2025-03-10 11:00:00", "2025-03-10 11:00:00", "breached")},
    ),
    # The calendar is lost while the ticket waits for the customer, and its clock stands.
    ("E4", "requester_wait", {"2025-03-10 09:00:00": (30.0, None, "2025-03-11 10:00:00", "met")}),
]

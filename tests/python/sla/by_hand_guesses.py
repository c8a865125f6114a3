"""Cases derived by hand, with the office and the policies of `by_hand`: tickets that say that they are solved, of which
neither they nor a history say since when. Their last update, where they have one, is the latest instant that it was.
Of `C1` to `C3` it is known when they were closed: of the first two by their record alone, of which `C2` has a history
that ends before that, and of `C3` by its history.
"""

from __future__ import annotations

from by_hand import Found
from by_hand_returns import GUESSED as RETURNED

UPDATES = {"G2": "10T09:30", "G5": "10T11:20", "G6": "10T09:30", "G7": "20T09:00"}
TICKETS = tuple(f"G{number}" for number in range(1, 8))
CREATED = "2025-03-10T09:00:00Z"

GUESSED = (
    RETURNED[0],
    [
        *RETURNED[1],
        *(
            (ticket, "web", "solved", CREATED, f"2025-03-{UPDATES[ticket]}:00Z" if ticket in UPDATES else "")
            for ticket in TICKETS
        ),
    ],
)

CLOSED = ("C1", "C2", "C3")
STATED = (
    "ticket_id,channel,status,created_at,closed_at",
    [(ticket, "web", "closed", CREATED, "2025-03-20T09:00:00Z") for ticket in CLOSED],
)

DELIVERIES = {
    "ticketing.ticket_changes": [
        *(f"{ticket},schedule_id,{CREATED},hand office" for ticket in TICKETS),
        "G7,schedule_id,2025-03-10T12:00:00Z,",
        *(f"{ticket},status,{CREATED},open" for ticket in ("C2", "C3")),
        "C3,status,2025-03-20T09:00:00Z,closed",
    ],
    "ticketing.ticket_messages": [
        *(f"{ticket.lower()}a,{ticket},2025-03-10T09:40:00Z,agent-1,agent,true" for ticket in ("G1", "G2")),
        "g3a,G3,2025-03-11T09:30:00Z,agent-1,agent,true",
        # G4: answered, and asked and answered again twice.
        "g4a,G4,2025-03-10T09:40:00Z,agent-1,agent,true",
        "g4b,G4,2025-03-10T11:00:00Z,r,customer,true",
        "g4c,G4,2025-03-10T11:30:00Z,agent-1,agent,true",
        "g4d,G4,2025-03-10T13:00:00Z,r,customer,true",
        "g4e,G4,2025-03-10T15:00:00Z,agent-1,agent,true",
        # G5 and G6: the last update lies between two messages of the customer.
        "g5a,G5,2025-03-10T09:10:00Z,agent-1,agent,true",
        "g5b,G5,2025-03-10T11:00:00Z,r,customer,true",
        "g5c,G5,2025-03-10T11:30:00Z,r,customer,true",
        "g5d,G5,2025-03-10T11:50:00Z,agent-1,agent,true",
        "g6a,G6,2025-03-10T09:00:00Z,r,customer,true",
        "g6b,G6,2025-03-10T09:35:00Z,r,customer,true",
        "g6c,G6,2025-03-10T09:40:00Z,agent-1,agent,true",
    ],
    "ticketing.ticket_slas": [f"{ticket},hand,{CREATED},," for ticket in (*TICKETS, *CLOSED)],
}

CASES: list[tuple[str, str, Found]] = [
    # What was answered was awaited until then: a solve of which nobody says when it was ends no waiting.
    (
        "G1",
        "first_reply",
        {"2025-03-10 09:00:00": (40.0, "2025-03-10 10:00:00", "2025-03-10 09:40:00", "met")},
    ),
    (
        "G2",
        "first_reply",
        {"2025-03-10 09:00:00": (40.0, "2025-03-10 10:00:00", "2025-03-10 09:40:00", "met")},
    ),
    (
        "G3",
        "first_reply",
        {"2025-03-10 09:00:00": (510.0, "2025-03-10 10:00:00", "2025-03-10 10:00:00", "breached")},
    ),
    (
        "G4",
        "first_reply",
        {"2025-03-10 09:00:00": (40.0, "2025-03-10 10:00:00", "2025-03-10 09:40:00", "met")},
    ),
    (
        "G4",
        "next_reply",
        {
            "2025-03-10 11:00:00": (30.0, "2025-03-10 12:00:00", "2025-03-10 11:30:00", "met"),
            "2025-03-10 13:00:00": (120.0, "2025-03-10 14:00:00", "2025-03-10 14:00:00", "breached"),
        },
    ),
    # Nor does it part two messages that one reply answered.
    (
        "G5",
        "next_reply",
        {"2025-03-10 11:00:00": (50.0, "2025-03-10 12:00:00", "2025-03-10 11:50:00", "met")},
    ),
    (
        "G6",
        "first_reply",
        {"2025-03-10 09:00:00": (40.0, "2025-03-10 10:00:00", "2025-03-10 09:40:00", "met")},
    ),
    ("G6", "next_reply", {}),
    # It may have been solved in time, long before its calendar was lost.
    ("G7", "first_reply", {"2025-03-10 09:00:00": (None, None, None, "cancelled")}),
    ("G7", "requester_wait", {"2025-03-10 09:00:00": (None, None, None, "cancelled")}),
    # They may have been solved within the day; C3 was seen active until it was closed.
    ("C1", "resolution", {"2025-03-10 09:00:00": (None, "2025-03-11 09:00:00", None, "cancelled")}),
    ("C2", "resolution", {"2025-03-10 09:00:00": (None, "2025-03-11 09:00:00", None, "cancelled")}),
    (
        "C3",
        "resolution",
        {"2025-03-10 09:00:00": (None, "2025-03-11 09:00:00", "2025-03-11 09:00:00", "breached")},
    ),
]

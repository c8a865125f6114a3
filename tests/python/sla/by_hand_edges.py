"""More cases derived by hand, with the office and the policies of `by_hand`: what lies at an edge.

The calendar of `E1` to `E4` is lost: from some instant on nobody says which schedule they have. `E5` to `E11` come from
a help desk that records the comment and the status of one update as two events.
"""

from __future__ import annotations

from by_hand import Found

TICKETS = range(1, 12)

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
        "E5,status,2025-03-10T09:40:00Z,solved",
        "E6,status,2025-03-10T09:40:00Z,solved",
        "E7,status,2025-03-10T09:40:00Z,solved",
        "E8,status,2025-03-10T10:00:00Z,solved",
        "E8,status,2025-03-10T12:00:05Z,open",
        "E9,status,2025-03-10T10:00:00Z,solved",
        "E9,status,2025-03-10T12:00:06Z,open",
        "E10,status,2025-03-10T10:00:00Z,solved",
        "E10,status,2025-03-10T11:59:55Z,open",
        "E11,status,2025-03-10T10:00:00Z,solved",
        "E11,status,2025-03-10T10:00:02Z,open",
    ],
    "ticketing.ticket_messages": [
        *(f"e{number}a,E{number},2025-03-10T12:00:00Z,agent-1,agent,true" for number in (1, 2, 3)),
        # E5 and E6: the answer comes 5 and 6 seconds after the solve.
        "e5a,E5,2025-03-10T09:40:05Z,agent-1,agent,true",
        "e6a,E6,2025-03-10T09:40:06Z,agent-1,agent,true",
        # E7: answered, asked again; the second answer comes a second after the solve.
        "e7a,E7,2025-03-10T09:10:00Z,agent-1,agent,true",
        "e7b,E7,2025-03-10T09:20:00Z,r,customer,true",
        "e7c,E7,2025-03-10T09:40:01Z,agent-1,agent,true",
        # E8, E9, E10: answered, solved, thanks; a message at 12:00, and a reopening 5 or 6 seconds from it; answered.
        *(f"e{number}a,E{number},2025-03-10T09:10:00Z,agent-1,agent,true" for number in (8, 9, 10)),
        *(f"e{number}b,E{number},2025-03-10T11:00:00Z,r,customer,true" for number in (8, 9, 10)),
        *(f"e{number}c,E{number},2025-03-10T12:00:00Z,r,customer,true" for number in (8, 9, 10)),
        *(f"e{number}d,E{number},2025-03-10T12:30:00Z,agent-1,agent,true" for number in (8, 9, 10)),
        # E11: answered, asked again twice; solved, and reopened by an agent.
        "e11a,E11,2025-03-10T09:10:00Z,agent-1,agent,true",
        "e11b,E11,2025-03-10T09:20:00Z,r,customer,true",
        "e11c,E11,2025-03-10T09:59:58Z,r,customer,true",
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
    # The answer of the update that solved the ticket fulfils what was awaited; a later one finds it given up.
    (
        "E5",
        "first_reply",
        {"2025-03-10 09:00:00": (40.0833, "2025-03-10 10:00:00", "2025-03-10 09:40:05", "met")},
    ),
    ("E6", "first_reply", {"2025-03-10 09:00:00": (40.0, "2025-03-10 10:00:00", None, "cancelled")}),
    (
        "E7",
        "next_reply",
        {"2025-03-10 09:20:00": (20.0167, "2025-03-10 10:20:00", "2025-03-10 09:40:01", "met")},
    ),
    # The message that reopened the ticket began the wait, and not the thanks before it.
    (
        "E8",
        "next_reply",
        {"2025-03-10 12:00:00": (30.0, "2025-03-10 13:00:00", "2025-03-10 12:30:00", "met")},
    ),
    (
        "E9",
        "next_reply",
        {"2025-03-10 11:00:00": (90.0, "2025-03-10 12:00:00", "2025-03-10 12:00:00", "breached")},
    ),
    (
        "E10",
        "next_reply",
        {"2025-03-10 12:00:00": (30.0, "2025-03-10 13:00:00", "2025-03-10 12:30:00", "met")},
    ),
    # The last message came before the solve, so it is not the one that reopened the ticket.
    ("E11", "next_reply", {"2025-03-10 09:20:00": (40.0, "2025-03-10 10:20:00", None, "cancelled")}),
]

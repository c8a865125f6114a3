"""Cases derived by hand, with the office and the policies of `by_hand`: tickets that were deleted and recovered, merged
in a circle, or closed without a second solve, and targets that were frozen without their metric.
"""

from __future__ import annotations

from by_hand import Found

TICKETS = range(1, 12)
MERGED = {4: "R3", 10: "R11", 11: "R10"}
CREATED = {4: "09:30", 11: "09:05"}
POLICIES = {8: "single", 9: "hand"}


def _created(number: int) -> str:
    return f"2025-03-10T{CREATED.get(number, '09:00')}:00Z"


DELIVERIES = {
    "ticketing.sla_policies": ["single,first_reply,*,,60,calendar,formal"],
    "ticketing.tickets": [
        f"R{number},web,open,,{_created(number)},r,{MERGED.get(number, '')},,hand office"
        for number in TICKETS
    ],
    "ticketing.ticket_changes": [
        *(f"R{number},status,{_created(number)},open" for number in TICKETS),
        *(f"R{number},status,2025-03-10T09:30:00Z,solved" for number in (1, 2, 5, 6)),
        # R1 is recovered as it was, R2 as open.
        "R1,status,2025-03-10T12:00:00Z,deleted",
        "R1,status,2025-03-10T15:00:00Z,solved",
        "R2,status,2025-03-10T12:00:00Z,deleted",
        "R2,status,2025-03-10T15:00:00Z,open",
        # R4 was merged into R3 at 10:00, deleted, and recovered as the closed ticket that it was.
        "R4,status,2025-03-10T10:00:00Z,closed",
        "R4,status,2025-03-10T12:00:00Z,deleted",
        "R4,status,2025-03-10T13:00:00Z,closed",
        # R5 and R6 are reopened, after days and within the hour, and closed without another solve; R7 by a deletion.
        "R5,status,2025-03-14T09:00:00Z,open",
        "R5,status,2025-03-20T09:00:00Z,closed",
        "R6,status,2025-03-10T10:00:00Z,open",
        "R6,status,2025-03-10T11:00:00Z,closed",
        "R7,status,2025-03-12T09:00:00Z,deleted",
        "R7,status,2025-03-13T09:00:00Z,closed",
    ],
    "ticketing.ticket_messages": [
        *(f"r{number}a,R{number},2025-03-10T09:10:00Z,agent-1,agent,true" for number in (1, 2)),
        *(f"r{number}b,R{number},2025-03-10T10:00:00Z,r,customer,true" for number in (1, 2)),
        "r2c,R2,2025-03-10T15:00:00Z,r,customer,true",
        "r2d,R2,2025-03-10T15:30:00Z,agent-1,agent,true",
        # The first comment is the copy that the merge left.
        "r3a,R3,2025-03-10T10:00:02Z,agent-1,agent,true",
        "r3b,R3,2025-03-10T11:00:00Z,agent-1,agent,true",
        *(f"r{number}a,R{number},2025-03-10T09:40:00Z,agent-1,agent,true" for number in (8, 9)),
        "r10a,R10,2025-03-10T11:00:00Z,agent-1,agent,true",
    ],
    "ticketing.ticket_slas": [
        f"R{number},{POLICIES.get(number, 'hand')},{_created(number)},,{30 if number in POLICIES else ''}"
        for number in TICKETS
    ],
}

# It says that it is solved, and by its update since when at most; it has no history.
GUESSED = (
    "ticket_id,channel,status,created_at,updated_at",
    [("R12", "web", "solved", _created(12), "2025-03-20")],
)
DELIVERIES["ticketing.ticket_slas"].append(f"R12,hand,{_created(12)},,")

CASES: list[tuple[str, str, Found]] = [
    # A message on a solved ticket that stays solved awaits nothing, also where it was deleted and recovered.
    ("R1", "next_reply", {"2025-03-10 10:00:00": (0.0, "2025-03-10 11:00:00", None, "cancelled")}),
    # Recovered as open it was reopened, by the message of 15:00 and not by the thanks.
    (
        "R2",
        "next_reply",
        {"2025-03-10 15:00:00": (30.0, "2025-03-10 16:00:00", "2025-03-10 15:30:00", "met")},
    ),
    (
        "R3",
        "first_reply",
        {"2025-03-10 09:00:00": (120.0, "2025-03-10 10:00:00", "2025-03-10 10:00:00", "breached")},
    ),
    # It left at the merge, and the recovery is no closing.
    ("R4", "requester_wait", {"2025-03-10 09:30:00": (30.0, None, None, "cancelled")}),
    # It was active after the day that it had, so it was late whenever it was resolved.
    (
        "R5",
        "resolution",
        {"2025-03-10 09:00:00": (None, "2025-03-11 09:00:00", "2025-03-11 09:00:00", "breached")},
    ),
    ("R6", "resolution", {"2025-03-10 09:00:00": (None, "2025-03-11 09:00:00", None, "cancelled")}),
    (
        "R7",
        "resolution",
        {"2025-03-10 09:00:00": (None, "2025-03-11 09:00:00", "2025-03-11 09:00:00", "breached")},
    ),
    # The policy has one metric, so the frozen half hour is its own; one of several metrics keeps the policy's hour.
    (
        "R8",
        "first_reply",
        {"2025-03-10 09:00:00 single": (40.0, "2025-03-10 09:30:00", "2025-03-10 09:30:00", "breached")},
    ),
    (
        "R9",
        "first_reply",
        {"2025-03-10 09:00:00": (40.0, "2025-03-10 10:00:00", "2025-03-10 09:40:00", "met")},
    ),
    # Of the circle the first one stays, and is open.
    (
        "R10",
        "first_reply",
        {"2025-03-10 09:00:00": (120.0, "2025-03-10 10:00:00", "2025-03-10 10:00:00", "breached")},
    ),
    # It may have been answered by the solve of which nobody says when it was.
    ("R12", "first_reply", {"2025-03-10 09:00:00": (None, None, None, "cancelled")}),
    ("R11", "first_reply", {"2025-03-10 09:05:00": (0.0, "2025-03-10 10:05:00", None, "cancelled")}),
]

"""Cases derived by hand, with the office and the policies of `by_hand`: what comes afterwards and changes nothing.

`D1` to `D3` were answered, solved, thanked for, and deleted for good; `D2` was closed before, and `D3` was open again.
On `F1` to `F5` half an hour was frozen without its metric, and each was answered after 40 minutes. Each of their
policies has an hour for a first reply, and one for something else: `grown` since the 20th, `early` too, whose first
version begins on the 15th, and `twin` from its first version on. `odd` has it for a metric that nobody knows. Each asked
again at 11:00, and `F6` too, to whose next reply `grown` was applied by name.
"""

from __future__ import annotations

from by_hand import Found

DELETED = ("D1", "D2", "D3")
CREATED = "2025-03-10T09:00:00Z"
LATE = "2025-03-21T09:00:00Z"
FROZEN = {"F1": "grown", "F2": "grown", "F3": "early", "F4": "twin", "F5": "odd"}
ASKED = (*FROZEN, "F6")
EACH = {**dict.fromkeys((*DELETED, *ASKED), CREATED), "F2": LATE}

DELIVERIES = {
    "ticketing.sla_policies": [
        "grown,first_reply,*,2025-03-01,60,calendar,formal",
        "grown,next_reply,*,2025-03-20,60,calendar,formal",
        "early,first_reply,*,2025-03-15,60,calendar,formal",
        "early,next_reply,*,2025-03-20,60,calendar,formal",
        "twin,first_reply,*,2025-03-15,60,calendar,formal",
        "twin,next_reply,*,2025-03-15,60,calendar,formal",
        "odd,first_reply,*,,60,calendar,formal",
        "odd,periodic_update,*,,60,calendar,formal",
    ],
    "ticketing.tickets": [f"{ticket},web,open,,{at},r,,,hand office" for ticket, at in EACH.items()],
    "ticketing.ticket_changes": [
        *(f"{ticket},status,{at},open" for ticket, at in EACH.items()),
        *(f"{ticket},status,2025-03-10T09:30:00Z,solved" for ticket in DELETED),
        "D2,status,2025-03-10T12:00:00Z,closed",
        "D3,status,2025-03-10T10:00:00Z,open",
        *(f"{ticket},status,2025-03-12T12:00:00Z,deleted" for ticket in DELETED),
    ],
    "ticketing.ticket_messages": [
        *(f"{ticket.lower()}a,{ticket},2025-03-10T09:10:00Z,agent-1,agent,true" for ticket in DELETED),
        *(f"{ticket.lower()}b,{ticket},2025-03-10T10:00:00Z,r,customer,true" for ticket in DELETED),
        *(
            f"{ticket.lower()}a,{ticket},{EACH[ticket].replace('09:00', '09:40')},agent-1,agent,true"
            for ticket in ASKED
        ),
        *(
            f"{ticket.lower()}b,{ticket},{EACH[ticket].replace('09:00', '11:00')},r,customer,true"
            for ticket in ASKED
        ),
    ],
    "ticketing.ticket_slas": [
        *(f"{ticket},hand,{CREATED},," for ticket in DELETED),
        *(f"{ticket},{policy},{EACH[ticket]},,30" for ticket, policy in FROZEN.items()),
        f"F6,grown,{CREATED},next_reply,",
    ],
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
    # The policy had one metric when it was applied, so the frozen half hour is that metric's, then and later.
    (
        "F1",
        "first_reply",
        {"2025-03-10 09:00:00 grown": (40.0, "2025-03-10 09:30:00", "2025-03-10 09:30:00", "breached")},
    ),
    # It has two by then, and nobody says which of them was meant.
    (
        "F2",
        "first_reply",
        {"2025-03-21 09:00:00 grown": (40.0, "2025-03-21 10:00:00", "2025-03-21 09:40:00", "met")},
    ),
    # Before its first version a policy is what that version says: one metric, and two.
    (
        "F3",
        "first_reply",
        {"2025-03-10 09:00:00 early": (40.0, "2025-03-10 09:30:00", "2025-03-10 09:30:00", "breached")},
    ),
    (
        "F4",
        "first_reply",
        {"2025-03-10 09:00:00 twin": (40.0, "2025-03-10 10:00:00", "2025-03-10 09:40:00", "met")},
    ),
    # It may be that of the metric which is not measured.
    (
        "F5",
        "first_reply",
        {"2025-03-10 09:00:00 odd": (40.0, "2025-03-10 10:00:00", "2025-03-10 09:40:00", "met")},
    ),
    # What a policy has since the 20th was not promised on the 10th, but where a ticket names it.
    ("F1", "next_reply", {}),
    ("F3", "next_reply", {}),
    (
        "F2",
        "next_reply",
        {"2025-03-21 11:00:00 grown": (14370.0, "2025-03-21 12:00:00", "2025-03-21 12:00:00", "breached")},
    ),
    (
        "F4",
        "next_reply",
        {"2025-03-10 11:00:00 twin": (30210.0, "2025-03-10 12:00:00", "2025-03-10 12:00:00", "breached")},
    ),
    (
        "F6",
        "next_reply",
        {"2025-03-10 11:00:00 grown": (30210.0, "2025-03-10 12:00:00", "2025-03-10 12:00:00", "breached")},
    ),
]

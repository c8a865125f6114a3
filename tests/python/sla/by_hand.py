"""Cases derived by hand: deliveries, and what the fact must say of each instance.

The office (`hand office`) is open from 09:00 to 17:00 UTC on Monday to Friday; March 2025 began on a Saturday, so the
10th is a Monday. `H8` has no schedule of its own and its source has several, so none is known. The policy `hand` has
60 business minutes for a first reply and 60 calendar minutes for a next one, 120 business minutes of requester wait,
and 1,440 calendar minutes to the resolution. The informal policy `own` has 30 calendar minutes for a first reply, and
43,200 to the resolution.
"""

from __future__ import annotations

Found = dict[str, tuple[float | None, str | None, str | None, str]]
"""By start, and by policy where it is not `hand`: elapsed minutes, due, decided, status."""

DELIVERIES = {
    "ticketing.schedules": [f"hand office,Etc/UTC,{day},540,1020" for day in range(1, 6)],
    "ticketing.sla_policies": [
        "hand,first_reply,*,,60,business,formal",
        "hand,next_reply,*,,60,calendar,formal",
        "hand,requester_wait,*,,120,business,formal",
        "hand,resolution,*,,1440,calendar,formal",
        "own,first_reply,*,,30,calendar,informal",
        "own,resolution,*,,43200,calendar,informal",
    ],
    "ticketing.tickets": [
        # id, channel, status, priority, created, submitter, merged into, solved, schedule
        "H1,web,open,,2025-03-10T09:00:00Z,r,,,hand office",
        "H2,web,open,,2025-03-10T16:00:00Z,r,,,hand office",
        "H3,web,open,,2025-03-10T16:30:30Z,r,,,hand office",
        "H4,web,open,,2025-03-31T09:29:59Z,r,,,hand office",
        "H5,web,solved,,2025-03-10T09:00:00Z,r,,,hand office",
        "H6,web,closed,,2025-03-10T09:00:00Z,r,,,hand office",
        "H7,web,solved,,2025-03-10T09:00:00Z,r,,2025-03-12T12:00:00Z,hand office",
        "H8,web,open,,2025-03-10T09:00:00Z,r,,,",
        "H9,web,open,,2025-03-10T09:00:00Z,r,,,hand office",
        "H10,web,open,,2025-03-10T09:00:00Z,r,,,hand office",
        "H11,web,open,,2025-03-10T09:00:00Z,r,,,hand office",
        *(f"H{number},web,open,,2025-03-10T09:00:00Z,r,,,hand office" for number in (12, 13, 14, 15)),
    ],
    "ticketing.ticket_changes": [
        "H5,status,2025-03-10T09:00:00Z,open",
        "H5,status,2025-03-10T09:40:00Z,solved",
        "H9,status,2025-03-10T09:00:00Z,open",
        "H9,status,2025-03-10T10:30:00Z,pending",
        "H9,status,2025-03-11T09:00:00Z,open",
        "H9,status,2025-03-11T09:10:00Z,solved",
        "H9,status,2025-03-12T09:00:00Z,open",
        "H10,sla_policy_id,2025-03-10T09:00:00Z,hand",
        "H10,sla_policy_id,2025-03-10T10:00:00Z,",
        *(f"H{number},status,2025-03-10T09:00:00Z,open" for number in (12, 13, 14, 15)),
        "H12,status,2025-03-10T09:40:00Z,solved",
        "H12,status,2025-03-10T11:00:00Z,open",
        "H13,status,2025-03-10T09:30:00Z,solved",
        "H13,status,2025-03-12T09:00:00Z,open",
        "H14,status,2025-03-10T09:40:00Z,solved",
        "H14,status,2025-03-10T10:30:00Z,open",
        "H15,status,2025-03-10T10:30:00Z,solved",
        "H15,status,2025-03-10T11:00:00Z,open",
    ],
    "ticketing.ticket_messages": [
        # H1: answered at the very second; then three questions, and one answer for all.
        "h1a,H1,2025-03-10T09:00:00Z,r,customer,true",
        "h1b,H1,2025-03-10T10:00:00Z,agent-1,agent,true",
        "h1c,H1,2025-03-10T11:00:00Z,r,customer,true",
        "h1d,H1,2025-03-10T11:20:00Z,r,customer,true",
        "h1e,H1,2025-03-10T11:30:00Z,agent-1,agent,false",
        "h1f,H1,2025-03-10T11:40:00Z,bot-1,agent,true",
        "h1g,H1,2025-03-10T11:50:00Z,r,customer,true",
        "h1h,H1,2025-03-10T12:00:01Z,agent-1,agent,true",
        # H2: the hour ends at closing time; the answer of the evening is still in time.
        "h2a,H2,2025-03-10T19:30:00Z,agent-1,agent,true",
        # H3: 29.5 minutes on Monday, so the hour ends on Tuesday at 09:30:30; answered a second later.
        "h3a,H3,2025-03-11T09:30:31Z,agent-1,agent,true",
        # H7: answered, asked again, and solved without an answer.
        "h7a,H7,2025-03-10T09:10:00Z,agent-1,agent,true",
        "h7b,H7,2025-03-12T11:30:00Z,r,customer,true",
        # H10 and H11: answered after 45 and 40 minutes.
        "h10a,H10,2025-03-10T09:45:00Z,agent-1,agent,true",
        "h11a,H11,2025-03-10T09:40:00Z,agent-1,agent,true",
        # H12: solved without a word; two messages, the first of which reopens it; answered a second too late.
        "h12a,H12,2025-03-10T11:00:00Z,r,customer,true",
        "h12b,H12,2025-03-10T11:20:00Z,r,customer,true",
        "h12c,H12,2025-03-10T12:00:01Z,agent-1,agent,true",
        # H13: answered, asked again and solved without an answer; thanks; two days later a message reopens it.
        "h13a,H13,2025-03-10T09:10:00Z,agent-1,agent,true",
        "h13b,H13,2025-03-10T09:20:00Z,r,customer,true",
        "h13c,H13,2025-03-10T10:00:00Z,r,customer,true",
        "h13d,H13,2025-03-12T09:00:00Z,r,customer,true",
        "h13e,H13,2025-03-12T09:30:00Z,agent-1,agent,true",
        # H14: solved without a word; two messages until somebody reopens it.
        "h14a,H14,2025-03-10T10:00:00Z,r,customer,true",
        "h14b,H14,2025-03-10T10:05:00Z,r,customer,true",
        "h14c,H14,2025-03-10T10:50:00Z,agent-1,agent,true",
        # H15: solved without a word, after the first hour.
        "h15a,H15,2025-03-10T11:00:00Z,r,customer,true",
        "h15b,H15,2025-03-10T11:30:00Z,agent-1,agent,true",
    ],
    "ticketing.ticket_slas": [
        *(
            f"H{number},hand,2025-03-10T09:00:00Z,,"
            for number in (1, 2, 3, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15)
        ),
        "H4,hand,2025-03-31T09:29:59Z,,",
        "H10,own,2025-03-10T09:00:00Z,,",
        "H11,own,2025-03-10T09:00:00Z,,",
        "H11,hand,2025-03-10T09:20:00Z,,",
    ],
}

CASES: list[tuple[str, str, Found]] = [
    (
        "H1",
        "first_reply",
        {"2025-03-10 09:00:00": (60.0, "2025-03-10 10:00:00", "2025-03-10 10:00:00", "met")},
    ),
    (
        "H1",
        "next_reply",
        {"2025-03-10 11:00:00": (60.0167, "2025-03-10 12:00:00", "2025-03-10 12:00:00", "breached")},
    ),
    (
        "H2",
        "first_reply",
        {"2025-03-10 16:00:00": (60.0, "2025-03-10 17:00:00", "2025-03-10 19:30:00", "met")},
    ),
    (
        "H3",
        "first_reply",
        {"2025-03-10 16:30:30": (60.0167, "2025-03-11 09:30:30", "2025-03-11 09:30:30", "breached")},
    ),
    # At as_of, 60 minutes and one second have gone by without an answer.
    (
        "H4",
        "first_reply",
        {"2025-03-31 09:29:59": (60.0167, "2025-03-31 10:29:59", "2025-03-31 10:29:59", "breached")},
    ),
    # A clock that pauses has no due time before the target is used up: it may stop at any moment.
    ("H4", "requester_wait", {"2025-03-31 09:29:59": (60.0167, None, None, "running")}),
    ("H4", "resolution", {"2025-03-31 09:29:59": (60.0167, "2025-04-01 09:29:59", None, "running")}),
    # Solved after 40 minutes, never answered.
    ("H5", "first_reply", {"2025-03-10 09:00:00": (40.0, "2025-03-10 10:00:00", None, "cancelled")}),
    ("H5", "requester_wait", {"2025-03-10 09:00:00": (40.0, None, "2025-03-10 09:40:00", "met")}),
    (
        "H5",
        "resolution",
        {"2025-03-10 09:00:00": (40.0, "2025-03-11 09:00:00", "2025-03-10 09:40:00", "met")},
    ),
    # Closed, and nobody says when.
    ("H6", "requester_wait", {"2025-03-10 09:00:00": (None, None, None, "cancelled")}),
    ("H6", "resolution", {"2025-03-10 09:00:00": (None, "2025-03-11 09:00:00", None, "cancelled")}),
    ("H7", "next_reply", {"2025-03-12 11:30:00": (30.0, "2025-03-12 12:30:00", None, "cancelled")}),
    (
        "H7",
        "resolution",
        {"2025-03-10 09:00:00": (3060.0, "2025-03-11 09:00:00", "2025-03-11 09:00:00", "breached")},
    ),
    # No schedule is known: business time cannot be told, calendar time can.
    ("H8", "first_reply", {"2025-03-10 09:00:00": (None, None, None, "cancelled")}),
    (
        "H8",
        "resolution",
        {"2025-03-10 09:00:00": (30330.0, "2025-03-11 09:00:00", "2025-03-11 09:00:00", "breached")},
    ),
    # Open for 90 minutes, then 10, solved in time, and open again since: 20 more minutes use the target up.
    (
        "H9",
        "requester_wait",
        {"2025-03-10 09:00:00": (6430.0, "2025-03-12 09:20:00", "2025-03-12 09:20:00", "breached")},
    ),
    # A formal and an informal target at once: each has its own verdict.
    (
        "H10",
        "first_reply",
        {
            "2025-03-10 09:00:00": (45.0, "2025-03-10 10:00:00", "2025-03-10 09:45:00", "met"),
            "2025-03-10 09:00:00 own": (45.0, "2025-03-10 09:30:00", "2025-03-10 09:30:00", "breached"),
        },
    ),
    # The formal policy is taken away after an hour, and not the other one.
    (
        "H10",
        "resolution",
        {
            "2025-03-10 09:00:00": (60.0, "2025-03-11 09:00:00", None, "cancelled"),
            "2025-03-10 09:00:00 own": (30330.0, "2025-04-09 09:00:00", None, "running"),
        },
    ),
    # The formal policy comes 20 minutes later, and ends nothing of the informal one.
    (
        "H11",
        "first_reply",
        {
            "2025-03-10 09:00:00": (40.0, "2025-03-10 10:00:00", "2025-03-10 09:40:00", "met"),
            "2025-03-10 09:00:00 own": (40.0, "2025-03-10 09:30:00", "2025-03-10 09:30:00", "breached"),
        },
    ),
    # Given up at the solve, for good; what reopens the ticket is a wait of its own.
    ("H12", "first_reply", {"2025-03-10 09:00:00": (40.0, "2025-03-10 10:00:00", None, "cancelled")}),
    (
        "H12",
        "next_reply",
        {"2025-03-10 11:00:00": (60.0167, "2025-03-10 12:00:00", "2025-03-10 12:00:00", "breached")},
    ),
    # The thanks of the first day did not reopen it.
    (
        "H13",
        "next_reply",
        {
            "2025-03-10 09:20:00": (10.0, "2025-03-10 10:20:00", None, "cancelled"),
            "2025-03-12 09:00:00": (30.0, "2025-03-12 10:00:00", "2025-03-12 09:30:00", "met"),
        },
    ),
    # No message came with the reopening, so it is the oldest one since the solve that waited.
    (
        "H14",
        "next_reply",
        {"2025-03-10 10:00:00": (50.0, "2025-03-10 11:00:00", "2025-03-10 10:50:00", "met")},
    ),
    # What was late before the solve stays so.
    (
        "H15",
        "first_reply",
        {"2025-03-10 09:00:00": (90.0, "2025-03-10 10:00:00", "2025-03-10 10:00:00", "breached")},
    ),
    (
        "H15",
        "next_reply",
        {"2025-03-10 11:00:00": (30.0, "2025-03-10 12:00:00", "2025-03-10 11:30:00", "met")},
    ),
]

"""Cases derived by hand, with the office and the policies of `by_hand`: tickets whose history ends before the last update
of their record, which alone says that they are solved or closed, and not since when.

`U4` to `U6` and `U9` were seen active for long before that; `U7` and `U8` were once solved before; on `U9` the policy was
applied afterwards; `U10` says of itself that it was solved, at an instant at which its history has it open. `M1` to `M4`
were merged into `M0`: the records of `M1` and `M2` have them open, and the merge closes them at their last update.

`U11`, `U12` and `M5`, `M6` say when they were closed or solved, at the instant of the last change that their history
has, or when they left: `M6` in its history, before its record says that it is solved. `U13` to `U24` were written on
after their last update, at which they were solved at the latest: `U15` to `U17`, `U21`, `U23` and `U24` after ten minutes, `U18`
and `U22` after two hours, `U19` and `U20` after just the hour. To `U17` the policy was applied afterwards, and to `U23`
once more, with five hours; `U21`, `U22` and `U24` lost their schedule, of which `U22` alone could have used it by then.
"""

from __future__ import annotations

from by_hand import Found

DAY = "2025-03-10"
CREATED = f"{DAY}T09:00:00Z"
HISTORIES = {
    "M0": {"10T09:00": "open"},
    "M1": {},
    "M2": {"10T09:00": "open"},
    "M3": {"10T09:00": "open"},
    "M4": {"10T09:00": "open", "11T12:00": "pending"},
    "M5": {"10T09:00": "open", "10T10:00": "pending"},
    "M6": {"10T09:00": "open", "10T10:00": "closed", "10T11:00": "open"},
    "U1": {"10T09:00": "open"},
    "U2": {"10T09:00": "open"},
    "U3": {"10T09:00": "open", "10T09:10": "solved", "10T09:20": "open"},
    "U4": {"10T09:00": "open", "10T12:00": "pending"},
    "U5": {"10T09:00": "open", "10T12:00": "pending"},
    "U6": {"10T09:00": "open", "10T10:00": "pending", "10T16:00": "hold"},
    "U7": {"10T09:00": "open", "10T09:10": "solved", "10T09:20": "open"},
    "U8": {"10T09:00": "open", "10T10:30": "solved", "10T11:00": "open"},
    "U9": {"10T09:00": "open", "14T09:00": "pending"},
    "U10": {"10T09:00": "open", "10T10:00": "pending"},
    "U11": {"10T09:00": "open", "10T10:00": "pending"},
    "U12": {"10T09:00": "open", "10T09:30": "pending"},
    **{f"U{number}": {"10T09:00": "open"} for number in range(13, 25)},
}
UPDATES = {
    **{"U1": "10T09:30", "U3": "10T09:30", "U11": "10T10:00", "U13": "10T09:30", "U14": "10T09:30"},
    **{"U15": "10T09:10", "U16": "10T09:10", "U17": "10T09:10", "U18": "10T11:00"},
    **{"U19": "10T10:00", "U20": "10T10:00", "U21": "10T09:10", "U22": "10T11:00"},
    **{"U23": "10T09:10", "U24": "10T09:10"},
    **{"M1": "12T09:00", "M2": "12T09:00", "M5": "10T10:00", "M6": "10T14:00"},
}
STATUSES = {"M0": "open", "M1": "open", "M2": "open"} | dict.fromkeys(
    ("M3", "M4", "M5", "U10", "U11", "U12"), "closed"
)
SOLVED = {"U10": "10T09:30", "U12": "10T09:30"}
CLOSED = {"M5": "10T10:00", "U11": "10T10:00"}
APPLIED = {"U9": "2025-03-17T09:00:00Z", "U17": f"{DAY}T11:00:00Z"}


def _stated(instants: dict[str, str], ticket: str) -> str:
    return f"2025-03-{instants[ticket]}:00Z" if ticket in instants else ""


RECORDS = (
    "ticket_id,channel,status,created_at,updated_at,solved_at,closed_at,merged_into_ticket_id",
    [
        (
            ticket,
            "web",
            STATUSES.get(ticket, "solved"),
            CREATED,
            _stated(UPDATES, ticket) or "2025-03-20T09:00:00Z",
            _stated(SOLVED, ticket),
            _stated(CLOSED, ticket),
            "M0" if ticket.startswith("M") and ticket != "M0" else "",
        )
        for ticket in HISTORIES
    ],
)

DELIVERIES = {
    "ticketing.ticket_changes": [
        *(f"{ticket},schedule_id,{CREATED},hand office" for ticket in HISTORIES),
        f"U21,schedule_id,{DAY}T11:00:00Z,",
        f"U22,schedule_id,{DAY}T10:30:00Z,",
        f"U24,schedule_id,{DAY}T09:30:00Z,",
        *(
            f"{ticket},status,2025-03-{at}:00Z,{status}"
            for ticket, history in HISTORIES.items()
            for at, status in history.items()
        ),
    ],
    "ticketing.ticket_messages": [
        f"u1a,U1,{DAY}T09:40:00Z,agent-1,agent,true",
        f"u3a,U3,{DAY}T09:05:00Z,agent-1,agent,true",
        f"u3b,U3,{DAY}T09:20:00Z,r,customer,true",
        f"u3c,U3,{DAY}T09:40:00Z,agent-1,agent,true",
        f"u4a,U4,{DAY}T09:10:00Z,agent-1,agent,true",
        f"u4b,U4,{DAY}T09:20:00Z,r,customer,true",
        # U5: a minute before it was last seen active, so a minute of that hour is known.
        f"u5a,U5,{DAY}T09:10:00Z,agent-1,agent,true",
        f"u5b,U5,{DAY}T11:59:00Z,r,customer,true",
        f"u11a,U11,{DAY}T09:05:00Z,agent-1,agent,true",
        # U12: the answer comes 3 seconds after the solve.
        f"u12a,U12,{DAY}T09:30:03Z,agent-1,agent,true",
        # U13 and U14: answered, and thanked for days after the last update; U13 is answered once more.
        *(f"{ticket.lower()}a,{ticket},{DAY}T09:05:00Z,agent-1,agent,true" for ticket in ("U13", "U14")),
        *(f"{ticket.lower()}b,{ticket},2025-03-15T09:00:00Z,r,customer,true" for ticket in ("U13", "U14")),
        "u13c,U13,2025-03-16T09:00:00Z,agent-1,agent,true",
        *(
            f"{ticket.lower()}a,{ticket},{DAY}T12:00:00Z,agent-1,agent,true"
            for ticket in ("U15", "U17", "U18", "U21", "U22", "U23", "U24")
        ),
        # U16: answered, and asked again before the last update.
        f"u16a,U16,{DAY}T09:02:00Z,agent-1,agent,true",
        f"u16b,U16,{DAY}T09:05:00Z,r,customer,true",
        "u16c,U16,2025-03-17T12:00:00Z,agent-1,agent,true",
        # U19: an update of its own; U20: the last one.
        f"u19a,U19,{DAY}T10:00:06Z,agent-1,agent,true",
        f"u20a,U20,{DAY}T10:00:03Z,agent-1,agent,true",
        # M5: answered, asked again, and closed before the answer.
        f"m5a,M5,{DAY}T09:05:00Z,agent-1,agent,true",
        f"m5b,M5,{DAY}T09:20:00Z,r,customer,true",
        f"m5c,M5,{DAY}T15:00:00Z,agent-1,agent,true",
    ],
    "ticketing.ticket_slas": [
        *(f"{ticket},hand,{APPLIED.get(ticket, CREATED)},," for ticket in HISTORIES),
        f"U23,hand,{DAY}T11:00:00Z,first_reply,300",
    ],
}

UNKNOWN = (None, None, None, "cancelled")
LATE_REPLY = (None, f"{DAY} 10:00:00", f"{DAY} 10:00:00", "breached")
LATE_WAIT = (None, f"{DAY} 11:00:00", f"{DAY} 11:00:00", "breached")
LATE_RESOLUTION = (None, "2025-03-11 09:00:00", "2025-03-11 09:00:00", "breached")
UNRESOLVED = (None, "2025-03-11 09:00:00", None, "cancelled")
UNAWAITED: Found = {"2025-03-15 09:00:00": (0.0, "2025-03-15 10:00:00", None, "cancelled")}

OF_CREATION: list[tuple[str, str, tuple[float | None, str | None, str | None, str]]] = [
    # What was answered was awaited until then, whatever the last update says.
    ("U1", "first_reply", (40.0, f"{DAY} 10:00:00", f"{DAY} 09:40:00", "met")),
    ("U1", "requester_wait", UNKNOWN),
    # It may have been solved within minutes.
    ("U2", "first_reply", UNKNOWN),
    ("U2", "requester_wait", UNKNOWN),
    # It waited for three hours before it waited for the customer, and was not solved until then.
    ("U4", "requester_wait", LATE_WAIT),
    ("U4", "resolution", UNRESOLVED),
    # It waited for an hour, and its clock stood until it was last seen active.
    ("U6", "requester_wait", UNKNOWN),
    ("U6", "first_reply", LATE_REPLY),
    # What it was solved without is decided: after ten minutes, and too late.
    ("U7", "first_reply", (10.0, f"{DAY} 10:00:00", None, "cancelled")),
    ("U8", "first_reply", (90.0, f"{DAY} 10:00:00", f"{DAY} 10:00:00", "breached")),
    # It was late for what nobody had promised, and may have been solved when somebody did.
    ("U9", "first_reply", UNKNOWN),
    ("U9", "requester_wait", UNKNOWN),
    ("U9", "resolution", UNRESOLVED),
    # It was solved when it says so, for every metric.
    ("U10", "first_reply", (30.0, f"{DAY} 10:00:00", None, "cancelled")),
    ("U10", "requester_wait", (30.0, None, f"{DAY} 09:30:00", "met")),
    ("U10", "resolution", (30.0, "2025-03-11 09:00:00", f"{DAY} 09:30:00", "met")),
    # Nobody waited beyond the last update, whatever was said then: it was solved within its hour.
    *((ticket, "first_reply", UNKNOWN) for ticket in ("U15", "U17", "U19", "U21", "U23", "U24")),
    ("U20", "first_reply", (60.05, f"{DAY} 10:00:00", f"{DAY} 10:00:00", "breached")),
    # It may have been open for two hours, and what was answered was awaited until then.
    ("U18", "first_reply", (180.0, f"{DAY} 10:00:00", f"{DAY} 10:00:00", "breached")),
    ("U22", "first_reply", LATE_REPLY),
    # A merge has an instant, be there a history or not: two days of 24 hours, and two of the office.
    *((ticket, "first_reply", (960.0, *LATE_REPLY[1:])) for ticket in ("M1", "M2")),
    *((ticket, "requester_wait", (960.0, *LATE_WAIT[1:])) for ticket in ("M1", "M2")),
    *((ticket, "resolution", (2880.0, *LATE_RESOLUTION[1:])) for ticket in ("M1", "M2")),
    # A record that says closed does not say that the merge was the last update.
    ("M3", "first_reply", UNKNOWN),
    ("M3", "requester_wait", UNKNOWN),
    ("M3", "resolution", UNRESOLVED),
    ("M4", "first_reply", LATE_REPLY),
    ("M4", "requester_wait", LATE_WAIT),
    ("M4", "resolution", LATE_RESOLUTION),
    # What the record or the merge dates is dated, also at the last change of the history or before it.
    ("U11", "requester_wait", (60.0, None, f"{DAY} 10:00:00", "met")),
    ("U12", "first_reply", (30.05, f"{DAY} 10:00:00", f"{DAY} 09:30:03", "met")),
    ("M5", "requester_wait", (60.0, None, None, "cancelled")),
    ("M5", "resolution", (60.0, "2025-03-11 09:00:00", None, "cancelled")),
    ("M6", "requester_wait", (60.0, f"{DAY} 12:00:00", None, "cancelled")),
    ("M6", "resolution", (60.0, "2025-03-11 09:00:00", None, "cancelled")),
]

CASES: list[tuple[str, str, Found]] = [
    *((ticket, metric, {f"{DAY} 09:00:00": verdict}) for ticket, metric, verdict in OF_CREATION),
    # The last update parts no messages.
    ("U3", "next_reply", {f"{DAY} 09:20:00": (20.0, f"{DAY} 10:20:00", f"{DAY} 09:40:00", "met")}),
    ("U4", "next_reply", {f"{DAY} 09:20:00": (None, f"{DAY} 10:20:00", f"{DAY} 10:20:00", "breached")}),
    ("U5", "next_reply", {f"{DAY} 11:59:00": UNKNOWN}),
    # Solved by the last update at the latest, and so it stays: what is said afterwards awaits nothing.
    *((ticket, "next_reply", UNAWAITED) for ticket in ("U13", "U14")),
    ("U16", "next_reply", {f"{DAY} 09:05:00": UNKNOWN}),
    # It left before the answer.
    ("M5", "next_reply", {f"{DAY} 09:20:00": (40.0, f"{DAY} 10:20:00", None, "cancelled")}),
]

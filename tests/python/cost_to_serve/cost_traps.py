"""Rows made by hand, added to the random company: contacts that nobody or only somebody touched, conversations about
tickets, an agent without a team, purchases without a subscription."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

AT = datetime(2024, 2, 6, 9)
NO_TEAM, NEXT_TEAM = datetime(2024, 3, 10, 6), datetime(2024, 4, 15, 6)
"""G3 is in no team from the first instant on, and in team 2 from the second."""

IS_HANDLED = {
    "ticketX-new": False,
    "ticketX-mine": True,
    "ticketX-note": True,
    "ticketX-asked": False,
    "ticketX-bot": False,
    "ticketX-called": True,
    "ticketX-tried": True,
    "ticketX-chatted": True,
    "callXP-passed": True,
    "callXP-menu": False,
    "callXP-named": True,
    "callXP-answered": True,
    "callXP-lost": True,
    "callXP-measured": True,
    "callXP-unmeasured": True,
    "callXP-missed": False,
    "chatXH-accepted": True,
    "chatXH-queue": False,
    "ticketX-paid": True,
    "ticketX-unpaid": True,
    "ticketX-standard": True,
    "ticketX-no-time": True,
}
"""By hand: did anybody work on it?"""

OCTOBER = datetime(2023, 10, 9, 9)
"""Its ledger has one line, of team 1 in e-mail: what others worked costs nothing, and neither does what took no time."""

HAS_STANDARD = {
    "ticketX-mine",
    "ticketX-note",
    "ticketX-tried",
    "callXP-named",
    "callXP-answered",
    "callXP-unmeasured",
    "chatXH-accepted",
}
"""By hand: what was worked on in February and is measured neither itself nor by its call or chat."""


def _ticket(name: str, status: str, assignee: str | None = None, **more: Any) -> dict[str, Any]:
    at = more.get("created_at", AT)
    solved = at + timedelta(days=1) if status == "solved" else None
    ticket = {
        "ticket_id": f"X-{name}", "channel": "email", "topic": "sun", "team_id": "T1", "account_id": None if status == "new" else "A1",
        "status": status, "created_at": at, "solved_at": solved, "is_spam": False, "assignee_id": assignee,
    }  # fmt: skip
    return {**ticket, **more}


def _message(number: int, ticket: str, role: str, author: str | None, *, is_public: bool) -> dict[str, Any]:
    return {
        "message_id": f"M{number}", "ticket_id": f"X-{ticket}", "sent_at": AT + timedelta(hours=number),
        "author_role": role, "author_id": author, "is_public": is_public,
    }  # fmt: skip


def _call(name: str, outcome: str, **more: Any) -> dict[str, Any]:
    call = {
        "call_id": f"XP-{name}", "direction": "inbound", "started_at": AT, "ended_at": AT + timedelta(minutes=20),
        "outcome": outcome, "topic": "sun",
    }  # fmt: skip
    return {**call, **more}


def _chat(name: str, outcome: str, **more: Any) -> dict[str, Any]:
    return {"chat_id": f"XH-{name}", "started_at": AT, "ended_at": AT, "outcome": outcome, **more}


def _order(name: str, account: str | None, at: datetime, *, is_canceled: bool = False) -> dict[str, Any]:
    return {
        "order_id": f"XO-{name}", "account_id": account, "ordered_at": at, "amount": "500.00", "currency": "EUR",
        "is_canceled": is_canceled,
    }  # fmt: skip


ORDERS = [
    _order("first", "A3", datetime(2024, 4, 10)),
    _order("again", "A3", datetime(2024, 5, 2)),
    _order("canceled", "A5", datetime(2024, 3, 11), is_canceled=True),
    _order("long-ago", "A4", datetime(2023, 9, 11)),
    _order("before-subscription", "A0", datetime(2024, 1, 20)),
    _order("nobody", None, datetime(2024, 4, 11)),
    _order("test", "A7", datetime(2024, 4, 12)),
]

ADDED: dict[str, list[dict[str, Any]]] = {
    "ticketing.agents": [
        {"agent_id": "G3", "team_id": None, "updated_at": NO_TEAM},
        {"agent_id": "G3", "team_id": "T2", "updated_at": NEXT_TEAM},
        {"agent_id": "GB", "team_id": "T1", "updated_at": datetime(2024, 1, 1), "is_bot": True},
    ],
    "ticketing.tickets": [
        *(_ticket(name, "new") for name in ("new", "asked", "bot")),
        _ticket("mine", "open", "G1"),
        _ticket("note", "open"),
        *(_ticket(name, "solved") for name in ("called", "tried", "chatted")),
        _ticket("paid", "solved", created_at=OCTOBER),
        _ticket("unpaid", "solved", created_at=OCTOBER, team_id="T2", channel="web"),
        _ticket("standard", "solved", created_at=OCTOBER, team_id="T2", channel="pigeon"),
        _ticket("no-time", "solved", created_at=OCTOBER, team_id="T0"),
    ],
    "ticketing.work_logs": [
        {"work_log_id": f"XW-{name}", "ticket_id": f"X-{name}", "started_at": OCTOBER, "seconds": seconds}
        for name, seconds in (("paid", 600), ("unpaid", 1200), ("no-time", 0))
    ],
    "workforce.service_costs": [
        {
            "cost_id": "XL", "month": OCTOBER.date(), "team_id": "T1", "channel": "email", "category": "wages",
            "amount": Decimal(100), "currency": "EUR",
        }
    ],
    "ticketing.ticket_messages": [
        _message(1, "note", "agent", "G1", is_public=False),
        _message(2, "asked", "customer", None, is_public=True),
        _message(3, "bot", "agent", "GB", is_public=True),
        _message(4, "bot", "bot", None, is_public=True),
    ],
    "telephony.calls": [
        _call("passed", "transferred", talk_seconds=300),
        _call("menu", "transferred"),
        _call("named", "transferred", agent_id="G1"),
        _call("answered", "transferred", answered_at=AT),
        _call("lost", "transferred", talk_seconds=100, agent_id="G1"),
        _call("lost-2", "abandoned", transferred_from_call_id="XP-lost", started_at=AT + timedelta(minutes=20)),
        _call("measured", "handled", talk_seconds=960, ticket_id="X-called"),
        _call("unmeasured", "handled", agent_id="G4"),
        _call("missed", "abandoned", ticket_id="X-tried"),
    ],
    "telephony.chats": [
        _chat("accepted", "transferred", accepted_at=AT, ticket_id="X-chatted"),
        _chat("queue", "transferred"),
    ],
    # The billing has a customer of that id: that is A1.
    "ticketing.organizations": [{"organization_id": "B1", "account_id": "A2"}],
    "commerce.orders": ORDERS,
    "commerce.order_returns": [
        {
            "return_id": "XR", "order_id": "XO-first", "returned_at": datetime(2024, 5, 3), "amount": "120.00",
            "currency": "EUR",
        }
    ],
}  # fmt: skip


def with_traps(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The tables with these rows after their own; every row of a table has the same columns."""
    found = {}
    for table in [*tables, *(name for name in ADDED if name not in tables)]:
        rows = [*tables.get(table, []), *ADDED.get(table, [])]
        columns = list(dict.fromkeys(name for row in rows for name in row))
        found[table] = [{name: row.get(name) for name in columns} for row in rows]
    for number, payment in enumerate(found["billing.payments"]):
        payment["customer_id"] = f"B{number % 9}" if number % 4 == 0 else None
    for line in found["workforce.service_costs"]:
        if line["month"].month == 4 and line["category"] in ("sales", "marketing"):
            line["category"] = "other"
    return found

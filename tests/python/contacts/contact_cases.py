"""The edges of first-contact resolution, case by case, as deliveries; each case has a person and an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from contact_company import Row, Tables

AS_OF = datetime(2025, 3, 1)
SOLVED = datetime(2025, 1, 10, 10)
WEEK, SECOND = timedelta(days=7), timedelta(seconds=1)
CASES: dict[str, tuple[bool | None, str, dict[str, Any], dict[str, Any]]] = {
    # case: verdict, how the second contact comes, what differs in the first one, what differs in the second one
    "nobody came back": (True, "none", {}, {}),
    "at the resolution": (True, "ticket", {}, {"at": SOLVED}),
    "a second after it": (False, "ticket", {}, {"at": SOLVED + SECOND}),
    "at the end of the window": (False, "ticket", {}, {"at": SOLVED + WEEK}),
    "a second after the window": (True, "ticket", {}, {"at": SOLVED + WEEK + SECOND}),
    "before the resolution": (True, "ticket", {}, {"at": SOLVED - SECOND}),
    "about another topic": (True, "ticket", {}, {"topic": "login"}),
    "by another word for the topic": (False, "ticket", {}, {"topic": "invoice"}),
    "about the topic at creation": (False, "ticket", {"now": "login"}, {}),
    "somebody else of the account": (True, "ticket", {}, {"person": "other"}),
    "nobody knows who, known before": (True, "ticket", {}, {"person": None}),
    "nobody knew who": (False, "ticket", {"person": None}, {"person": "other"}),
    "nobody knows who, twice": (False, "ticket", {"person": None}, {"person": None}),
    "nobody knows who, merged account": (False, "ticket", {"person": None}, {"person": None, "account": "merged"}),
    "nobody knows who, another topic": (True, "ticket", {"person": None}, {"person": None, "topic": "login"}),
    "by phone": (False, "handled", {}, {}),
    "by phone, abandoned": (False, "abandoned", {}, {}),
    "by phone, in the menu": (False, "ivr_contained", {}, {}),
    "by phone, excluded": (True, "excluded", {}, {}),
    "the company called": (True, "outbound", {}, {}),
    "by chat": (False, "chat", {}, {}),
    "by phone about the ticket": (False, "tied", {}, {}),
    "spam": (True, "ticket", {}, {"is_spam": True}),
    "merged into another that was solved": (False, "ticket", {}, {"merged": "1 nobody came back"}),
    "merged into it": (False, "ticket", {}, {"merged": "1 merged into it"}),
    "merged, no topic": (False, "ticket", {}, {"merged": "1 merged, no topic", "topic": None}),
    "merged, nobody knows who": (
        False, "ticket", {}, {"merged": "1 merged, nobody knows who", "person": None, "account": None}
    ),
    "merged, another topic": (True, "ticket", {}, {"merged": "1 merged, another topic", "topic": "login"}),
    "merged, somebody else": (True, "ticket", {}, {"merged": "1 merged, somebody else", "person": "other"}),
    "merged, but it was open": (True, "ticket", {}, {"merged": "1 merged, but it was open", "at": SOLVED - SECOND}),
    "merged, at the resolution": (True, "ticket", {}, {"merged": "1 merged, at the resolution", "at": SOLVED}),
    "merged, after the window": (
        True, "ticket", {}, {"merged": "1 merged, after the window", "at": SOLVED + WEEK + SECOND}
    ),
    "merged into an open one": (True, "ticket", {}, {"merged": "1 never resolved"}),
    "merged into a later one": (False, "ticket", {}, {"merged": "2 a second after the window"}),
    "merged into a deleted one": (True, "ticket", {}, {"merged": "1 deleted"}),
    "merged into nobody knows what": (True, "ticket", {}, {"merged": "lost"}),
    "just mature": (True, "none", {"at": AS_OF - WEEK}, {}),
    "not yet mature": (None, "none", {"at": AS_OF - WEEK + SECOND}, {}),
    "not yet mature, but back": (None, "ticket", {"at": AS_OF - WEEK + SECOND}, {"at": AS_OF - WEEK + 2 * SECOND}),
    "topic not known": (None, "ticket", {"topic": None}, {"topic": None}),
    "party not known": (None, "ticket", {"person": None, "account": None}, {"person": None, "account": None}),
    "resolved before its creation": (None, "ticket", {"created": SOLVED + SECOND}, {"at": SOLVED + WEEK}),
    "never resolved": (None, "ticket", {"status": "open"}, {}),
    "deleted": (None, "ticket", {"status": "deleted"}, {}),
}  # fmt: skip


def _ticket(name: str, case: str, given: dict[str, Any], solved: datetime | None) -> Row:
    person, account = given.get("person", "same"), given.get("account", "same")
    created = given.get("created") or (
        SOLVED - timedelta(days=1) if solved else given.get("at", SOLVED + WEEK / 2)
    )
    return {
        "ticket_id": name,
        "channel": "email",
        "topic": given.get("now") or given.get("topic", "billing"),
        "status": given.get("status") or ("solved" if solved else "open"),
        "created_at": created,
        "solved_at": None if given.get("status") else solved,
        "account_id": account and f"{account} {case}",
        "requester_id": person and f"{person} {case}",
        "is_spam": given.get("is_spam"),
        "merged_into_ticket_id": given.get("merged"),
        "brand": "cases",
    }


def case_tables() -> Tables:
    """The two contacts of each case, with their people."""
    tables: Tables = {name: [] for name in ("crm.accounts", "crm.contacts", "ticketing.requesters")}
    tables |= {name: [] for name in ("ticketing.tickets", "telephony.calls", "telephony.chats")}
    tables["ticketing.ticket_changes"] = []
    for case, (_, way, first, second) in CASES.items():
        same, merged = f"same {case}", f"merged {case}"
        tables["crm.accounts"] += [
            {"account_id": same, "merged_into_account_id": None, "created_at": "2022-01-01"},
            {"account_id": merged, "merged_into_account_id": same, "created_at": "2022-01-01"},
        ]
        tables["crm.contacts"].append(
            {"contact_id": f"c {case}", "account_id": same, "created_at": "2022-01-01"}
        )
        tables["ticketing.requesters"].append({"requester_id": same, "contact_id": f"c {case}"})
        tables["ticketing.tickets"].append(_ticket(f"1 {case}", case, first, first.get("at", SOLVED)))
        if "now" in first:
            change = {"ticket_id": f"1 {case}", "field": "topic", "changed_at": SOLVED - timedelta(days=1)}
            tables["ticketing.ticket_changes"].append({**change, "value": "billing"})
        at = SOLVED + WEEK / 2
        named: Row = {
            "started_at": at,
            "ended_at": at + SECOND,
            "topic": "billing",
            "contact_id": f"c {case}",
        }
        if way == "ticket":
            tables["ticketing.tickets"].append(_ticket(f"2 {case}", case, second, None))
        elif way == "chat":
            tables["telephony.chats"].append({"chat_id": f"2 {case}", "outcome": "abandoned", **named})
        elif way == "tied":
            tied: Row = {**named, "ticket_id": f"1 {case}", "topic": None, "contact_id": None}
            call = {"call_id": f"2 {case}", "direction": "inbound", "outcome": "handled"}
            tables["telephony.calls"].insert(0, {**call, **tied})
        elif way != "none":
            direction = "outbound" if way == "outbound" else "inbound"
            outcome = "handled" if way == "outbound" else way
            tables["telephony.calls"].append(
                {"call_id": f"2 {case}", "direction": direction, "outcome": outcome, **named}
            )
    return tables


def vector() -> list[Row]:
    """400 resolved tickets of one brand; 120 of their requesters write again within the week."""
    given = [
        {"brand": "vector", "requester_id": f"v{i}", "solved_at": SOLVED, "status": "solved"}
        for i in range(400)
    ]
    again = [{"brand": "again", "requester_id": f"v{i}", "status": "open"} for i in range(120)]
    common = {"channel": "web", "topic": "delivery"}
    return [
        {"ticket_id": f"v{n}", "created_at": SOLVED + (WEEK / 2 if n >= 400 else -WEEK), **common, **row}
        for n, row in enumerate(given + again)
    ]


def visits() -> list[Row]:
    """Returns at the end of the fortnight, a second later, and to the same order."""
    fortnight, rows = timedelta(days=14), []
    for asset, after, order in (
        ("a", fortnight, "w2"),
        ("b", fortnight + SECOND, "w2"),
        ("c", fortnight, "w1"),
    ):
        for number, at in enumerate([SOLVED, SOLVED + after], start=1):
            rows.append(
                {
                    "visit_id": f"{asset}{number}",
                    "work_order_id": asset + ("w1" if number == 1 else order),
                    "visit_number": number if order == "w1" else 1,
                    "asset_id": asset,
                    "fault_code": "leak",
                    "completed_at": at,
                    "outcome": "fixed",
                }
            )
    return rows


def old_tickets() -> list[Row]:
    """Customers long ago: those of 2023 are active for 365 days, until the 31st of May and the 8th of June 2024."""
    days = {"w": "2023-06-02", "x": "2023-06-10", "y": "2024-06-08", "z": "2024-06-20"}
    return [
        {"ticket_id": name, "channel": "letter", "status": "open", "requester_id": name, "created_at": day}
        for name, day in days.items()
    ]


SCALES: dict[str, tuple[int, int, bool, int | None, int]] = {
    # lowest and highest score, is high good, the question's own cut, how many of all but the lowest are positive
    "yes or no": (0, 1, True, None, 1),
    "three faces": (1, 3, True, None, 1),
    "five": (1, 5, True, None, 2),
    "seven": (1, 7, True, None, 3),
    "eleven": (0, 10, True, None, 2),
    "five, low is good": (1, 5, False, None, 1),
    "five, from three": (1, 5, True, 3, 3),
    "five, low is good, up to three": (1, 5, False, 3, 2),
}


def survey() -> Tables:
    """A question for each scale, about a ticket whose brand is the question; every score but the lowest is given."""
    tables: Tables = {
        name: [] for name in ("feedback.questions", "feedback.survey_answers", "ticketing.tickets")
    }
    for name, (low, high, is_high_good, cut, _) in SCALES.items():
        scale = {"scale_min": low, "scale_max": high, "higher_is_better": is_high_good, "positive_from": cut}
        tables["feedback.questions"].append(
            {"question_id": name, "survey_id": "s", "metric": "fcr_stated", **scale}
        )
        tables["ticketing.tickets"].append(
            {"ticket_id": name, "channel": "email", "status": "open", "created_at": SOLVED, "brand": name}
        )
        tables["feedback.survey_answers"] += [
            {
                "answer_id": f"{name} {score}",
                "question_id": name,
                "respondent_type": "customer",
                "ticket_id": name,
                "answered_at": SOLVED,
                "score": score,
            }
            for score in range(low + 1, high + 1)
        ]
    return tables

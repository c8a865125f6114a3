"""The edges of first-contact resolution, case by case; each case has a person and an account of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pytest
from contact_company import Row, Tables, write_tables
from running import Run

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
    "merged away": (True, "ticket", {}, {"merged": "1 nobody came back"}),
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


def _tables() -> Tables:
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


def _vector() -> list[Row]:
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


def _visits() -> list[Row]:
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


def _old_tickets() -> list[Row]:
    """Three customers long ago: the first one's contact is 365 days old on the 9th of June 2024."""
    days = {"x": "2023-06-10", "y": "2024-06-08", "z": "2024-06-20"}
    return [
        {"ticket_id": name, "channel": "letter", "status": "open", "requester_id": name, "created_at": day}
        for name, day in days.items()
    ]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("contact_edges")
    tables = _tables()
    tables["ticketing.tickets"] += _vector() + _old_tickets()
    write_tables(home, {**tables, "field_service.work_orders": _visits()})
    cxw(home, "refresh", "--as-of", AS_OF.isoformat())
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("case", CASES)
def test_each_case_has_its_verdict(release: duckdb.DuckDBPyConnection, case: str) -> None:
    found = release.execute(
        "select first_contact_resolved from conformed.fct_tickets where ticket_id = ?", [f"1 {case}"]
    ).fetchall()
    assert found == [(CASES[case][0],)]


def test_what_the_company_dials_is_no_contact(release: duckdb.DuckDBPyConnection) -> None:
    found = release.execute(
        "select record_id from conformed.fct_contacts where contact_kind = 'call'"
    ).fetchall()
    assert len(found) == sum(
        way in ("handled", "abandoned", "ivr_contained", "excluded", "tied") for _, way, *_ in CASES.values()
    )
    assert ("2 the company called",) not in found


def test_the_vector_of_the_catalogue(release: duckdb.DuckDBPyConnection) -> None:
    """280 of 400 is 70 %."""
    assert release.execute(
        "select numerator, denominator, value from marts.kpi_values where kpi_id = 'fcr' and period_kind = 'all'"
        " and variant = 'no_recontact_7d' and dimension = 'brand' and dimension_value = 'vector'"
    ).fetchall() == [(280, 400, 70)]


def test_without_billing_and_orders_contacts_say_who_is_active(release: duckdb.DuckDBPyConnection) -> None:
    assert release.execute(
        "select period_start, numerator, denominator from marts.kpi_values where kpi_id = 'contact_rate'"
        " and period_kind = 'month' and dimension = 'total' and period_start < '2025-01-01' order by period_start"
    ).fetchall() == [(datetime(2023, 6, 1).date(), 1, 1), (datetime(2024, 6, 1).date(), 2, 3)]


def test_a_return_counts_until_the_end_of_the_fortnight(release: duckdb.DuckDBPyConnection) -> None:
    assert release.execute(
        "select work_order_id, is_first_time_fix from conformed.fct_work_orders where work_order_id like '%w1' order by 1"
    ).fetchall() == [("aw1", False), ("bw1", True), ("cw1", False)]

"""The known answers: identities of the catalogue, and a second computation from the files alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from sample_files import SMALL, read_table
from stripe_by_hand import daily_revenue

from orchestration.sample.answers.revenue import round_half_up

ACTIVE = {"new", "open", "pending", "hold"}


def _month_ends(months: list[str], as_of: str) -> dict[str, str]:
    """The last day of each month, of the last one that of `as_of`."""
    ends = {}
    for month in months:
        first = date.fromisoformat(f"{month}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        ends[month] = min(last.isoformat(), as_of[:10])
    return ends


def test_volumes_add_up(answers: dict[str, Any]) -> None:
    volume = answers["ticket_volume"]
    excluded = sum(answers["tickets"]["excluded"].values())
    total = sum(volume["month"].values())
    assert total == answers["tickets"]["delivered"] - excluded == SMALL["tickets"] - excluded
    assert min(answers["tickets"]["excluded"].values()) > 0
    assert sum(volume["day"].values()) == total
    for name in ("month_by_channel_word", "month_by_topic_word", "month_by_team_at_creation"):
        assert {m: sum(parts.values()) for m, parts in volume[name].items()} == volume["month"], name
    assert {d: sum(parts.values()) for d, parts in volume["day_by_channel_word"].items()} == volume["day"]


def test_the_ledger_closes_on_the_backlog(answers: dict[str, Any]) -> None:
    backlog, seen = answers["backlog"], Counter[str]()
    closing: dict[str, int] = defaultdict(int)
    for month, teams in answers["backlog_ledger"]["month"].items():
        for team, row in teams.items():
            assert row["opening"] == closing[team]
            into = row["created"] + row["reopened"] + row["recovered"] + row["transferred_in"]
            out = row["transferred_out"] + row["solved"] + row["deleted"] + row["merged"]
            assert row["opening"] + into - out == row["closing"]
            closing[team] = row["closing"]
            seen.update({flow: row[flow] for flow in row if team != "total"})
        by_team = {team: row["closing"] for team, row in teams.items() if team != "total" and row["closing"]}
        assert by_team == backlog["month_end_by_team"][month]
        assert teams["total"]["closing"] == backlog["month_end"][month]
        assert sum(backlog["month_end_by_channel_word"][month].values()) == backlog["month_end"][month]
    assert seen["transferred_in"] == seen["transferred_out"] > 0
    assert min(seen[flow] for flow in ("created", "reopened", "solved", "deleted", "merged")) > 0
    assert sum(backlog["age_days_at_as_of"].values()) == list(backlog["month_end"].values())[-1]


def test_backlog_and_reopenings_follow_from_the_files(home: Path, answers: dict[str, Any]) -> None:
    history: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read_table(home, "zendesk", "ticket_field_history"):
        if row["field_name"] == "status" and "/" not in row["updated"]:
            history[row["ticket_id"]].append((row["updated"], row["value"]))
    backlog = answers["backlog"]["month_end"]
    for month, end in _month_ends(list(backlog), answers["as_of"]).items():
        states = [[v for at, v in sorted(h, key=lambda x: x[0]) if at[:10] <= end] for h in history.values()]
        assert sum(bool(s) and s[-1] in ACTIVE for s in states) == backlog[month]
    merged = {i for t in read_table(home, "zendesk", "ticket") for i in _merged(t)}
    counted = [h for i, h in history.items() if i not in merged and h[-1][1] != "deleted"]
    standing = [[(at, status) for at, status in h if status != "deleted"] for h in counted]
    reopened = [h for h in standing if any(a[1] == "solved" and b[1] in ACTIVE for a, b in pairwise(h))]
    rates = answers["reopen_rate"]["month"].values()
    assert len(reopened) == sum(r["numerator"] for r in rates) > 0
    assert sum("solved" in [v for _, v in h] for h in counted) == sum(r["denominator"] for r in rates)


def _merged(ticket: dict[str, Any]) -> list[str]:
    return ticket["merged_ticket_ids"].strip("[]").split(", ") if ticket["merged_ticket_ids"] else []


def test_resolution_times_follow_from_the_files(home: Path, answers: dict[str, Any]) -> None:
    tickets = {t["id"]: t for t in read_table(home, "zendesk", "ticket")}
    merged = {i for t in tickets.values() for i in _merged(t)}
    solves: dict[str, list[str]] = defaultdict(list)
    for row in read_table(home, "zendesk", "ticket_field_history"):
        if row["field_name"] == "status" and row["value"] == "solved" and "/" not in row["updated"]:
            solves[row["ticket_id"]].append(row["updated"])
    for variant, pick in (("full", max), ("first", min)):
        seconds: dict[str, list[float]] = defaultdict(list)
        for i, ticket in tickets.items():
            if ticket["status"] in ("solved", "closed") and i not in merged:
                at = datetime.fromisoformat(pick(solves[i]))
                age = at - datetime.fromisoformat(ticket["created_at"])
                seconds[f"{at:%Y-%m}"].append(age.total_seconds())
        expected = answers["resolution_minutes"][variant]
        assert {month: (len(s), sum(s)) for month, s in seconds.items()} == {
            month: (row["n"], row["sum_seconds"]) for month, row in expected.items()
        }
        assert all(row["median_minutes"] == median(seconds[month]) / 60 for month, row in expected.items())


def test_recurring_revenue_identities(answers: dict[str, Any]) -> None:
    months = answers["mrr"]["month"]
    closing = Decimal(0)
    total: dict[str, Decimal] = defaultdict(Decimal)
    for row in months.values():
        amounts = {k: Decimal(v) for k, v in row.items() if isinstance(v, str)}
        assert amounts["opening"] == closing
        into = amounts["new"] + amounts["reactivation"] + amounts["expansion"]
        assert closing + into - amounts["contraction"] - amounts["churn"] == amounts["closing"]
        assert amounts["churn_revenue_numerator"] == amounts["churn"] + amounts["contraction"]
        closing = amounts["closing"]
        for name, amount in amounts.items():
            total[name] += amount
    assert min(total[m] for m in ("new", "reactivation", "expansion", "contraction", "churn")) > 0
    for month, customers in answers["mrr"]["customer_month"].items():
        assert sum(Decimal(c["closing"]) for c in customers.values()) == Decimal(months[month]["closing"])
        churned = sum(c["movement"] == "churn" for c in customers.values())
        assert churned == months[month]["customers_churned"]


def test_recurring_revenue_follows_from_the_stripe_tables(home: Path, answers: dict[str, Any]) -> None:
    months = answers["mrr"]["month"]
    by_day = daily_revenue(home, answers["as_of"][:10])
    for month, end in _month_ends(list(months), answers["as_of"]).items():
        revenue = by_day(end)
        assert sum(revenue.values()) == Decimal(months[month]["closing"]), month
        assert all(amount >= 0 for amount in revenue.values())
    last = list(answers["mrr"]["customer_month"].values())[-1]
    counted = {c: Decimal(row["closing"]) for c, row in last.items() if Decimal(row["closing"])}
    assert counted == {c: amount for c, amount in by_day(answers["as_of"][:10]).items() if amount}


def test_every_kind_of_service_is_in_the_company(home: Path) -> None:
    lines = read_table(home, "stripe", "invoice_line_item")
    assert {r["type"] for r in lines} == {"subscription", "invoiceitem"}
    assert any(r["proration"] == "true" and int(r["amount"]) < 0 for r in lines)
    assert {r["currency"] for r in lines} == {"eur", "usd", "jpy"}
    states = read_table(home, "stripe", "subscription_history")
    assert {r["status"] for r in states} >= {"active", "trialing", "past_due", "canceled", "paused", "unpaid"}
    invoiced = {(r["subscription_id"], r["period_start"]) for r in lines}
    running = [r for r in states if r["_fivetran_active"] == "true" and r["status"] in ("active", "past_due")]
    assert any((r["id"], r["current_period_start"]) not in invoiced for r in running)


def test_rounding_is_half_up() -> None:
    """Halves go away from zero, as a decimal database rounds them."""
    for value in (Fraction(5, 2), Fraction(-5, 2), Fraction(7, 3), Fraction(-1, 2)):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        assert round_half_up(value) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_the_population_is_that_of_the_files(home: Path, answers: dict[str, Any]) -> None:
    population = answers["population"]
    accounts = {r["id"]: r for r in read_table(home, "salesforce", "account")}
    assert population["accounts"] == len(accounts)
    assert (
        population["accounts_merged_away"] == sum(bool(a["master_record_id"]) for a in accounts.values()) > 0
    )
    assert population["golden_accounts"] == len(accounts) - population["accounts_merged_away"]
    billing = read_table(home, "stripe", "customer")
    assert population["billing_customers_by_link"]["metadata"] == sum(
        "account_id" in c["metadata"] for c in billing
    )
    users = {r["id"]: r for r in read_table(home, "zendesk", "user")}
    history = read_table(home, "zendesk", "ticket_field_history")
    assigned = {r["value"] for r in history if r["field_name"] == "assignee_id"}
    agents = {i for i, u in users.items() if u["role"] != "end-user"} | assigned
    assert population["agents"] == len(agents)
    former = [i for i in agents if users[i]["role"] == "end-user" or users[i]["active"] == "false"]
    assert population["agents_former"] == len(former) > 0

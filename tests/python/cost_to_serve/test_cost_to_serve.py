"""The cost of every contact, customer and KPI against a count that shares every line of the ledger out by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from cost_brute_force import BOOKED, SERVICE, Contact, Served, month_of
from cost_company import AS_OF, TURN
from cost_money import money_of

AMOUNTS = ", ".join(f"{category}_amount" for category in SERVICE)
A_HAIR = Fraction(25, 10**4)
"""Each of a month's 25 lines is rounded once for a team and channel, and once more for a contact."""


@pytest.fixture(scope="module")
def ledger_months(served: Served) -> dict[date, dict[str, Decimal]]:
    """The service costs by month and category."""
    months: dict[date, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(SERVICE, Decimal(0)))
    for row in served.tables["workforce.service_costs"]:
        if row["cost_id"] in served.ledger and row["category"] not in ("sales", "marketing"):
            category = BOOKED.get(row["category"], "other")
            months[month_of(row["month"])][category] += served.ledger[row["cost_id"]]
    return dict(months)


def counted_contacts(served: Served, of: str) -> list[tuple[date, Contact]]:
    """Handled contacts by the month in which they began, or resolved ones by that of their resolution."""
    found = [c for c in served.contacts if c.is_handled and not c.exclusion]
    if of == "contacts":
        return [(month_of(c.started), c) for c in found]
    resolved = [c for c in found if c.resolved and c.resolved >= c.started and not c.is_tied]
    return [(month_of(c.resolved), c) for c in resolved if c.resolved]


def test_every_contact_has_the_minutes_and_the_cost_of_its_work(
    costs: duckdb.DuckDBPyConnection, served: Served
) -> None:
    rows = costs.execute(
        f"""select contacts.contact_kind || contacts.record_id, costs.month, teams.team, customers.customer_id,
            costs.channel, costs.topic, costs.handling_minutes, costs.standard_minutes, costs.service_cost_amount,
            {AMOUNTS}
        from conformed.fct_cost_allocations as costs
        inner join conformed.fct_contacts as contacts using (contact_key)
        inner join conformed.dim_customer as customers on costs.customer_key = customers.customer_key
        inner join conformed.dim_team as teams on costs.team_key = teams.team_key"""
    ).fetchall()
    found = {tuple(row[:3]): row[3:] for row in rows}
    expected = {
        (c.kind + c.record_id, month, team): (c, minutes, is_standard)
        for c in served.contacts
        for (month, team), (minutes, is_standard) in c.work().items()
    }
    assert len(rows) == len(found) and found.keys() == expected.keys()
    shares, _ = served.shares
    for key, (contact, minutes, is_standard) in expected.items():
        customer, channel, topic, *measures = found[key]
        assert (customer, channel, topic) == (contact.customer, contact.channel, contact.topic), key
        assert measures[:2] == [minutes, minutes if is_standard else 0], key
        assert measures[2] == sum(measures[3:])
        for category, amount in zip(SERVICE, measures[3:], strict=True):
            ideal = shares.get(key, {}).get(category, Fraction(0))
            assert abs(Fraction(amount) - ideal) < A_HAIR, (key, category, amount, float(ideal))
    assert sum(is_standard for _, _, is_standard in expected.values()) > 80
    assert sum(c.exclusion is not None for c, _, _ in expected.values()) > 20
    assert len({key[0] for key in expected}) < len(expected) - 50, "many work in several months or teams"
    october = {key[0]: found[key][3:6] for key in expected if key[1] == date(2023, 10, 1)}
    assert october == {
        "ticketX-paid": (10, 0, 100),
        "ticketX-unpaid": (20, 0, 0),
        "ticketX-standard": (Decimal("11.25"), Decimal("11.25"), 0),
        "ticketX-no-time": (0, 0, 0),
    }


def test_what_contacts_bear_is_the_ledger_to_the_last_digit(
    costs: duckdb.DuckDBPyConnection,
    workings: duckdb.DuckDBPyConnection,
    served: Served,
    ledger_months: dict[date, dict[str, Decimal]],
) -> None:
    for table in ("conformed.fct_cost_allocations", "marts.cost_to_serve"):
        sums = ", ".join(f"sum({category}_amount)" for category in SERVICE)
        found = costs.execute(f"select month, {sums} from {table} group by month").fetchall()
        expected = {month: tuple(amounts.values()) for month, amounts in ledger_months.items()}
        assert {month: tuple(amounts) for month, *amounts in found} == expected
    assert len(ledger_months) == 7
    parts = dict(
        workings.execute(
            "select cost_id, sum(amount) from intermediate.int_service_costs_apportioned group by cost_id"
        ).fetchall()
    )
    lines = costs.execute(
        "select cost_id, reporting_amount, is_service_cost, spread_over from conformed.fct_service_costs"
    ).fetchall()
    assert {cost_id: amount for cost_id, amount, *_ in lines} == served.ledger
    _, spread_over = served.shares
    assert {cost_id: over for cost_id, *_, over in lines if over} == spread_over
    assert set(Counter(spread_over.values())) == {
        "team_channel",
        "team",
        "channel",
        "overhead",
        "unallocated",
    }
    for cost_id, amount, is_service_cost, over in lines:
        assert is_service_cost == (over is not None)
        assert parts.get(cost_id) == (None if over in (None, "unallocated") else amount)


def segment_at_close(account: str, month: date) -> str:
    if not account.startswith("A"):
        return "unknown"
    number = int(account[1:])
    closes = min(datetime.combine((month + timedelta(days=31)).replace(day=1), datetime.min.time()), AS_OF)
    return "huge" if number % 3 == 0 and closes > TURN else ["small", "large", "unknown"][number % 3]


def test_the_mart_has_each_customers_contacts_and_money(
    costs: duckdb.DuckDBPyConnection, served: Served, ledger_months: dict[date, dict[str, Decimal]]
) -> None:
    expected: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(lambda: defaultdict(Decimal))
    for name in ("contacts", "resolutions"):
        for month, contact in counted_contacts(served, name):
            expected[month, contact.customer, contact.channel, contact.topic][name] += 1
    for contact in served.contacts:
        for (month, _), (minutes, is_standard) in contact.work().items():
            row = expected[month, contact.customer, contact.channel, contact.topic]
            row["handling_minutes"] += minutes
            row["standard_minutes"] += minutes if is_standard else 0
    for key, amounts in money_of(served).items():
        expected[key].update(amounts)
    names = [
        "contacts",
        "resolutions",
        "handling_minutes",
        "standard_minutes",
        "goodwill_amount",
        "service_credit_paid_amount",
        "invoiced_amount",
        "recurring_revenue_amount",
        "revenue_amount",
    ]
    rows = costs.execute(
        f"select month, customer_id, channel, topic, segment, {', '.join(names)} from marts.cost_to_serve"
        " where channel <> 'unallocated'"
    ).fetchall()
    found = {tuple(row[:4]): tuple(row[5:]) for row in rows}
    assert found == {
        key: tuple(values[name] for name in names)
        for key, values in expected.items()
        if key[0] in ledger_months
    }
    assert {row[:5] for row in rows} == {(*key, segment_at_close(key[1], key[0])) for key in found}
    assert sum(values["goodwill_amount"] > 0 for values in expected.values()) > 15


@pytest.mark.parametrize("dimension", ["total", "channel", "topic", "segment", "team"])
def test_kpis_are_the_ledger_over_contacts_and_resolutions(
    costs: duckdb.DuckDBPyConnection,
    served: Served,
    ledger_months: dict[date, dict[str, Decimal]],
    dimension: str,
) -> None:
    """cost_per_contact by_channel and per_resolution, cost_to_serve activity_based."""

    def member(contact: Contact, month: date) -> str:
        if dimension == "segment":
            return segment_at_close(contact.customer, month)
        return "total" if dimension == "total" else str(getattr(contact, dimension))

    shares, _ = served.shares
    cost: dict[tuple[date, str], Fraction] = defaultdict(Fraction)
    counts: dict[str, Counter[tuple[date, str]]] = {}
    for contact in served.contacts:
        for month, team in contact.work():
            if month in ledger_months:
                parts = shares.get((contact.kind + contact.record_id, month, team), {})
                cost[month, member(contact, month)] += sum(parts.values(), Fraction(0))
    nobody = (
        "unallocated" if dimension in ("channel", "topic") else "total" if dimension == "total" else "unknown"
    )
    cost[date(2023, 12, 1), nobody] += Fraction(sum(ledger_months[date(2023, 12, 1)].values()))
    for name in ("contacts", "resolutions"):
        counts[name] = Counter(
            (month, member(c, month)) for month, c in counted_contacts(served, name) if month in ledger_months
        )
    keys = cost.keys() | counts["contacts"].keys() | counts["resolutions"].keys()
    variants = {
        ("cost_to_serve", "activity_based"): (None, "contacts"),
        ("cost_per_contact", "by_channel"): ("contacts", "contacts"),
        ("cost_per_contact", "per_resolution"): ("resolutions", "resolutions"),
    }
    for (kpi_id, variant), (denominator, n) in variants.items():
        if dimension in (("team",) if kpi_id == "cost_to_serve" else ("topic", "segment")):
            continue
        rows = costs.execute(
            "select period_start, dimension_value, numerator, denominator, n from marts.kpi_values"
            " where kpi_id = ? and variant = ? and dimension = ? and period_kind = 'month'",
            [kpi_id, variant, dimension],
        ).fetchall()
        assert {(start, value) for start, value, *_ in rows} == keys
        for start, value, numerator, below, how_many in rows:
            assert float(numerator) == pytest.approx(float(cost[start, value]), abs=0.2)
            assert below == (None if denominator is None else counts[denominator][start, value])
            assert how_many == counts[n][start, value]


@pytest.mark.slow
def test_the_order_of_rows_changes_nothing(costs_home: Path, shuffled_home: Path) -> None:
    tables = ("conformed.fct_cost_allocations", "conformed.fct_service_costs", "marts.cost_to_serve")
    found = []
    for home in (costs_home, shuffled_home):
        with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as release:
            found.append([release.execute(f"from {table} order by all").fetchall() for table in tables])
            found[-1].append(
                release.execute("from marts.kpi_values where kpi_id like '%cost%' order by all").fetchall()
            )
    assert found[0] == found[1]
    assert all(found[0])

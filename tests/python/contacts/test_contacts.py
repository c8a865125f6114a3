"""Contacts, recontacts, active customers, work on site and reviews against a count that looks at every pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import duckdb
import pytest
from contact_activity import DAYS, INACTIVITY_DAYS, active_on, random_activity
from contact_brute_force import Contact, Counted, Member
from contact_company import AS_OF, Tables, random_company, write_tables
from contact_merges import random_merges
from running import FIGURES_ONLY, Run
from work_brute_force import quality_scores, review_values, scored_reviews, work_orders


@pytest.fixture(scope="module")
def counted() -> Counted:
    tables = random_company(seed=11)
    tables["ticketing.tickets"] += random_merges(seed=13, tables=tables)
    return Counted(tables)


@pytest.fixture(scope="module")
def activity() -> Tables:
    return random_activity(seed=12)


@pytest.fixture(scope="module")
def release(
    tmp_path_factory: pytest.TempPathFactory, cxw: Run, counted: Counted, activity: Tables
) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("contacts")
    write_tables(home, {**counted.tables, **activity})
    (home / "settings.yml").write_text(f"inactivity_days: {INACTIVITY_DAYS}\n", encoding="utf-8")
    cxw(home, "refresh", "--as-of", AS_OF.isoformat(), **FIGURES_ONLY)
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


def kpi(
    release: duckdb.DuckDBPyConnection, kpi_id: str, dimension: str, kind: str
) -> dict[Any, tuple[Any, ...]]:
    rows = release.execute(
        "select period_start, dimension_value, numerator::double, denominator::double, n, n_immature"
        " from marts.kpi_values where kpi_id = ? and dimension = ? and period_kind = ?"
        " and variant != 'stated'",
        [kpi_id, dimension, kind],
    ).fetchall()
    return {(start, value): tuple(figures) for start, value, *figures in rows}


def month(at: datetime) -> date:
    return at.date().replace(day=1)


def team_of(contact: Contact) -> str:
    return {"T0": "team 0", "T1": "team 1", None: "unknown"}.get(contact.team, str(contact.team))


def test_every_contact_is_there_once_with_its_party(
    release: duckdb.DuckDBPyConnection, counted: Counted
) -> None:
    rows = release.execute(
        """select contact_kind, record_id, customers.kind, customers.customer_id, channel, topic, started_at,
            resolved_at, is_tied_to_ticket, exclusion_reason, agent, team, leg_count, has_known_person
        from conformed.fct_contacts as contacts
        inner join conformed.dim_customer as customers on contacts.customer_key = customers.customer_key"""
    ).fetchall()
    expected = {
        c.key: (
            *c.customer, c.channel, c.topic or "unknown", c.started, c.resolved, c.is_tied, c.exclusion,
            c.agent or "unknown", team_of(c), c.legs, c.person is not None,
        )
        for c in counted.contacts
    }  # fmt: skip
    found = {(kind, record): tuple(rest) for kind, record, *rest in rows}
    differing = {key: (found.get(key), expected.get(key)) for key in found.keys() | expected.keys()}
    differing = {key: pair for key, pair in differing.items() if pair[0] != pair[1]}
    assert not differing, (
        f"{len(differing)} of {len(expected)} differ, such as {next(iter(differing.items()))}"
    )
    assert len(rows) == len(expected) > 550
    kinds = Counter(c.customer[0] for c in counted.contacts)
    assert min(kinds[kind] for kind in ("account", "requester", "contact", "caller", "unknown")) > 5
    assert sum(c.legs > 2 for c in counted.contacts) > 20


def test_recontacts_are_those_that_every_pair_shows(
    release: duckdb.DuckDBPyConnection, counted: Counted
) -> None:
    found = dict(
        release.execute(
            "select contact_kind || record_id, first_contact_resolved from conformed.fct_contacts"
        ).fetchall()
    )
    expected = {c.kind + c.record_id: counted.first_contact_resolved(c) for c in counted.contacts}
    differing = {key: (found[key], verdict) for key, verdict in expected.items() if found[key] != verdict}
    assert not differing, f"{len(differing)} differ, such as {next(iter(differing.items()))}"
    merged = sum(contact.exclusion == "merged_away" for contact in counted.contacts)
    assert 30 < len(counted.returns) < merged - 20, "some came back, some were duplicates"
    verdicts = Counter(expected.values())
    assert verdicts[True] > 100 and verdicts[False] > 40
    by_account = [c for c in counted.contacts if c.is_countable() and c.person is None]
    assert len({counted.first_contact_resolved(c) for c in by_account}) == 3
    tickets = dict(
        release.execute("select ticket_id, first_contact_resolved from conformed.fct_tickets").fetchall()
    )
    assert tickets == {name: expected[f"ticket{name}"] for name in counted.tickets}


@pytest.mark.parametrize("dimension", ["total", "channel", "topic", "team", "agent", "segment"])
def test_fcr_is_the_share_of_mature_contacts(
    release: duckdb.DuckDBPyConnection, counted: Counted, dimension: str
) -> None:
    value: dict[str, Callable[[Contact], str]] = {
        "total": lambda c: "total",
        "channel": lambda c: c.channel,
        "topic": lambda c: str(c.topic),
        "team": team_of,
        "agent": lambda c: c.agent or "unknown",
        "segment": lambda c: counted.segment_at(c.customer, c.resolved or c.started),
    }
    sums: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for c in counted.contacts:
        if c.is_countable() and c.resolved:
            verdict = counted.first_contact_resolved(c)
            figures = sums[month(c.resolved), value[dimension](c)]
            figures[0] += verdict is True
            figures[1] += verdict is not None
            figures[2] += verdict is not None
            figures[3] += verdict is None
    assert kpi(release, "fcr", dimension, "month") == {key: tuple(figures) for key, figures in sums.items()}


def test_coverage_counts_what_cannot_be_judged(release: duckdb.DuckDBPyConnection, counted: Counted) -> None:
    found = release.execute(
        "select sum(resolved_contacts), sum(with_known_party_and_topic), sum(with_known_topic),"
        " sum(immature_contacts), max(covered_share) <= 1 from marts.contact_coverage"
    ).fetchone()
    resolved = [c for c in counted.contacts if c.resolved and not c.is_tied and not c.exclusion]
    judged = [c for c in resolved if c.is_countable()]
    immature = [c for c in judged if counted.first_contact_resolved(c) is None]
    assert found == (len(resolved), len(judged), sum(bool(c.topic) for c in resolved), len(immature), True)


@pytest.mark.parametrize("kind", ["month", "quarter", "all"])
def test_contact_rate_is_over_the_customers_of_the_period(
    release: duckdb.DuckDBPyConnection, counted: Counted, activity: Tables, kind: str
) -> None:
    def period(day: date) -> date | None:
        return {"month": day.replace(day=1), "quarter": date(day.year, 1, 1)}.get(kind)

    def last_moment(start: date | None) -> datetime:
        days = [day for day in DAYS if period(day) == start]
        return min(datetime.combine(days[-1], datetime.max.time()), AS_OF)

    members: dict[date | None, set[Member]] = defaultdict(set)
    for day in DAYS:
        members[period(day)] |= active_on(day, activity, counted.account, counted.person_account)
    contacts: Counter[tuple[date | None, str]] = Counter()
    for c in counted.contacts:
        if not c.is_tied and not c.exclusion:
            for value in ("total", "in " + counted.segment_at(c.customer, c.started)):
                contacts[period(c.started.date()), value] += 1
    found = kpi(release, "contact_rate", "total", kind)
    found |= {
        (at, f"in {value}"): row for (at, value), row in kpi(release, "contact_rate", "segment", kind).items()
    }
    expected = {}
    for (at, value), count in contacts.items():
        n = sum(value in ("total", "in " + counted.segment_at(m, last_moment(at))) for m in members[at])
        expected[at, value] = (count, n, n, 0)
    assert found == expected


def test_first_time_fix_sees_every_return(release: duckdb.DuckDBPyConnection, counted: Counted) -> None:
    orders = work_orders(counted)
    expected = {name: o.is_fix if o and o.is_mature else None for name, o in orders.items()}
    found = release.execute(
        "select work_order_id, is_first_time_fix from conformed.fct_work_orders"
    ).fetchall()
    assert dict(found) == expected
    assert min(Counter(expected.values()).values()) > 10
    for dimension in ("total", "segment"):
        sums: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for order in filter(None, orders.values()):
            segment = counted.segment_at(order.customer, order.completed) if order.customer else "unknown"
            figures = sums[month(order.completed), "total" if dimension == "total" else segment]
            figures[0] += order.is_mature and order.is_fix
            figures[1] += order.is_mature
            figures[2] += order.is_mature
            figures[3] += not order.is_mature
        rows = kpi(release, "first_time_fix", dimension, "month")
        assert rows == {key: tuple(v) for key, v in sums.items()}


@pytest.mark.parametrize("dimension", ["total", "agent", "team", "channel"])
def test_qa_score_adds_up_points(
    release: duckdb.DuckDBPyConnection, counted: Counted, dimension: str
) -> None:
    sums: dict[Any, list[float]] = defaultdict(lambda: [0, 0, 0, 0])
    for review in scored_reviews(counted):
        value = review_values(review, counted)[dimension]
        figures = sums[month(review["reviewed_at"]), value]
        figures[0] += review["points_earned"]
        figures[1] += review["points_applicable"]
        figures[2] += 1
    assert kpi(release, "qa_score", dimension, "month") == {key: tuple(v) for key, v in sums.items()}


def test_critical_errors_and_what_has_no_score_stand_beside_the_points(
    release: duckdb.DuckDBPyConnection, counted: Counted
) -> None:
    rows = release.execute(
        "select reviewed_on, team, agent, channel, reviews, points_earned, points_applicable,"
        " reviews_with_critical_error, reviews_without_score from marts.quality_scores"
    ).fetchall()
    expected = quality_scores(counted)
    assert sorted(rows) == sorted((*key, *figures) for key, figures in expected.items())
    reviews, _, _, errors, without_score = zip(*expected.values(), strict=True)
    given = len(counted.tables["ticketing.quality_reviews"])
    assert min(sum(errors), sum(without_score), given - sum(reviews)) > 5
    assert max(reviews) > 1, "some share a row"


def test_no_person_reaches_the_release(release: duckdb.DuckDBPyConnection, counted: Counted) -> None:
    """Neither a caller's number, nor a key made of it, nor the key of a person."""
    callers = {row["caller_id"] for row in counted.tables["telephony.calls"] if row["caller_id"]}
    columns = release.execute(
        "select table_schema, table_name, column_name from information_schema.columns"
        " where table_name in ('fct_contacts', 'dim_customer')"
    ).fetchall()
    assert not any("person_key" in column for _, _, column in columns)
    hashes = {
        key for caller in callers for kind in ("caller", "person of the telephony")
        for (key,) in [release.execute("select md5(?)", [f"{kind}|files|{caller}"]).fetchone() or ("",)]
    }  # fmt: skip
    for schema, table, column in columns:
        values = release.execute(f"select distinct {column}::varchar from {schema}.{table}").fetchall()
        assert not {value for (value,) in values} & (callers | hashes), f"{table}.{column}"


def test_who_is_not_said_to_be_active_is_not(release: duckdb.DuckDBPyConnection) -> None:
    states = release.execute("select distinct is_active from conformed.dim_agent_versions").fetchall()
    assert states == [(False,)]

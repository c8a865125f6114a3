"""Identity, exclusions and recurring revenue on a company whose every row was written for one rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import hand_made
import pytest
from running import Run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Path:
    found = tmp_path_factory.mktemp("hand_made")
    hand_made.deliver(found)
    cxw(found, "refresh", "--as-of", hand_made.AS_OF)
    return found


@pytest.fixture(scope="module")
def published(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


def test_every_identity_rule(published: duckdb.DuckDBPyConnection) -> None:
    found = published.sql(
        "select ticket_id, customer_id, customer_link_rule from conformed.fct_tickets join conformed.dim_customer using (customer_key)"
    ).fetchall()
    linked = {ticket: (customer, rule) for ticket, customer, rule in found if ticket in hand_made.TICKETS}
    assert linked == {ticket: expected for ticket, (_, expected) in hand_made.TICKETS.items()}


def test_the_share_of_each_rule_is_published(published: duckdb.DuckDBPyConnection) -> None:
    found = published.sql(
        "select sum(records), sum(records_share), count(distinct link_rule) from marts.identity_coverage where record_kind = 'ticket'"
    ).fetchone()
    assert found == (26, pytest.approx(1.0), 8)


def test_the_segment_is_that_of_the_event(published: duckdb.DuckDBPyConnection) -> None:
    """A1 was small until March 2025; its tickets are of February."""
    found = published.sql(
        "select distinct dim.segment, milestones.segment from conformed.fct_ticket_milestones as milestones "
        "join conformed.dim_customer as dim using (customer_key) where dim.customer_id = 'A1'"
    ).fetchall()
    assert found == [("large", "small")]


def test_a_billing_customer_that_was_never_delivered_is_still_a_party(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = published.sql(
        "select dim.customer_id, periods.mrr_amount from conformed.fct_subscription_periods as periods "
        "join conformed.dim_customer as dim using (customer_key) where period_id = 'not delivered'"
    ).fetchall()
    assert found == [("A5", Decimal(40))]


def test_exclusions(published: duckdb.DuckDBPyConnection) -> None:
    found = published.sql(
        "select ticket_id, exclusion_reason from conformed.fct_tickets where is_excluded"
    ).fetchall()
    expected = {ticket: reason for ticket, (_, reason) in hand_made.EXCLUDED.items()}
    assert dict(found) == expected | {"gone": "deleted", "deleted too early": "deleted"}


def test_what_a_ticket_says_without_a_history(published: duckdb.DuckDBPyConnection) -> None:
    found = published.sql(
        "select ticket_id, status, is_open, full_resolution_calendar_minutes, was_reopened from conformed.fct_tickets"
    ).fetchall()
    lives = {ticket: tuple(rest) for ticket, *rest in found if ticket in hand_made.LIVES}
    assert lives == {ticket: expected for ticket, (_, expected) in hand_made.LIVES.items()}


def test_what_nobody_recorded_is_unknown(published: duckdb.DuckDBPyConnection) -> None:
    """There are no histories and no messages: how often a ticket came back or changed hands, nobody knows."""
    assert published.sql(
        "select count(*) > 0, count(reopen_count), count(reassignment_count), count(distinct_agent_count), "
        "count(is_one_touch) from conformed.fct_tickets"
    ).fetchone() == (True, 0, 0, 0, 0)
    assert (
        published.sql(
            "select kpi_id, variant from marts.kpi_values where kpi_id in ('reopen_rate', 'reassignment_rate', 'fcr') "
            "and variant != 'no_recontact_7d'"
        ).fetchall()
        == []
    )


def test_the_ledger_counts_what_left(published: duckdb.DuckDBPyConnection) -> None:
    """Spam and tests never enter; the deleted and the merged ticket leave on the 10th; the revived one is there.
    What was merged on a day that nobody wrote left as it came.

    The one ticket of an unmapped channel is in a row of its own, so it counts on the first day alone.
    """
    found = published.sql(
        "select date_on, sum(created), sum(deleted), sum(merged), sum(solved), sum(closing) from marts.ticket_backlog "
        "where created + deleted + merged + solved > 0 group by 1 order by 1"
    ).fetchall()
    assert found == [
        (date(2025, 2, 3), 24, 1, 1, 1, 21),
        (date(2025, 2, 5), 0, 0, 0, 2, 18),
        (date(2025, 2, 6), 0, 1, 0, 0, 18),
        (date(2025, 2, 10), 0, 1, 1, 0, 16),
        (date(2025, 2, 20), 0, 0, 0, 1, 15),
    ]


def test_mrr_of_every_interval(published: duckdb.DuckDBPyConnection) -> None:
    found = published.sql("select period_id, mrr_amount from conformed.fct_subscription_periods").fetchall()
    expected = {period: Decimal(mrr) for period, (_, mrr) in hand_made.PERIODS.items()}
    assert {period: mrr for period, mrr in found if period in expected} == expected


def test_what_is_not_recurring_on_a_day(published: duckdb.DuckDBPyConnection) -> None:
    """A trial never; a plan that ended on April 10 until March; a paused plan not at the end of March and April."""
    found = published.sql(
        "select customer_id, month, closing_mrr from marts.churn_monthly "
        "where customer_id in ('P trial', 'P cut', 'P paused') and closing_mrr > 0 order by 1, 2"
    ).fetchall()
    cut = [("P cut", date(2025, month, 1), Decimal(100)) for month in (1, 2, 3)]
    paused = [("P paused", date(2025, month, 1), Decimal(100)) for month in (1, 2, 5)]
    assert found == cut + paused


def test_a_pause_ends_in_a_reactivation(published: duckdb.DuckDBPyConnection) -> None:
    found = published.sql(
        "select month, new_mrr, reactivation_mrr, churn_mrr from marts.churn_monthly where customer_id = 'P paused' order by 1"
    ).fetchall()
    assert found == [
        (date(2025, 1, 1), 100, 0, 0),
        (date(2025, 2, 1), 0, 0, 0),
        (date(2025, 3, 1), 0, 0, 100),
        (date(2025, 5, 1), 0, 100, 0),
    ]


def test_the_churn_vector(published: duckdb.DuckDBPyConnection) -> None:
    """100 at the opening of April, 12 left of whom one returned and one had joined in the month: 10 %."""
    found = published.sql(
        "select sum(customers_churned), sum(customers_at_opening) from marts.churn_monthly "
        "where month = date '2025-04-01' and not starts_with(customer_id, 'P ')"
    ).fetchone()
    assert found == (10, 100)


def test_bad_values_are_quarantined_with_their_reason(home: Path, cxw: Run) -> None:
    lines = cxw(home, "quarantine", "--json").stdout.splitlines()
    found = {(r["column"], r["reason"], r["kind"]) for r in map(json.loads, lines)}
    assert found == {expected for _, expected in hand_made.BAD.values()}
    assert len(lines) == len(found)


def test_a_record_with_a_bad_field_is_taken_without_it(published: duckdb.DuckDBPyConnection) -> None:
    """A channel that no mapping knows keeps its word; a status outside the closed list is unknown, and counted."""
    found = published.sql(
        "select channel, status, is_excluded from conformed.fct_tickets where ticket_id = 'odd'"
    ).fetchall()
    assert found == [("fax machine", "unknown", False)]
    words = published.sql(
        "select dimension, word, tickets from marts.unmapped_words where dimension != 'topic'"
    ).fetchall()
    assert sorted(words) == [("channel", "fax machine", 1), ("status", "unknown", 1)]


@pytest.mark.slow
def test_currencies_without_a_rate_are_named(home: Path, cxw: Run) -> None:
    """That of a term and that of its renewal, each; a customer's line in such a currency is not missing, besides."""
    more = {
        "billing.subscription_periods": (
            "period_id,subscription_id,customer_id,period_start,period_end,amount,currency\n"
            "yen,S,P month,2025-04-01,2025-05-01,9,JPY\n"
        ),
        "crm.contracts": "contract_id,account_id,starts_on,ends_on,value,currency\nK,A6,2024-01-01,2024-12-31,100,CHF\n",
        "crm.opportunities": (
            "opportunity_id,account_id,kind,is_closed,is_won,amount,currency,created_at,closed_on,contract_id\n"
            "O,A6,renewal,true,true,90,SEK,2024-11-01,2024-12-01,K\n"
        ),
    }
    for table, text in more.items():
        folder = home / "inbox" / "files" / table
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "day2.csv").write_text(text, encoding="utf-8")
    done = cxw(home, "refresh", "--as-of", hand_made.AS_OF, expect=5)
    assert [name for name in ("JPY", "CHF", "SEK") if name not in done.stderr] == []
    assert "mrr_lines_add_up" not in done.stderr
    assert (home / "current").resolve().name == "000001"

"""The marts against the demo company's own answers, which the simulator computed without SQL."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from orchestration.home import PROJECT_ROOT

Answers = dict[str, Any]


def _months(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    return {row[0].strftime("%Y-%m"): row[1] if len(row) == 2 else row[1:] for row in rows}


def _kpi(
    release: duckdb.DuckDBPyConnection, kpi_id: str, variant: str, columns: str, period: str = "month"
) -> Any:
    rows = release.execute(
        f"select period_start, {columns} from marts.kpi_values where dimension = 'total' "
        "and kpi_id = ? and variant = ? and period_kind = ? order by 1",
        [kpi_id, variant, period],
    ).fetchall()
    assert rows, f"{kpi_id} {variant} has no rows"
    return rows


def _channel_names(words: Counter[str]) -> Counter[str]:
    """The simulator's raw words under the names that the channel seed gives them."""
    lines = (PROJECT_ROOT / "seeds" / "channel_words.csv").read_text(encoding="utf-8").splitlines()[1:]
    names = {word: channel for _, word, channel in (line.split(",") for line in lines)}
    named: Counter[str] = Counter()
    for word, count in words.items():
        named[names.get(word, word)] += count
    return named


def test_ticket_volume_by_month_and_day(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    assert _months(_kpi(release, "ticket_volume", "created", "value")) == answers["ticket_volume"]["month"]
    by_day = {
        day.isoformat(): value for day, value in _kpi(release, "ticket_volume", "created", "value", "day")
    }
    assert {day: count for day, count in by_day.items() if count} == answers["ticket_volume"]["day"]


def test_ticket_volume_by_channel(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    expected = {
        (month, channel): count
        for month, words in answers["ticket_volume"]["month_by_channel_word"].items()
        for channel, count in _channel_names(Counter(words)).items()
    }
    found = release.sql(
        "select strftime(date_trunc('month', created_on), '%Y-%m'), channel, sum(tickets) "
        "from marts.ticket_volume group by 1, 2"
    ).fetchall()
    assert {(month, channel): count for month, channel, count in found} == expected


def test_backlog_at_month_ends(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    assert _months(_kpi(release, "backlog", "end_of_period", "value")) == answers["backlog"]["month_end"]


def test_backlog_by_team_with_its_ledger(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    flows = "created reopened recovered transferred_in transferred_out solved deleted merged".split()
    found = release.sql(
        f"""
        select strftime(date_on, '%Y-%m') as month, coalesce(teams.team_id, 'unknown'), {", ".join(f"sum({f})" for f in flows)}
        from marts.ticket_backlog left join conformed.dim_team as teams using (team)
        group by all
        """
    ).fetchall()
    counted = {(month, "none" if team == "unknown" else team): row for month, team, *row in found if any(row)}
    expected = {
        (month, team): [ledger[flow] for flow in flows]
        for month, teams in answers["backlog_ledger"]["month"].items()
        for team, ledger in teams.items()
        if team != "total" and any(ledger[flow] for flow in flows)
    }
    assert counted == expected


def test_age_of_the_open_backlog(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    found = release.sql(
        "select sum(open_from_0_days), sum(open_from_1_days), sum(open_from_3_days), sum(open_from_7_days), "
        "sum(open_from_30_days) from marts.ticket_backlog where date_on = (select max(date_on) from marts.ticket_backlog)"
    ).fetchone()
    expected = answers["backlog"]["age_days_at_as_of"]
    assert found == tuple(expected[band] for band in ("0-1", "1-3", "3-7", "7-30", "30+"))


def test_unassigned_and_stale_tickets_at_month_ends(
    release: duckdb.DuckDBPyConnection, answers: Answers
) -> None:
    expected = {
        month: (
            tickets,
            answers["backlog"]["month_end_unassigned"][month],
            answers["backlog"]["month_end_stale"][month],
        )
        for month, tickets in answers["backlog"]["month_end"].items()
    }
    assert sum(stale for _, _, stale in expected.values()) > 5
    month_ends = (
        "date_on in (select max(date_on) from conformed.dim_date where is_past group by month_starts_on)"
    )
    by_dimension = release.sql(
        f"select date_on, tickets, unassigned, stale from marts.open_tickets where dimension = 'total' and {month_ends}"
    ).fetchall()
    assert _months(by_dimension) == expected
    by_team = release.sql(
        f"select date_on, sum(closing), sum(unassigned), sum(stale) from marts.ticket_backlog where {month_ends} group by 1"
    ).fetchall()
    assert _months(by_team) == expected


def test_reopen_rate(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    found = _months(_kpi(release, "reopen_rate", "per_solved", "numerator, denominator"))
    expected = {
        m: (r["numerator"], r["denominator"])
        for m, r in answers["reopen_rate"]["month"].items()
        if r["denominator"]
    }
    assert found == expected


@pytest.mark.parametrize("which", ["full", "first"])
def test_resolution_minutes(release: duckdb.DuckDBPyConnection, answers: Answers, which: str) -> None:
    expected = {month: row for month, row in answers["resolution_minutes"][which].items() if row["n"]}
    means = _months(_kpi(release, "resolution_minutes", f"{which}_calendar_mean", "n, value"))
    medians = _months(_kpi(release, "resolution_minutes", f"{which}_calendar_median", "value"))
    assert {month: n for month, (n, _) in means.items()} == {
        month: row["n"] for month, row in expected.items()
    }
    for month, row in expected.items():
        assert means[month][1] == pytest.approx(row["sum_seconds"] / 60 / row["n"], rel=1e-6)
        assert medians[month] == pytest.approx(row["median_minutes"], abs=1e-4)


def test_excluded_tickets(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    found = release.sql(
        "select exclusion_reason, count(*) from conformed.fct_tickets where is_excluded group by 1"
    ).fetchall()
    assert dict(found) == answers["tickets"]["excluded"]


def test_mrr_movements_by_month(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    columns = ["opening", "new", "reactivation", "expansion", "contraction", "churn", "closing"]
    found = release.sql(
        f"select month, {', '.join(f'sum({c}_mrr)' for c in columns)}, sum(customers_at_opening), "
        "sum(customers_churned), sum(customers_at_closing) from marts.churn_monthly group by 1 order by 1"
    ).fetchall()
    counts = ["customers_opening", "customers_churned", "customers_closing"]
    for month, *row in found:
        expected = answers["mrr"]["month"][month.strftime("%Y-%m")]
        assert dict(zip(columns, row, strict=False)) == {c: Decimal(expected[c]) for c in columns}, month
        assert row[len(columns) :] == [expected[c] for c in counts], month
    assert len(found) == len(answers["mrr"]["month"])


def test_mrr_movements_by_customer(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    """Every customer's own movement, so that no two can cancel out."""
    checked = 0
    for month, customers in answers["mrr"]["customer_month"].items():
        found = release.execute(
            "select case when dim.kind = 'account' then m.customer_id else m.source_id end, opening_mrr, closing_mrr from ("
            "  select *, 'stripe:' || customer_id as source_id from marts.churn_monthly where month = ?"
            ") as m join conformed.dim_customer as dim using (customer_key)",
            [date.fromisoformat(f"{month}-01")],
        ).fetchall()
        expected = {
            name: (Decimal(row["opening"]), Decimal(row["closing"]))
            for name, row in customers.items()
            if Decimal(row["opening"]) or Decimal(row["closing"])
        }
        assert {name: (opening, closing) for name, opening, closing in found} == expected
        checked += len(expected)
    assert checked > 100


def test_churn_kpis(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    logo = _months(_kpi(release, "churn_logo", "monthly", "numerator, denominator"))
    revenue = _months(_kpi(release, "churn_revenue", "monthly", "numerator, denominator"))
    expected = {month: row for month, row in answers["mrr"]["month"].items() if row["customers_opening"]}
    assert logo == {
        month: (row["customers_churned"], row["customers_opening"]) for month, row in expected.items()
    }
    assert revenue == {
        month: (Decimal(row["churn_revenue_numerator"]), Decimal(row["churn_revenue_denominator"]))
        for month, row in expected.items()
    }


def test_agents_include_former_ones(release: duckdb.DuckDBPyConnection, answers: Answers) -> None:
    listed = release.sql(
        "select count(*) from conformed.dim_agent where source = 'zendesk' and not is_bot"
    ).fetchone()
    assert listed == (answers["population"]["agents"],)


def test_every_product_of_the_catalogue_has_versions(release: duckdb.DuckDBPyConnection) -> None:
    """What is billed and not in the catalogue has its id for a name, and none."""
    found = release.execute(
        "select count(distinct products.product_key), count(distinct versions.product_key)"
        " from conformed.dim_product as products left join conformed.dim_product_versions as versions"
        " using (product_key) where products.product <> products.product_id"
    ).fetchone()
    assert found == (5, 5)

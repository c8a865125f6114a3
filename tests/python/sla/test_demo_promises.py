"""The demo company shows what there is to see of service levels: every metric, and contracts with credits."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

METRICS = {"first_reply", "next_reply", "requester_wait", "agent_work", "resolution"}


def test_every_metric_is_kept_and_missed(release: duckdb.DuckDBPyConnection) -> None:
    found = release.sql("select distinct metric, status from conformed.fct_ticket_slas").fetchall()
    assert {(metric, status) for metric in METRICS for status in ("met", "breached")} <= set(found)
    published = release.sql(
        "select distinct variant from marts.kpi_values where kpi_id = 'sla_compliance'"
    ).fetchall()
    assert {variant for (variant,) in published} >= METRICS | {"all"}


def test_service_credits_are_owed_and_known(demo_home: Path, release: duckdb.DuckDBPyConnection) -> None:
    """Contracts of both bands, the company's own and the one that everybody has; informal ones owe nothing."""
    delivered = [
        line
        for file in (demo_home / "inbox" / "files" / "crm.contracts").iterdir()
        for line in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    ]
    formal = {line["contract_id"] for line in delivered if line["sla_kind"] == "formal"}
    assert 0 < len(formal) < len(delivered)
    rows = release.sql(
        "select contract_id, penalty_band, penalty_amount, customer_id from marts.sla_penalties"
    ).fetchall()
    assert {row[0] for row in rows} <= formal
    assert {row[1] for row in rows} == {"standard", "premium"}
    assert all(row[2] is not None and row[3] is not None for row in rows)
    assert any(row[2] == 0 for row in rows) and any(row[2] > 0 for row in rows)
    months = release.sql(
        "select month, sum(penalty_amount), sum(met + breached) from marts.sla_penalties group by 1 order by 1"
    ).fetchall()
    published = release.sql(
        "select period_start, value, n from marts.kpi_values where kpi_id = 'sla_penalty' "
        "and dimension = 'total' and period_kind = 'month' order by 1"
    ).fetchall()
    # No customer has two contracts at a time, so each promise counts for one.
    assert [(month, float(owed), n) for month, owed, n in months] == published

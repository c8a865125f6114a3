"""Every KPI of the reference has rows in each of its periods and dimensions, and in no other; who is counted in them."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.home import PROJECT_ROOT

Place = tuple[str, str, str, str]
"""KPI, variant, dimension, period kind."""

OF_FEW = {(kpi, "team") for kpi in ("mirror_gap", "enps", "engagement")}
"""Fewer than five people of a team answered, or are in it: nothing is told of them."""
NOT_DELIVERED = ("sla_compliance", "source_reported")
"""The demo company's ticketing says of no ticket whether its promise was kept."""
OF_MONTHS = ("churn_logo", "churn_kind")
"""Kinds are told apart by the month; other periods are those of other variants."""


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split("|")]


def declared(reference: Path) -> Iterator[Place]:
    """Days are kept for the total and channels alone, weeks not for agents and topics."""
    with reference.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for variant in words(row["variants"]) if row["status"] == "published" else ():
                for word in words(row["dimensions"]):
                    of_variant, _, dimension = word.rpartition(":")
                    if of_variant in ("", variant):
                        for kind in words(row["period_kinds"]):
                            if (kind != "day" or dimension in ("total", "channel")) and (
                                kind != "week" or dimension not in ("agent", "topic")
                            ):
                                yield row["kpi_id"], variant, dimension, kind


@pytest.mark.parametrize("dimension", ["plan", "product"])
def test_who_pays_for_a_plan_or_product_counts_once(
    dimension: str, release: duckdb.DuckDBPyConnection
) -> None:
    """mrr and arpa by plan and by product, from the subscriptions' months; of a plan that was left nobody is a payer."""
    payers, amounts = defaultdict(set), Counter[tuple[date, str]]()
    lines = release.execute(
        f"select month, coalesce({dimension}, 'unknown'), customer_key, closing_mrr from"
        " conformed.fct_subscription_mrr_movements left join conformed.dim_product using (product_key)"
    )
    for month, member, customer, mrr in lines.fetchall():
        amounts[month, member] += mrr
        if mrr > 0:
            payers[month, member].add(customer)
    found = release.execute(
        "select kpi_id, period_start, dimension_value, numerator, coalesce(denominator, n), n from marts.kpi_values"
        " where kpi_id in ('mrr', 'arpa') and dimension = ? and period_kind = 'month'",
        [dimension],
    ).fetchall()
    counted = {key: len(customers) for key, customers in payers.items()}
    assert {row[:3]: row[3:] for row in found} == {
        (kpi, *key): (amounts[key], counted[key], counted[key]) for key in counted for kpi in ("mrr", "arpa")
    }
    assert len(counted) > 50


def test_every_kpi_is_there_in_each_of_its_dimensions_and_periods(
    release: duckdb.DuckDBPyConnection,
) -> None:
    rows = "select distinct kpi_id, variant, dimension, period_kind from marts.kpi_values"
    found = set(release.execute(rows).fetchall())
    wanted = set(declared(PROJECT_ROOT / "seeds" / "kpi_reference.csv"))
    assert sorted(found - wanted) == []
    wanted = {place for place in wanted if place[:2] != NOT_DELIVERED and (place[0], place[2]) not in OF_FEW}
    assert {place[:3] for place in found} == {place[:3] for place in wanted}
    of_variants = {(kpi, dimension, kind) for kpi, _, dimension, kind in wanted}
    of_variants -= {(*OF_MONTHS, kind) for kind in ("quarter", "year")}
    assert {(kpi, dimension, kind) for kpi, _, dimension, kind in found} == of_variants
    assert len(of_variants) > 1000

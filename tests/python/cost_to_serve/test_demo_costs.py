"""The demo company's costs against what its simulator booked, and its service credits against their own mart."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pytest

MONTH = "strftime(month, '%Y-%m')"


@pytest.fixture(scope="module")
def booked(answers: dict[str, Any]) -> dict[str, dict[tuple[str, str], Decimal]]:
    return {
        kind: {
            (month, category): Decimal(amount)
            for month, amounts in answers["costs"][kind].items()
            for category, amount in amounts.items()
        }
        for kind in ("service", "acquisition")
    }


def test_the_ledger_is_what_was_booked(
    release: duckdb.DuckDBPyConnection, booked: dict[str, dict[tuple[str, str], Decimal]]
) -> None:
    for kind, expected in booked.items():
        rows = release.execute(
            f"select {MONTH}, category, sum(reporting_amount) from conformed.fct_service_costs"
            " where is_service_cost = ? group by 1, 2",
            [kind == "service"],
        ).fetchall()
        assert {(month, category): amount for month, category, amount in rows} == expected
    levels = release.sql("select distinct spread_over from conformed.fct_service_costs").fetchall()
    assert {"team", "channel", "overhead"} <= {level for (level,) in levels}


def test_contacts_bear_the_ledger_and_the_phone_its_telephony(
    release: duckdb.DuckDBPyConnection, booked: dict[str, dict[tuple[str, str], Decimal]]
) -> None:
    months: dict[str, Decimal] = {}
    for (month, _), amount in booked["service"].items():
        months[month] = months.get(month, Decimal(0)) + amount
    in_mart = release.sql(
        f"select {MONTH}, sum(service_cost_amount) from marts.cost_to_serve group by 1"
    ).fetchall()
    in_kpi = release.sql(
        "select strftime(period_start, '%Y-%m'), numerator from marts.kpi_values where kpi_id = 'cost_to_serve'"
        " and dimension = 'total' and period_kind = 'month'"
    ).fetchall()
    assert dict(in_mart) == dict(in_kpi) == months
    telephony = release.sql(
        "select distinct channel from marts.cost_to_serve where telephony_amount > 0"
    ).fetchall()
    assert telephony == [("phone",)]


def test_service_credits_stand_beside_the_cost(release: duckdb.DuckDBPyConnection) -> None:
    found, owed = (
        release.sql(
            f"select month, customer_id, sum({column}) from {mart} group by all having sum({column}) > 0 order by all"
        ).fetchall()
        for column, mart in (
            ("service_credit_amount", "marts.cost_to_serve"),
            ("penalty_amount", "marts.sla_penalties"),
        )
    )
    assert found == owed
    assert found

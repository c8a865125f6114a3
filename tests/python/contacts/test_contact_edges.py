"""The edges of first-contact resolution, case by case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb
import pytest
from contact_cases import AS_OF, CASES, SCALES, case_tables, old_tickets, survey, vector, visits
from contact_company import write_tables
from running import Run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("contact_edges")
    tables = case_tables()
    stated = survey()
    tables["ticketing.tickets"] += vector() + old_tickets() + stated.pop("ticketing.tickets")
    write_tables(home, {**tables, **stated, "field_service.work_orders": visits()})
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
    ).fetchall() == [(datetime(2023, 6, 1).date(), 2, 2), (datetime(2024, 6, 1).date(), 2, 3)]


def test_a_return_counts_until_the_end_of_the_fortnight(release: duckdb.DuckDBPyConnection) -> None:
    assert release.execute(
        "select work_order_id, is_first_time_fix from conformed.fct_work_orders where work_order_id like '%w1' order by 1"
    ).fetchall() == [("aw1", False), ("bw1", True), ("cw1", False)]


def test_stated_answers_are_read_on_their_own_scale(release: duckdb.DuckDBPyConnection) -> None:
    found = release.execute(
        "select dimension_value, numerator::bigint, n from marts.kpi_values where kpi_id = 'fcr'"
        " and variant = 'stated' and dimension = 'brand' and period_kind = 'all'"
    ).fetchall()
    assert {name: (positive, n) for name, positive, n in found} == {
        name: (positive, high - low) for name, (low, high, _, _, positive) in SCALES.items()
    }

"""The KPI reference, the statements of the marts, the docs and the tests speak of the same KPIs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pytest

from .kpis import Statement, agreement_problems, read_reference, read_statements, row_problems, statements_of
from .project import ROOT, Model

CATALOGUE = """
nps csat ces repurchase_intent nes sentiment survey_response_rate survey_representativeness review_rating
mystery_score mirror_gap enps engagement alert_rate closed_loop_rate recovery_rate
ticket_volume contact_rate backlog first_reply_minutes resolution_minutes handling_delay requester_wait_minutes
agent_wait_minutes agent_work_minutes reopen_rate reassignment_rate fcr first_time_fix sla_compliance
sla_penalty qa_score
calls_received calls_offered calls_handled emails_received emails_handled abandonment_rate asa service_level aht
patience occupancy utilisation adherence shrinkage staffing_required
mrr arpa churn_logo churn_revenue grr nrr renewal_rate cancellation_rate ltv ltv_orders retention_profit_effect revenue
orders aov return_rate adoption_rate
cost_per_contact cost_to_serve deflection_saving acquisition_cost loss_cost service_revenue
complaint_rate complaint_timeliness complaint_disputed complaint_open_share complaint_csat complaint_action_overdue
deflection_rate campaign_conversion agent_productivity agent_attrition newcomer_report_rate finding_action_rate
""".split()

ROW = {
    "kpi_id": "visits",
    "status": "published",
    "name_en": "Visits",
    "name_fr": "Visites",
    "unit": "customers",
    "direction": "up",
    "date_key": "visit",
    "variants": "a | b",
    "period_kinds": "day | month",
    "dimensions": "total | team",
    "roll_up": "sum",
    "zero_filled": "none",
    "interval_method": "none",
    "owner": "service desk",
    "source": "KPI catalogue",
}
SQL = """{% set dimensions = ['team'] %}
select 1
{{ additive_kpi('visits', 'a', 'facts', 'on', '1', dimensions, denominator='coalesce(x, 1)') }}
union all
{{ stock_kpi('visits', 'b', 'facts', 'open', ['total'],
  n='count(distinct facts.customer_key)') }}
union all
{{ stock_kpi('visits', 'b', 'others', 'open', ['team']) }}
union all
{{ duration_kpis('facts', 'on', ['team', 'agent'], [{'kpi_id': 'wait', 'prefix': 'calendar', 'minutes': 'm'}]) }}
"""


def test_the_reference_has_the_catalogue() -> None:
    """Each KPI of the catalogue keeps its row; a company may add its own, and no id stands twice."""
    ids = Counter(row["kpi_id"] for row in read_reference())
    assert set(CATALOGUE) <= set(ids)
    assert max(ids.values()) == 1


def test_every_row_is_complete() -> None:
    assert [problem for row in read_reference() for problem in row_problems(row)] == []


def test_published_rows_are_those_that_the_marts_state(models: Mapping[str, Model]) -> None:
    statements = read_statements(models.values())
    assert len(statements) >= 8
    assert agreement_problems(read_reference(), statements) == []


@pytest.mark.parametrize(
    "kpi_id", [row["kpi_id"] for row in read_reference() if row["status"] == "published"]
)
def test_a_published_kpi_has_its_paragraph_and_its_known_answer(kpi_id: str) -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md"))
    assert re.search(rf"^#+ `?{kpi_id}`?\b", pages, re.MULTILINE), f"no heading {kpi_id} in docs/"
    folders = [folder for folder in (ROOT / "tests" / "python").iterdir() if folder.name != "rules"]
    tests = "\n".join(
        path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("test_*.py")
    )
    assert re.search(rf"\b{kpi_id}\b", tests), f"no test under tests/python names {kpi_id}"


def test_statements_are_read_from_the_sql() -> None:
    assert statements_of(SQL) == [
        Statement("visits", frozenset({"a"}), frozenset({"total", "team"})),
        Statement("visits", frozenset({"b"}), frozenset({"total"})),
        Statement("visits", frozenset({"b"}), frozenset({"team"})),
        Statement(
            "wait",
            frozenset({"calendar_mean", "calendar_median", "calendar_p90"}),
            frozenset({"total", "team", "agent"}),
        ),
    ]


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({}, 0),
        ({"variants": "a"}, 1),
        ({"variants": "a | b | c"}, 1),
        ({"dimensions": "total"}, 2),
        ({"dimensions": "total | a:team"}, 1),
        ({"dimensions": "total | a:team | b:team"}, 0),
        ({"status": "planned"}, 1),
    ],
)
def test_a_disagreement_is_found(changed: Mapping[str, str], problems: int) -> None:
    statements = [statement for statement in statements_of(SQL) if statement.kpi_id == "visits"]
    assert len(agreement_problems([{**ROW, **changed}], statements)) == problems


def test_a_dimension_that_two_statements_give_is_found() -> None:
    statements = [statement for statement in statements_of(SQL) if statement.kpi_id == "visits"]
    assert len(agreement_problems([ROW], [*statements, statements[-1]])) == 1


def test_a_published_row_without_a_statement_is_found() -> None:
    assert len(agreement_problems([ROW], [])) == 1


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("name_fr", ""),
        ("owner", " "),
        ("status", "done"),
        ("unit", "furlongs"),
        ("unit", "percent | score | days"),
        ("interval_method", "none | wilson | normal"),
        ("direction", "sideways"),
        ("period_kinds", "month | day"),
        ("period_kinds", "decade"),
        ("dimensions", "team"),
        ("roll_up", "average"),
        ("zero_filled", "yes"),
        ("interval_method", "guess"),
    ],
)
def test_a_bad_cell_is_found(name: str, cell: str) -> None:
    assert len(row_problems({**ROW, name: cell})) == 1


def test_a_good_row_passes() -> None:
    assert row_problems(ROW) == []


@pytest.mark.parametrize("status", ["planned", "published"])
def test_a_row_has_one_unit_or_one_for_each_variant(status: str) -> None:
    row = {**ROW, "status": status}
    assert row_problems({**row, "unit": "percent | score"}) == []
    assert len(row_problems({**row, "unit": "percent | score | days"})) == 1

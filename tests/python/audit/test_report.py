"""The two reports: complete, escaped, self-contained, and without a value out of the data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from orchestration.audit import AuditResult, CheckResult, Expectation, Minimum, Suite, audit_candidate
from orchestration.audit.report import render_html, write_report

from .conftest import Defective

CANARY = "Zoe-Canary@example.org"

PASSED = CheckResult(
    check="conformed.fct_tickets.status_is_given",
    subject="conformed.fct_tickets",
    kind="expectation",
    severity="error",
    description="Each ticket has a status.",
    evaluated_rows=20000,
    min_rows=1,
    passed=True,
)
FAILED = replace(
    PASSED,
    check="ledger",
    subject="ledger",
    kind="reconciliation",
    passed=False,
    observed={"failed_rows": 3},
    message="3 of 9 compared rows disagree. Follow one such day.",
)
RESULT = AuditResult("build/candidate.duckdb", (PASSED, FAILED), 4.25)


class Elements(HTMLParser):
    """The names of a page's elements and the names of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_no_value_out_of_the_data_reaches_a_report(defective: Defective, tmp_path: Path) -> None:
    planted = defective(
        f"""
        update conformed.fct_tickets set status = '{CANARY}', channel = '{CANARY}', customer_key = '{CANARY}',
          topic = '{CANARY}', ticket_key = '{CANARY}', ticket_id = '{CANARY}', exclusion_reason = '{CANARY}';
        update conformed.fct_ticket_status_spans set status = '{CANARY}';
        update conformed.dim_customer set country = '{CANARY}', customer_key = '{CANARY}';
        update conformed.fct_invoices set status = '{CANARY}', currency = '{CANARY}', invoice_key = '{CANARY}';
        update marts.ticket_backlog set team = '{CANARY}', channel = '{CANARY}';
        update marts.kpi_values set kpi_id = '{CANARY}', dimension = '{CANARY}', dimension_value = '{CANARY}',
          period_kind = '{CANARY}'
        """
    )
    result = audit_candidate(planted, results_dir=tmp_path)
    raising = Expectation(
        name="raises",
        description="Each status is a number.",
        remedy="None.",
        severity="error",
        expect="unexpected_rows_expectation",
        arguments={"unexpected_rows_query": "select * from {batch} where cast(status as integer) = 1"},
        looks_at=None,
        minimum=Minimum(1),
    )
    raised = audit_candidate(
        planted,
        results_dir=tmp_path / "raised",
        suites=[Suite("conformed.fct_tickets", (raising,))],
        reconciliations=(),
    )
    assert len(result.errors) > 15
    assert "Conversion Error" in raised.checks[0].message
    for written in [*tmp_path.glob("audit.*"), *(tmp_path / "raised").glob("audit.*")]:
        assert "canary" not in written.read_text("utf-8").lower(), written
    assert len(list(tmp_path.rglob("audit.*"))) == 4


def test_the_json_is_the_result(tmp_path: Path) -> None:
    json_path, html_path = write_report(RESULT, tmp_path / "new folder", {"Release": "000012"})
    document = json.loads(json_path.read_text("utf-8"))
    assert document["heading"] == {"Release": "000012"}
    assert (document["passed"], document["error_count"], document["check_count"]) == (False, 1, 2)
    assert document["checks"][1]["observed"] == {"failed_rows": 3}
    assert document["checks"][0]["evaluated_rows"] == 20000
    assert html_path.read_text("utf-8").startswith("<!doctype html>")


def test_the_page_says_first_what_to_do() -> None:
    page = render_html(RESULT, {"Release": "000012"})
    order = [page.index(text) for text in ("Audit failed", "000012", "Follow one such day", "20,000")]
    assert order == sorted(order)
    assert "Audit passed" in render_html(replace(RESULT, checks=(PASSED,)), {})
    warned = render_html(replace(RESULT, checks=(PASSED, replace(FAILED, severity="warn"))), {})
    assert "Audit passed" in warned
    assert "Follow one such day" in warned


def test_the_page_needs_nothing_but_itself() -> None:
    page = render_html(RESULT, {})
    elements = Elements(page)
    assert not elements.names & {"script", "link", "img", "iframe", "object", "base"}
    assert not elements.attributes & {"src", "href", "onclick", "onload"}
    assert not re.search(r"https?:|url\(|@import", page)
    assert "prefers-color-scheme: dark" in page


def test_the_page_escapes_everything() -> None:
    evil = "<script>alert('x')</script>&"
    check = replace(FAILED, check=evil, subject=evil, description=evil, message=evil)
    page = render_html(AuditResult(evil, (check, replace(check, kind="expectation")), 1.0), {evil: evil})
    assert "script" not in Elements(page).names
    assert page.count("&lt;script&gt;") >= 8

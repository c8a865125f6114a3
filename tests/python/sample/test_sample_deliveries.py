"""The inbox of the demo company: the same bytes every time, whole or day by day, and consistent in itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_files import SMALL, read_answers, read_table, tables

from orchestration.sample import SampleSummary, write_sample

KEYS = {
    "ticket_tag": ("ticket_id", "tag"),
    "subscription_history": ("id", "_fivetran_start"),
    "domain_name": ("organization_id", "domain_name"),
    "schedule": ("id", "start_time"),
    "schedule_holiday": ("id",),
    "workforce.employees": ("employee_id",),
}
APPENDED = {
    "ticket_comment",
    "ticket_field_history",
    "ticket_schedule",
    "ticket_sla_policy",
    "invoice_line_item",
}


def _digests(home: Path) -> dict[str, str]:
    files = [p for p in home.rglob("*") if p.is_file()]
    return {str(p.relative_to(home)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def _final(home: Path, source: str, table: str) -> Counter[tuple[Any, ...]]:
    """The records of a table, of which the last one of a key counts where the table is not appended to."""
    records = read_table(home, source, table)
    has_key = "updated_at" in records[0] if source == "files" else table not in APPENDED
    if not has_key:
        return Counter(tuple(sorted((k, str(v)) for k, v in r.items())) for r in records)
    columns = KEYS.get(table, (next(iter(records[0])),))
    last = {tuple(r[c] for c in columns): tuple(sorted(r.items())) for r in records}
    return Counter(last.values())


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    small: dict[str, Any] = {"customers": 15, "days": 60, "tickets": 120}
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write_sample(tmp_path / name, **small, seed=seed)
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b")
    changed = {k for k, v in _digests(tmp_path / "a").items() if _digests(tmp_path / "c").get(k) != v}
    assert len(changed) > 30


def test_day_by_day_ends_in_the_state_of_one_delivery(home: Path, daily: tuple[Path, SampleSummary]) -> None:
    assert tables(home) == tables(daily[0])
    for source, table in tables(home):
        assert _final(daily[0], source, table) == _final(home, source, table), f"{source}.{table}"


def test_day_by_day_a_ticket_comes_each_day_on_which_it_changed(
    home: Path, daily: tuple[Path, SampleSummary]
) -> None:
    tickets = read_table(daily[0], "zendesk", "ticket")
    days = Counter((t["id"], t["updated_at"][:10]) for t in tickets)
    assert max(days.values()) == 1
    assert len(tickets) > 2 * SMALL["tickets"]
    assert len(read_table(home, "zendesk", "ticket")) == SMALL["tickets"]


def test_until_delivers_the_first_days_and_the_rest_follows(
    tmp_path: Path, daily: tuple[Path, SampleSummary]
) -> None:
    until = date(2024, 3, 31)
    write_sample(tmp_path, **SMALL, day_by_day=True, until=until)
    early, full = _digests(tmp_path / "inbox"), _digests(daily[0] / "inbox")
    assert early == {path: digest for path, digest in full.items() if Path(path).name[:10] <= "2024-03-31"}
    assert read_answers(tmp_path)["as_of"] == "2024-03-31T23:59:59Z"
    month = read_answers(tmp_path)["ticket_volume"]["month"]
    assert list(month) == ["2024-01", "2024-02", "2024-03"]


def test_settings_of_the_company_are_kept(tmp_path: Path) -> None:
    (tmp_path / "settings.yml").write_text("reporting_currency: USD\n")
    write_sample(tmp_path, customers=3, days=10)
    assert (tmp_path / "settings.yml").read_text() == "reporting_currency: USD\n"


@pytest.mark.parametrize(
    "arguments",
    [{"customers": 0}, {"days": 0}, {"tickets": 0}, {"days": 10, "until": date(2024, 1, 11)}],
)
def test_arguments_out_of_range_are_refused(tmp_path: Path, arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"not|day"):
        write_sample(tmp_path, **arguments)
    assert not list(tmp_path.iterdir())


REFERENCES = [
    ("zendesk.ticket_comment.ticket_id", "zendesk.ticket.id"),
    ("zendesk.ticket_field_history.ticket_id", "zendesk.ticket.id"),
    ("zendesk.ticket.organization_id", "zendesk.organization.id"),
    ("zendesk.ticket.assignee_id", "zendesk.user.id"),
    ("zendesk.ticket.group_id", "zendesk.group.id"),
    ("zendesk.organization.external_id", "salesforce.account.id"),
    ("salesforce.account.master_record_id", "salesforce.account.id"),
    ("salesforce.contact.account_id", "salesforce.account.id"),
    ("salesforce.opportunity.account_id", "salesforce.account.id"),
    ("stripe.subscription_history.customer_id", "stripe.customer.id"),
    ("stripe.invoice.subscription_id", "stripe.subscription_history.id"),
    ("stripe.invoice_line_item.invoice_id", "stripe.invoice.id"),
    ("stripe.invoice_line_item.subscription_item_id", "stripe.subscription_item.id"),
    ("stripe.invoice_line_item.plan_id", "stripe.price.id"),
    ("stripe.charge.invoice_id", "stripe.invoice.id"),
    ("stripe.refund.charge_id", "stripe.charge.id"),
    ("files.commerce.orders.account_id", "salesforce.account.id"),
    ("files.commerce.order_returns.order_id", "files.commerce.orders.order_id"),
    ("files.telephony.calls.agent_id", "zendesk.user.id"),
    ("files.feedback.survey_answers.invitation_id", "files.feedback.survey_invitations.invitation_id"),
]


@pytest.mark.parametrize(("child", "parent"), REFERENCES)
def test_references_lead_somewhere(home: Path, child: str, parent: str) -> None:
    def values(name: str) -> set[str]:
        source, rest = name.split(".", 1)
        table, column = rest.rsplit(".", 1)
        return {str(r[column]) for r in read_table(home, source, table) if r.get(column)}

    used = values(child)
    assert used
    assert used <= values(parent)


def test_faults_are_in_the_files_as_announced(home: Path, answers: dict[str, Any]) -> None:
    comments = read_table(home, "zendesk", "ticket_comment")
    history = read_table(home, "zendesk", "ticket_field_history")
    assert sum(not c["id"] for c in comments) == answers["quarantined"]["zendesk.ticket_comment"] > 0
    announced = answers["quarantined"]["zendesk.ticket_field_history"]
    assert sum("/" in h["updated"] for h in history) == announced > 0
    faults = sum(answers["quarantined"].values()) + sum(answers["field_defects"].values())
    assert faults < sum(d["records"] for d in answers["deliveries"].values()) / 1_000


def test_the_company_is_compact(home: Path, answers: dict[str, Any]) -> None:
    size = sum(p.stat().st_size for p in (home / "inbox").rglob("*") if p.is_file())
    assert size < 800 * SMALL["tickets"]
    files = sum(d["records"] for name, d in answers["deliveries"].items() if name.startswith("files."))
    assert 1_000 < files <= 3 * SMALL["tickets"] + 3_000


@pytest.mark.parametrize(("customers", "days"), [(20, 30), (40, 90)])
def test_a_subscription_that_would_be_billed_after_the_last_day_is_none(
    tmp_path: Path, customers: int, days: int
) -> None:
    summary = write_sample(tmp_path, customers=customers, days=days)
    invoices = read_table(tmp_path, "stripe", "invoice")
    assert summary.customers == customers
    assert "2024-01-01" < max(invoice["created"] for invoice in invoices)[:10] <= summary.as_of[:10]

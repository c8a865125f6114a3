"""Objects and lists where one value belongs: refused or emptied with a reason, and JSON text where it is declared."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt_here import DbtHere
from staged_home import StagedHome

from orchestration.contract import load_contract
from orchestration.defects import untyped_values
from orchestration.home import Home
from orchestration.intake import ScanReport, take_deliveries

AT = {"created_at": "2025-03-01T10:00:00Z"}
TICKET = {**AT, "channel": "email", "status": "open"}
TICKETS: list[dict[str, Any]] = [
    {"ticket_id": {"a": "Ann Zq"}, **TICKET},
    {"ticket_id": [1, 2], **TICKET},
    {"ticket_id": "3", **TICKET, "channel": {"via": "web"}},
    {"ticket_id": "4", **TICKET, "topic": ["a", "b"], "subject": ["Ann Zq"], "team_id": 7, "is_spam": []},
    {"ticket_id": "[5", **TICKET, "topic": "[urgent] no signal", "brand": "{brand}"},
    {"ticket_id": "6", **TICKET, "created_at": {"at": "2025-03-01"}},
    {
        "ticket_id": "[10]",
        **TICKET,
        "topic": "[2024]",
        "brand": '{"b": 1}',
        "team_id": [],
        "is_spam": "[true]",
    },
]
CSV = """ticket_id,channel,status,created_at,topic,is_spam
7,email,open,2025-03-01T10:00:00Z,"{""a"": 1}",[true]
[8],email,open,2025-03-01T10:00:00Z,[2024] budget,
9,email,open,2025-03-01T10:00:00Z,[2024],
"""
CUSTOMERS = [
    {"id": "c1", "metadata": {"account_id": "A1"}, "created": "2025-03-01T10:00:00Z"},
    {"id": "c2", "metadata": '{"account_id": "A2"}', "currency": {"code": "EUR"}},
]
MERGES = """id,created_at,merged_ticket_ids
1,2025-03-01T10:00:00Z,"[2, ""3""]"
2,2025-03-01T10:00:00Z,[]
3,2025-03-01T10:00:00Z,
4,2025-03-01T10:00:00Z,5;6
5,2025-03-01T10:00:00Z,"[6, 7"
6,2025-03-01T10:00:00Z,"{""id"": 7}"
7,2025-03-01T10:00:00Z,8
"""
HUGE = "select 1e30 as team_id, 'Second line' as name, 7.0::double as schedule_id"
METADATA = "select 'c3' as id, {'account_id': 'A3'} as metadata, timestamp '2025-03-02' as _fivetran_synced"


def _lines(file: Path, records: list[dict[str, Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def _parquet(file: Path, select: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    duckdb.connect().execute(f"copy ({select}) to '{file}' (format parquet)")


def _take(home: Home) -> ScanReport:
    return take_deliveries(home, load_contract(), arrived_at=datetime(2025, 12, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def nested(tmp_path_factory: pytest.TempPathFactory, dbt_here: DbtHere) -> StagedHome:
    """Tickets and customers with nested values, taken and staged."""
    home = Home(tmp_path_factory.mktemp("nested"))
    tickets, customers = home.inbox / "files" / "ticketing.tickets", home.inbox / "stripe" / "customer"
    _lines(tickets / "a.jsonl", TICKETS)
    (tickets / "b.csv").write_text(CSV, encoding="utf-8")
    _parquet(home.inbox / "files" / "ticketing.teams" / "a.parquet", HUGE)
    _lines(customers / "a.jsonl", CUSTOMERS)
    _parquet(customers / "b.parquet", METADATA)
    merges = home.inbox / "zendesk" / "ticket" / "a.csv"
    merges.parent.mkdir(parents=True)
    merges.write_text(MERGES, encoding="utf-8")
    assert [delivery.status for delivery in _take(home).deliveries] == ["taken"] * 6
    home.build.mkdir()
    dbt_here.build(home, "+stg_ticketing__tickets", "+stg_billing__customers", "+stg_record_defects")
    return StagedHome(home)


def test_a_record_with_a_nested_key_or_required_value_is_refused_and_a_field_is_emptied(
    nested: StagedHome,
) -> None:
    assert nested.rows(
        "select delivery, record, column_name, reason, is_quarantined from staging.stg_record_defects "
        "where source != 'zendesk' order by all"
    ) == [
        (1, 1, "team_id", "bad_text", True),
        (2, 1, "ticket_id", "nested_value", True),
        (2, 2, "ticket_id", "nested_value", True),
        (2, 3, "channel", "nested_value", True),
        (2, 4, "is_spam", "nested_value", False),
        (2, 4, "topic", "nested_value", False),
        (2, 6, "created_at", "nested_value", True),
        (2, 7, "is_spam", "bad_boolean", False),
        (2, 7, "team_id", "nested_value", False),
        (3, 1, "is_spam", "bad_boolean", False),
        (4, 2, "currency", "nested_value", False),
    ]


def test_what_stays_is_scalar_and_text_that_looks_like_json_is_text(nested: StagedHome) -> None:
    assert nested.rows(
        "select ticket_id, team_id, topic, brand, is_spam from staging.stg_ticketing__tickets "
        "where source = 'files' order by ticket_id"
    ) == [
        ("4", "7", None, None, None),
        ("7", None, '{"a": 1}', None, None),
        ("9", None, "[2024]", None, None),
        ("[10]", None, "[2024]", '{"b": 1}', None),
        ("[5", None, "[urgent] no signal", "{brand}", None),
        ("[8]", None, "[2024] budget", None, None),
    ]


def test_a_column_that_is_declared_as_json_may_be_an_object_or_its_text(nested: StagedHome) -> None:
    assert nested.rows(
        "select customer_id, account_id from staging.stg_billing__customers order by customer_id"
    ) == [("c1", "A1"), ("c2", "A2"), ("c3", "A3")]


def test_a_list_of_merged_tickets_that_is_no_json_array_is_a_defect(nested: StagedHome) -> None:
    """An empty list is one; nothing given is nothing wrong."""
    assert nested.rows(
        "select record, column_name, value, reason, is_quarantined from staging.stg_record_defects "
        "where source = 'zendesk' order by record"
    ) == [
        (4, "merged_ticket_ids", "5;6", "bad_json", False),
        (5, "merged_ticket_ids", "[6, 7", "bad_json", False),
        (6, "merged_ticket_ids", '{"id": 7}', "bad_json", False),
        (7, "merged_ticket_ids", "8", "bad_json", False),
    ]
    assert nested.rows(
        "select ticket_id, merged_into_ticket_id from staging.stg_ticketing__tickets "
        "where merged_into_ticket_id is not null order by 1"
    ) == [("2", "1"), ("3", "1")]


def test_a_nested_value_is_not_shown(nested: StagedHome) -> None:
    shown = {d.value for d in untyped_values(nested.home, load_contract()) if d.reason == "nested_value"}
    assert shown == {"***"}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("[1, 2]", "lists"),
        ("[1, 2]::integer[2]", "lists"),
        ("{'zq': 1}", "objects"),
        ("[{'zq': 1}]", "lists"),
        ("map {'zq': 1}", "objects"),
        ("'zq'::blob", "binary values"),
        ("'{\"zq\": 1}'::json", "objects"),
    ],
)
def test_a_parquet_column_of_a_nested_type_is_rejected_by_name(tmp_path: Path, value: str, kind: str) -> None:
    home = Home(tmp_path)
    given = "'1' as ticket_id, 'email' as channel, 'open' as status, timestamp '2025-03-01' as created_at"
    _parquet(home.inbox / "files" / "ticketing.tickets" / "a.parquet", f"select {given}, {value} as Team_ID")
    (report,) = _take(home).deliveries
    assert report.status == "rejected"
    assert str(report.reason).endswith(
        f": column 'team_id' holds {kind}; deliver it as text, a number or an instant"
    )

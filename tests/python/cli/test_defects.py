"""What the manifest counts of the refused records, and what `cxw quarantine` may show of them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.contract import Contract, RawColumn, RawTable
from orchestration.defects import count_defects

PERSON = RawTable(
    "crm",
    "person",
    "upsert",
    (RawColumn("id", "string", is_required=True), RawColumn("mail", "string", is_personal=True)),
)
CONTRACT: Contract = {("crm", "person"): PERSON}
DEFECTS = """
create schema staging;
create table staging.stg_record_defects as
select 'crm' as source, table_name, column_name, 'x' as value, reason, is_quarantined
from (values
    ('person', 'mail', 'bad_encoding', true),
    ('person', 'ann@x.example', 'bad_encoding', true),
    ('person', 'bob@x.example', 'bad_encoding', true),
    ('person', null, 'bad_quoting', true),
    ('stranger', 'mail', 'too_large', true),
    ('person', 'joined_on', 'bad_date', false)
) as defect(table_name, column_name, reason, is_quarantined)
"""


def test_the_manifest_names_no_column_that_is_not_declared(tmp_path: Path) -> None:
    candidate = tmp_path / "candidate.duckdb"
    with duckdb.connect(str(candidate)) as connection:
        connection.execute(DEFECTS)
    counted = [tuple(count.values()) for count in count_defects(candidate, CONTRACT)]
    assert sorted(counted, key=str) == [
        ("field_defect", "crm", "person", "joined_on", "bad_date", 1),
        ("refused", "crm", "person", "mail", "bad_encoding", 1),
        ("refused", "crm", "person", None, "bad_encoding", 2),
        ("refused", "crm", "person", None, "bad_quoting", 1),
        ("refused", "crm", "stranger", None, "too_large", 1),
    ]

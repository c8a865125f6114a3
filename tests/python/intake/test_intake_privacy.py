"""What is told of a delivery outside of the raw store never repeats its text: a header may be a record."""

from __future__ import annotations

import pytest

from orchestration.defects import unreadable_records
from orchestration.drift import scan_warnings

ANN = "Ann Zq"
HEADLESS = f"{ANN},{ANN},ann.zq@x.example,2025-01-01\n"
REJECTED = [
    ("a.csv", HEADLESS, "required column 'id' is missing"),
    ("crm/account/a.csv", HEADLESS, "no column of the table is in it; is the header missing?"),
    ("oddware/people/a.csv", HEADLESS, "columns 1 and 2 have the same name"),
    ("a.csv", f"id,{ANN},x,{ANN}\n1,2,3,4\n", "columns 2 and 4 have the same name"),
    ("a.csv", "id,subject,Subject\n1,2,3\n", "column 'subject' is there more than once"),
    ("a.csv.gz", f"{ANN}\n", "the gzip file is damaged; deliver it again"),
]


@pytest.mark.parametrize(("name", "text", "why"), REJECTED)
def test_a_rejection_names_declared_columns_and_positions_alone(room, name, text, why):
    file = room.deliver(name, text)
    if name.endswith(".gz"):
        file.write_bytes(text.encode())
    (report,) = room.scan().rejected
    assert f": {why}" in str(report.reason)
    assert "zq" not in str(report.reason).lower()


def test_a_line_that_never_ends_is_not_repeated(room, monkeypatch):
    monkeypatch.setattr("orchestration.intake.counting.MAX_RECORD_BYTES", 2_000_000)
    assert "zq" not in room.refusal("a.csv", ANN + "x" * 4_000_000).lower()


def test_text_that_is_no_utf8_in_a_parquet_file_is_not_repeated(room):
    file = room.parquet(
        "a.parquet", "select range::varchar as id, 'Ann Zq' || range as subject from range(9)"
    )
    file.write_bytes(file.read_bytes().replace(b"Ann Zq", b"Ann Z\xff"))
    (report,) = room.scan().rejected
    assert str(report.reason).endswith(": the Parquet file is damaged or cannot be read; deliver it again")


UNKNOWN = [
    ("a.csv", "id,brand,ann.zq@x.example,Größe,+49 30 1,Custom Field\n1,2,3,4,5,6\n"),
    ("a.jsonl", '{"id":1,"brand":2,"ann.zq@x.example":3,"Größe":4,"+49 30 1":5,"Custom Field":6}\n'),
]


@pytest.mark.parametrize(("name", "text"), UNKNOWN)
def test_an_unknown_column_is_named_where_its_name_is_one_word_and_else_by_position(room, name, text):
    room.deliver(name, text)
    scan = room.scan()
    (report,) = scan.taken
    assert report.unknown_columns == ("brand", "column 3", "größe", "column 5", "column 6")
    assert room.ledger()[0].unknown_columns == report.unknown_columns
    assert "zq" not in " ".join(scan_warnings(scan)).lower()


def test_a_word_too_long_is_no_name(room):
    room.deliver("a.csv", f"id,{'x' * 65}\n1,2\n")
    assert room.scan().taken[0].unknown_columns == ("column 2",)


LINES = [
    ('{"id": 1, "subject": "Ann Zq", "status": "x", "status": "y"}', None, "***", "duplicate_key"),
    ('{"id": 2, "subject": "Ann Zq", "status": "a\\u0000b"}', "status", "a\0b", "control_char"),
    ('{"id": 3, "subject": "Ann Zq\\u0000", "status": "a"}', "subject", "***", "control_char"),
    ('{"id": 4, "subject": "Ann Zq", "_record": 4}', None, "***", "bad_column_name"),
    ('{"id": 5, "Ann Zq\\ud800": 4}', None, "***", "bad_encoding"),
]


def test_of_a_json_line_only_the_value_at_fault_is_shown(room):
    room.deliver("a.jsonl", "".join(f"{line}\n" for line, *_ in LINES) + '{"id": 9}\n')
    room.scan()
    shown = [(d.column, d.value, d.reason) for d in unreadable_records(room.home, room.contract)]
    assert shown == [tuple(expected) for _, *expected in LINES]


def test_a_value_too_large_is_shown_from_its_own_beginning(room, monkeypatch):
    monkeypatch.setattr("orchestration.intake.jsonl_reader.MAX_FIELD_BYTES", 50)
    room.take("a.jsonl", '{"subject": "Ann Zq", "id": "' + "x" * 51 + '"}\n{"id": 2}\n')
    assert [(r.column, r.value) for r in room.quarantine()] == [("id", "x" * 51)]

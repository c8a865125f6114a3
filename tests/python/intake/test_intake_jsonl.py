"""JSON Lines deliveries."""

from __future__ import annotations

import json

import pytest


def test_scalars_are_text_exactly_as_written(room):
    lines = [
        '{"id": 1.50, "subject": true, "status": null}',
        '{"id": 12345678901234567890123, "subject": "", "status": "é 👩‍👧\\u00e9\\n\\"x\\""}',
        '{"id": -1E+3, "subject": false, "status": " null "}',
    ]
    room.take("a.jsonl", "\n".join(lines))
    assert room.rows() == [
        ("1.50", "true", None, 1),
        ("12345678901234567890123", None, 'é 👩‍👧é\n"x"', 2),
        ("-1E+3", "false", " null ", 3),
    ]


def test_nested_values_are_kept_as_they_are_spelled(room):
    nested = ('{"a" : 1.0,"b":[ 1e2, "x,\\"y\\"" ]}', "[ ]", '[{"z": null}]')
    room.take(
        "a.jsonl",
        "".join(f'{{ "id" : "{n}" ,"Subject": {text} , "n": 1.10}}\n' for n, text in enumerate(nested)),
    )
    assert room.rows("subject, n") == [(text, "1.10") for text in nested]


def test_which_values_are_nested_is_marked(room):
    """A text that is spelled like a list is none; a delivery without objects and lists has no marks."""
    report = room.take(
        "a.jsonl", '{"id": "[1]", "Subject": [1], "a\\"b": {}}\n{"id": "2", "subject": "[1]"}\n'
    )
    assert room.rows("id, subject, _nested") == [("[1]", "[1]", '["subject", "a\\"b"]'), ("2", "[1]", None)]
    assert report.unknown_columns == ("column 3",)
    report = room.take("b.jsonl", '{"id": "3", "subject": "[1]"}\n')
    assert [column.name for column in report.columns] == ["id", "subject"]


def test_a_whole_number_is_one_id_however_it_is_written(room):
    """A fraction of zeros is no part of it; a text is what it says, and so is any other number."""
    numbers = ("101", "101.0", "-7.000", '"101.0"', "10.10", "1.0e2", "0.0", "100")
    room.take("a.jsonl", "".join(f'{{"id": {number}}}\n' for number in numbers))
    written = ["101", "101", "-7", "101.0", "10.10", "1.0e2", "0", "100"]
    assert room.rows("id") == [(number,) for number in written]


def test_columns_are_the_union_of_all_keys(room):
    report = room.take(
        "a.jsonl", '{"id": "1"}\n{"status": "new", "id": "2"}\n{}\n{"id": "3", "Extra ": "line\\nbreak"}\n'
    )
    assert [column.name for column in report.columns] == ["id", "status", "extra"]
    assert (report.unknown_columns, report.missing_columns) == (("extra",), ("subject",))
    assert room.rows() == [
        ("1", None, None, 1),
        ("2", "new", None, 2),
        (None, None, None, 3),
        ("3", None, "line\nbreak", 4),
    ]


def test_blank_lines_keep_record_numbers_at_line_numbers(room):
    report = room.take("a.jsonl", '\ufeff\n{"id": 1}\r\n \t\n{"id": 2}\r\n\n')
    assert (report.physical_records, report.accepted_records, report.blank_records) == (5, 2, 3)
    assert [row[-1] for row in room.rows()] == [2, 4]


def test_blank_lines_only_are_a_delivery_without_records(room):
    report = room.take("a.jsonl", "\n\n")
    assert (report.status, report.accepted_records, report.blank_records) == ("taken", 0, 2)


BROKEN = [
    (b'{"id": 2', "bad_json", None),
    (b'{"id": 2} trailing', "bad_json", None),
    (b"{'id': 2}", "bad_json", None),
    (b'{"id": NaN}', "bad_json", None),
    (b'{"id": "a\tb"}', "bad_json", None),
    (b'{"id": ' + b"[" * 100_000, "bad_json", None),
    (b"[2]", "not_an_object", None),
    (b'"two"', "not_an_object", None),
    (b"null", "not_an_object", None),
    (b'{"id": 2, "id": 3}', "duplicate_key", None),
    (b'{"id": 2, " ID": 3}', "duplicate_key", None),
    (b'{"id": 2, "x": [{"y": 1, "y": 2}]}', "duplicate_key", None),
    (b'{"id": "\xff"}', "bad_encoding", None),
    (b'{"id": "\\ud800"}', "bad_encoding", None),
    (b'{"id": "a\\u0000b"}', "control_char", "id"),
    (b'{"id": 2, "": 3}', "bad_column_name", None),
    (b'{"id": 2, "_record": 3}', "bad_column_name", None),
    (b'{"id": 2, "_nested": 3}', "bad_column_name", None),
]


@pytest.mark.parametrize(("line", "reason", "column"), BROKEN)
def test_exactly_the_bad_line_is_quarantined(room, line, reason, column):
    report = room.take("a.jsonl", b'{"id": 1}\n' + line + b'\n{"id": 3}')
    assert (report.physical_records, report.accepted_records, report.quarantined_records) == (3, 2, 1)
    assert room.rows() == [("1", 1), ("3", 3)]
    assert [(r.record, r.reason, r.column) for r in room.quarantine()] == [(2, reason, column)]


def test_a_value_beyond_the_limit_is_too_large(room, monkeypatch):
    monkeypatch.setattr("orchestration.intake.jsonl_reader.MAX_FIELD_BYTES", 50)
    room.take("a.jsonl", '{"id": 1, "subject": "' + "x" * 51 + '"}\n{"id": 2}\n')
    assert [(r.record, r.reason, r.column) for r in room.quarantine()] == [(1, "too_large", "subject")]


def test_many_records_compressed(room):
    lines = (json.dumps({"id": n, "subject": f"text, {n}\n", "tags": [n]}) for n in range(3000))
    room.take("a.jsonl.gz", "\n".join(lines))
    assert room.rows("count(*), min(_record), max(_record), sum(id::int)") == [(3000, 1, 3000, 4498500)]
    assert room.rows("tags")[7] == ("[7]",)

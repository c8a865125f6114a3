"""CSV deliveries: what is kept, byte for byte, and what exactly goes to quarantine."""

from __future__ import annotations

import pytest

HEADER = "id,subject,status\n"


def test_values_are_text_and_only_an_empty_field_is_null(room):
    room.take("a.csv", HEADER + '1,"",\n2,NULL,null\n3, N/A ,-\n007,1.50,2024-01-02\n')
    assert room.rows() == [
        ("1", None, None, 1),
        ("2", "NULL", "null", 2),
        ("3", " N/A ", "-", 3),
        ("007", "1.50", "2024-01-02", 4),
    ]


def test_byte_order_mark_and_header_case_are_cleaned(room):
    report = room.take("a.csv", b"\xef\xbb\xbf" + b'" ID ",Subject,STATUS\n1,x,new\n')
    assert [column.name for column in report.columns] == ["id", "subject", "status"]
    assert room.rows() == [("1", "x", "new", 1)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_taken_and_line_breaks_inside_quotes_are_kept(room, line_end):
    lines = ["id,subject,status", '1,"one\ntwo\r\nthree\rfour",new', "2,x,open"]
    room.take("a.csv", line_end.join(lines) + line_end)
    assert room.rows() == [("1", "one\ntwo\r\nthree\rfour", "new", 1), ("2", "x", "open", 2)]


def test_mixed_line_ends_and_a_missing_last_one(room):
    room.take("a.csv", "id,subject,status\r\n1,a,new\n2,b,open\r\n3,c,closed")
    assert [row[:3] for row in room.rows()] == [("1", "a", "new"), ("2", "b", "open"), ("3", "c", "closed")]


def test_a_lone_cr_is_an_ordinary_character_unless_the_header_ends_with_one(room):
    room.take("a.csv", HEADER + '1,a\rb,new\n2,"x",open\ry\n\r\n3,c,closed\r')
    assert room.rows() == [("1", "a\rb", "new", 1), ("2", "x", "open\ry", 2), ("3", "c", "closed", 4)]
    room.take("b.csv", "id,subject,status\r\r\n1,a,new\r\r\n")
    assert room.rows() == [("1", "a", "new", 2)]


def test_every_script_and_a_large_field_stay_as_they_are(room):
    words = [
        "👩‍👩‍👧‍👦",
        "שלום עולם",
        "مرحبا",
        "e\u0301",
        "𝔘𝔫𝔦",
        "\u200f\u202e",
        "a\tb",
        "\x0b\x1f",
        "x" * 3_000_000,
    ]
    room.take("a.csv", HEADER + "".join(f'{n},"{word}",new\n' for n, word in enumerate(words)))
    assert [row[1] for row in room.rows()] == words


def test_quotes_inside_text_are_kept(room):
    room.take("a.csv", HEADER + '1,"say ""hi""",new\n2,5" disk,open\n3, "x",new\n4,x "y" z,\n')
    assert [row[1] for row in room.rows()] == ['say "hi"', '5" disk', ' "x"', 'x "y" z']


def test_columns_are_matched_by_name_and_differences_are_reported(room):
    report = room.take("a.csv", "status,id,Colour\nnew,1,red\n")
    assert (report.unknown_columns, report.missing_columns) == (("colour",), ("subject",))
    assert room.rows("id, status, colour") == [("1", "new", "red")]


def test_column_names_with_quotes_never_become_sql(room):
    report = room.take("files/x/a'b.csv", 'id,"it\'s","a""b","x\ny",é; drop--\n1,2,3,4,5\n')
    assert [column.name for column in report.columns] == ["id", "it's", 'a"b', "x\ny", "é; drop--"]
    assert room.rows() == [("1", "2", "3", "4", "5", 1)]


def test_blank_lines_are_counted_and_keep_record_numbers_in_place(room):
    report = room.take("a.csv", HEADER + "1,a,new\n\n2,b,new\n\n\n")
    assert (report.physical_records, report.accepted_records, report.blank_records) == (5, 2, 3)
    assert [row[-1] for row in room.rows()] == [1, 3]


def test_one_column_with_an_empty_quoted_value_is_a_record_and_an_empty_line_is_not(room):
    report = room.take("a.csv", 'id\n1\n""\n\n2\n')
    assert (report.accepted_records, report.blank_records) == (3, 1)
    assert room.rows() == [("1", 1), (None, 2), ("2", 4)]


def test_header_only_is_taken_with_no_records(room):
    report = room.take("a.csv", "id,subject,status")
    assert (report.status, report.physical_records) == ("taken", 0)
    assert room.rows() == []
    assert [column.name for column in report.columns] == ["id", "subject", "status"]


def test_compressed_csv_gives_the_same_raw_file(room):
    text = HEADER + "".join(f"{n},text {n},new\n" for n in range(5000))
    room.take("a.csv", text)
    plain = room.rows()
    room.deliver("b.csv.gz", text)
    assert [r.status for r in room.scan().deliveries] == ["taken"]
    assert room.rows() == plain
    assert len(plain) == 5000


BROKEN = [
    (b"2,x", "missing_columns", None, "2,x"),
    (b"2,x,new,more", "too_many_columns", None, "2,x,new,more"),
    (b"2,x,new,", "too_many_columns", None, "2,x,new,"),
    (b'2,"x"y,new', "bad_quoting", None, '2,"x"y,new'),
    (b'2,"x" ,new', "bad_quoting", None, '2,"x" ,new'),
    (b'2,"x,new', "bad_quoting", None, '2,"x,new'),
    (b"2,J\xf6rg,new", "bad_encoding", "subject", "J\ufffdrg"),
    (b"2,a\0b,new", "control_char", "subject", "a\0b"),
]


@pytest.mark.parametrize(("line", "reason", "column", "value"), BROKEN)
@pytest.mark.parametrize("place", ["first", "between", "last"])
def test_exactly_the_bad_record_is_quarantined(room, line, reason, column, value, place):
    good = [b'1,"a\nb",new', b'3,"c",open']
    records = {"first": [line, *good], "between": [good[0], line, good[1]], "last": [*good, line]}[place]
    report = room.take("a.csv", HEADER.encode() + b"\n".join(records) + b"\n")
    assert (report.physical_records, report.accepted_records, report.quarantined_records) == (3, 2, 1)
    assert room.rows("id, subject, status") == [("1", "a\nb", "new"), ("3", "c", "open")]
    (refused,) = room.quarantine()
    assert (refused.reason, refused.column, refused.value) == (reason, column, value)
    assert refused.record == records.index(line) + 1
    assert (refused.delivery, refused.path) == (1, "inbox/zendesk/ticket/a.csv")
    assert (refused.source, refused.table_name) == ("zendesk", "ticket")
    assert report.quarantine_examples == (refused,)
    assert report.quarantined_by_reason == {reason: 1}


def test_an_unclosed_quote_does_not_swallow_what_follows(room):
    report = room.take("a.csv", HEADER + '1,"open,new\n' + "".join(f"{n},x,new\n" for n in range(2, 1000)))
    assert (report.accepted_records, report.quarantined_records) == (998, 1)


def test_a_file_in_which_every_line_opens_a_quote_is_read_in_linear_time(room):
    report = room.take("a.csv", HEADER + 'x",y,"z\n' * 20_000)
    assert (report.physical_records, report.quarantined_records) == (20_000, 20_000)


def test_a_field_beyond_the_limit_is_too_large(room, monkeypatch):
    for module in ("csv_splitter", "csv_reader", "counting"):
        monkeypatch.setattr(f"orchestration.intake.{module}.MAX_FIELD_BYTES", 50)
    room.take("a.csv", HEADER + f'1,"{"x" * 51}",new\n2,{"y" * 51},new\n3,"{"z" * 45}",new\n')
    assert [(r.record, r.column, r.reason) for r in room.quarantine()] == [
        (1, "subject", "too_large"),
        (2, "subject", "too_large"),
    ]
    assert room.rows("id") == [("3",)]


def test_quarantined_values_are_cut_to_200_characters(room):
    room.take("a.csv", HEADER + "é" * 5000 + "\n")
    assert [record.value for record in room.quarantine()] == ["é" * 200]

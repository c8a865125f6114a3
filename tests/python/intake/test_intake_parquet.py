"""Parquet deliveries: copied as they are, rewritten only where Spark could not read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from orchestration.intake.definition import Column


def test_a_portable_file_is_copied_byte_for_byte(room):
    select = "select 'x' || range as id, range as n, 1.50::decimal(18,4) as amount, [range] as tags from range(1000)"
    delivered = room.parquet("a.parquet", select).read_bytes()
    (report,) = room.scan().taken
    (entry,) = room.ledger()
    assert (room.home.root / str(entry.raw_path)).read_bytes() == delivered
    assert not entry.has_record_column
    assert (entry.physical_records, entry.accepted_records) == (1000, 1000)
    assert entry.columns == (
        Column("id", "VARCHAR"),
        Column("n", "BIGINT"),
        Column("amount", "DECIMAL(18,4)"),
        Column("tags", "BIGINT[]"),
    )
    assert (report.unknown_columns, report.missing_columns) == (
        ("n", "amount", "tags"),
        ("subject", "status"),
    )


NANOSECONDS = [
    ("2024-01-02 03:04:05.123456789", datetime(2024, 1, 2, 3, 4, 5, 123456)),
    ("2024-01-02 03:04:05.999999999", datetime(2024, 1, 2, 3, 4, 5, 999999)),
    ("1969-12-31 23:59:59.999999999", datetime(1969, 12, 31, 23, 59, 59, 999999)),
    ("1969-12-31 23:59:58", datetime(1969, 12, 31, 23, 59, 58)),
    ("1970-01-01 00:00:00.000000001", datetime(1970, 1, 1)),
]


def test_nanoseconds_of_pandas_are_cut_to_microseconds_in_order(room):
    values = ", ".join(f"({n}, '{text}'::timestamp_ns)" for n, (text, _) in enumerate(NANOSECONDS))
    room.parquet(
        "a.parquet",
        f"select n::varchar as id, seen_at from (values {values}, (9, null)) t(n, seen_at) order by n",
    )
    room.scan()
    (entry,) = room.ledger()
    assert entry.has_record_column
    assert [column.type for column in entry.columns] == ["VARCHAR", "TIMESTAMP"]
    assert room.rows("seen_at, _record") == [
        *((at, n) for n, (_, at) in enumerate(NANOSECONDS, 1)),
        (None, 6),
    ]


def test_nanoseconds_with_a_zone_stay_the_same_instant(room):
    file = room.parquet(
        "a.parquet", "select '1' as id, '2024-01-02 03:04:05.123456789'::timestamp_ns as seen_at"
    )
    local, utc = b"\x12\x1c\x3c\x00\x00\x00", b"\x11\x1c\x3c\x00\x00\x00"
    content = file.read_bytes()
    assert content.count(local) == 1
    file.write_bytes(content.replace(local, utc))
    room.scan()
    (entry,) = room.ledger()
    assert [column.type for column in entry.columns] == ["VARCHAR", "TIMESTAMP WITH TIME ZONE"]
    (row,) = room.rows("seen_at")
    assert row[0].astimezone(UTC) == datetime(2024, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)
    assert "NANOS=NanoSeconds" not in room.schema(entry)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("'00000000-0000-0000-0000-00000000000a'::uuid", "00000000-0000-0000-0000-00000000000a"),
        ("'10:11:12.5'::time", "10:11:12.5"),
        ("interval 36 hours", "36:00:00"),
        ("{'at': '2024-01-02 03:04:05'::timestamp_ns}", "{'at': '2024-01-02 03:04:05'}"),
    ],
)
def test_types_that_spark_cannot_read_become_text(room, value, text):
    room.parquet("a.parquet", f"select '1' as id, {value} as odd")
    room.scan()
    assert room.rows() == [("1", text, 1)]


def test_column_names_are_lower_case_in_the_raw_store(room):
    room.parquet(
        "a.parquet",
        'select \'1\' as "ID", 2 as " Odd ""name"" ", timestamptz \'2024-01-01 00:00:00+00\' as at',
    )
    (report,) = room.scan().taken
    assert [column.name for column in report.columns] == ["id", 'odd "name"', "at"]
    assert room.rows("id, _record") == [("1", 1)]


def test_a_rewritten_file_keeps_the_order_over_row_groups(room):
    room.parquet("a.parquet", "select range::varchar as id, uuid() as u from range(300000)")
    room.scan()
    assert room.rows("count(*), count(*) filter (where id::bigint + 1 = _record)") == [(300_000, 300_000)]


def test_no_rows(room):
    room.parquet("a.parquet", "select '1' as id where false")
    (report,) = room.scan().taken
    assert report.physical_records == 0


def test_folders_named_like_partitions_add_no_column(room):
    room.parquet("zendesk/ticket/day=2024-01-01/a.parquet", "select '1' as id")
    room.deliver("zendesk/ticket/day=2024-01-02/a.csv", "id\n2\n")
    assert [[column.name for column in report.columns] for report in room.scan().taken] == [["id"], ["id"]]

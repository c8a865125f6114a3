"""The content hash, against a second implementation of its definition."""

from __future__ import annotations

import hashlib

import duckdb

from orchestration.releases.hashing import hash_table

TYPED = """
select * from (values
    (1, 'a', timestamp '2024-01-01 10:00:00', 1.5::decimal(18, 4), 0.1::double, true, [1, 2]),
    (null, '', null, null, null, null, null),
    (2, 'b' || chr(31) || 'c', timestamp '2024-01-01 10:00:00.000001', -2, 1e300, false, []),
    (2, 'b' || chr(31) || 'c', timestamp '2024-01-01 10:00:00.000001', -2, 1e300, false, [])
) as t(id, word, said_at, amount, share, is_open, parts)
"""
LINES = [
    ["1", "=a", "2024-01-01 10:00:00", "1.5000", "0.1", "true", "=[1, 2]"],
    ["", "=", "", "", "", "", ""],
    *2 * [["2", "=b\x1f+c", "2024-01-01 10:00:00.000001", "-2.0000", "1e+300", "false", "=[]"]],
]


def content_hash(sql: str) -> tuple[int, str]:
    with duckdb.connect() as connection:
        connection.execute(f"create table t as {sql}")
        content = hash_table(connection, "memory", "main", "t")
        return content.rows, content.hash


def test_the_hash_is_what_its_description_says() -> None:
    digests = [hashlib.md5("\x1f".join(line).encode()).digest() for line in LINES]
    total = sum(int.from_bytes(digest[4:], "little") for digest in digests)
    columns = [
        ("id", "INTEGER"),
        ("word", "VARCHAR"),
        ("said_at", "TIMESTAMP"),
        ("amount", "DECIMAL(18,4)"),
        ("share", "DOUBLE"),
        ("is_open", "BOOLEAN"),
        ("parts", "INTEGER[]"),
    ]
    expected = hashlib.md5(repr((columns, (4, total))).encode()).hexdigest()
    assert content_hash(TYPED) == (4, expected)


def test_order_does_not_matter_and_anything_else_does() -> None:
    rows = "select i, 'v' || i as v from range(9) as r(i)"
    assert content_hash(rows) == content_hash(f"{rows} order by i desc")
    others = [
        f"{rows} where i < 8",
        f"{rows} union all select 8, 'v8'",
        "select i, 'v' || if(i = 4, 5, i) as v from range(9) as r(i)",
        "select i::integer as i, 'v' || i as v from range(9) as r(i)",
        "select i, 'v' || i as w from range(9) as r(i)",
        "select i, nullif('v' || i, 'v4') as v from range(9) as r(i)",
    ]
    hashes = {content_hash(sql)[1] for sql in [rows, *others]}
    assert len(hashes) == len(others) + 1


def test_values_cannot_move_between_columns() -> None:
    assert content_hash("select 'a' || chr(31) || '=b' as x, 'c' as y") != content_hash(
        "select 'a' as x, 'b' || chr(31) || '=c' as y"
    )
    assert content_hash("select null::varchar as x") != content_hash("select '' as x")
    assert content_hash("select 1 as a where false")[0] == 0

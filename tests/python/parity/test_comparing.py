"""The comparison of two engines finds every kind of difference, and none where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from parity.__main__ import report
from parity.comparing import Comparison, compare, kind

OURS = """
    select * from (values
      (1, 'a', cast(1.5 as decimal(18, 4)), cast(0.1 as double), date '2025-01-01', timestamp '2025-01-01 10:00:00', true),
      (2, null, null, null, null, null, null)
    ) as t(id, word, amount, share, happened_on, happened_at, is_good)
"""


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"create table ours as {OURS}")
        connection.execute(
            "create table theirs as select * replace (cast(happened_at as timestamptz) as happened_at) from ours"
        )
        yield connection


def compared(connection: duckdb.DuckDBPyConnection, change: str = "") -> list[str]:
    if change:
        connection.execute(change)
    return compare(connection, "marts.t", "ours", "theirs", ["id"]).problems


def test_what_is_the_same_is_found_the_same(connection: duckdb.DuckDBPyConnection) -> None:
    assert compared(connection) == []
    assert compare(connection, "marts.t", "ours", "theirs", ["id"]).rows == 2


def test_doubles_may_differ_by_a_hair_and_no_more(connection: duckdb.DuckDBPyConnection) -> None:
    assert compared(connection, "update theirs set share = share * (1 + 1e-12) where id = 1") == []
    assert compare(connection, "marts.t", "ours", "theirs", ["id"]).doubles["share"] == pytest.approx(
        1e-12, rel=0.1
    )
    (problem,) = compared(connection, "update theirs set share = 0.1000001 where id = 1")
    assert problem.startswith("share differs in 1 of 2 rows: \n      id=1, DuckDB=0.1, Spark=0.1000001")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("update theirs set word = 'A' where id = 1", "word differs in 1 of 2 rows"),
        ("update theirs set word = '' where id = 2", "word differs in 1 of 2 rows"),
        ("update theirs set amount = 1.5001 where id = 1", "amount differs"),
        ("update theirs set share = null where id = 1", "share differs"),
        ("update theirs set share = 'nan' where id = 1", "share differs"),
        ("update theirs set happened_on = '2025-01-02' where id = 1", "happened_on differs"),
        (
            "update theirs set happened_at = '2025-01-01 10:00:00.000001+00' where id = 1",
            "happened_at differs",
        ),
        ("update theirs set is_good = false where id = 1", "is_good differs"),
        ("delete from theirs where id = 2", "1 rows are not there on Spark: \n      id=2"),
        ("insert into theirs (id) values (3)", "1 rows are not there on DuckDB: \n      id=3"),
        ("insert into theirs select * from theirs", "2 keys come more than once on Spark"),
        ("alter table theirs drop word", "word: no such column on Spark"),
        ("alter table theirs add more int", "more: no such column on DuckDB"),
        (
            "alter table theirs alter happened_on type timestamp",
            "happened_on: DATE on DuckDB, TIMESTAMP on Spark",
        ),
        (
            "alter table theirs alter amount type decimal(18, 2)",
            "amount: DECIMAL(18,4) on DuckDB, DECIMAL(18,2)",
        ),
        ("alter table theirs drop id", "the key lacks id"),
    ],
)
def test_a_planted_difference_is_found(connection: duckdb.DuckDBPyConnection, change: str, said: str) -> None:
    assert any(said in problem for problem in compared(connection, change))


def test_widths_are_no_difference() -> None:
    assert kind("DECIMAL(38,4)") == kind("DECIMAL(18,4)") != kind("DECIMAL(18,2)")
    assert kind("HUGEINT") == kind("BIGINT") != kind("DOUBLE")


def test_a_comparison_of_nothing_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert report("small", []) == 1
    assert report("small", [Comparison("marts.t", 2)]) == 0
    assert report("small", [Comparison("marts.t", 2, ["word differs"])]) == 1
    assert "    word differs\n" in capsys.readouterr().out

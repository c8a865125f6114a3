"""A row is picked by its number in an order that says where NULL stands."""

from __future__ import annotations

import pytest

from .project import ROOT
from .test_banned import sql_files
from .winners import loose_winners

TWO_WINDOWS = (
    "select * from t window a as (order by b nulls last), c as (order by {}) qualify row_number() over c = 1"
)


def test_winners_say_where_null_stands() -> None:
    assert [
        f"{path.relative_to(ROOT)} {problem}"
        for path in sql_files()
        for problem in loose_winners(path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize(
    "bad",
    [
        "select * from t qualify row_number() over (partition by a order by b desc) = 1",
        "select * from t qualify row_number() over (partition by a order by coalesce(b, 1) nulls last, c) = 1",
        "select * from t qualify row_number() over (partition by a) = 1",
        "select row_number() over (order by b) as n from t) where n = 1",
        "select * from t window w as (order by b) qualify row_number() over w = 1",
        TWO_WINDOWS.format("b"),
        "select row_number() over\n  w as n from t window\n  v as (order by a),\n  w as (order by b)) where n = 1",
        "select row_number() over w as n from t window w as (order by a)), (select 1 from u window w as (order by a "
        "nulls last)) where n = 1",
        "select * from t window w as (order by a nulls last), wide as (order by b) qualify row_number() over wide = 1",
        "select * from t qualify row_number() over missing = 1",
    ],
)
def test_a_winner_left_to_the_engine_is_found(bad: str) -> None:
    assert len(loose_winners(bad)) == 1


@pytest.mark.parametrize(
    "pick",
    [
        *(
            "n = 1",
            "n=1",
            "n < 2",
            "n <= 1",
            "1 = n",
            "1=n",
            "2 > n",
            "n in (1)",
            "n between 1 and 1",
            "n = 10",
        ),
        *(
            "ranked.n = 1",
            "1 = ranked.n",
            "N = 1",
            "(n) = 1",
            "n != 1",
            "not n > 1",
            "n is not distinct from 1",
        ),
    ],
)
@pytest.mark.parametrize("named", ["as n", "n", "AS n"])
def test_a_pick_is_found_however_it_is_written(named: str, pick: str) -> None:
    sql = "with ranked as (select row_number() over (order by {}) {} from t)\nselect a from ranked where {}"
    assert len(loose_winners(sql.format("coalesce(b, (c))", named, pick))) == 1
    assert loose_winners(sql.format("coalesce(b, (c)) nulls last", named, pick)) == []


@pytest.mark.parametrize(
    "item",
    [
        "coalesce(row_number() over (order by b), 0) as n",
        "cast(row_number() over (order by b) as bigint) as n",
        "case when a then row_number() over (order by b) end as n",
        "row_number() over (order by b) - 1 as n",
        "row_number() over (order by f(a, g(b))) <= 1 as is_first",
        "1 = row_number() over (order by f(a, g(b))) as is_first",
        "2 > (row_number() over (order by b)) as is_first",
        "(row_number() over (order by b)) in (1) as is_first",
        "row_number ( ) OVER (ORDER BY b) between 1 and 3 as is_first",
    ],
)
def test_a_number_is_known_by_the_name_of_its_item(item: str) -> None:
    assert len(loose_winners(f"select a, {item}, c from (select * from t) where n = 1")) == 1


@pytest.mark.parametrize(
    "good",
    [
        "select * from t qualify row_number() over (partition by a order by b nulls last, f(c, d) nulls first) = 1",
        "select row_number() over (order by b) as span_number from t",
        "select row_number() over (order by b) as n from t) where an = 1 or n_of_all = 1 or n = other.n",
        "select row_number() over (order by b nulls last) as n from t) where n in (1)",
        "select * from t qualify row_number() over (order by case when b <= c then b end desc NULLS LAST) <= 1",
        TWO_WINDOWS.format("b desc nulls first"),
        "select ') over (' as x, row_number() over (order by replace(b, ')', '(') nulls last) = 1 as is_first from t",
    ],
)
def test_an_order_that_says_where_null_stands_passes(good: str) -> None:
    assert loose_winners(good) == []

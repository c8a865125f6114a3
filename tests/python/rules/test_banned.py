"""Nothing in the SQL that differs between the engines, reads the clock or leaves a winner to chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from .banned import banned, loose_winners, readable
from .bans import BANS, Ban
from .project import ROOT

DUCKDB_ALONE = {"macros/staging/register_raw_tables.sql"}
"""Makes views on the raw store with DuckDB; its Spark branch refuses to run."""


def sql_files() -> list[Path]:
    found = [
        path
        for folder in ("models", "macros", "tests/dbt")
        for path in sorted((ROOT / folder).rglob("*.sql"))
        if "engine" not in path.parts and str(path.relative_to(ROOT)) not in DUCKDB_ALONE
    ]
    assert len(found) > 150
    return found


def test_nothing_banned_is_used() -> None:
    in_macros = [ban for ban in BANS if ban.in_macros]
    assert [
        f"{path.relative_to(ROOT)} {problem}"
        for path in sql_files()
        for problem in banned(path.read_text(encoding="utf-8"), in_macros if "macros" in path.parts else BANS)
    ] == []


def test_winners_say_where_null_stands() -> None:
    assert [
        f"{path.relative_to(ROOT)} {problem}"
        for path in sql_files()
        for problem in loose_winners(path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize("ban", BANS, ids=lambda ban: ban.bad)
def test_each_ban_finds_its_bad_example_and_passes_its_good_one(ban: Ban) -> None:
    assert banned(f"select\n  {ban.bad}", [ban])[0].startswith("line 2: ")
    assert banned(f"select\n  {ban.good}") == []


@pytest.mark.parametrize(
    "hidden",
    [
        "-- round(x) is banned",
        "{# avg(x) is\nbanned #}",
        "{% macro default__dates(x) %}unnest({{ x }}){% endmacro %}",
        "{%- macro spark__dates(x) -%}explode({{ x }}){%- endmacro -%}",
    ],
)
def test_comments_and_engine_branches_are_not_looked_at(hidden: str) -> None:
    assert banned(hidden) == []
    assert readable(hidden).count("\n") == hidden.count("\n")
    assert banned(hidden + "\nround(x)") == [f"line {hidden.count(chr(10)) + 2}: 'round(': {BANS[4].why}"]


@pytest.mark.parametrize(
    "bad",
    [
        "select * from t qualify row_number() over (partition by a order by b desc) = 1",
        "select * from t qualify row_number() over (partition by a order by coalesce(b, 1) nulls last, c) = 1",
        "select * from t qualify row_number() over (partition by a) = 1",
        "select row_number() over (order by b) as n from t) where n = 1",
        "select * from t window w as (order by b) qualify row_number() over w = 1",
    ],
)
def test_a_winner_left_to_the_engine_is_found(bad: str) -> None:
    assert len(loose_winners(bad)) == 1


@pytest.mark.parametrize(
    "good",
    [
        "select * from t qualify row_number() over (partition by a order by b nulls last, f(c, d) nulls first) = 1",
        "select row_number() over (order by b) as span_number from t",
        "select row_number() over (order by b) as n from t) where n = 10",
    ],
)
def test_an_order_that_says_where_null_stands_passes(good: str) -> None:
    assert loose_winners(good) == []

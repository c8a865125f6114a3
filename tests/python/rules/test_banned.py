"""Nothing in the SQL that differs between the engines, reads the clock or is left to chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from .banned import banned, outside_texts, readable, unknown_functions
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


def test_only_functions_known_on_both_engines_are_called() -> None:
    assert [
        f"{path.relative_to(ROOT)} {problem}"
        for path in sql_files()
        for problem in unknown_functions(path.read_text(encoding="utf-8"))
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
    rounds = next(ban for ban in BANS if ban.bad == "round(amount, 2)")
    assert banned(hidden + "\nround(x)") == [f"line {hidden.count(chr(10)) + 2}: 'round(': {rounds.why}"]


def test_what_stands_in_a_text_is_no_sql() -> None:
    assert outside_texts("a || '(b, ' || c") == "a || '____' || c"
    assert outside_texts("'x{{ f('y') }}' || '1'") == "'_{{ f('y') }}' || '_'"
    assert banned("select split_part(a, '//', 1) || 'x^2 ~ [\"1\"] ::' as b from t") == []
    assert len(banned("select replace(a, '--', ''), round(b) from t")) == 1


@pytest.mark.parametrize(
    "bad",
    [
        *("cast(2.7 as bigint)", "cast(avg(cast(a as double)) as bigint)", "cast(floor(a) * 1.5 as bigint)"),
        *("cast(cast(a as decimal(18, 4)) as bigint)", "try_cast(coalesce(cast(a as double), 0) as bigint)"),
        *("cast({{ minutes_between('a', 'b') }} as bigint)", "cast(\n  a / b\n  as bigint)"),
        *("cast(case when a > 0 then cast(b as double) / c end as bigint)", "'1.7'::bigint", "b AS DECIMAL"),
        *("try_cast('1.7' as bigint)", "try_cast('2024' as date)", "try_cast(a as timestamp)"),
        *("cast(f(a) as tinyint)", "cast(f(a) as struct(b decimal(4, 2)))", "cast(a as blob[])"),
        "case when {{ matches('a', 'x') }} then 1 else try_cast(a as bigint) end",
        "case when {{ matches('a', 'x') }} then 1 end + try_cast(a as bigint)",
        "case when a is not null then try_cast(a as bigint) end",
        *(
            "cast(a as timestamp with time zone)",
            "cast(a as double precision)",
            "sum(a > 1)",
            "sum(coalesce(a, b) = c)",
        ),
        *("a from b union all by name select a", "1 union all from t select a"),
        *(
            "2^3",
            "(a + b) ^ 2",
            "a ** 2",
            "split(x, ',') [1]",
            "select [1, 2]",
            "dayname(a)",
            "{'a': 1}",
            "a similar to 'x'",
            "map {'a': b}",
            "monthname(a)",
        ),
        *(
            "substr(x, 0, n)",
            "substr(x, 2, -1)",
            "right(coalesce(x, ''), -1)",
            "rtrim(x, '/')",
            "ltrim(f(x), '0')",
        ),
        *("log(x)", "log(2, x)", "regexp_extract(x, '(a), (b)')", "{{ half_up('log(x)') }}"),
        *("b * cast(a as decimal(28,8))", "try_cast(f(a) as decimal(20, 4)) * b", "f(a) * (sum(b)) * sum(c)"),
        *("sum(a) * b", "sum(a) over w * b", "2.5 * b * sum(a)", "sum(a) * cast(b as decimal(18, 4))"),
        *("trunc(x)", "strpos(a, 'x')", "epoch(a)", "extract(second from a)", "a !~ 'x'", "f(a) // 2"),
        *('"my col"', 'a as "b"', "list(distinct x)", "list(a order by a)", "current_localtimestamp()"),
        *(
            "transaction_timestamp()",
            "get_current_time()",
            "age(created_at)",
            "a /b",
            "rank() over w",
            "dense_rank ( )",
        ),
    ],
)
def test_what_passed_once_is_found(bad: str) -> None:
    assert banned(f"select {bad}")


@pytest.mark.parametrize(
    "good",
    [
        *(
            "cast(count(*) as bigint)",
            "cast(sum(a) as bigint)",
            "cast(null as bigint)",
            "cast(a + 1 as bigint)",
        ),
        "cast(floor(cast(a as double) / 60) + 1 as bigint)",
        "cast(ceil(coalesce(cast(a as double) / 60, 1.5)) as bigint)",
        "cast(case when cast(a as double) / nullif(cast(b as double), 0) > 0.5 then 1 else 0 end as bigint)",
        "cast(extract(year from a - interval '{{ var(\"x\") - 1 }}' month) as bigint)",
        "try_cast(cast(a as decimal(18, 4)) * cast(b as decimal(19, 0)) as decimal(18, 4))",
        "case\n  when {{ matches('a', '^[0-9]{1,18}$') }}\n  then coalesce(try_cast(a as bigint), 0)\nend",
        "case when a = floor(a) then cast(try_cast(a as bigint) as string) end",
        "case when a = try_cast(a as bigint) then try_cast(a as bigint) end",
        *(
            "substr(a, 10)",
            "left(a, 1)",
            "left join (select 1)",
            "trim(replace(a, 'b', ''))",
            "lower(trim(a))",
        ),
        *("12 * sum(a) over (order by b)", "sum(a) * 100", "count(*) * b", "cast(sum(a) as double) * b"),
        *("sum(cast(a as double)) * b", "a * cast(b as decimal(18, 4))", "cast(a as decimal(28, 4)) + b * c"),
        *(
            "date_trunc('week', day)",
            "{{ seconds_between('a', 'b') }}",
            "sum(a) * -1",
            "cast(a > 0.5 as bigint)",
        ),
        "cast(count(*) filter (where cast(a as double) / b > 0.5) as bigint)",
        "cast(row_number() over (order by cast(x as double) asc nulls last) as bigint)",
        "sum(case when a > 1 then 1 else 0 end)",
    ],
)
def test_what_is_the_same_on_both_engines_passes(good: str) -> None:
    assert banned(f"select {good}") == []


@pytest.mark.parametrize(
    "sql",
    [
        "with t(a, b) as (select 1, 2) select a from t",
        "select a from t where a between (b - 1) and (b + 1) and c like ('x' || '%') and (a) is (b)",
        "select a, sum(b) from t group by rollup (a, b)",
        "select a, sum(b) from t group by grouping sets ((a), (b)) having count(*) > (1)",
    ],
)
def test_words_before_a_parenthesis_are_no_functions(sql: str) -> None:
    assert unknown_functions(sql) == []


def test_an_unknown_function_is_found() -> None:
    assert unknown_functions("select\n  levenshtein(a, b)")[0].startswith("line 2: levenshtein()")
    assert (
        unknown_functions("select cast(a as decimal(18, 4)) from f join (select 1) as g (a) on (1 = a)") == []
    )
    assert unknown_functions("select {{ half_up('a') }}, 'f(x)' from t where a in (1) -- g(x)") == []

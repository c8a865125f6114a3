"""Every macro of `macros/engine` is asked for values on both engines, and what is asked can be asked."""

from __future__ import annotations

import re

import duckdb

from orchestration.home import PROJECT_ROOT
from parity.macro_cases import CASES
from parity.macros import Case, rendered, statement

SEEN_IN_BUILDS = {
    *["last_known", "percentiles", "percentile_at"],  # aggregates and windows
    *["each_date", "each_number", "unnested"],  # make rows
    *[
        "row_hash",
        "unknown_key",
        "instant_in_utc",
    ],  # not the same on purpose, a constant, the identity on Spark
    *["room_schema", "source", "intake_table", "json_list"],  # names and lists of the build itself
    *["offset_instant", "day_first_instant", "is_json", "reporting_time"],  # parts of others
}


def test_every_engine_macro_is_asked() -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (PROJECT_ROOT / "macros" / "engine").glob("*.sql")
    )
    public = {name for name in re.findall(r"macro (\w+)\(", text) if not re.match(r"(default|spark)__", name)}
    asked = {name for expression, _ in CASES for name in re.findall(r"(\w+)\(", expression)} & public
    assert public - asked == SEEN_IN_BUILDS


def test_duckdb_answers_every_case() -> None:
    for expression, values in CASES:
        case = Case(expression, tuple(values[:50]))
        assert len(duckdb.sql(statement(case, "duckdb")).fetchall()) == len(case.values)


def test_each_engine_has_its_own_words() -> None:
    pattern = "{{ matches('a', '^[+-]?[0-9]{1,18}([.]0+)?$') }}"
    assert rendered("spark")[pattern] == r"(a rlike r'^[+-]?[0-9]{1,18}([.]0+)?\z')"
    assert rendered("duckdb")[pattern] == "regexp_matches(a, '^[+-]?[0-9]{1,18}([.]0+)?$')"
    spark = statement(Case(pattern, (("it's \\d", ""),)), "spark")
    assert spark.endswith(r"(values (0, 'it\'s \\d', '')) as given (i, a, b)")

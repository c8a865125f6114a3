"""SQL that the two engines read differently, or whose result depends on the clock or on chance.

`macros/engine/` is where such a difference may live: it is not looked at, and neither are the engine's own
branches (`default__...`, `spark__...`) of a dispatched macro.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

COMMENT = re.compile(r"\{#.*?#\}|--[^\n]*", re.DOTALL)
ENGINE_BRANCH = re.compile(r"\{%-?\s*macro (default|spark)__.*?\{%-?\s*endmacro\s*-?%\}", re.DOTALL)


@dataclass(frozen=True)
class Ban:
    """A construct: how it looks, why it is banned and what to write instead, with an example of each.

    `in_macros` is False where Jinja, which computes too, cannot be told from SQL.
    """

    pattern: str
    why: str
    bad: str
    good: str
    in_macros: bool = True


BANS = (
    Ban(
        r"\b(datediff|date_diff|timestampdiff)\b",
        "engines count boundaries or whole units: use seconds_between or days_between",
        "datediff('hour', a, b)",
        "{{ seconds_between('a', 'b') }}",
    ),
    Ban(
        r"\b(listagg|string_agg|group_concat|array_agg|collect_list)\s*\(",
        "the order inside is not the same: use a dispatched macro",
        "string_agg(tag, ',')",
        "count(distinct tag)",
    ),
    Ban(
        r"\bsafe_cast\b",
        "it hides what is cast: use try_cast",
        "{{ dbt.safe_cast('a', 'date') }}",
        "try_cast(a as date)",
    ),
    Ban(
        r"\b(current_timestamp|current_date|current_time|localtimestamp|getdate|run_started_at)\b|\b(now|today)\s*\(|modules\.datetime",
        "a model reads no clock but stg_clock",
        "where created_at < current_timestamp",
        "where created_at < clock.as_of",
    ),
    Ban(
        r"\bround\s*\(",
        "doubles round differently: use half_up",
        "round(amount, 2)",
        "{{ half_up('amount') }}",
    ),
    Ban(
        r"\bapprox_\w+|\bapproximate\b",
        "it is not the same twice",
        "approx_quantile(m, 0.5)",
        "percentile_cont(0.5)",
    ),
    Ban(
        r"\bregexp_replace\s*\(",
        "one engine replaces the first match, the other all: use split_part or a dispatched macro",
        "regexp_replace(name, 'a', 'b')",
        "split_part(name, '@', 2)",
    ),
    Ban(
        r"\bavg\s*\((?!\s*cast\s*\([^()]*as double\s*\))",
        "the mean of decimals has another scale on each engine: cast to double, or store both sums",
        "avg(minutes)",
        "avg(cast(minutes as double))",
    ),
    Ban(
        r"\b(strftime|date_format|to_char|strptime|try_strptime|to_timestamp)\s*\(",
        "format letters differ: use the parsing macros or date_trunc",
        "strftime(day, '%Y-%m')",
        "date_trunc('month', day)",
    ),
    Ban(
        r"\b(dayofweek|isodow|weekday|dow)\s*\(|\bextract\s*\(\s*(dow|isodow|dayofweek)\b",
        "the numbers of the days differ: count from date_trunc('week')",
        "extract(dow from day)",
        "{{ days_between(\"date_trunc('week', day)\", 'day') }} + 1",
    ),
    Ban(
        r"\bas (text|varchar|char|int|integer|smallint|float|real|numeric|hugeint)\b",
        "a type that one engine lacks, or whose cast of 2.7 differs: use string, bigint, double, decimal(18,4)",
        "cast(a as varchar)",
        "cast(a as string)",
    ),
    Ban(
        r"\btimestamptz\b",
        "offsets are read in engine macros",
        "cast(a as timestamptz)",
        "cast(a as timestamp)",
    ),
    Ban(r"\w\s*::\s*[a-z]", "write cast(), which reads alike everywhere", "a::date", "cast(a as date)"),
    Ban(r"\bconcat(_ws)?\s*\(", "NULL parts differ: use ||", "concat(a, b)", "a || b"),
    Ban(
        r"\b(any_value|first_value|last_value|arg_max|arg_min|mode)\s*\(|\b(random|uuid|rand|gen_random_uuid)\s*\(",
        "chance picks the winner: order by a total order, or take min or max",
        "any_value(name)",
        "min(name)",
    ),
    Ban(
        r"^(?!.*half_up\().*(?<!as double\))\s/\s",
        "decimals divide to another scale: cast what is divided to double, or use decimal_quotient or half_up",
        "sum(a) / sum(b)",
        "cast(a as double) / nullif(cast(b as double), 0)",
        in_macros=False,
    ),
    Ban(
        r"\w\s*//\s*\w",
        "one engine has no //: use seconds_between or a cast",
        "a // 60",
        "{{ minutes_between('a', 'b') }}",
    ),
    Ban(
        r"\b(unnest|explode|generate_series|sequence|to_days|to_months|epoch_us|unix_micros|make_timestamp|json_extract_string"
        r"|get_json_object|regexp_matches|rlike|timezone|from_utc_timestamp)\s*\(",
        "the two engines spell it differently: it has a macro in macros/engine",
        "unnest(tags)",
        "{{ unnested('tags') }}",
    ),
    Ban(
        r"\bgroup by\b(?:(?!\bselect\b|^\s*\))[^;])*?\bqualify\b",
        "Spark knows no aggregate in QUALIFY: group in a CTE, and pick from it in the next",
        "select a, sum(b) as b from t group by a qualify row_number() over (order by sum(b) nulls last) = 1",
        "select a, b from grouped qualify row_number() over (order by b nulls last) = 1",
    ),
    Ban(
        r"\(\s*\{\{-?\s*(each_date|each_number|unnested)\(",
        "Spark makes rows of a whole select item alone: compute with it in the next CTE",
        "cast({{ each_date('a', 'b') }} as timestamp)",
        "{{ each_date('a', 'b') }} as date_on",
    ),
    Ban(
        r"as decimal\((2\d|3\d), ?\d+\)\)\s*\*",
        "Spark keeps 38 digits of a product and cuts decimals beyond the sixth: multiply 19 digits by 18",
        "cast(a as decimal(28, 4)) * b",
        "cast(a as decimal(19, 4)) * cast(b as decimal(18, 4))",
    ),
    Ban(
        r'"\w+" (as|asc|desc|nulls|like|between)\b|\b\w+\."\w+"',
        "between double quotes Spark reads a text, and no name: put the table's name before a reserved word",
        'select "column" as column_name from t',
        "select t.column as column_name from t",
    ),
    Ban(
        r"\bover \w+ ?-",
        "Spark reads the name of a window and a minus as one name: put the window in parentheses",
        "max(n) over w - n",
        "(max(n) over w) - n",
    ),
    Ban(
        r"\bdistinct on\b|\b(group|order) by all\b|\basof (left )?join\b|\*\s+(exclude|replace)\b|\busing sample\b",
        "one engine alone has it",
        "select distinct on (a) a, b from t",
        "select distinct a, b from t",
    ),
)


def readable(sql: str) -> str:
    """The SQL without comments and engine branches; every line stays where it was."""
    for hidden in (COMMENT, ENGINE_BRANCH):
        sql = hidden.sub(lambda found: "\n" * found.group().count("\n"), sql)
    return sql


def banned(sql: str, bans: Iterable[Ban] = BANS) -> list[str]:
    """What the SQL has that is banned: line, text and reason."""
    text = readable(sql)
    return [
        f"line {text.count(chr(10), 0, found.start()) + 1}: {found.group().strip()!r}: {ban.why}"
        for ban in bans
        for found in re.finditer(ban.pattern, text, re.IGNORECASE | re.MULTILINE)
    ]


def loose_winners(sql: str) -> list[str]:
    """Windows that pick a row (`row_number() ... = 1`) without saying where NULL stands in each key of their order.

    NULL comes first on one engine and last on the other, so another row would win.
    """
    text = _with_windows_written_out(readable(sql))
    problems = []
    for found in re.finditer(r"\brow_number\(\)\s*over\s*\(", text, re.IGNORECASE):
        window, rest = _inside(text, found.end())
        named = re.match(r"\s*as (\w+)", rest)
        picks = rf"\b{named[1]} = 1\b" if named else r"\A\s*= 1\b"
        order = re.search(r"\border by\b(.*)", window, re.IGNORECASE | re.DOTALL)
        keys = _split(order[1]) if order else []
        if re.search(picks, rest) and not (
            keys and all(re.search(r"\bnulls (first|last)\b", key) for key in keys)
        ):
            line = text.count("\n", 0, found.start()) + 1
            problems.append(f"line {line}: a winner is picked without nulls last in {window.strip()!r}")
    return problems


def _with_windows_written_out(text: str) -> str:
    """The SQL with `over name` replaced by the window that the WINDOW clause gives that name."""
    for named in re.finditer(r"\bwindow (\w+) as \(", text, re.IGNORECASE):
        window = " ".join(_inside(text, named.end())[0].split())
        text = text.replace(f"over {named[1]}", f"over ({window})")
    return text


def _inside(text: str, start: int) -> tuple[str, str]:
    """The text up to the parenthesis that closes the one before `start`, and what follows it."""
    depth = 1
    for position in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return text[start:position], text[position + 1 :]
    return text[start:], ""


def _split(keys: str) -> list[str]:
    """The keys of an ORDER BY, split at the commas that stand in no parentheses."""
    parts, depth = [""], 0
    for letter in keys:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts

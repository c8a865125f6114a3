"""What SQL must not say, as the two engines read it differently, or its result depends on the clock or on chance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ban:
    """A construct: how it looks, why it is banned and what to write instead, with an example of each.

    `in_macros` is False where Jinja, which computes too, cannot be told from SQL; with `is_outside_jinja` what stands
    between its brackets is not looked at.
    """

    pattern: str
    why: str
    bad: str
    good: str
    in_macros: bool = True
    is_outside_jinja: bool = False


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
    Ban(r"[\w)]\s*::\s*[a-z]", "write cast(), which reads alike everywhere", "a::date", "cast(a as date)"),
    Ban(r"\bconcat(_ws)?\s*\(", "NULL parts differ: use ||", "concat(a, b)", "a || b"),
    Ban(
        r"\b(any_value|first_value|last_value|first|last|max_by|min_by|arg_max|arg_min|mode)\s*\(|\b(random|uuid|rand|gen_random_uuid)\s*\(",
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
        r'"\w+"',
        "between double quotes Spark reads a text, and no name: put the table's name before a reserved word",
        'select lower("column") as column_name from t',
        "select lower(t.column) as column_name from t",
        in_macros=False,
        is_outside_jinja=True,
    ),
    Ban(
        r"'[^'\n]*\\[^'\n]*'",
        "Spark reads a backslash in a text as the beginning of another sign: use matches, or starts_with and contains",
        r"a like '%\_%'",
        "contains(a, '_')",
        in_macros=False,
        is_outside_jinja=True,
    ),
    Ban(
        r"\brow_number\(\)\s*over\s*(\([^()]*\)|\w+)\s*<=?\s*\d|\b1 = row_number\(|\b(rank|dense_rank)\(",
        "what picks several rows, or ties, is not looked at for where NULL stands: pick with row_number() ... = 1",
        "qualify row_number() over (order by a nulls last) <= 1",
        "qualify row_number() over (order by a nulls last) = 1",
    ),
    Ban(
        r"\blimit \d",
        "the order before it may leave the winner open: pick with row_number() ... = 1",
        "select a from t order by b limit 1",
        "select a from t qualify row_number() over (order by b nulls last) = 1",
        in_macros=False,
    ),
    Ban(
        r"\b(least|greatest)\s*\([^()]*\bnull\b",
        "one engine leaves NULL out, the other gives NULL: say what stands for it",
        "least(a, null)",
        "least(a, coalesce(b, a))",
    ),
    Ban(
        r"\bat time zone\b|->|\b(json_valid|string_split|str_split|strip_accents|isfinite|quantile_cont|hash|xxhash64|date_part)\s*\("
        r"|\blist\s*\([^()]*\border by\b|\braw\.deliveries\b",
        "one engine alone has it, or each its own: it has a macro in macros/engine",
        "happened_at at time zone 'Europe/Paris'",
        "{{ local_time('happened_at', \"'Europe/Paris'\") }}",
        is_outside_jinja=True,
    ),
    Ban(
        r"\bover (?!\()\w+\s*-",
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

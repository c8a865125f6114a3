"""Functions and types, by their names."""

from __future__ import annotations

from .ban import Ban, View

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
        "it hides what is cast: use cast, or try_cast behind a condition",
        "{{ dbt.safe_cast('a', 'date') }}",
        "cast(a as date)",
    ),
    Ban(
        r"\b(current_(timestamp|date|time|localtime|localtimestamp)|localtime|localtimestamp|get_current_\w+"
        r"|(transaction|statement|clock)_timestamp|getdate|sysdate|curdate|run_started_at)\b"
        r"|\b(now|today|age|unix_timestamp)\s*\(|modules\.datetime",
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
        r"\b(strftime|date_format|to_char|strptime|try_strptime|to_timestamp)\s*\(",
        "format letters differ: use the parsing macros or date_trunc",
        "strftime(day, '%Y-%m')",
        "date_trunc('month', day)",
    ),
    Ban(
        r"\b(dayofweek|isodow|weekday|dow|dayname|monthname)\s*\(|\bextract\s*\(\s*(dow|isodow|dayofweek)\b",
        "the numbers and names of the days differ: count from date_trunc('week')",
        "extract(dow from day)",
        "{{ days_between(\"date_trunc('week', day)\", 'day') }} + 1",
    ),
    Ban(
        r"\bepoch(_ms|_ns)?\s*\(|\bextract\s*\(\s*'?(epoch|(milli|micro)?seconds?)\b",
        "one engine has no such part of an instant, or seconds without what follows the point: use seconds_between",
        "extract(epoch from a)",
        "{{ seconds_between(\"timestamp '1970-01-01 00:00:00'\", 'a') }}",
    ),
    Ban(
        r"\bas (text|varchar|char|int|integer|smallint|float|real|numeric|hugeint)\b",
        "a type that one engine lacks or calls otherwise: use string, bigint (of whole numbers), double, decimal(18,4)",
        "cast(a as varchar)",
        "cast(a as string)",
    ),
    Ban(
        r"\bas decimal\b(?!\s*\()",
        "without digits it has three decimals in one engine, and none in the other: say decimal(18,4)",
        "cast(a as decimal)",
        "cast(a as decimal(18, 4))",
    ),
    Ban(
        r"\btimestamptz\b",
        "offsets are read in engine macros",
        "cast(a as timestamptz)",
        "cast(a as timestamp)",
    ),
    Ban(r"\bconcat(_ws)?\s*\(", "NULL parts differ: use ||", "concat(a, b)", "a || b"),
    Ban(
        r"\b(any_value|first_value|last_value|first|last|max_by|min_by|arg_max|arg_min|mode)\s*\("
        r"|\b(random|uuid|rand|gen_random_uuid)\s*\(",
        "chance picks the winner: order by a total order, or take min or max",
        "any_value(name)",
        "min(name)",
    ),
    Ban(
        r"\b(unnest|explode|generate_series|sequence|to_days|to_months|epoch_us|unix_micros|make_timestamp|json_extract_string"
        r"|get_json_object|regexp_matches|rlike|timezone|from_utc_timestamp)\s*\(",
        "the two engines spell it differently: it has a macro in macros/engine",
        "unnest(tags)",
        "{{ unnested('tags') }}",
    ),
    Ban(
        r"\b(rank|dense_rank)\s*\(",
        "it lets ties win together: pick with row_number(), over an order that is total",
        "qualify rank() over (order by a nulls last) = 1",
        "qualify row_number() over (order by a nulls last) = 1",
    ),
    Ban(
        r"\b(json_valid|string_split|str_split|strip_accents|isfinite|quantile_cont|hash|xxhash64|date_part)\s*\("
        r"|\bat time zone\b|->|\braw\.deliveries\b",
        "one engine alone has it, or each its own: it has a macro in macros/engine",
        "happened_at at time zone 'Europe/Paris'",
        "{{ local_time('happened_at', \"'Europe/Paris'\") }}",
        view=View.OUTSIDE_JINJA,
    ),
    Ban(
        r"\blist\s*\(",
        "one engine alone has it, and the order inside is open: count, or take min or max",
        "list(distinct a)",
        "count(distinct a)",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        r"\b(trunc|strpos|starts_with)\s*\(",
        "one engine alone has it, or for something else: use floor, date_trunc, contains, left or matches",
        "strpos(a, 'x') > 0",
        "contains(a, 'x')",
        view=View.OUTSIDE_TEXTS,
    ),
)

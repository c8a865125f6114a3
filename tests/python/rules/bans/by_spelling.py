"""Numbers and rows, and how they are written."""

from __future__ import annotations

from .ban import Ban, View

BANS = (
    Ban(
        r"\bavg\s*\((?!\s*cast\s*\([^()]*as double\s*\))",
        "the mean of decimals has another scale on each engine: cast to double, or store both sums",
        "avg(minutes)",
        "avg(cast(minutes as double))",
    ),
    Ban(
        r"\bunion\s+(all\s+)?by\s+name\b",
        "one engine alone unites columns by their names: name them in one order",
        "union all by name",
        "union all",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        r"\bfrom\s+[\w.]+\s+select\b",
        "one engine alone begins with from",
        "from a select b",
        "select b from a",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        r"::",
        "write cast(), which reads alike everywhere",
        "a::date",
        "cast(a as date)",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        r"^(?!.*half_up\().*(?<!as double\))\s/\s",
        "decimals divide to another scale: cast what is divided to double, or use decimal_quotient or half_up",
        "sum(a) / sum(b)",
        "cast(a as double) / nullif(cast(b as double), 0)",
        in_macros=False,
    ),
    Ban(
        r"(?<![\s/])/(?!/)|(?<!/)/(?![\s/])",
        "a quotient is looked at by its blanks: write one on either side",
        "a/b",
        "cast(a as double) / nullif(cast(b as double), 0)",
        view=View.BARE,
    ),
    Ban(
        r"[\w)}]\s*//|\s//\s",
        "one engine has no //: use seconds_between, or floor of a quotient of doubles",
        "(a + b) // 2",
        "{{ minutes_between('a', 'b') }}",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        r"[\w)}]\s*(\^|\*\*)\s*[\w({]",
        "a power in one engine, the bits that differ in the other: use power",
        "2 ^ 3",
        "power(cast(a as double), 3)",
        view=View.OUTSIDE_TEXTS,
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
        r'"[^"]*"',
        "between double quotes Spark reads a text, and no name: put the table's name before a reserved word",
        'select lower("column") as column_name from t',
        "select lower(t.column) as column_name from t",
        view=View.BARE,
    ),
    Ban(
        r"[\[{]",
        "one engine counts a list's elements from 1, the other from 0, and spells lists otherwise: use split_part",
        "split(a, ',')[1]",
        "split_part(a, ',', 1)",
        view=View.BARE,
    ),
    Ban(
        r"~",
        "one engine takes it for the bits of a number: use matches",
        "a ~ 'x'",
        "{{ matches('a', 'x') }}",
        view=View.BARE,
    ),
    Ban(
        r"'[^'\n]*\\[^'\n]*'",
        "Spark reads a backslash in a text as the beginning of another sign: use matches, or left and contains",
        r"a like '%\_%'",
        "contains(a, '_')",
        in_macros=False,
        view=View.OUTSIDE_JINJA,
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
        r"\bover (?!\()\w+\s*-",
        "Spark reads the name of a window and a minus as one name: put the window in parentheses",
        "max(n) over w - n",
        "(max(n) over w) - n",
    ),
    Ban(
        r"\bdistinct on\b|\b(group|order) by all\b|\basof (left )?join\b|\*\s+(exclude|replace)\b|\busing sample\b|\bsimilar to\b|\bglob '",
        "one engine alone has it",
        "select distinct on (a) a, b from t",
        "select distinct a, b from t",
    ),
)

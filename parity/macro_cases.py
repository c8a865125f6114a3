# ruff: noqa: RUF001 - odd letters are what some of the cases are about
"""What the macros of `macros/engine` are asked for on both engines: expressions over `a` and `b`, pairs of texts."""

from __future__ import annotations

import csv
from itertools import product

from orchestration.home import PROJECT_ROOT

Pairs = list[tuple[str, str]]


def _alone(*texts: str) -> Pairs:
    return [(text, "") for text in texts]


INSTANTS = _alone(
    *[
        "2025-01-01",
        "2025-01-01T10:00",
        "2025-01-01 10:00:00",
        "2025-01-01T10:00:00.5",
        "2025-02-30",
        "2025-13-01",
    ],
    *["2025-01-01T10:00:00.1234567", "2025-01-01T10:00:00.123456789", "1969-12-31T23:59:59.9999999"],
    *["2025-01-01T24:00:00", "2025-01-01T10:00:60", "2025-01-01T25:00:00", "2025-01-01T10:60:00", "2025-1-1"],
    *[
        "2025-01-01T00:00:00+14:00",
        "2025-01-01T00:00:00-1200",
        "2025-01-01 00:00:00+05:45",
        "2025-01-01T00:00-03",
    ],
    *["2025-01-01T00:00:00.5Z", "2025-01-01T00:00:00 UTC", "2025-01-01T00:00:00 +01:00", "2025-01-01T00:00Z"],
    *[
        "2025-01-01T00:00:00+15:00",
        "2025-01-01T00:00:00+01:60",
        "2025-01-01T00:00:00+1",
        "2025-01-01T00:00:00z",
    ],
    *[
        "2025-01-01\n",
        " 2025-01-01",
        "2025-01-01 ",
        "0000-01-01",
        "0001-01-01",
        "1582-10-10",
        "9999-12-31T23:59:59",
    ],
    *["", "yesterday", "20250101", "2025-03-30T02:30:00", "1700000000", "2024-02-29", "2023-02-29"],
)
DAY_FIRST = _alone(
    *[
        "31/12/2024 09:30",
        "1/2/2024 9:05",
        "31/02/2024 10:00",
        "01/01/24 10:00",
        "1/1/2024",
        " 1/1/2024 10:00",
    ],
    *[
        "1/1/2024 24:00",
        "1/1/2024 10:00:00",
        "01/01/2024 10:0",
        "1/13/2024 1:00",
        "01/01/2024 10:00 ",
        "",
        "-",
    ],
    *["29/02/2023 10:00", "29/02/2024 10:00", "1/1/2024 10:60", "01/01/0024 10:00", "1/1/12024 10:00"],
)
NUMBERS = _alone(
    *[
        "1",
        "-1",
        "+1",
        "1.5",
        "01",
        "1.",
        ".5",
        "1e5",
        "1E-5",
        "",
        " 1 ",
        "1 2",
        "1\n",
        "NaN",
        "inf",
        "-Infinity",
    ],
    *[
        "1d",
        "1f",
        "0x10",
        "1_000",
        "1,5",
        "１",
        "9999999999999999999",
        "123456789012345678",
        "-0",
        "0.00005",
        "1.00005",
    ],
)
JSON = _alone(
    *[
        '{"a": 1}',
        '{"a": null}',
        '{"a": "x"}',
        '{"a": {"b": 1}}',
        '{"a": 1.50}',
        '{"a": true}',
        '{"b": 1}',
        "{",
        "",
    ],
    *['{"a": "é\\n\\u00e9"}', '{"a": [1, 2]}', "null", "[1]", "{'a': 1}", '{"a": 1} x', '{"a": ""}'],
)
ARRAYS = _alone(
    *[
        "[1,2]",
        " [1]",
        "[",
        "{}",
        "null",
        '"[1]"',
        "[1,2] x",
        "[1,]",
        "['a']",
        "[]",
        '["a", null, 1.50, true]',
        "",
        "x",
    ],
    *['[{"a": 1}, [2]]', '["é\\n"]'],
)
WORDS = _alone(
    *["RÉSILIER, l’abonnement!", "Œuvre", "Ñandú", "naïve—ok", "ŁÓDŹ żółć", "Ångström", "résumé"],
    *[
        "e\u0301te\u0301",
        "č š ž ő ű ş ğ ı",
        "Ελλάδα",
        "Ёлка й",
        "日本語 テスト",
        "a_b-c",
        "  two  blanks ",
        "",
        "x²",
        "Ðþ",
        "123",
    ],
)
SPANS = list(
    product(
        ["2025-01-01 00:00:00", "2025-01-01 00:00:00.9", "1969-12-31 23:59:59.5", "2024-02-29 12:00:00"],
        ["2025-01-01 00:00:01.5", "2024-12-31 23:59:58.1", "1970-01-01 00:00:00", "2025-03-01 12:00:00"],
    )
)
DATES = list(
    product(
        ["2024-01-31", "2024-02-29", "2023-12-31", "1969-07-20", "2025-03-03"], ["1", "0", "-1", "12", "25"]
    )
)
QUOTIENTS = list(
    product(
        ["1", "-1", "2", "10.005", "0.00005", "-7.12345", "0", "1000000"],
        ["3", "-3", "8", "0", "0.0003", "7", "1000000"],
    )
)
OF_EIGHT_DIGITS = [(a, b) for a, b in QUOTIENTS if (a, b) != ("1000000", "0.0003")]
"""Without the one that has more digits than a double."""

NOT_IN_JAVA = frozenset({"America/Coyhaique", "ROC"})
"""Zones of the seed that Java 17.0.15 does not know: newer than its zone data, or never in it."""

with (PROJECT_ROOT / "seeds" / "time_zones.csv").open(encoding="utf-8", newline="") as lines:
    ZONES = [row["time_zone"] for row in csv.DictReader(lines) if row["time_zone"] not in NOT_IN_JAVA]
OF_THE_RELEASE = {"Europe/Chisinau", "Europe/Tiraspol"}
"""Zones whose changes of clock the zone data of DuckDB 1.5 and of Java 17.0.15 put an hour apart: one is the older."""

NIGHTS = [
    *["1970-01-01 12:00:00", "1999-07-01 00:30:00", "2015-11-01 05:59:59", "2024-03-31 00:59:59"],
    *["2024-03-31 01:00:00", "2024-10-27 00:59:59.5", "2025-06-15 12:00:00", "2026-01-15 12:00:00"],
]
CLOCKS = [(at, zone) for at, zone in product(NIGHTS, ZONES) if zone not in OF_THE_RELEASE]

DECIMAL_A, DECIMAL_B = "cast(a as decimal(18, 4))", "cast(b as decimal(18, 4))"
AT_A, AT_B = "cast(a as timestamp)", "cast(b as timestamp)"
ON_A = "cast(a as date)"

CASES: list[tuple[str, Pairs]] = [
    ("{{ parse_iso_instant('a') }}", INSTANTS),
    ("{{ parse_day_first_instant('a') }}", DAY_FIRST),
    ("{{ instant_from_epoch('a') }}", _alone("0", "1700000000", "99999999999", "4102444800")),
    ("{{ matches('a', '^[+-]?[0-9]{1,18}([.]0+)?$') }}", NUMBERS),
    ("{{ matches('a', '\\\\S') }}", _alone("", " ", "\t", "\n", "x", " x ", "\u00a0", "\u2003")),
    ("{{ is_finite_number('a') }}", NUMBERS),
    ("{{ json_text('a', 'a') }}", JSON),
    ("{{ is_json_array('a') }}", ARRAYS),
    ("to_json({{ json_text_array('a') }})", [pair for pair in ARRAYS if pair[0].strip().startswith("[")]),
    ("{{ plain_words('a') }}", WORDS),
    ("to_json({{ words_of('a') }})", WORDS),
    ("{{ nth_word('a', 2) }}", _alone("a | b", "a|b|c", "a", "", "|", " | x ")),
    (f"{{{{ seconds_between('{AT_A}', '{AT_B}') }}}}", SPANS),
    (f"{{{{ minutes_between('{AT_A}', '{AT_B}') }}}}", SPANS),
    (f"{{{{ microseconds_between('{AT_A}', '{AT_B}') }}}}", SPANS),
    (f"{{{{ days_between('{AT_A}', '{AT_B}') }}}}", SPANS),
    (f"{{{{ microseconds_later('{AT_A}', '1500000') }}}}", SPANS),
    (f"{{{{ days_later('{ON_A}', 'b') }}}}", DATES),
    (f"{{{{ months_later('{ON_A}', 'b') }}}}", DATES),
    (f"{{{{ iso_weekday('{ON_A}') }}}}", DATES),
    (f"{{{{ interval_before('{ON_A}', \"'month'\", '1') }}}}", DATES),
    (f"{{{{ decimal_quotient('{DECIMAL_A}', '{DECIMAL_B}') }}}}", QUOTIENTS),
    ("{{ half_up('cast(a as double)') }}", QUOTIENTS),
    ("{{ half_up('cast(a as double) / nullif(cast(b as double), 0)', digits=8) }}", OF_EIGHT_DIGITS),
    ("{{ without_last_zeros('a') }}", _alone("12.500000000", "0.0005000", "100.25", "0.0", "")),
    (
        f"{{{{ major_units('{DECIMAL_A}', 'cast(b as bigint)') }}}}",
        list(product(["1999", "-1", "0.5"], ["0", "2", "3"])),
    ),
    (f"{{{{ surrogate_key(['a', '{AT_B}', \"nullif(a, '')\"]) }}}}", [("é|~", at) for _, at in SPANS]),
    (
        f"{{{{ surrogate_key(['{DECIMAL_A}', '{ON_A.replace('a as', 'b as')}']) }}}}",
        [("1.5", d) for d, _ in DATES],
    ),
    (f"{{{{ local_time('{AT_A}', 'b') }}}}", CLOCKS),
    (f"{{{{ reporting_date('{AT_A}') }}}}", SPANS),
    ("lower(a) || '|' || upper(a) || '|' || trim(a)", WORDS),
]
"""What stands here without a macro is what models and `typed` rely on."""

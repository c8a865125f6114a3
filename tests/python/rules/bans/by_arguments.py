"""Functions that the engines read alike or not, by what they are given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..calls import Call, calls, without_calls
from .ban import Ban, Finder, View

MADE_WHOLE = r"floor|ceil|ceiling|count|length|row_number|extract|days_between|seconds_between|microseconds_between|filter|over"
FRACTION = re.compile(
    r"/|\d\.\d|\bavg\s*\(|\bas (decimal|double)\b|\b(sqrt|exp|ln|log2|log10|power|percentile_cont)\s*\("
    r"|\b(decimal_quotient|half_up|minutes_between|major_units)\s*\(",
    re.IGNORECASE,
)
CONDITION = re.compile(r"\bwhen\b.*?\bthen\b", re.IGNORECASE | re.DOTALL)
TYPES = {"string", "bigint", "double", "decimal", "date", "timestamp", "boolean"}
TYPE = re.compile(r".*\bas\s+([a-z][\w ]*?)\s*(?:\[\s*\]\s*)*\Z", re.IGNORECASE | re.DOTALL)
COMPARISON = re.compile(r"[<>=]")
INNERMOST = re.compile(r"\([^()]*\)")
WHEN = re.compile(r"\bwhen\b", re.IGNORECASE)
THEN = re.compile(r"\bthen\b", re.IGNORECASE)
CASE_GOES_ON = re.compile(r"\b(else|end)\b", re.IGNORECASE)
GUARD = re.compile(r"\b(matches|is_finite_number)\s*\(|= floor\(|= try_cast\(", re.IGNORECASE)
WHOLE_NUMBER_TIMES = re.compile(r"(?<![\w.)])\d+(\.\d+)?\s*\*\s*\Z")
TIMES_WHOLE_NUMBER = re.compile(r"\s*\*\s*-?\d+(\.\d+)?\b(?!\s*\()")
TIMES = re.compile(r"\s*\*")
WINDOW = re.compile(r"\s*over\s+(\w+)", re.IGNORECASE)


def where(names: str, is_wrong: Callable[[Call], bool]) -> Finder:
    """Finds the calls of the named functions that are wrong."""

    def find(text: str) -> Iterator[tuple[int, int]]:
        return (call.span for call in calls(text, names) if is_wrong(call))

    return find


def given(number: int) -> Callable[[Call], bool]:
    """A call that is given so many arguments."""
    return lambda call: len(call.arguments) == number


def counts_from_the_end(call: Call) -> bool:
    """A part of a text whose beginning or length is written as nothing or as a negative number."""
    begins_at_zero = call.name.startswith("sub") and call.arguments[1:2] == ["0"]
    return begins_at_zero or any(number.startswith("-") for number in call.arguments[1:])


def cuts_a_fraction(call: Call) -> bool:
    """A cast to bigint of what may be a fraction, as far as its text tells."""
    cast = re.fullmatch(r"(.*)\bas\s+bigint\s*", call.inside, re.IGNORECASE | re.DOTALL)
    left = CONDITION.sub("", without_calls(cast[1], MADE_WHOLE)) if cast else ""
    return bool(FRACTION.search(left)) and not COMPARISON.search(_shallow(left))


def adds_conditions(call: Call) -> bool:
    """A sum of what is true or false, as far as its text tells."""
    return bool(COMPARISON.search(_shallow(CONDITION.sub("", call.inside))))


def _shallow(text: str) -> str:
    """The text without what stands in parentheses."""
    nested = 1
    while nested:
        text, nested = INNERMOST.subn("", text)
    return text


def is_unguarded(call: Call) -> bool:
    """A try_cast to something else than a decimal that no condition goes before."""
    cast = re.fullmatch(r"(.*)\bas\s+(?!decimal\b)[a-z][a-z ]*", call.inside, re.IGNORECASE | re.DOTALL)
    if not cast or call.before.endswith(f"{cast[1].strip()} = "):
        return False
    whens = [found.end() for found in WHEN.finditer(call.before)]
    condition, *results = THEN.split(call.before[whens[-1] :]) if whens else [""]
    is_behind = len(results) == 1 and not CASE_GOES_ON.search(results[0])
    return not (is_behind and GUARD.search(condition))


def is_to_another_type(call: Call) -> bool:
    """A cast to a type that is not one of those which both engines have, of the same name and size."""
    cast = TYPE.match(_shallow(call.inside))
    return bool(cast and cast[1].lower() not in TYPES)


def is_a_wide_factor(call: Call) -> bool:
    """A cast to a decimal of 20 digits or more that is multiplied."""
    is_wide = re.search(r"\bas\s+decimal\((2\d|3\d)\s*,\s*\d+\)\s*\Z", call.inside, re.IGNORECASE)
    return bool(is_wide and (TIMES.match(call.after) or call.before.rstrip().endswith("*")))


def is_a_multiplied_sum(call: Call) -> bool:
    """A sum, over a window too, that is multiplied by something else than a number."""
    if re.search(r"\bas double\b", call.inside, re.IGNORECASE):
        return False
    end, over = call.end, next(calls(call.after, "over"), None)
    if over and not over.before.strip():
        end += over.end
    elif named := WINDOW.match(call.after):
        end += named.end()
    after = call.text[end:]
    is_factor = TIMES.match(after) and not TIMES_WHOLE_NUMBER.match(after)
    return bool(is_factor) or (
        call.before.rstrip().endswith("*") and not WHOLE_NUMBER_TIMES.search(call.before)
    )


BANS = (
    Ban(
        where("cast|try_cast", cuts_a_fraction),
        "one engine rounds a fraction, the other cuts it off: say floor() or ceil() before the cast",
        "cast(minutes / 60 as bigint)",
        "cast(floor(cast(minutes as double) / 60) as bigint)",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        where("try_cast", is_unguarded),
        "'1.7' is 2 in one engine and nothing in the other, '2024' nothing or a date: say in the condition of "
        "its own WHEN which texts are meant (case when matches(...) then try_cast(...) end), or use the parsing macros",
        "try_cast(a as bigint)",
        "case when {{ matches('a', '^[0-9]{1,18}$') }} then try_cast(a as bigint) end",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        where("cast|try_cast", is_to_another_type),
        "a type that one engine lacks, or has in another size: use string, bigint, double, decimal(18,4), date, "
        "timestamp or boolean",
        "cast(a as blob)",
        "cast(a as string)",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        where("substr|substring|left|right", counts_from_the_end),
        "the engines count from before the first letter, or by less than nothing, each its own way: count from 1",
        "substr(a, 0, 3)",
        "substr(a, 1, 3)",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        where("trim|ltrim|rtrim", given(2)),
        "one engine takes the text for the letters, and the letters for the text: trim blanks alone, or use replace",
        "trim(a, 'x')",
        "trim(a)",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        where("log", lambda call: True),
        "to the base of 10 in one engine, of e in the other: use ln, log10 or log2",
        "log(a)",
        "ln(a)",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        where("regexp_extract", given(2)),
        "one engine gives the whole match, the other the first group: name the group",
        "regexp_extract(a, '^x(y)')",
        "regexp_extract(a, '^x(y)', 1)",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        where("cast|try_cast", is_a_wide_factor),
        "Spark keeps 38 digits of a product and cuts decimals beyond the sixth: multiply 19 digits by 18",
        "cast(a as decimal(28, 4)) * b",
        "cast(a as decimal(19, 4)) * cast(b as decimal(18, 4))",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        where("sum", adds_conditions),
        "one engine does not add up what is true: write count(*) filter (where ...)",
        "sum(a > 1)",
        "sum(case when a > 1 then 1 else 0 end)",
        view=View.OUTSIDE_TEXTS,
    ),
    Ban(
        where("sum", is_a_multiplied_sum),
        "a sum of decimals has 28 digits or 38, and Spark cuts the decimals of its product: cast the sum to double, "
        "or multiply before it is added up",
        "sum(a) over (partition by b) * c",
        "12 * sum(a)",
        view=View.OUTSIDE_TEXTS,
    ),
)

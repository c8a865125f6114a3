"""The functions that models may call outside Jinja.

What comes of those in use is compared by `make parity`; some are there for what the bans recommend instead.
"""

from __future__ import annotations

KEYWORDS = frozenset(
    """
    all and as between by case cube decimal distinct else except exists filter from group having in intersect interval
    is join like not on or order over qualify rollup select sets then union using values when where with
    """.split()
)
"""Words before a parenthesis that are no functions."""

KNOWN = frozenset(
    """
    abs avg cast ceil coalesce contains count date_trunc exp extract floor greatest lag lead least left length ln log10
    log2 lower lpad ltrim max min mod nullif ntile percentile_cont power regexp_extract replace right row_number rtrim
    split_part sqrt substr sum trim try_cast upper
    """.split()
)
"""Some are banned with certain arguments: see `by_arguments.py`."""

"""Turns an exception into words that may be published: never with a value out of the data in them."""

from __future__ import annotations

import re

# Raised before a row is read, from the names in the query and the catalog alone.
_ABOUT_NAMES = re.compile(
    r"(?:(?:Binder|Catalog|Parser|Syntax) Error: .*|The column \"[^\"]*\" in BatchData does not exist.*"
    r"|\w+ metrics cannot be computed on column of type .*)"
)


def explain(error_type: str, text: str) -> str:
    """The exception's own first line where it can only speak of names; else its kind, without its text."""
    if found := _ABOUT_NAMES.search(text):
        return "it could not run: " + found.group(0).rstrip(" .'\")")
    # DuckDB quotes the value that it could not convert.
    kind = re.search(r"[A-Z][A-Za-z ]+ Error(?=:)", text)
    return (
        f"it could not run: {kind.group(0) if kind else error_type} (its text is left out: it may quote data)"
    )


def explain_exception(error: Exception) -> str:
    """The same for an exception in hand."""
    return explain(type(error).__name__, str(error))

"""How a text names somebody, and what it may look like without meaning them."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.erasure.mentions import Mentions, is_distinctive, name_of, phone_of

ZOE = Mentions(
    {"ann@x.example"},
    {phone_of("+33 6 98 76 54 32")},
    {"zoé lee"},
    {"C-4711x", "7"},
    lambda kind, _: f"<{kind}>",
)

NAMED = [
    ("write to Ann@X.example.", "write to <email>."),
    ("<ann@x.example>,ann@x.example", "<<email>>,<email>"),
    ("call 06 98 76 54 32 now", "call <phone> now"),
    ("+33(0)6-98-76-54-32", "<phone>"),
    ("0033698765432", "<phone>"),
    ("tel:0698765432;x", "tel:<phone>;x"),
    ("Zoé  Lee, ZOÉ LEE and Lee, Zoé", "<name>, <name> and <name>"),
    ('{"a": "Zo\\u00e9 Lee", "b": "\\u0041"}', '{"a": "<name>", "b": "\\u0041"}'),
    ("customer c-4711X!", "customer <id>!"),
]
OTHERS = [
    "joann@x.example",
    "Zoé Leeds",
    "Zoé",
    "1069876543219",
    "7",
    "C-4711xy",
    "ann at x.example",
    "deadbeef698765432",
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_a_mention_is_taken_out_and_nothing_else(text: str, expected: str) -> None:
    assert ZOE.scrub(text) == expected
    assert ZOE.scrub(expected) == expected


@pytest.mark.parametrize("text", OTHERS)
def test_what_means_nobody_stays(text: str) -> None:
    assert ZOE.scrub(text) == text


@pytest.mark.parametrize("text", [text for text, _ in NAMED])
def test_the_engine_finds_what_python_takes_out(text: str) -> None:
    with duckdb.connect() as connection:
        assert connection.execute("select regexp_matches(?, ?)", [text, ZOE.superset]).fetchone() == (True,)


def test_nobody_is_in_no_text() -> None:
    nobody = Mentions((), (), (), ("7",), lambda kind, _: kind)
    assert nobody.superset == "" and nobody.scrub("7 ann@x.example") == "7 ann@x.example"


def test_what_is_too_common_is_not_looked_for() -> None:
    assert name_of("Zoé") == "" and name_of("A B C") == "" and name_of("Jean-Luc") == "jean luc"
    assert phone_of("12-34") == "" and phone_of("+33 1 23 45 67 89") == phone_of("01.23.45.67.89")
    assert not any(map(is_distinctive, ("123456", "abc", "solved", "2024-01-01", "in-progress", "e1")))
    assert all(map(is_distinctive, ("emp-0001", "123456789", "12-3456-789", "zoe@x.example")))

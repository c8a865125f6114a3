"""How a text names somebody, and what it may look like without meaning them."""

from __future__ import annotations

import re

import duckdb
import pytest

from orchestration.erasure.candidates import emails_in, names_in, phones_in, tokens_in
from orchestration.erasure.key import Key
from orchestration.erasure.mentions import (
    Mentions,
    is_distinctive,
    name_of,
    phone_of,
    phones_of,
    tells_caller,
)
from orchestration.erasure.spelling import without_escapes
from orchestration.erasure.subject import Subject
from orchestration.erasure.text_files import needle_pattern

KNOWN = {
    "email": {"ann@x.example", "sean.o'brien+a@x.example"},
    "phone": {phone_of("+33 6 98 76 54 32")},
    "name": {"zoé lee", "mary o brien"},
    "id": {"C-4711x", "7"},
}
ZOE = Mentions(
    KNOWN["email"],
    KNOWN["phone"],
    KNOWN["name"],
    KNOWN["id"],
    lambda kind, value: f"<{kind}>" if value.lower() in {known.lower() for known in KNOWN[kind]} else value,
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
    ("ann@x.example.Thanks", "<email>.Thanks"),
    ("(sean.o'brien+a@x.example)", "(<email>)"),
    ("/u?e=ann%40x.example&f=sean.o%27brien%2ba%40x.example", "/u?e=<email>&f=<email>"),
    ('"sean.o\\u0027brien\\u002Ba\\u0040x.example"', '"<email>"'),
    ('"Mary O\\u0027Brien: \\u002B33 6 98\\u00a076\\u00a054 32"', '"<name>: <phone>"'),
    ("06 98–76–54 – 32", "<phone>"),
    ("Zoe\u0301 Lee and Zo\\u0065\\u0301 Lee", "<name> and Zo\\u0065\u0301 Lee"),
    ("/n=Zo\u00e9%20Lee", "/n=<name>"),
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


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_what_is_taken_out_is_known_again(text: str, expected: str) -> None:
    """Who was erased is known by hashes: each kind of mention in a text is among the candidates that are hashed."""
    plain = without_escapes(text)
    candidates = {
        "email": set(emails_in(plain)),
        "phone": set(phones_in(plain)),
        "name": set(names_in(plain, {2, 3})),
        "id": {token.lower() for token in tokens_in(plain)},
    }
    for kind in set(re.findall(r"<(email|phone|name|id)>", expected)):
        assert candidates[kind] & {known.lower() for known in KNOWN[kind]}


@pytest.mark.parametrize("text", [text for text, _ in NAMED])
def test_a_file_is_looked_into_where_it_names_somebody(text: str) -> None:
    ids = {("contact", "files", value) for value in KNOWN["id"] - {"7"}}
    pattern = needle_pattern(Subject(Key(bytes(32)), ids, KNOWN["email"], KNOWN["phone"], KNOWN["name"]))
    assert pattern is not None and pattern.search(text.encode())


def test_a_field_may_hold_an_extension_or_two_numbers() -> None:
    assert phones_of("+49 30 4455667 ext. 12") == phones_of("030/4455667") == {"304455667"}
    assert phones_of("030 7711221 / 0171 9988776") == {"307711221", "719988776"}
    assert phones_of("030 445 ext 5667") == {"304455667"} and phones_of("none") == phones_of("12") == set()


def test_nobody_is_in_no_text() -> None:
    nobody = Mentions((), (), (), ("7",), lambda kind, _: kind)
    assert nobody.superset == "" and nobody.scrub("7 ann@x.example") == "7 ann@x.example"


def test_what_is_too_common_is_not_looked_for() -> None:
    assert name_of("Zoé") == "" and name_of("A B C") == "" and name_of("Jean-Luc") == "jean luc"
    assert phone_of("12-34") == "" and phone_of("+33 1 23 45 67 89") == phone_of("01.23.45.67.89")
    assert not any(map(is_distinctive, ("123456", "abc", "solved", "2024-01-01", "in-progress", "e1")))
    assert all(map(is_distinctive, ("emp-0001", "123456789", "12-3456-789", "zoe@x.example")))


def test_who_called_is_told_by_a_number_a_client_or_an_address() -> None:
    callers = (
        "555123",
        "12",
        "+33 6 98",
        "client:zoe",
        "sip:zoe@x.example",
        "zoe@x.example",
        "zoe7",
        "tel:12",
        "tel:12;phone-context=x",
        "client:private.ryan",
        "caller12",
        "+33266696687",
        "266696687",
        "Private 0700112233",
    )
    assert all(map(tells_caller, callers))
    hidden = (
        "sip:anonymous@anonymous.invalid",
        "tel:Unknown",
        "anonymous@10.0.0.1",
        "000-000",
        "+0",
        "client:",
        "-1",
        "tel:unknown;phone-context=x",
        "caller id:not available",
        "+266696687",
        "+7378742833",
        "sip:unknown-caller@pbx.example",
        "Anonymous 1",
        "Private number (2)",
    )
    assert not any(map(tells_caller, ("anonymous", "Private", "numéro masqué", "", *hidden)))

"""Whom a person called from: theirs in every call, however it is spelled for certain; other people's calls stay."""

from __future__ import annotations

import pytest

from orchestration.contract import Contract
from orchestration.erasure.erasing import erase
from orchestration.erasure.key import is_erased
from orchestration.erasure.mentions import caller_of, tells_caller
from orchestration.erasure.request import Request
from orchestration.home import Home

from . import planted
from .conftest import night, raw_rows
from .planted import deliver
from .scanner import occurrences

HEADER = planted.CALLS.splitlines()[0]
CALL = "{},inbound,2025-02-05T00:00:00Z,handled,{},{}"

SAME = (
    (" 555123", "555123"),
    ("555-123", "555123"),
    ("444124", "444.124 "),
    ("client:Zoe", "Client:zoe"),
    ("Jo.Ann@corp.example", "jo.ann@corp.example"),
    ("+33 7 00 11 22 33", "+33700112233"),
    ("+33 7 00 11 22 33", "00 33 700-11-22-33"),
    ("tel:+41700112233", "(+41) 700/112.233"),
    ("+1 555-123-4567", "+1 555–123–4567"),
    ("+1 555-123-4568", "+1 555‑123‑4568"),
    ("+33 7 00 11 22 44", "+33 (0)7 00 11 22 44"),
    ("0033(0)7 00 11 22 55", "+33 7 00 11 22 55"),
    ("49301234567", "49301234567.0"),
    ("+1 555-123-4569", "+1 555−123−4569"),
    ("493012345678", "493.012.345.678"),
)
"""Two spellings of one caller."""

OTHER = (
    ("client:1-12", "client:11-2"),
    ("1-12", "11-2"),
    ("lee@corp.example", "l.ee@corp.example"),
    ("client:360012345678", "client:1900012345678"),
    ("sip:1000001@berlin.example", "sip:1000001@paris.example"),
    ("tel:+49301234567;ext=12", "tel:+49301234567;ext=13"),
    ("2125551234", "+13125551234"),
    ("+33 6 00 11 22 33", "0600112233"),
    ("+33633112233", "sip:+33633112233@pbx.example"),
    ("1", "-1"),
    ("987654", "- 987654"),
    ("+33 2 66 69 66 87", "+266696687"),
    ("00266696687", "+266696687"),
    ("10.1.12.3", "10.11.2.3"),
    ("192.168.1.10", "192.168.11.0"),
    ("555124.0", "5551240"),
    ("49301234568.0", "493012345680"),
)
"""Two callers, of whom the second is somebody else, nobody, or not surely the first."""


def test_calls_from_their_numbers_are_theirs_and_hidden_ones_are_not(home: Home, contract: Contract) -> None:
    theirs, hidden = ("555123", "client:zoequill"), ("anonymous", "sip:anonymous@anonymous.invalid", "0")
    header = planted.CALLS.splitlines()[0]
    calls = [
        f"{who}{at},inbound,2025-02-05T00:00:00Z,handled,{caller},{contact}"
        for at, caller in enumerate((*theirs, *hidden))
        for who, contact in (("k", planted.CONTACT), ("m", ""))
    ]
    deliver(home, "files/crm.contacts/a.csv", planted.CONTACTS)
    deliver(home, "files/telephony.calls/a.csv", "\n".join([header, *calls, ""]))
    night(home, contract)
    erase(home, contract, Request(email=planted.EMAIL))
    deliver(
        home, "files/telephony.calls/b.csv", "\n".join([header, *(f"n{call}" for call in calls[1::2]), ""])
    )
    night(home, contract)
    found = {row["call_id"]: str(row["caller_id"]) for row in raw_rows(home)["files/telephony.calls"]}
    assert occurrences(home.root, theirs) == []
    for who in ("m", "nm"):
        assert is_erased(found[f"{who}0"]) and is_erased(found[f"{who}1"])
        assert [found[f"{who}{at}"] for at in (2, 3, 4)] == list(hidden)


@pytest.mark.parametrize("turned", [False, True])
def test_a_caller_is_theirs_in_every_spelling_and_no_other_one_is(
    home: Home, contract: Contract, turned: bool
) -> None:
    """Whichever of two spellings a call of theirs has; also in calls that are delivered after the erasure."""
    pairs = [pair[::-1] if turned else pair for pair in (*SAME, *OTHER)]
    deliver(home, "files/crm.contacts/a.csv", planted.CONTACTS)
    calls = [CALL.format(f"k{at}", theirs, planted.CONTACT) for at, (theirs, _) in enumerate(pairs)]
    calls += [CALL.format(f"m{at}", other, "CON-OTHER-1") for at, (_, other) in enumerate(pairs)]
    deliver(home, "files/telephony.calls/a.csv", "\n".join([HEADER, *calls, ""]))
    told = f"{planted.TICKETS.splitlines()[0]}\n3,,,,email,call 0700112233 or 444124,open,2025-02-02T09:00:00Z,\n"
    deliver(home, "files/ticketing.tickets/a.csv", told)
    night(home, contract)
    erase(home, contract, Request(email=planted.EMAIL))
    calls = [CALL.format(f"n{at}", other, "") for at, (_, other) in enumerate(pairs)]
    deliver(home, "files/telephony.calls/b.csv", "\n".join([HEADER, *calls, ""]))
    night(home, contract)
    found = {row["call_id"]: str(row["caller_id"]) for row in raw_rows(home)["files/telephony.calls"]}
    for who in ("m", "n"):
        left = [other for at, (_, other) in enumerate(pairs) if not is_erased(found[f"{who}{at}"])]
        assert left == [other for _, other in pairs[len(SAME) :]]
    assert raw_rows(home)["files/ticketing.tickets"][0]["subject"] == "call 0700112233 or 444124"


@pytest.mark.parametrize(("one", "same"), SAME)
def test_a_caller_is_compared_as_one_where_the_spelling_is_surely_the_same(one: str, same: str) -> None:
    assert caller_of(one) == caller_of(same) and tells_caller(one) and tells_caller(same)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_a_caller_is_another_where_the_spelling_may_be(one: str, other: str) -> None:
    assert caller_of(one) != caller_of(other) or not (tells_caller(one) and tells_caller(other))

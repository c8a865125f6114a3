"""Whose record is taken as a whole where somebody asks by a telephone number."""

from __future__ import annotations

import pytest

from orchestration.contract import Contract
from orchestration.erasure.erasing import erase
from orchestration.erasure.mentions import have_same_number
from orchestration.erasure.request import Request
from orchestration.home import Home

from .conftest import night, raw_rows
from .planted import deliver

SAME = (
    ("+33 6 98 76 54 32", "06 98 76 54 32"),
    ("+33 (0)6 98 76 54 32", "0033698765432"),
    ("+49 30 12345678", "030/12345678"),
    ("+1 (212) 555-1234", "212.555.1234"),
    ("1-212-555-1234", "212-555-1234 ext. 7"),
    ("+36 30 123 4567", "06 30 123 4567"),
    ("+7 495 123-45-67", "8 (495) 123-45-67"),
    ("+49 30 7711221 / +49 171 9988776", "0171 9988776"),
    ("555-1234", "5551234"),
)
OTHER = (
    ("+49 30 12345678", "+49 40 12345678"),
    ("030 12345678", "+49 40 12345678"),
    ("(212) 555-1234", "312-555-1234"),
    ("+1 212 555 1234", "+1 312 555 1234"),
    ("+33 6 98 76 54 32", "+39 6 98 76 54 32"),
    ("555-1234", "212-555-1234"),
    ("+49 30 7711221", "+49 171 9988776"),
    ("none", "none"),
)
CONTACTS = "contact_id,full_name,phone,created_at\n"


@pytest.mark.parametrize(("one", "two"), SAME)
def test_one_number_however_it_is_written(one: str, two: str) -> None:
    assert have_same_number(one, two) and have_same_number(two, one)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_two_numbers_that_end_alike(one: str, two: str) -> None:
    assert not have_same_number(one, two) and not have_same_number(two, one)


def names_after(home: Home, contract: Contract, asked: str, *phones: str) -> list[str | None]:
    lines = [f"C-{i},Ann {i},{phone},2025-01-01T00:00:00Z\n" for i, phone in enumerate(phones)]
    deliver(home, "files/crm.contacts/a.csv", CONTACTS + "".join(lines))
    night(home, contract)
    erase(home, contract, Request(phone=asked))
    return [row["full_name"] for row in raw_rows(home)["files/crm.contacts"]]


def test_asked_by_a_number_nobody_in_another_city_is_erased(home: Home, contract: Contract) -> None:
    phones = ("+49 30 12345678", "030 12345678", "+49 40 12345678", "040/12345678")
    assert names_after(home, contract, "0049 30 12345678", *phones) == [None, None, "Ann 2", "Ann 3"]


def test_who_shares_another_number_with_them_is_not_erased(home: Home, contract: Contract) -> None:
    phones = ("+49 171 9988776 / +49 30 7711221", "+49 30 7711221")
    assert names_after(home, contract, "+49 171 9988776", *phones) == [None, "Ann 1"]

"""A person who was erased is nowhere: a scan that knows nothing of the eraser finds none of their words."""

from __future__ import annotations

from orchestration.contract import Contract
from orchestration.erasure.erasing import erase
from orchestration.erasure.request import Request
from orchestration.home import Home
from orchestration.releases import verify

from . import planted
from .scanner import occurrences

BY_EMAIL = Request(email=planted.EMAIL)
ZENDESK = Request(ids=(("requester", f"zendesk:{planted.USER}"),))


def test_nothing_of_a_person_is_left(company: Home, contract: Contract) -> None:
    before = occurrences(company.root, planted.WORDS)
    assert len(before) > 60
    assert {line.rpartition(": ")[2] for line in before} == set(planted.WORDS)
    erased = erase(company, contract, BY_EMAIL)
    assert erased.warnings == []
    assert occurrences(company.root, planted.WORDS) == []
    assert {line.rpartition(": ")[2] for line in occurrences(company.root, planted.OTHERS)} == set(
        planted.OTHERS
    )
    assert all(count > 0 for place, count in erased.places.items() if place != "ledger"), erased.places
    for number in (1, 2):
        assert verify(company, number) == []

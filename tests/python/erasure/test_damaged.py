"""A quarantine that cannot be read stops an erasure before anything changes, and says where."""

from __future__ import annotations

import pytest

from orchestration.contract import Contract
from orchestration.erasure.cleaning import Cleaning
from orchestration.erasure.erasing import erase
from orchestration.erasure.request import Request
from orchestration.errors import CxwError
from orchestration.home import Home

from . import planted
from .conftest import night
from .planted import ask, deliver

NAMED = r"quarantine/000001.jsonl, line 2: the quarantine cannot be read"
REQUEST = Request(email=planted.EMAIL)


@pytest.fixture
def refused(home: Home, contract: Contract) -> Home:
    """One record was refused."""
    deliver(home, "files/crm.contacts/a.csv", planted.CONTACTS + "CON-OTHER-3,too,few\n")
    night(home, contract)
    return home


def _damage(home: Home) -> None:
    with (home.quarantine_dir / "000001.jsonl").open("a", encoding="utf-8") as file:
        file.write("{\n")


def _files(home: Home) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in home.root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("is_dry", [True, False])
def test_an_erasure_names_the_line(refused: Home, contract: Contract, is_dry: bool) -> None:
    _damage(refused)
    before = _files(refused)
    with pytest.raises(CxwError, match=NAMED):
        erase(refused, contract, REQUEST, is_dry=is_dry)
    assert _files(refused) == before


def test_a_night_with_a_request_names_the_line(refused: Home, contract: Contract) -> None:
    _damage(refused)
    ask(refused, f"r1,contact,{planted.CONTACT}")
    for _ in range(2):
        with pytest.raises(CxwError, match=NAMED):
            night(refused, contract)
    assert planted.NAME in (refused.inbox / "files/crm.contacts/a.csv").read_text(encoding="utf-8")


def test_a_night_that_ends_a_killed_erasure_names_the_line(
    refused: Home, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Cleaning, "run", killed)
        erase(refused, contract, REQUEST)
    whole = (refused.quarantine_dir / "000001.jsonl").read_bytes()
    _damage(refused)
    with pytest.raises(CxwError, match=NAMED):
        night(refused, contract)
    (refused.quarantine_dir / "000001.jsonl").write_bytes(whole)
    night(refused, contract)
    assert planted.NAME not in (refused.inbox / "files/crm.contacts/a.csv").read_text(encoding="utf-8")

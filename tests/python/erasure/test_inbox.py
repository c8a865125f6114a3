"""Files of the inbox take their places there: on whatever disk it is, and under names that tell of nobody."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from orchestration.contract import Contract
from orchestration.erasure.erasing import erase
from orchestration.erasure.request import Request
from orchestration.home import Home

from . import planted
from .conftest import ages, night
from .planted import deliver
from .scanner import occurrences

BY_EMAIL = Request(email=planted.EMAIL)


class Killed(BaseException):
    """As a signal would end the process: nothing is cleaned up."""


@pytest.fixture
def delivered(home: Home, contract: Contract) -> Home:
    """One file, which the owner's group may read and write."""
    deliver(home, "files/crm.contacts/a.csv", planted.CONTACTS).chmod(0o664)
    night(home, contract)
    ages(home)
    return home


def test_an_inbox_on_another_disk_is_written_anew(
    delivered: Home, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.replace

    def within_a_disk(old: Path, new: Path) -> None:
        if Path(old).is_relative_to(delivered.inbox) != Path(new).is_relative_to(delivered.inbox):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(old), None, str(new))
        rename(old, new)

    monkeypatch.setattr(os, "replace", within_a_disk)
    erase(delivered, contract, BY_EMAIL)
    assert occurrences(delivered.root, planted.WORDS) == []
    (file,) = (path for path in delivered.inbox.rglob("*") if path.is_file())
    assert (file.name, file.stat().st_mode & 0o777) == ("a.csv", 0o664)
    assert night(delivered, contract)[0].taken == []


def test_a_draft_that_a_killed_erasure_left_is_removed(
    delivered: Home, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(old: Path, new: Path, rename: object = os.replace) -> None:
        if Path(new).is_relative_to(delivered.inbox):
            raise Killed
        assert callable(rename)
        rename(old, new)

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(os, "replace", dies)
        erase(delivered, contract, BY_EMAIL)
    drafts = [path for path in delivered.inbox.rglob(".*") if path.is_file()]
    assert len(drafts) == 1 and drafts[0].stat().st_mode & 0o077 == 0o064
    assert occurrences(drafts[0].parent, [planted.EMAIL]) == ["a.csv: " + planted.EMAIL]
    (delivered.inbox / "files/crm.contacts/a.csv").write_text("contact_id\nCON-OTHER-9\n", encoding="utf-8")
    night(delivered, contract)
    assert [path.name for path in delivered.inbox.rglob("*") if path.is_file()] == ["a.csv"]

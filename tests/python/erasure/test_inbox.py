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
from orchestration.releases import find_release

from . import planted
from .conftest import ages, night, publish_release
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


NAMED = (
    "complaint_Zoé_Quillfeather.csv",
    "tickets_zoe.quill@planted.example.csv",
    "tickets-zoe.quill%40planted.example_2.csv",
    "export_CON-PLANT-1.csv",
    "zoe.quill@planted.example/2025/b.csv",
    "of Quillfeather-Zoe\u0301/c.csv",
)
WORDS = (planted.EMAIL, "zoe.quill%40", "quillfeather", planted.CONTACT)


def deliver_named(home: Home, number: int = 0) -> None:
    """A contact who is nobody in each file, whose names tell of somebody; every second one is rejected."""
    for at, name in enumerate(NAMED):
        header = "contact_id,created_at" if at % 2 else "contact_id,role"
        deliver(home, f"files/crm.contacts/{name}", f"{header}\nC-{number + at},2025-01-01\n")


def test_files_and_folders_that_name_a_person_get_other_names(delivered: Home, contract: Contract) -> None:
    deliver_named(delivered)
    folder = (delivered.inbox / "files/crm.contacts" / NAMED[-1]).parent
    folder.chmod(0o2770)
    deliver(delivered, "files/crm.contacts/jane_quill@planted.example.csv", "contact_id\nC-20\n")
    night(delivered, contract)
    publish_release(delivered)
    log = delivered.root / "refresh.log"
    log.write_text(f'warning: inbox/files/crm.contacts/{NAMED[0]}: "x"\nzoé_quillfeather\n', encoding="utf-8")
    erase(delivered, contract, BY_EMAIL)
    assert occurrences(delivered.inbox, WORDS) == [] == occurrences(delivered.raw, WORDS)
    paths = [delivery["path"] for delivery in find_release(delivered).manifest()["deliveries"]]
    assert len(paths) == 8 and not [p for p in paths for word in WORDS if word.lower() in p.lower()]
    assert log.read_text(encoding="utf-8").splitlines()[0].endswith('.csv: "x"')
    assert occurrences(delivered.root, ["quillfeather"]) == [
        "refresh.log: quillfeather"
    ]  # no path, and no name
    files = [path for path in delivered.inbox.rglob("*") if path.is_file()]
    assert len(files) == 8 and (folder.parent / "jane_quill@planted.example.csv") in files
    assert [p.stat().st_mode & 0o7777 for p in folder.parent.iterdir() if p.is_dir()].count(0o2770) == 1
    assert night(delivered, contract)[0].taken == []


def test_a_name_alone_is_known_again(delivered: Home, contract: Contract) -> None:
    erase(delivered, contract, BY_EMAIL)
    deliver_named(delivered)
    night(delivered, contract)
    assert occurrences(delivered.root, WORDS) == []
    (delivered.inbox / "files/crm.contacts/zoe.quill@planted.example").mkdir()
    deliver_named(delivered, 10)
    night(delivered, contract)
    assert occurrences(delivered.root, WORDS) == []
    assert [p for p in delivered.inbox.rglob("*") if p.is_dir() and not any(p.iterdir())] == []

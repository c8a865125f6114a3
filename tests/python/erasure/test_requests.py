"""Requests: delivered as data, carried out in the night; refused where they could mean many, without repeating them."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from orchestration.cli import main
from orchestration.contract import Contract
from orchestration.erasure import untaken
from orchestration.erasure.erasing import erase
from orchestration.erasure.key import is_erased
from orchestration.erasure.request import Request
from orchestration.erasure.traces import text_traces
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.unpacking import unpack_gzip
from orchestration.lock import single_writer

from . import planted
from .conftest import ages, night, raw_rows
from .planted import ask, deliver
from .scanner import occurrences


def test_a_delivered_request_is_carried_out_within_the_night(home: Home, contract: Contract) -> None:
    planted.deliver_everything(home)
    ask(home, f"r1,contact,{planted.CONTACT}", f"r2,requester,zendesk:{planted.USER}")
    _, warnings = night(home, contract)
    assert warnings == []
    assert occurrences(home.root, planted.WORDS) == []
    requests = raw_rows(home)["files/governance.erasure_requests"]
    assert [r["request_id"] for r in requests] == ["r1", "r2"]
    assert all(is_erased(str(r["subject_id"]).rpartition(":")[2]) for r in requests)
    ask(home, f"r1,contact,{planted.CONTACT}", f"r2,requester,zendesk:{planted.USER}", name="again")
    ages(home)
    assert night(home, contract)[1] == []
    assert occurrences(home.root, planted.WORDS) == []


@pytest.mark.slow
def test_a_request_that_comes_before_the_person_waits_for_them(home: Home, contract: Contract) -> None:
    ask(home, f"r1,contact,{planted.CONTACT}")
    night(home, contract)
    assert occurrences(home.root, planted.WORDS) == []
    deliver(home, "files/crm.contacts/a.csv", planted.CONTACTS)
    night(home, contract)
    assert occurrences(home.root, planted.WORDS) == []


@pytest.mark.slow
def test_a_request_that_means_several_is_a_warning_of_every_night(home: Home, contract: Contract) -> None:
    deliver(home, "files/ticketing.requesters/a.csv", "requester_id,name\n900001,Ann Lee\n")
    deliver(home, "zendesk/user/a.csv", "id,name\n900001,Bob Ray\n")
    ask(home, "r7,requester,900001", "r8,requester,*")
    for _ in range(2):
        _, warnings = night(home, contract)
        assert len(warnings) == 2
        assert "request r7" in warnings[0] and "files, zendesk" in warnings[0]
        assert "request r8" in warnings[1] and not any("900001" in w for w in warnings)
    assert raw_rows(home)["zendesk/user"][0]["name"] == "Bob Ray"
    ask(home, "r7,requester,zendesk:900001", "r8,requester,*", name="b")
    night(home, contract)
    assert raw_rows(home)["zendesk/user"][0]["name"] is None
    assert raw_rows(home)["files/ticketing.requesters"][0]["name"] == "Ann Lee"


@pytest.mark.parametrize(
    "request_of",
    [
        Request(),
        Request(email=""),
        Request(email="@other.example"),
        Request(email="other.example"),
        Request(email="a@b"),
        Request(email="a@other.example, b@other.example"),
        Request(phone="112"),
        Request(ids=(("contact", ""),)),
        Request(ids=(("contact", " % "),)),
        Request(ids=(("contact", "files: "),)),
        Request(ids=(("customer", "1"),)),
    ],
)
def test_a_vague_request_is_refused_and_not_repeated(
    home: Home, contract: Contract, request_of: Request
) -> None:
    with pytest.raises(CxwError) as refused:
        erase(home, contract, request_of)
    assert refused.value.exit_code == 2
    assert "other.example" not in str(refused.value)
    assert not home.root.exists()


@pytest.mark.slow
def test_an_address_of_many_is_refused(home: Home, contract: Contract) -> None:
    lines = "".join(f"C-{i},shared@desk.example,2025-01-01T00:00:00Z\n" for i in range(2000))
    deliver(home, "files/crm.contacts/a.csv", "contact_id,email,created_at\n" + lines)
    night(home, contract)
    with pytest.raises(CxwError, match=r"2,000 records of the kind 'contact' in files match, more than 20"):
        erase(home, contract, Request(email="shared@desk.example"))
    assert len(occurrences(home.root, ["shared@desk.example"])) == 2
    assert not (home.root / "erasure" / "pending.json").exists()


@pytest.mark.slow
def test_a_dry_run_counts_and_changes_nothing(company: Home, contract: Contract) -> None:
    before = {path: path.read_bytes() for path in company.root.rglob("*") if path.is_file()}
    counted = erase(company, contract, Request(email=planted.EMAIL), is_dry=True)
    assert {path: path.read_bytes() for path in company.root.rglob("*") if path.is_file()} == before
    done = erase(company, contract, Request(email=planted.EMAIL))
    for place in ("inbox", "raw", "quarantine"):
        assert counted.places[place] == done.places[place] > 0


@pytest.mark.slow
def test_the_command_takes_the_lock_and_says_what_it_did(
    company: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--home", str(company.root), "erase", "--email", planted.EMAIL]
    with single_writer(company):
        assert main(command) == 6
    assert "another refresh" in capsys.readouterr().err
    assert main([*command, "--dry-run"]) == 0
    assert "Nothing was changed." in capsys.readouterr().out
    assert main(command) == 0
    told = capsys.readouterr()
    assert "kept out from now on" in told.out and planted.EMAIL not in told.out + told.err
    assert main(command) == 0
    assert "nowhere in this home" in capsys.readouterr().out


def test_a_wrong_home_is_no_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path / "typo"), "erase", "--email", "a@b.example"]) == 2
    assert "is no warehouse home" in capsys.readouterr().err
    assert not (tmp_path / "typo").exists()


def test_what_sqlite_keeps_beside_a_database_is_no_text(tmp_path: Path) -> None:
    """An open history has its newest lines in a file beside it, which is none of ours to rewrite."""
    home = Home(tmp_path)
    (home.root / "dagster").mkdir()
    with closing(sqlite3.connect(home.root / "dagster" / "runs.db")) as history:
        history.execute("pragma journal_mode = wal")
        history.execute("create table events (event text)")
        history.execute("insert into events values ('zoe@example.com')")
        history.commit()
        (home.root / "dagster" / "run.out").touch()
        assert len(list((home.root / "dagster").iterdir())) == 4
        assert [path.name for path in text_traces(home)] == ["run.out"]


def test_packed_logs_are_cleaned_and_what_is_sealed_is_named(home: Home, contract: Contract) -> None:
    deliver(home, "files/crm.contacts/a.csv", planted.CONTACTS)
    deliver(home, "files/crm.contacts/old.zip", b"PK")
    night(home, contract)
    log, cut_off, notes = (
        home.root / name for name in ("refresh.log.2.gz", "refresh.log.3.gz", "notes.tar.gz")
    )
    log.write_bytes(gzip.compress(f"warning: {planted.NAME}\nfine\n".encode()))
    cut_off.write_bytes(log.read_bytes()[:-9])
    notes.write_bytes(log.read_bytes())
    log.chmod(0o640)
    done = erase(home, contract, Request(email=planted.EMAIL))
    assert done.places["logs"] == 1 and log.stat().st_mode & 0o777 == 0o640
    text = gzip.decompress(log.read_bytes()).decode()
    assert text.startswith("warning: erased-") and text.endswith("\nfine\n")
    named = ["refresh.log.3.gz", "inbox/files/crm.contacts/old.zip", "notes.tar.gz"]
    assert [warning.partition(": is packed")[0] for warning in done.warnings] == named


def test_a_bomb_is_looked_through_up_to_the_intakes_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(bytes(5_000_000)))
    monkeypatch.setattr(untaken, "unpack_gzip", partial(unpack_gzip, ratio_from_bytes=1_000))
    [(plain, size)] = [(file, file.stat().st_size) for file, _ in untaken._as_text(bomb, tmp_path)]
    assert size < 5_000_000 and not plain.exists()

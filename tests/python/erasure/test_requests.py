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
from orchestration.releases import find_release

from . import planted
from .conftest import ages, night, publish_release, raw_rows
from .planted import deliver
from .scanner import occurrences

HEADER = "request_id,subject_kind,subject_id,received_at\n"


def ask(home: Home, *lines: str, name: str = "a") -> None:
    text = HEADER + "".join(f"{line},2025-03-01T00:00:00Z\n" for line in lines)
    deliver(home, f"files/governance.erasure_requests/{name}.csv", text)


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


WORDS = """create or replace table conformed.fct_tickets as
    select unnest(['solved', 'net-30-days', 'solved']) as status, unnest(['CUS-7781', 'unknown', 'x']) as subject;
create or replace table conformed.dim_customer as select md5(customer_id) as customer_key, * from (values
    ('unknown', 'unknown', 'unknown'), ('contact', 'files', 'net-30-days')) t(kind, source, customer_id);
create or replace table marts.kpi_values as
    select unnest(['agent', 'agent', 'status']) as dimension, unnest(['unknown', 'solved', 'solved']) as dimension_value"""


def test_an_id_that_no_record_has_changes_no_words(home: Home, contract: Contract) -> None:
    """A request may name a status, by mistake or not: what everybody's records say stays."""
    deliver(
        home,
        "files/ticketing.tickets/a.csv",
        planted.TICKETS + "3,,,,net-30-days,net-30-days,solved,2025-02-02T09:00:00Z,\n",
    )
    deliver(
        home,
        "files/telephony.calls/a.csv",
        planted.CALLS + "k4,inbound,2025-02-05T00:00:00Z,handled,unknown,net-30-days\n"
        "k5,inbound,2025-02-05T00:00:00Z,handled,unknown,\n",
    )
    night(home, contract)
    publish_release(home, WORDS)
    before, release = raw_rows(home), find_release(home).path
    databases = {file.name: file.read_bytes() for file in release.glob("*.duckdb")}
    ask(home, "r1,contact,solved", "r2,contact,unknown", "r3,contact,net-30-days", "r4,account,email")
    _, warnings = night(home, contract)
    assert [w.partition(":")[2].split(":")[0] for w in warnings] == [
        " request r1",
        " request r2",
        " request r4",
    ]
    assert all("a word without a digit" in w for w in warnings)
    after = raw_rows(home)
    calls = {row["call_id"]: row for row in after["files/telephony.calls"]}
    assert is_erased(str(calls["k4"]["contact_id"])) and calls["k5"]["caller_id"] == "unknown"
    assert after["files/ticketing.tickets"] == before["files/ticketing.tickets"]
    assert {file.name: file.read_bytes() for file in release.glob("*.duckdb")} == databases
    contact = (
        planted.CONTACTS.splitlines()[0]
        + "\nnet-30-days,,Net Thirty,net@planted.example,,,,2025-03-01T00:00:00Z,\n"
    )
    deliver(home, "files/crm.contacts/a.csv", contact)  # a person of that id comes later, and is kept out
    night(home, contract)
    assert occurrences(home.root, ["Net Thirty", "net@planted.example"]) == []
    with pytest.raises(CxwError, match="write it as source:id"):
        erase(home, contract, Request(ids=(("contact", "solved"),)))


def test_a_request_for_no_known_kind_is_a_warning_until_it_is_corrected(
    home: Home, contract: Contract
) -> None:
    deliver(home, "files/crm.contacts/a.csv", planted.CONTACTS)
    ask(home, f"r1,customer,{planted.CONTACT}", "r2,Email ,ann.lee@other.example", "r3,contact,files:")
    for _ in range(2):
        _, warnings = night(home, contract)
        assert [w.partition("request r")[2][:1] for w in warnings] == ["1", "2", "3"]
        assert all("none of contact, requester, account, employee" in w for w in warnings[:2])
        assert not any(planted.CONTACT in w or "ann.lee" in w for w in warnings)
    ask(home, f"r1,contact,{planted.CONTACT}", "r2,contact,CON-OTHER-1", "r3,contact,CON-OTHER-2", name="b")
    assert night(home, contract)[1] == night(home, contract)[1] == []
    assert occurrences(home.root, [*planted.WORDS, "Ann Lee", "Lee, Bob", "CON-OTHER-1"]) == []


def test_a_blank_around_an_id_is_none_of_it(home: Home, contract: Contract) -> None:
    """The request is carried out once, in every spelling of the id; what was done is not done again."""
    deliver(home, "files/ticketing.requesters/a.csv", 'requester_id,name\n77,Zoé Blank\n"78\t",Ann Tab\n')
    header = planted.TICKETS.splitlines()[0]
    tickets = [f"{i},,{who},,email,{words},open,2025-02-01T09:00:00Z," for i, (who, words) in enumerate(
        [("77", "zq one"), (" 77 ", "zq two"), ("78", "zq three"), ("79", "the printer is on fire")]
    )]  # fmt: skip
    deliver(home, "files/ticketing.tickets/a.csv", "\n".join([header, *tickets, ""]))
    ask(home, 'r1,requester,"77 "', "r2,requester, files:78", "r3,contact,net-30 ")
    for _ in range(2):
        _, warnings = night(home, contract)
        assert warnings == []
        assert (
            occurrences(home.root, ["Zoé Blank", "Ann Tab", "zq one", "zq two", "zq three", "net-30"]) == []
        )
        (last,) = [row for row in raw_rows(home)["files/ticketing.tickets"] if row["ticket_id"] == "3"]
        assert (last["requester_id"], last["subject"]) == ("79", "the printer is on fire")
    files = {path: path.stat().st_mtime_ns for path in home.root.rglob("*") if path.is_file()}
    (home.build / "kept").parent.mkdir(exist_ok=True)
    (home.build / "kept").touch()
    night(home, contract)
    assert {path: path.stat().st_mtime_ns for path in files} == files and (home.build / "kept").exists()
    with pytest.raises(CxwError, match="is a pseudonym: the person is erased already"):
        erase(home, contract, Request(ids=(("requester", f"files:erased-{'0' * 20}"),)))


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


def test_a_bomb_is_looked_through_up_to_the_intakes_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(bytes(5_000_000)))
    monkeypatch.setattr(untaken, "unpack_gzip", partial(unpack_gzip, ratio_from_bytes=1_000))
    [(plain, size)] = [(file, file.stat().st_size) for file, _ in untaken._as_text(bomb, tmp_path)]
    assert size < 5_000_000 and not plain.exists()

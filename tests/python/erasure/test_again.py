"""Who was erased stays so: delivered again, under another name, by another id, late, or after the raw store is rebuilt."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from orchestration.contract import Contract
from orchestration.erasure.erasing import erase
from orchestration.erasure.key import is_erased, open_key
from orchestration.erasure.looked_through import last_looked_through
from orchestration.erasure.request import Request
from orchestration.erasure.tombstones import read_tombstones
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake import read_ledger

from . import planted
from .conftest import ages, night, raw_rows
from .planted import deliver
from .scanner import occurrences

BY_EMAIL = Request(email=planted.EMAIL)


def looked_through(home: Home) -> int:
    """The last delivery of which the raw store says so."""
    key = open_key(home)
    return last_looked_through(home, key, read_tombstones(home, key))


@pytest.fixture
def clean(company: Home, contract: Contract) -> Home:
    """The company after the erasure."""
    erase(company, contract, BY_EMAIL)
    return company


@pytest.mark.slow
def test_the_same_files_again_are_known_and_cleaned(clean: Home, contract: Contract) -> None:
    deliveries = len(read_ledger(clean))
    deliver(clean, "files/crm.contacts/again.csv", planted.CONTACTS)
    deliver(clean, "files/ticketing.ticket_messages/a.csv", planted.MESSAGES)
    deliver(clean, "files/ticketing.requesters/again.csv.gz", planted.REQUESTERS)
    ages(clean)
    scan, _ = night(clean, contract)
    assert scan.taken == [] and len(read_ledger(clean)) == deliveries
    assert occurrences(clean.root, planted.WORDS) == []
    assert night(clean, contract)[0].taken == []


def test_a_person_who_is_delivered_anew_is_known_by_each_mark(clean: Home, contract: Contract) -> None:
    by_address = f"CON-NEW-9,ACC-1,Somebody Else,{planted.EMAIL},,new allergy,,2025-03-01T00:00:00Z,"
    by_id = f"{planted.CONTACT},ACC-1,Zoé Q. New-Name,new@planted.example,,,,2025-03-01T00:00:00Z,"
    header = planted.CONTACTS.splitlines()[0]
    deliver(clean, "files/crm.contacts/b.csv", f"{header}\n{by_address}\n{by_id}\n")
    deliver(
        clean,
        "files/ticketing.tickets/b.csv",
        "ticket_id,requester_id,channel,subject,status,created_at\n"
        f"31,{planted.REQUESTER},email,a new worry,open,2025-03-01T00:00:00Z\n"
        f"32,REQ-OTHER-1,email,{planted.NAME} is away,open,2025-03-01T00:00:00Z\n",
    )
    deliver(
        clean,
        "files/ticketing.ticket_messages/b.csv",
        "message_id,ticket_id,sent_at,author_id,author_role,is_public,body\n"
        "m31,31,2025-03-01T00:00:00Z,A1,agent,true,about that new worry\n"
        f"m32,32,2025-03-01T00:00:00Z,A1,agent,true,call {planted.PHONE} 01 22 33 44 55\n",
    )
    scan, warnings = night(clean, contract)
    assert (len(scan.taken), warnings) == (3, [])
    new = (
        "CON-NEW-9",
        "Somebody Else",
        "Zoé Q. New-Name",
        "new@planted.example",
        "a new worry",
        "that new worry",
    )
    assert occurrences(clean.root, [*planted.WORDS, *new]) == []
    subjects = {str(r["ticket_id"]): str(r["subject"]) for r in raw_rows(clean)["files/ticketing.tickets"]}
    assert is_erased(subjects["31"]) and subjects["32"].endswith(" is away")
    deliver(
        clean, "files/crm.contacts/c.csv", f"{header}\nCON-NEW-9,,Somebody Else,,,,,2025-03-02T00:00:00Z,\n"
    )
    night(clean, contract)
    assert occurrences(clean.root, new) == []  # the id that came with the address is known from then on


def test_other_spellings_are_the_same_person(home: Home, contract: Contract) -> None:
    contacts = "contact_id,full_name,email,phone,created_at\n"
    joerg = "CON-J-1,J\u00f6rg M\u00fcllerstein,joerg.o'dea@planted.example,+49 30 4455667 ext. 12 / 0171 9988776,2025-01-01T00:00:00Z\n"
    deliver(home, "files/crm.contacts/a.csv", contacts + joerg)
    texts = [
        "Jo\u0308rg Mu\u0308llerstein is away",
        "call 030–445–5667 or 0171 – 998 – 8776",
        "joerg.o'dea@planted.example.Thanks",
        "/u?e=joerg.o%27dea%40planted.example&n=1",
    ]
    words = [texts[0][:-8], "445–5667", "998 – 8776", "joerg.o", "Müllerstein", "4455667", "9988776"]
    for number, name in enumerate(("before", "after")):
        lines = [
            json.dumps({"ticket_id": f"{number}{i}", "channel": "email", "subject": text, "status": "open",
                        "created_at": "2025-02-01T09:00:00Z"}, ensure_ascii=False)
            for i, text in enumerate(texts)
        ]  # fmt: skip
        escaped = lines[2].replace("'", "\\u0027").replace("Thanks", "Bye")
        deliver(home, f"files/ticketing.tickets/{name}.jsonl", "\n".join([*lines, escaped, ""]))
        if name == "before":
            night(home, contract)
            erase(home, contract, Request(ids=(("contact", "CON-J-1"),)))
        else:
            late = contacts + "CON-J-2,,joerg.o'dea@planted.example,,2025-03-01T00:00:00Z\n"
            deliver(home, "files/crm.contacts/late.csv", late)
            night(home, contract)
        assert occurrences(home.root, words) == []
    assert [is_erased(str(r["contact_id"])) for r in raw_rows(home)["files/crm.contacts"]] == [True, True]


def test_a_number_of_a_vendors_user_is_theirs(home: Home, contract: Contract) -> None:
    user = {"id": 4411, "name": "Zoé Caller", "email": planted.EMAIL, "phone": "+33 6 12 34 56 78"}
    deliver(home, "zendesk/user/a.jsonl", json.dumps(user) + "\n")
    deliver(
        home,
        "files/telephony.calls/a.csv",
        planted.CALLS + "k9,inbound,2025-02-04T00:00:00Z,handled,0612345678,\n",
    )
    night(home, contract)
    erase(home, contract, BY_EMAIL)
    assert occurrences(home.root, ["0612345678", "+33 6 12 34 56 78", "Zoé Caller"]) == []
    assert any(planted.PHONE in line for line in occurrences(home.root, [planted.PHONE]))


@pytest.mark.slow
def test_a_raw_store_that_is_rebuilt_from_the_inbox_has_nobody(clean: Home, contract: Contract) -> None:
    before = {table: len(rows) for table, rows in raw_rows(clean).items()}
    shutil.rmtree(clean.raw)
    scan, _ = night(clean, contract)
    assert len(scan.taken) == 12
    assert {table: len(rows) for table, rows in raw_rows(clean).items()} == before
    assert occurrences(clean.root, planted.WORDS) == []


@pytest.mark.parametrize("made_of", ["a backup", "the sources' exports"])
def test_a_raw_store_of_before_the_erasure_is_looked_through(
    company: Home, contract: Contract, tmp_path: Path, made_of: str
) -> None:
    """It has as many deliveries as were looked through, and they are other ones."""
    shutil.copytree(company.raw, tmp_path / "raw")
    erase(company, contract, BY_EMAIL)
    night(company, contract)
    shutil.rmtree(company.raw)
    if made_of == "a backup":
        shutil.copytree(tmp_path / "raw", company.raw)
    else:
        shutil.rmtree(company.inbox)
        planted.deliver_everything(company)
        for refused in ("ticketing.tickets/semicolons.csv", "crm.contacts/notes.txt"):
            (company.inbox / "files" / refused).unlink()  # these are looked through in every night
    ages(company)
    assert night(company, contract)[1] == []
    assert occurrences(company.root, planted.WORDS) == []
    assert looked_through(company) == max(e.delivery for e in read_ledger(company) if e.raw_path)


def test_a_second_person_is_looked_for_in_a_raw_store_of_before(clean: Home, contract: Contract) -> None:
    """The backup was looked through for the first one alone, up to the same delivery."""
    shutil.copytree(clean.raw, clean.root.parent / "raw")
    erase(clean, contract, Request(ids=(("contact", "CON-OTHER-1"),)))
    shutil.rmtree(clean.raw)
    shutil.copytree(clean.root.parent / "raw", clean.raw)
    night(clean, contract)
    assert occurrences(clean.root, ["CON-OTHER-1", "ann.lee@other.example"]) == []


@pytest.mark.slow
def test_two_homes_with_one_key_come_to_the_same(company: Home, contract: Contract, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    erase(company, contract, BY_EMAIL)
    (other.root / "erasure").mkdir(parents=True)
    for name in ("key", "tombstones.jsonl"):
        shutil.copy2(company.root / "erasure" / name, other.root / "erasure" / name)
    planted.deliver_everything(other)
    night(other, contract)
    mine, theirs = raw_rows(company), raw_rows(other)
    assert mine == theirs


@pytest.mark.parametrize("lost", ["key", "both but the list"])
@pytest.mark.slow
def test_without_the_key_nothing_is_taken(clean: Home, contract: Contract, lost: str) -> None:
    (clean.root / "erasure" / "key").unlink()
    if lost != "key":
        (clean.root / "erasure" / "key").write_bytes(bytes(32))
    with pytest.raises(CxwError, match="restore both from one backup"):
        night(clean, contract)


def test_an_unrelated_person_of_the_same_short_id_is_left_alone(home: Home, contract: Contract) -> None:
    deliver(
        home,
        "files/ticketing.requesters/a.csv",
        "requester_id,name,email\n7,Short Id,short@planted.example\n",
    )
    deliver(home, "files/ticketing.agents/a.csv", "agent_id,name\n7,Agent Seven\n")
    deliver(
        home, "files/crm.accounts/a.csv", "account_id,name,created_at\n7,Seven Ltd,2025-01-01T00:00:00Z\n"
    )
    deliver(
        home,
        "files/ticketing.tickets/a.csv",
        "ticket_id,account_id,requester_id,assignee_id,channel,subject,status,created_at\n"
        "7,7,7,7,email,zq own,open,2025-01-01T00:00:00Z\n8,7,8,7,7,7,7,2025-01-01T00:00:00Z\n",
    )
    deliver(home, "zendesk/user/a.csv", "id,name,email\n7,Other Seven,seven@other.example\n")
    night(home, contract)
    erase(home, contract, Request(ids=(("requester", "files:7"),)))
    rows = raw_rows(home)
    assert rows["zendesk/user"][0]["name"] == "Other Seven"
    assert rows["files/ticketing.agents"][0]["agent_id"] == "7"
    assert rows["files/crm.accounts"][0]["account_id"] == "7"
    first, second = rows["files/ticketing.tickets"]
    assert (first["ticket_id"], first["account_id"], first["assignee_id"]) == ("7", "7", "7")
    assert is_erased(str(first["requester_id"])) and is_erased(str(first["subject"]))
    assert (second["requester_id"], second["subject"], second["channel"]) == ("8", "7", "7")
    assert occurrences(home.root, ["Short Id", "short@planted.example", "zq own"]) == []

"""A person who was erased is nowhere: a scan that knows nothing of the eraser finds none of their words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.contract import Contract
from orchestration.erasure.erasing import Erased, erase
from orchestration.erasure.key import is_erased, read_key
from orchestration.erasure.request import Request
from orchestration.home import Home
from orchestration.intake import read_ledger, read_quarantine
from orchestration.intake.ledger import TAKEN
from orchestration.releases import find_release, verify

from . import planted
from .conftest import leave_traces, night, raw_rows, take_everything
from .scanner import occurrences

Rows = dict[str, list[dict[str, object]]]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Home:
    """The company with the person in every place."""
    home = Home(tmp_path_factory.mktemp("before") / "it's [a] home")
    take_everything(home, contract)
    leave_traces(home)
    return home


@pytest.fixture(scope="module")
def rows_before(before: Home) -> Rows:
    return raw_rows(before)


@pytest.fixture(scope="module")
def words_before(before: Home) -> list[str]:
    return occurrences(before.root, planted.WORDS)


@pytest.fixture(scope="module")
def erased(before: Home, rows_before: Rows, words_before: list[str], contract: Contract) -> Iterator[Erased]:
    """What came of erasing the person, by an address."""
    yield erase(before, contract, Request(email=planted.EMAIL))


def test_nothing_of_a_person_is_left(before: Home, words_before: list[str], erased: Erased) -> None:
    assert len(words_before) > 60
    assert {line.rpartition(": ")[2] for line in words_before} == set(planted.WORDS)
    assert erased.warnings == []
    assert occurrences(before.root, planted.WORDS) == []
    still = {line.rpartition(": ")[2] for line in occurrences(before.root, planted.OTHERS)}
    assert still == set(planted.OTHERS)
    assert all(count > 0 for place, count in erased.places.items() if place != "ledger"), erased.places


def test_no_record_is_lost_and_others_stay_as_they_were(
    before: Home, rows_before: Rows, erased: Erased
) -> None:
    rows_after = raw_rows(before)
    assert rows_after.keys() == rows_before.keys()
    for table, rows in rows_after.items():
        assert len(rows) == len(rows_before[table])
    of_others = [row for row in rows_before["files/ticketing.ticket_messages"] if row["message_id"] == "m5"]
    assert of_others[0] in rows_after["files/ticketing.ticket_messages"]
    statuses = [row for row in rows_before["files/ticketing.ticket_changes"] if row["field"] == "status"]
    assert [r for r in rows_after["files/ticketing.ticket_changes"] if r["field"] == "status"] == statuses
    before_it, others = (
        [{n: v for n, v in row.items() if v is not None} for row in rows["zendesk/user"] if row["id"] == "5"]
        for rows in (rows_before, rows_after)
    )
    assert others == before_it
    assert others[0]["weight"] == "20.10"


def test_what_a_person_is_linked_to_stays_linked(before: Home, erased: Erased) -> None:
    rows = raw_rows(before)
    (requester,) = [r for r in rows["files/ticketing.requesters"] if is_erased(str(r["requester_id"]))]
    (contact,) = [r for r in rows["files/crm.contacts"] if is_erased(str(r["contact_id"]))]
    assert requester["contact_id"] == contact["contact_id"]
    assert (contact["account_id"], contact["marketing_consent"], contact["role"]) == (
        "ACC-1",
        "true",
        "buyer",
    )
    assert (contact["full_name"], contact["email"], contact["phone"], contact["shoe_size"]) == (None,) * 4
    tickets = {str(r["ticket_id"]): r for r in rows["files/ticketing.tickets"]}
    assert tickets["1"]["requester_id"] == requester["requester_id"] != tickets["2"]["requester_id"]
    assert is_erased(str(tickets["1"]["subject"])) and tickets["2"]["subject"] == "the printer is on fire"
    callers = [r["caller_id"] for r in rows["files/telephony.calls"]]
    assert callers[0] == callers[1] != callers[2] and is_erased(str(callers[0]))
    (ticket,) = [r for r in rows["zendesk/ticket"] if r["id"] == 101]
    (user,) = [r for r in rows["zendesk/user"] if is_erased(str(r["id"]))]
    assert ticket["requester_id"] == user["id"] and ticket["effort"] is None


def test_others_texts_lose_the_mention_alone(before: Home, erased: Erased) -> None:
    bodies = {r["message_id"]: str(r["body"]) for r in raw_rows(before)["files/ticketing.ticket_messages"]}
    assert is_erased(bodies["m1"]) and is_erased(bodies["m2"])
    assert bodies["m3"].startswith("the printer is on fire; ask erased-")
    assert bodies["m4"].startswith("As erased-") and bodies["m4"].endswith(" said: buy paper")


def test_refused_records_stay_refused(before: Home, erased: Erased) -> None:
    ledger = {entry.path: entry for entry in read_ledger(before) if entry.status == TAKEN}
    messages = ledger["inbox/files/ticketing.ticket_messages/a.csv"]
    assert messages.physical_records == messages.accepted_records + messages.quarantined_records
    values = [r.value or "" for r in read_quarantine(before) if r.delivery == messages.delivery]
    assert sum(is_erased(value) for value in values) == 1
    assert sum("somebody else" in value for value in values) == 1


def test_the_next_night_takes_nothing_again(before: Home, contract: Contract, erased: Erased) -> None:
    scan, warnings = night(before, contract)
    assert scan.taken == [] and warnings == []
    assert occurrences(before.root, planted.WORDS) == []


def test_releases_are_as_published_but_for_the_person(before: Home, erased: Erased) -> None:
    release = find_release(before)
    assert verify(before) == []
    hashes = {d["sha256"] for d in release.manifest()["deliveries"]}
    assert {entry.sha256 for entry in read_ledger(before) if entry.status == TAKEN} <= hashes
    with duckdb.connect(str(release.database), read_only=True) as reader:
        counted = "select count(*), sum(minutes), count(distinct customer_key) from conformed.fct_tickets"
        assert reader.execute(counted).fetchone() == (1200, 3 * sum(range(0, 4000, 10)), 3)
        joined = "select count(*) from conformed.fct_tickets join conformed.dim_customer using (customer_key)"
        assert reader.execute(joined).fetchone() == (1200,)
        (key,) = reader.execute(
            "select customer_key from conformed.dim_customer where starts_with(customer_id, 'erased-')"
        ).fetchall()
        rebuilt = (
            "select md5('requester|files|' || customer_id) from conformed.dim_customer where customer_key = ?"
        )
        assert reader.execute(rebuilt, key).fetchone() == key
        comment = "select comment from duckdb_columns() where column_name = 'customer_id'"
        assert reader.execute(comment).fetchone() == ("What it is.",)
    with duckdb.connect(str(release.path / "people.duckdb"), read_only=True) as people:
        assert people.execute("select name from agents order by all").fetchall() == [("Ann Lee",), (None,)]


def test_the_key_is_for_the_owner_and_in_no_other_file(before: Home, erased: Erased) -> None:
    key, folder = read_key(before), before.root / "erasure"
    assert key is not None and (folder / "key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not (folder / "pending.json").exists()
    for path in (p for p in before.root.rglob("*") if p.is_file() and p != folder / "key"):
        assert key.secret not in path.read_bytes() and key.secret.hex().encode() not in path.read_bytes(), (
            path
        )
    assert key.secret.hex() not in repr(key)


def test_the_log_says_what_happened_and_to_nobody(before: Home, erased: Erased) -> None:
    lines = (before.releases / "log.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert [e["event"] for e in events if e["event"] == "erased"] == ["erased"]
    assert Path(before.releases).is_dir() and not list(before.releases.glob("*.erasing"))

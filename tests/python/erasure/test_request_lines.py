"""What a line of requests may say by mistake: an id of nobody, an unknown kind, blanks."""

from __future__ import annotations

import json

import pytest

from orchestration.contract import Contract
from orchestration.erasure.erasing import erase
from orchestration.erasure.key import is_erased
from orchestration.erasure.request import Request
from orchestration.erasure.requested import open_requests
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake import take_deliveries
from orchestration.releases import find_release

from . import planted
from .conftest import ARRIVED, TOLERANCE, night, publish_release, raw_rows
from .planted import REQUESTS, ask, deliver, parquet
from .scanner import occurrences

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


@pytest.mark.parametrize("first", [1, 2])
def test_a_correction_leaves_other_requests_to_be_told(home: Home, contract: Contract, first: int) -> None:
    """Two requests may make the same mistake."""
    deliver(home, "files/crm.contacts/a.csv", planted.CONTACTS)
    ask(home, f"r{first},contact,solved", f"r{3 - first},contact,solved")
    told = [warning.partition("request r")[2][:1] for warning in night(home, contract)[1]]
    assert told == [str(first), str(3 - first)]
    ask(home, f"r1,contact,{planted.CONTACT}", name="b")
    for _ in range(2):
        (warning,) = night(home, contract)[1]
        assert "request r2: " in warning and occurrences(home.root, planted.WORDS) == []


@pytest.mark.parametrize("kind", ["varchar", "timestamp", "timestamptz"])
def test_of_the_lines_of_one_request_the_latest_counts(home: Home, contract: Contract, kind: str) -> None:
    """In whatever order they come; an update that cannot be is none, and a deleted request is withdrawn."""
    lines = [
        ("r1", planted.CONTACT, "2025-03-02 00:00:00Z", False),
        ("r1", "CON-OTHER-1", "2025-03-01 23:00:00Z", False),
        ("r1", "CON-OTHER-2", "2999-01-01 00:00:00Z", False),
        ("r1", "solved", "1969-12-31 00:00:00Z", False),
        ("r2", "CON-OTHER-1", "2025-03-01 00:00:00Z", False),
        ("r2", "CON-OTHER-1", "2025-03-02 00:00:00Z", True),
        ("", "CON-OTHER-2", "2025-03-01 00:00:00Z", False),
        ("", "unknown", "2025-03-01 00:00:00Z", False),
    ]
    deliver(home, "files/crm.contacts/a.csv", planted.CONTACTS)
    parquet(
        home,
        "files/governance.erasure_requests/a.parquet",
        "select request_id, 'Contact' as subject_kind, subject_id, timestamp '2025-03-01' as received_at, "
        f"updated_at::{kind} as updated_at, is_deleted "
        f"from (values {', '.join(map(str, lines))}) t(request_id, subject_id, updated_at, is_deleted)",
    )
    (warning,) = night(home, contract)[1]
    assert "request without a request_id: no record of people has that contact" in warning
    assert occurrences(home.root, [*planted.WORDS, "Lee, Bob"]) == []
    contacts = {row["contact_id"]: row["full_name"] for row in raw_rows(home)["files/crm.contacts"]}
    assert contacts["CON-OTHER-1"] == "Ann Lee" and list(contacts.values()).count(None) == 2


@pytest.mark.parametrize(
    "later",
    [
        "r1,contact,CON-OTHER-1,yesterday,2025-03-02T00:00:00Z,",
        "r1,contact,CON-OTHER-1,20250301,2025-03-02T00:00:00Z,",
        "r1,contact,CON-OTHER-1, 2025-03-02T00:00:00Z,2025-03-02T00:00:00Z,",
        "r1,contact,CON-OTHER-1,2025-03-02T00:00:00 Z,2025-03-02T00:00:00Z,",
        "r1,contact,CON-OTHER-1,2025-03-02T00:00:00UTC,2025-03-02T00:00:00Z,",
        "r1,contact,CON-OTHER-1,2025-03-02T00:00:00+15:00,2025-03-02T00:00:00Z,",
        "r1,contact,CON-OTHER-1,2099-01-01T00:00:00Z,2025-03-02T00:00:00Z,",
        "r1,contact,CON-OTHER-1,1969-12-31T00:00:00Z,2025-03-02T00:00:00Z,",
        "r1,contact,CON-OTHER-1,2025-03-01T00:00:00Z,2025-04-01T20:00:00Z,",
        "r1,contact,,2025-03-01T00:00:00Z,2025-03-02T00:00:00Z,",
        "r1,,CON-OTHER-1,2025-03-01T00:00:00Z,2025-03-02T00:00:00Z,",
        "r1,,,,2025-03-02T00:00:00Z,true",
    ],
)
def test_a_line_that_is_refused_takes_no_other_ones_place(home: Home, contract: Contract, later: str) -> None:
    """In whatever order they come; where a request has no other line, it says whom, or is a warning."""
    header = REQUESTS.strip() + ",updated_at,is_deleted"
    good = f"r1,contact,{planted.CONTACT},2025-03-01 09:00+01:00,2025-03-01T00:00:00Z,"
    lines = [header, good, later, later.replace("r1", "r2"), good.replace("r1", "r2"), "r3,contact,,,,", ""]
    deliver(home, "files/governance.erasure_requests/a.csv", "\n".join(lines))
    take_deliveries(home, contract, arrived_at=ARRIVED)
    found = [(r.name, *r.ids) for r in open_requests(home, contract, TOLERANCE)]
    asked = [(f"request {name}", ("contact", planted.CONTACT)) for name in ("r1", "r2")]
    assert found == [*asked, ("request r3", ("contact", ""))]


@pytest.mark.parametrize(
    ("said", "counts"), [("CON-OTHER-1", True), (" ", True), ("", False), (["CON-2"], False)]
)
def test_a_line_counts_where_staging_takes_it(
    home: Home, contract: Contract, said: str | list[str], counts: bool
) -> None:
    """Blanks are a text; a list in place of an id is none."""
    good = {"request_id": "r1", "subject_kind": "contact", "subject_id": planted.CONTACT}
    good |= {"received_at": "2025-03-01T00:00:00+14:30", "updated_at": "2025-03-01T00:00:00 UTC"}
    later = good | {"subject_id": said, "updated_at": "2025-03-02T00:00:00Z"}
    lines = [json.dumps(line) for line in (good, later)]
    deliver(home, "files/governance.erasure_requests/a.jsonl", "\n".join(lines))
    take_deliveries(home, contract, arrived_at=ARRIVED)
    (request,) = open_requests(home, contract, TOLERANCE)
    assert request.ids == (("contact", str(said).strip() if counts else planted.CONTACT),)


def test_a_blank_around_a_request_id_makes_it_another(home: Home, contract: Contract) -> None:
    """As in staging: neither line takes the other's place, whichever comes first."""
    ask(
        home,
        "r1,contact,CON-1",
        '"r1 ",contact,CON-2',
        '" r2",contact,CON-3',
        "r2,contact,CON-4",
        "r2,contact,CON-5",
    )
    take_deliveries(home, contract, arrived_at=ARRIVED)
    asked = [request.ids[0][1] for request in open_requests(home, contract, TOLERANCE)]
    assert asked == ["CON-1", "CON-2", "CON-3", "CON-5"]


def test_blanks_alone_are_no_request_id(home: Home, contract: Contract) -> None:
    ask(home, '" ",contact,CON-1', '" ",contact,CON-2', '"",contact,CON-3')
    take_deliveries(home, contract, arrived_at=ARRIVED)
    asked = [request.ids[0][1] for request in open_requests(home, contract, TOLERANCE)]
    assert asked == ["CON-1", "CON-2", "CON-3"]


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

"""Ids of Parquet files become pseudonyms whatever their type is, and amounts stay numbers."""

from __future__ import annotations

import shutil
from decimal import Decimal

import duckdb
import pytest

from orchestration.contract import Contract
from orchestration.erasure.erasing import erase
from orchestration.erasure.key import is_erased
from orchestration.erasure.request import Request
from orchestration.home import Home

from .conftest import ages, night, raw_rows
from .planted import deliver, parquet
from .scanner import occurrences

NUMBERS = ("bigint", "double", "decimal(38,0)", "decimal(38,10)")
UUID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
IDS = [*(f"7700880012::{kind}" for kind in NUMBERS), f"uuid '{UUID}'"]
WORDS = ("Dora Typeson", "dora@typed.example", "a typed secret", "7700880012", UUID)
ERASED = Request(email="dora@typed.example")


def deliver_users(home: Home, theirs: str) -> None:
    """A user with an id of some type, their ticket, and another user's."""
    other = theirs.replace("7700880012", "5").replace("aaaaaaaa-", "bbbbbbbb-")
    when = "(select timestamp '2025-03-01' as created_at, timestamp '2025-03-01' as updated_at)"
    parquet(
        home,
        "zendesk/user/a.parquet",
        f"select * from (values ({theirs}, 'Dora Typeson', 'dora@typed.example'), "
        f"({other}, 'Ann Lee', 'ann.lee@other.example')) t(id, name, email), {when}",
    )
    parquet(
        home,
        "zendesk/ticket/a.parquet",
        f"select * from (values (1, {theirs}, 'a typed secret'), (2, {other}, 'the printer is on fire')) "
        f"t(id, requester_id, subject), {when}",
    )


def inbox_requesters(home: Home) -> list[str | None]:
    """Who asked, as the inbox has it."""
    file = str(home.inbox / "zendesk/ticket/a.parquet").replace("'", "''").replace("[", "[[]")
    with duckdb.connect() as connection:
        rows = connection.execute(f"select requester_id::varchar from read_parquet('{file}') order by id")
        return [row[0] for row in rows.fetchall()]


@pytest.mark.parametrize("theirs", IDS)
def test_an_id_of_any_type_becomes_a_pseudonym(home: Home, contract: Contract, theirs: str) -> None:
    deliver_users(home, theirs)
    night(home, contract)
    others = [row["id"] for row in raw_rows(home)["zendesk/user"] if row["name"] == "Ann Lee"]
    erase(home, contract, ERASED)
    after = raw_rows(home)
    assert occurrences(home.root, WORDS) == []
    (user,) = [row for row in after["zendesk/user"] if row["name"] is None]
    first, second = sorted(after["zendesk/ticket"], key=lambda row: str(row["id"]))
    assert is_erased(str(user["id"])) and first["requester_id"] == user["id"]
    assert inbox_requesters(home) == [first["requester_id"], second["requester_id"]]
    assert second["subject"] == "the printer is on fire"
    assert second["requester_id"] in {str(other).removesuffix(".0") for other in others}
    shutil.rmtree(home.raw)
    ages(home)
    night(home, contract)
    again = sorted(raw_rows(home)["zendesk/ticket"], key=lambda row: str(row["id"]))
    assert [row["requester_id"] for row in again] == [first["requester_id"], second["requester_id"]]


@pytest.mark.parametrize("column", ["file_row_number", "File_Row_Number", "filename"])
def test_a_column_may_be_called_what_the_engine_calls_its_own(
    home: Home, contract: Contract, column: str
) -> None:
    parquet(
        home,
        "zendesk/user/a.parquet",
        f"select *, 9 - id::int as {column}, timestamp '2025-03-01' as created_at, timestamp '2025-03-01' as updated_at"
        " from (values ('1', 'Ann Lee', 'ann.lee@other.example'), ('2', 'Dora Typeson', 'dora@typed.example'))"
        " t(id, name, email)",
    )
    night(home, contract)
    erase(home, contract, ERASED)
    assert occurrences(home.root, WORDS[:2]) == []
    first, second = raw_rows(home)["zendesk/user"]
    assert (first["id"], first["name"], second["name"]) == ("1", "Ann Lee", None)


@pytest.mark.parametrize("column", ["Position", " position"])
@pytest.mark.parametrize("position", ["1", "'chief'"])
def test_a_column_of_positions_is_none_of_records(
    home: Home, contract: Contract, column: str, position: str
) -> None:
    """A header that is written with its blanks: the intake takes their names without them, the inbox keeps them."""
    file = parquet(
        home,
        "zendesk/user/a.parquet",
        f"""select id, name as " name", email as " email", {position} as "{column}",
        timestamp '2025-03-01' as created_at, timestamp '2025-03-01' as updated_at from (values
        (1, '1', 'Dora Typeson', 'dora@typed.example'), (2, '2', 'Ann Lee', 'ann.lee@other.example'),
        (3, '3', 'Bob Ray', 'bob.ray@other.example')) t(row, id, name, email)""",
    )
    night(home, contract)
    erase(home, contract, ERASED)
    assert occurrences(home.root, WORDS[:2]) == []
    with duckdb.connect() as connection:
        rows = connection.from_parquet(str(file).replace("[", "[[]")).fetchall()
    assert [row[:2] for row in rows[1:]] == [("2", "Ann Lee"), ("3", "Bob Ray")] and rows[0][1] is None


def test_an_id_of_decimals_is_erased_by_request(home: Home, contract: Contract) -> None:
    deliver_users(home, "7700880012::decimal(38,0)")
    deliver(
        home,
        "files/governance.erasure_requests/a.csv",
        "request_id,subject_kind,subject_id,received_at\nr1,requester,7700880012,2025-03-01T00:00:00Z\n",
    )
    assert night(home, contract)[1] == []
    assert occurrences(home.root, WORDS) == []
    shutil.rmtree(home.inbox)
    deliver_users(home, "7700880012::decimal(20,0)")
    night(home, contract)
    assert occurrences(home.root, WORDS) == []


def test_an_amount_is_no_telephone_number(home: Home, contract: Contract) -> None:
    deliver(
        home,
        "files/crm.contacts/a.csv",
        "contact_id,email,phone,created_at\nC-1,dora@typed.example,1000000,2025-01-01T00:00:00Z\n",
    )
    parquet(
        home,
        "legacy/amounts/a.parquet",
        "select * from (values ('x', 10000.00::decimal(18,2)), ('y', 1.5)) t(what, amount)",
    )
    night(home, contract)
    erase(home, contract, ERASED)
    night(home, contract)
    assert [row["amount"] for row in raw_rows(home)["legacy/amounts"]] == [
        Decimal("10000.00"),
        Decimal("1.50"),
    ]

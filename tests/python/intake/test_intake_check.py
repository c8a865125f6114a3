"""`check_delivery`: what a scan would say of a file, without taking it."""

from __future__ import annotations

import pytest

from orchestration.contract import load_contract
from orchestration.errors import CxwError
from orchestration.intake import check_delivery, closest_table


def test_check_says_what_a_scan_would_and_takes_nothing(room, tmp_path):
    file = tmp_path / "zendesk" / "ticket" / "a.csv"
    file.parent.mkdir(parents=True)
    file.write_text("id,odd\n1,x\n2\n")
    report = check_delivery(file, room.home, room.contract)
    assert (report.status, report.source, report.table) == ("taken", "zendesk", "ticket")
    assert (report.accepted_records, report.quarantined_records, report.unknown_columns) == (1, 1, ("odd",))
    assert [(r.record, r.reason) for r in report.quarantine_examples] == [(2, "missing_columns")]
    assert not room.home.root.exists()
    assert check_delivery(file, room.home, room.contract, "crm", "deal").is_known_table is False


def test_check_knows_what_was_taken_before_and_what_would_be_rejected(room):
    file = room.deliver("zendesk/ticket/2024/a.csv", "id\n1\n")
    room.scan()
    assert check_delivery(file, room.home, room.contract).taken_before_as == 1
    file.write_text("no\n1\n")
    report = check_delivery(file, room.home, room.contract)
    assert (report.table, report.status, report.taken_before_as) == ("ticket", "rejected", None)
    with pytest.raises(CxwError, match="there is no such file"):
        check_delivery(file.with_name("b.csv"), room.home, room.contract)
    with pytest.raises(CxwError, match="its extension is none of"):
        check_delivery(room.deliver("a.txt", "x"), room.home, room.contract)
    with pytest.raises(CxwError, match="it is a folder; name a file in it"):
        check_delivery(file.parent, room.home, room.contract)


def test_folders_outside_of_the_inbox_are_not_taken_for_a_table_that_nobody_knows(room, tmp_path):
    file = tmp_path / "my exports" / "tickets" / "a.csv"
    file.parent.mkdir(parents=True)
    file.write_text("id\n1\n")
    with pytest.raises(CxwError, match="say which table it is for, with --source and --table"):
        check_delivery(file, room.home, room.contract)
    with pytest.raises(CxwError, match="say which table it is for"):
        check_delivery(file, room.home, room.contract, "zendesk")
    assert check_delivery(file, room.home, room.contract, "zendesk", "ticket").status == "taken"
    assert check_delivery(file, room.home, room.contract, "oddware", "things").is_known_table is False


NO_TABLES = [("files", "../x"), ("my exports", "tickets"), ("ledger", "x"), ("files", "a/b")]


@pytest.mark.parametrize(("source", "table"), NO_TABLES)
def test_a_table_that_a_scan_refuses_would_be_rejected(room, tmp_path, source, table):
    file = tmp_path / "a.csv"
    file.write_text("id\n1\n")
    report = check_delivery(file, room.home, room.contract, source, table)
    assert report.status == "rejected"
    assert "folder name" in str(report.reason) or "is reserved" in str(report.reason)


PLACES = [
    ("zendesk/my tickets/a.csv", "folder name"),
    ("zendesk/lost.csv", "outside of inbox/<source>/<table>/"),
    ("ledger/ticket/a.csv", "is reserved"),
    ("zendesk/ticket/.a.csv", "begins with '.'"),
    ("zendesk/ticket/.old/a.csv", "begins with '.'"),
]


@pytest.mark.parametrize(("name", "why"), PLACES)
def test_a_place_in_the_inbox_that_a_scan_refuses_or_passes_by(room, name, why):
    file = room.deliver(name, "id\n1\n")
    report = check_delivery(file, room.home, room.contract)
    assert (report.status, why in str(report.reason)) == ("rejected", True), report.reason
    for delivery in room.scan().deliveries:
        assert delivery.status == "rejected"


def test_a_link_out_of_the_home_would_be_rejected(room, tmp_path):
    folder = room.deliver("a.csv", "id\n1\n").parent
    outside = tmp_path / "b.csv"
    outside.write_text("id\n2\n")
    (folder / "b.csv").symlink_to(outside)
    report = check_delivery(folder / "b.csv", room.home, room.contract)
    assert (report.status, "leads out of the warehouse home" in str(report.reason)) == ("rejected", True)


def test_the_closest_table_is_suggested():
    contract = load_contract()
    assert closest_table(contract, "zendsk", "tickets") == "zendesk/ticket"
    assert closest_table(contract, "files", "tickets") == "files/ticketing.tickets"
    assert closest_table(contract, "files", "crm.acounts") == "files/crm.accounts"
    assert closest_table(contract, "ZENDESK", "TICKET") == "zendesk/ticket"
    assert closest_table(contract, "Files", "Tickets") == "files/ticketing.tickets"
    assert closest_table(contract, "weather", "rainfall") is None

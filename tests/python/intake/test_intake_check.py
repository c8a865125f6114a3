"""`check_delivery`: what a scan would say of a file, without taking it."""

from __future__ import annotations

import pytest

from orchestration.errors import CxwError
from orchestration.intake import check_delivery


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

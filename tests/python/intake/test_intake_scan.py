"""A scan as a whole: what is new, what is known, what a kill leaves, what the ledger says."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime

import pytest

from orchestration.contract import RawColumn, RawTable
from orchestration.errors import CxwError
from orchestration.intake import read_quarantine, take_deliveries


def tree(folder):
    """Every file below a folder with its bytes."""
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_the_ledger_line_says_everything(room):
    file = room.deliver("zendesk/ticket/2024/a.csv", "id,subject,extra\n1,x,y\n\n2\n")
    room.scan()
    (line,) = room.ledger_lines()
    assert line == {
        "delivery": 1,
        "scan": 1,
        "source": "zendesk",
        "table_name": "ticket",
        "status": "taken",
        "reason": None,
        "path": "inbox/zendesk/ticket/2024/a.csv",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "bytes": file.stat().st_size,
        "mtime_ns": file.stat().st_mtime_ns,
        "ctime_ns": file.stat().st_ctime_ns,
        "inode": file.stat().st_ino,
        "format": "csv",
        "arrived_at": "2026-01-02T03:04:05.000000",
        "raw_path": "raw/zendesk/ticket/00000001.parquet",
        "has_record_column": True,
        "physical_records": 3,
        "accepted_records": 1,
        "quarantined_records": 1,
        "blank_records": 1,
        "columns": [{"name": name, "type": "VARCHAR"} for name in ("id", "subject", "extra")],
        "unknown_columns": ["extra"],
        "missing_columns": ["status"],
        "is_known_table": True,
        "formerly": [],
    }


def test_a_second_scan_changes_nothing(room):
    room.deliver("a.csv", "id\n1\n")
    room.deliver("b.csv", "id\n1,2\n")
    room.deliver("c.csv", "wrong\n1\n")
    room.scan()
    before = tree(room.home.root)
    report = room.scan()
    assert tree(room.home.root) == before
    assert (report.scan, report.known_deliveries) == (None, 2)
    assert [delivery.path for delivery in report.deliveries] == ["inbox/zendesk/ticket/c.csv"]


def test_the_same_bytes_under_another_name_are_nothing_new(room):
    file = room.deliver("a.csv", "id\n1\n")
    room.deliver("b.csv", "id\n1\n")
    assert [report.path for report in room.scan().deliveries] == ["inbox/zendesk/ticket/a.csv"]
    room.forget_stamp(file)
    file.rename(file.with_name("renamed.csv"))
    report = room.scan()
    assert (report.deliveries, report.known_deliveries) == ((), 2)
    room.deliver("crm/account/a.csv", "id\n1\n")
    assert [(r.source, r.delivery) for r in room.scan().taken] == [("crm", 2)]


def test_known_files_are_not_read_again(room, monkeypatch):
    room.deliver("a.csv", "id\n1\n")
    room.scan()
    monkeypatch.setattr("orchestration.intake.scan.sha256_of", lambda _file: pytest.fail("was hashed"))
    assert room.scan().known_deliveries == 1


def test_new_content_under_a_known_name_is_a_new_delivery(room):
    room.take("a.csv", "id\n1\n")
    room.take("a.csv", "id\n1\n2\n")
    assert [(entry.delivery, entry.scan, entry.accepted_records) for entry in room.ledger()] == [
        (1, 1, 1),
        (2, 2, 2),
    ]


@pytest.mark.parametrize("how", ["another file in its place", "written over"])
def test_other_content_of_the_same_size_and_time_is_a_new_delivery(room, how):
    file = room.deliver("a.csv", "id\n1\n")
    before = file.stat()
    room.scan()
    if how == "written over":
        file.write_text("id\n2\n")
    else:
        other = file.with_name("b.csv.tmp")
        other.write_text("id\n2\n")
        other.replace(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    room.scan()
    assert [entry.delivery for entry in room.ledger()] == [1, 2]
    assert room.rows("id") == [("2",)]


def test_a_ledger_without_inodes_is_read_and_its_files_are_known_by_their_bytes(room):
    file = room.deliver("a.csv", "id\n1\n")
    room.scan()
    (line,) = room.ledger_lines()
    older = {name: value for name, value in line.items() if name not in ("ctime_ns", "inode")}
    (room.home.ledger_dir / "000001.jsonl").write_text(json.dumps(older) + "\n")
    report = room.scan()
    assert (report.scan, report.known_deliveries) == (None, 1)
    stamp = file.stat()
    file.write_text("id\n2\n")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert [entry.delivery for entry in room.scan().taken] == [2]


def test_deliveries_are_numbered_by_scan_and_then_by_path(room):
    for name in ("zendesk/ticket/b.csv", "crm/account/z.csv", "zendesk/ticket/a/1.csv"):
        room.deliver(name, f"id\n{name}\n")
    room.scan()
    room.deliver("crm/account/a.csv", "id\nlate\n")
    room.scan()
    assert [entry.path for entry in room.ledger()] == [
        "inbox/crm/account/z.csv",
        "inbox/zendesk/ticket/a/1.csv",
        "inbox/zendesk/ticket/b.csv",
        "inbox/crm/account/a.csv",
    ]
    assert [entry.delivery for entry in room.ledger()] == [1, 2, 3, 4]


def test_hidden_and_unfinished_files_are_ignored(room):
    for name in (".hidden.csv", "a.csv.tmp", "b.csv.PART", "c.part"):
        room.deliver(name, "id\n1\n")
    room.deliver("zendesk/ticket/.hidden/a.csv", "id\n1\n")
    assert room.scan().deliveries == ()
    assert not room.home.ledger_dir.exists()


def test_an_unknown_table_is_kept_and_reported(room):
    report = room.take("oddware/things/a.csv", "a,b\n1,2\n")
    assert (report.status, report.is_known_table, report.unknown_columns) == ("taken", False, ())
    assert room.rows() == [("1", "2", 1)]
    assert room.ledger_lines()[0]["is_known_table"] is False


def test_a_rejected_delivery_is_reported_until_it_is_mended_or_accepted(room):
    room.deliver("a.csv", "ticket_no\n1\n")
    assert [len(room.scan().rejected) for _ in range(3)] == [1, 1, 1]
    assert [line["status"] for line in room.ledger_lines()] == ["rejected"]
    room.contract["zendesk", "ticket"] = RawTable(
        "zendesk", "ticket", "upsert", (RawColumn("ticket_no", "string"),)
    )
    assert [report.delivery for report in room.scan().taken] == [2]
    assert room.scan().deliveries == ()
    assert [line["status"] for line in room.ledger_lines()] == ["rejected", "taken"]


def test_refused_share_counts_a_rejected_delivery_with_all_its_records(room):
    room.deliver("a.csv", "id\n1\n2\n\n3,x\n")
    room.deliver("b.csv", "no\n1\n2\n")
    room.deliver("c.csv", "")
    room.deliver("crm/account/a.csv", "id\n1\n")
    assert room.scan().refused_share == {"crm": 0.0, "zendesk": (1 + 2 + 1) / (3 + 2 + 1)}


def test_arrival_is_written_in_utc_and_progress_names_each_file(room):
    room.deliver("a.csv", "id\n1\n")
    lines = []
    arrived = datetime.fromisoformat("2026-03-01T01:00:00+02:00")
    take_deliveries(room.home, room.contract, arrived_at=arrived, progress=lines.append)
    assert room.ledger()[0].arrived_at == "2026-02-28T23:00:00.000000"
    assert lines == ["reading inbox/zendesk/ticket/a.csv"]


def test_raw_files_are_the_same_bytes_every_time(room, tmp_path):
    text = "id,subject\n" + "".join(f'{n},"text, {n % 97}"\n' for n in range(30_000))
    room.take("a.csv", text)
    (first,) = room.home.raw.glob("*/*/*.parquet")
    content = first.read_bytes()
    (room.home.ledger_dir / "000001.jsonl").unlink()
    room.scan()
    assert first.read_bytes() == content


def test_an_unwritable_raw_store_is_named(room):
    room.deliver("a.csv", "id\n1\n")
    room.home.raw.write_text("in the way")
    with pytest.raises(CxwError, match="raw"):
        room.scan()


@pytest.mark.parametrize("line", [b'{"delivery": 1}\n', b"\xff\xfe\n", b"[" * 200_000], ids=range(3))
def test_a_damaged_ledger_is_named(room, line):
    room.take("a.csv", "id\n1\n")
    (room.home.ledger_dir / "000001.jsonl").write_bytes(line)
    with pytest.raises(CxwError, match=r"000001\.jsonl, line 1: the ledger cannot be read"):
        room.scan()


def test_a_ledger_whose_arrivals_are_no_instants_is_named(room):
    room.take("a.csv", "id\n1\n")
    ledger = room.home.ledger_dir / "000001.jsonl"
    ledger.write_text(ledger.read_text().replace("2026-01-02T", "2026-01-0xT"))
    with pytest.raises(CxwError, match=r"000001\.jsonl, line 1: the ledger cannot be read"):
        room.scan()


@pytest.mark.parametrize("line", [b'{"delivery": 1}\n', b"{\n", b"\xff\xfe\n", b"[" * 200_000], ids=range(4))
def test_a_damaged_quarantine_is_named(room, line):
    room.take("a.csv", "id\n1\n2,x\n")
    (room.home.quarantine_dir / "000001.jsonl").write_bytes(line)
    with pytest.raises(CxwError, match=r"000001\.jsonl, line 1: the quarantine cannot be read"):
        list(read_quarantine(room.home))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(room):
    room.deliver("a.csv", "id\n1\n").chmod(0)
    assert "permission denied" in str(room.scan().rejected[0].reason)


def test_local_time_is_never_used_for_an_instant_without_zone(room):
    room.deliver("a.csv", "id\n1\n")
    report = take_deliveries(room.home, room.contract, arrived_at=datetime(2026, 1, 1))
    assert report.arrived_at == datetime(2026, 1, 1, tzinfo=UTC)

"""What a kill, a growing file or a loss of records must not do."""

from __future__ import annotations

import pytest

from orchestration.errors import CxwError
from orchestration.intake.delivery import read_delivery


def test_a_killed_scan_has_taken_nothing_and_leaves_nothing(room, monkeypatch):
    room.take("a.csv", "id\n1\n")
    room.deliver("b.csv", "id\n2\n3,4\n")
    with monkeypatch.context() as patched:
        patched.setattr(
            "orchestration.intake.scan.write_ledger", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            room.scan()
    orphan = room.home.raw / "zendesk/ticket/00000002.parquet"
    assert orphan.exists()
    assert [entry.delivery for entry in room.ledger()] == [1]
    assert room.quarantine() == []
    (room.home.raw / ".intake-work").mkdir()
    (room.home.raw / ".intake-work" / "00000002.plain").write_bytes(b"left by a kill")
    (room.home.inbox / "zendesk/ticket/b.csv").unlink()
    room.take("crm/account/a.csv", "id\n9\n")
    assert not orphan.exists()
    assert not (room.home.raw / ".intake-work").exists()
    assert room.quarantine() == []
    assert [(entry.delivery, entry.source) for entry in room.ledger()] == [(1, "zendesk"), (2, "crm")]


def test_a_file_that_grows_while_it_is_read_waits_for_the_next_scan(room, monkeypatch):
    growing = room.deliver("b.csv", "id\n1\n2,\n")
    room.deliver("a.csv", "id\n7\n")

    def read_and_grow(outcome, engine):
        if outcome.delivery.file == growing:
            with growing.open("a") as stream:
                stream.write("3\n")
        read_delivery(outcome, engine)

    with monkeypatch.context() as patched:
        patched.setattr("orchestration.intake.scan.read_delivery", read_and_grow)
        report = room.scan()
    assert [(r.path[-5:], r.status) for r in report.deliveries] == [("a.csv", "taken"), ("b.csv", "waiting")]
    assert "still being written" in str(report.waiting[0].reason)
    assert [entry.path[-5:] for entry in room.ledger()] == ["a.csv"]
    assert room.quarantine() == []
    assert report.refused_share == {"zendesk": 0.0}
    (later,) = room.scan().deliveries
    assert (later.status, later.accepted_records, later.quarantined_records) == ("taken", 2, 1)


def test_a_file_that_grows_while_others_are_read_waits_too(room, monkeypatch):
    first = room.deliver("a.csv", "id\n1\n")
    room.deliver("b.csv", "id\n2\n")

    def grow_the_first(outcome, engine):
        read_delivery(outcome, engine)
        if outcome.delivery.file != first:
            first.write_text("id\n1\n11\n")

    with monkeypatch.context() as patched:
        patched.setattr("orchestration.intake.scan.read_delivery", grow_the_first)
        assert [r.status for r in room.scan().deliveries] == ["waiting", "taken"]
    assert [r.accepted_records for r in room.scan().taken] == [2]


def test_lost_records_stop_the_scan(room, monkeypatch):
    room.deliver("a.csv", "id\n1\n2\n")
    monkeypatch.setattr("orchestration.intake.csv_reader._read_fast", lambda *_: None)
    monkeypatch.setattr("orchestration.intake.staged.StagedRecords.add", lambda *_: None)
    with pytest.raises(
        CxwError, match=r"a\.csv: 2 physical records, but 0 accepted \+ 0 quarantined \+ 0 blank"
    ):
        room.scan()
    assert not list(room.home.raw.rglob("*.parquet"))
    assert room.ledger() == []


def test_a_file_that_vanishes_while_it_is_read_does_not_stop_the_others(room, monkeypatch):
    gone = room.deliver("a.csv", "id\n1\n")
    room.deliver("b.csv", "id\n2\n")

    def remove_and_read(outcome, engine):
        if outcome.delivery.file == gone:
            gone.unlink()
        read_delivery(outcome, engine)

    monkeypatch.setattr("orchestration.intake.scan.read_delivery", remove_and_read)
    assert [report.status for report in room.scan().deliveries] == ["waiting", "taken"]


def test_a_full_disk_is_named_with_the_delivery(room, monkeypatch):
    room.deliver("a.csv", "id\n1\n")

    def fail(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("orchestration.intake.engine.Engine.copy_to_parquet", fail)
    with pytest.raises(CxwError, match=r"inbox/zendesk/ticket/a\.csv: .*No space left on device"):
        room.scan()
    assert room.ledger() == []

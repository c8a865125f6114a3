"""Names, links and archives that somebody means badly: each is refused with its path, or is a name like any other."""

from __future__ import annotations

import errno
import gzip
import os
import socket
import stat
import zipfile

import duckdb
import pytest

from orchestration.errors import CxwError
from orchestration.intake import parquet_reader, unpacking
from orchestration.intake.engine import literal

STRANGE = [
    "it's.csv",
    'say "no".csv',
    "a; drop table raw_zendesk.ticket; --.csv",
    "{{ env_var('HOME') }}.csv",
    "*[a-z]?.csv",
    "%s %d {0}.csv",
    "--.csv",
    "été 🙂 日本.csv",
    "\u202egnp.csv",
    " spaced .csv",
    "x" * 251 + ".csv",
]


def test_a_strange_name_is_a_name(room):
    for number, name in enumerate(STRANGE):
        room.deliver(f"zendesk/ticket/{name}", f"id,subject\n{number},x\n")
    report = room.scan()
    assert [(r.path.rpartition("/")[2], r.reason) for r in report.rejected] == []
    assert {r.path.removeprefix("inbox/zendesk/ticket/") for r in report.taken} == set(STRANGE)
    for entry in room.ledger():
        assert room.rows("id", entry) == [(str(STRANGE.index(entry.path.rpartition("/")[2])),)]
        assert entry.raw_path == f"raw/zendesk/ticket/{entry.delivery:08d}.parquet"
    assert room.scan().deliveries == ()


@pytest.mark.parametrize("name", ["a\nb.csv", "a\rb.csv", "a\x1b[31m.csv", "a\x7f.csv", "a\u2028b.csv"])
def test_a_name_with_a_control_character_is_refused_and_shown_without_it(room, name):
    room.deliver(name, "id\n1\n")
    (report,) = room.scan().rejected
    assert "its path has a control character, such as a line break; rename it" in str(report.reason)
    assert report.path.isprintable() and str(report.reason).isprintable()
    assert not list(room.home.raw.glob("*/*/*.parquet"))


@pytest.mark.parametrize(
    "place",
    [
        "..",
        "...",
        ".",
        "a/..",
        "zen'desk",
        'zen"desk',
        "zen;desk",
        "zen desk",
        "zén",
        "-zendesk",
        "zendesk\n",
        "x" * 255,
    ],
)
def test_a_source_or_table_is_letters_digits_and_few_signs(room, place):
    """`..` cannot be a folder's name; what `cxw check --source` says is looked at by the same rule."""
    from orchestration.intake.inbox import misplaced

    ends_well = place == "x" * 255
    assert (misplaced(place, "ticket") is None) == (misplaced("zendesk", place) is None) == ends_well


def test_raw_files_stay_below_the_raw_store(room):
    for place in ("zendesk/..ticket", "zendesk/ticket.", "a..b/c..d", f"{'s' * 255}/{'t' * 255}"):
        room.deliver(f"{place}/a.csv", "id\n1\n")
    room.scan()
    raw = room.home.raw.resolve()
    taken = [room.home.root / str(entry.raw_path) for entry in room.ledger() if entry.raw_path]
    assert len(taken) == 3 and all(file.resolve().is_relative_to(raw) and file.is_file() for file in taken)


def test_nothing_is_opened_that_is_no_file(room, monkeypatch):
    folder = room.deliver("a.csv", "id\n1\n").parent
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(folder)  # a socket's path has 108 characters at most
        listener.bind("socket.csv")
        os.mkfifo(folder / "pipe.csv")
        (folder / "zero.csv").symlink_to("/dev/zero")
        (folder / "round.csv").symlink_to("round.csv")
        (folder / "up.csv").symlink_to("../../../../../../etc/passwd")
        if os.geteuid() == 0:
            os.mknod(folder / "device.csv", stat.S_IFCHR | 0o600, os.makedev(1, 5))
        report = room.scan()
    told = {r.path.rpartition("/")[2]: str(r.reason) for r in report.rejected}
    assert {name for name, reason in told.items() if "not a regular file" in reason} == {
        "socket.csv",
        "pipe.csv",
        *(["device.csv"] if os.geteuid() == 0 else []),
    }
    for name in ("zero.csv", "up.csv"):
        assert "leads out of the warehouse home" in told[name] or "broken link" in told[name]
    assert "broken link" in told["round.csv"]
    assert [r.path.rpartition("/")[2] for r in report.taken] == ["a.csv"]


def test_a_source_that_is_a_link_out_of_the_home_is_not_entered(room, tmp_path):
    outside = tmp_path / "outside" / "ticket"
    outside.mkdir(parents=True)
    (outside / "secret.csv").write_text("id\n1\n")
    room.home.inbox.mkdir(parents=True)
    (room.home.inbox / "zendesk").symlink_to(outside.parent, target_is_directory=True)
    (report,) = room.scan().rejected
    assert report.path == "inbox/zendesk" and not list(room.home.raw.glob("*/*/*.parquet"))


def test_an_archive_of_many_files_is_no_delivery(room):
    file = room.deliver("bomb.zip", b"")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../escaped.csv", "id\n1\n")
        archive.writestr("zeros.csv", b"0" * 10_000_000)
    assert "its extension is not one of" in room.refusal("bomb.zip", file.read_bytes())
    file.rename(file.with_suffix(".csv"))
    (report,) = room.scan().rejected
    assert report.path.endswith("bomb.csv") and room.quarantine() == []
    assert not list(room.home.root.parent.rglob("escaped.csv"))


@pytest.mark.parametrize("members", [1, 3])
def test_a_bomb_costs_no_more_than_its_limit_and_the_next_scan_works(room, monkeypatch, members):
    """Also one that is spread over several members of one file, of which none expands beyond measure."""
    monkeypatch.setattr(
        "orchestration.intake.unpacking.unpack_gzip.__kwdefaults__", {"ratio_from_bytes": 3_000_000}
    )
    file = room.deliver("b.csv.gz", "")
    file.write_bytes(gzip.compress(b"0" * (6_000_000 // members)) * members)
    room.deliver("c.csv", "id\n1\n")
    report = room.scan()
    assert [(r.path[-8:], "more than 200 times" in str(r.reason)) for r in report.rejected] == [
        ("b.csv.gz", True)
    ]
    assert [r.path[-5:] for r in report.taken] == ["c.csv"]
    assert not (room.home.raw / ".intake-work").exists()


def packed_parquet(room, name, select):
    """Delivers the result of a query in few bytes: of numbers only the steps between them are written."""
    file = room.deliver(name, b"")
    options = "format parquet, compression zstd, parquet_version v2"
    duckdb.sql(f"copy ({select}) to {literal(str(file))} ({options})")
    return file


def test_a_parquet_file_of_millions_of_equal_rows_is_refused(room):
    """Taken, it would be met again by every build."""
    file = room.parquet("bomb.parquet", "select '1' as id, 'x' as subject from range(5_000_000)")
    assert file.stat().st_size < 20_000
    packed_parquet(room, "keys.parquet", "select 1 as ID, range as number from range(2_000_000)")
    packed_parquet(room, "unknown/table/a.parquet", "select 1 as id from range(2_000_000)")
    room.parquet("many.parquet", "select range::varchar as id from range(1_000_001)")
    report = room.scan()
    assert [r.path[-12:] for r in report.taken] == ["many.parquet"]
    reasons = [str(refused.reason) for refused in report.rejected]
    assert len(reasons) == 3 and any("it has 5,000,000 rows in " in reason for reason in reasons)
    told = "more than 200 in a byte, and hardly any is a record of its own"
    assert [reason for reason in reasons if told not in reason] == []


def test_a_parquet_file_of_millions_of_ids_that_follow_one_another_is_taken(room, monkeypatch):
    """So few bytes are no sign that they are equal; how many are looked at has an end."""
    select = "select range + 1 as id, 'x' as subject from range(2_000_000)"
    file = packed_parquet(room, "ids.parquet", select)
    packed_parquet(room, "unknown/table/a.parquet", select)
    assert 200 * file.stat().st_size < 2_000_000
    monkeypatch.setattr(parquet_reader, "MAX_ROWS_BEYOND_RATIO", 1_999_999)
    assert all("no more than 1,999,999 in a file" in str(r.reason) for r in room.scan().rejected)
    monkeypatch.setattr(parquet_reader, "MAX_ROWS_BEYOND_RATIO", 2_000_000)
    assert [delivery.status for delivery in room.scan().deliveries] == ["taken", "taken"]


def test_a_parquet_file_that_expands_beyond_measure_is_refused(room, monkeypatch):
    file = room.deliver("bomb.parquet", b"")
    select = "select range::varchar as id, repeat('x', 1_000_000) || range as subject from range(3)"
    duckdb.sql(f"copy ({select}) to {literal(str(file))} (format parquet, codec zstd)")
    assert 200 * file.stat().st_size < 3_000_000
    monkeypatch.setattr(parquet_reader, "RATIO_FROM_BYTES", 3_000_000)
    (report,) = room.scan().rejected
    assert "it expands to more than 200 times its " in str(report.reason)
    monkeypatch.setattr(parquet_reader, "RATIO_FROM_BYTES", 4_000_000)
    assert [delivery.status for delivery in room.scan().deliveries] == ["taken"]


def test_a_disk_that_is_full_is_told_with_the_file_and_a_remedy(room, monkeypatch):
    room.deliver("a.csv.gz", "id\n1\n")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("orchestration.intake.delivery.unpack_gzip", full)
        with pytest.raises(CxwError) as told:
            room.scan()
    said = str(told.value)
    assert said.startswith("inbox/zendesk/ticket/a.csv.gz: ") and "nothing of this scan was taken" in said
    assert "the disk is full: free space there" in said
    assert room.ledger() == [] and [r.status for r in room.scan().deliveries] == ["taken"]
    assert unpacking.MAX_RATIO == 200

"""One test for each reason to refuse a delivery whole; the message says what to do."""

from __future__ import annotations

import gzip
import os

import pytest

from orchestration.intake.definition import Rejected
from orchestration.intake.unpacking import unpack_gzip

CSV_REFUSALS = [
    (b"", "0 bytes"),
    (b"\n1,2\n", "first line is empty"),
    (b"\xef\xbb\xbf", "first line is empty"),
    (b"id;subject;status\n1;a;new\n", "separated by semicolons"),
    (b"id\tsubject\tstatus\n1\ta\tnew\n", "separated by tabs"),
    (b"id|subject|status\n1|a|new\n", "separated by vertical bars"),
    (b"subject,status\na,new\n", "required column 'id' is missing"),
    (b"1,a,new\n2,b,new\n", "required column 'id' is missing"),
    (b"id,subject,SUBJECT \n1,a,b\n", "column 'subject' is there more than once"),
    (b"id,subject,\n1,a,\n", "column 3 has no name"),
    (b"id,_record\n1,2\n", "'_record' is reserved"),
    (b'id,"subject\n1,a\n', "quoting of its header is broken"),
    (b"id,sub\0ject\n1,a\n", "NUL character"),
    (b"id,subj\xe9t\n1,a\n", "header is not UTF-8"),
    ("id,subject\n1,a\n".encode("utf-16"), "UTF-16"),
    (gzip.compress(b"id\n1\n", mtime=0), "name it .csv.gz"),
    (b"i" * 1_100_000, "longer than 1 MiB"),
]


@pytest.mark.parametrize(("content", "why"), CSV_REFUSALS)
def test_csv_is_refused_with_file_table_and_reason(room, content, why):
    reason = room.refusal("a.csv", content)
    assert reason.startswith("inbox/zendesk/ticket/a.csv (table zendesk/ticket): ")
    assert why in reason


def test_a_header_without_any_known_column_is_refused_where_none_is_required(room):
    assert "is the header missing?" in room.refusal("crm/account/a.csv", "17,Acme\n18,Bolt\n")


def test_a_line_that_never_ends_is_refused(room, monkeypatch):
    monkeypatch.setattr("orchestration.intake.counting.MAX_RECORD_BYTES", 2_000_000)
    assert "line longer than" in room.refusal("a.csv", b"id,subject\n1," + b"x" * 4_000_000 + b"\n2,y\n")


@pytest.mark.parametrize("name", ["b.csv.gz", "b.jsonl.gz"])
def test_compressed_files_that_are_no_whole_gzip(room, name):
    whole = gzip.compress(b'{"id": 1}\n' * 5000)
    file = room.deliver(name, b"")
    for content, why in [
        (whole[:-20], "cut off"),
        (b"id,subject\n1,2\n", "damaged"),
        (whole[:40] + b"\xff\xff" + whole[42:], "damaged"),
        (gzip.compress(b"", mtime=0), "holds nothing"),
    ]:
        file.write_bytes(content)
        (report,) = room.scan().deliveries
        assert (report.status, why in str(report.reason)) == ("rejected", True), report.reason


def test_a_gzip_bomb_is_refused_before_it_is_expanded(tmp_path):
    packed, target = tmp_path / "a.gz", tmp_path / "plain"
    packed.write_bytes(gzip.compress(b"0" * 20_000_000))
    with pytest.raises(Rejected, match="more than 200 times"):
        unpack_gzip(packed, target, ratio_from_bytes=5_000_000)
    assert target.stat().st_size <= 6_000_000
    unpack_gzip(packed, target)
    assert target.stat().st_size == 20_000_000


JSONL_REFUSALS = [
    (b"", "0 bytes"),
    (b' \n[{"id": 1}]', "JSON array"),
    (b"\xef\xbb\xbf[1]", "JSON array"),
    (b'{"subject": "x"}\n{"status": "new"}\n', "required column 'id' is missing"),
    (b"broken\nbroken too\n", "required column 'id' is missing"),
    (gzip.compress(b'{"id": 1}', mtime=0), "name it .jsonl.gz"),
    ('{"id": 1}\n'.encode("utf-16"), "UTF-16"),
    (b'{"id": 1, ' + b", ".join(b'"k%d": 1' % n for n in range(2100)) + b"}", "different keys"),
]


@pytest.mark.parametrize(("content", "why"), JSONL_REFUSALS)
def test_json_lines_are_refused(room, content, why):
    assert why in room.refusal("a.jsonl", content)


def test_parquet_is_refused_where_it_is_not_whole(room):
    file = room.parquet(
        "a.parquet", "select range::varchar as id, md5(range::varchar) as subject from range(50000)"
    )
    whole = file.read_bytes()
    middle = len(whole) // 2
    for content, why in [
        (b"", "0 bytes"),
        (b"PA", "not a Parquet file"),
        (b"id,subject\n1,2\n", "not a Parquet file"),
        (b"PARE" + whole[4:], "encrypted"),
        (whole[:-100], "cut off"),
        (b"PAR1" + b"junk" * 10 + b"PAR1", "damaged"),
        (whole[:middle] + bytes(200) + whole[middle + 200 :], "damaged"),
    ]:
        file.write_bytes(content)
        (report,) = room.scan().deliveries
        assert (report.status, why in str(report.reason)) == ("rejected", True), report.reason
    file.write_bytes(whole)
    assert [report.status for report in room.scan().deliveries] == ["taken"]


@pytest.mark.parametrize(
    ("select", "why"),
    [
        ("select 'x' as subject", "required column 'id' is missing"),
        ("select 1 as _record, '1' as id", "'_record' is reserved"),
        ("select '1' as id, 'b' as \" Id \"", "'id' is there more than once"),
    ],
)
def test_parquet_columns_are_checked_like_a_header(room, select, why):
    room.parquet("a.parquet", select)
    (report,) = room.scan().deliveries
    assert report.status == "rejected"
    assert why in str(report.reason)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("zendesk/ticket/notes.txt", "its extension is not one of .csv, .csv.gz"),
        ("zendesk/ticket/a.json", "its extension is not one of"),
        ("zendesk/ticket/a.zip", "its extension is not one of"),
        ("zendesk/lost.csv", "outside of inbox/<source>/<table>/"),
        ("zendesk/my tickets/a.csv", "folder name 'my tickets'"),
        ("it's/ticket/a.csv", "folder name 'it's'"),
        ("ledger/ticket/a.csv", "'ledger' is reserved"),
    ],
)
def test_what_lies_in_the_wrong_place_is_refused(room, name, why):
    reason = room.refusal(name, "id\n1\n")
    assert reason.startswith(f"inbox/{name}")
    assert why in reason


def test_a_file_directly_in_the_inbox_is_refused(room):
    room.home.inbox.mkdir(parents=True)
    (room.home.inbox / "a.csv").write_text("id\n1\n")
    (report,) = room.scan().rejected
    assert (
        report.reason
        == "inbox/a.csv: it lies outside of inbox/<source>/<table>/; move it into the folder of its table"
    )


def test_links_and_devices_are_refused_without_being_opened(room, tmp_path):
    folder = room.deliver("real.csv", "id\n1\n").parent
    secret = tmp_path / "secret.csv"
    secret.write_text("id\n2\n")
    (folder / "inside.csv").symlink_to(folder / "real.csv")
    (folder / "outside.csv").symlink_to(secret)
    (folder / "broken.csv").symlink_to(folder / "nowhere.csv")
    (folder / "folder").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe.csv")
    reports = {report.path.rpartition("/")[2]: str(report.reason) for report in room.scan().rejected}
    assert set(reports) == {"outside.csv", "broken.csv", "folder", "pipe.csv"}
    assert "leads out of the warehouse home" in reports["outside.csv"]
    assert "broken link" in reports["broken.csv"]
    assert "leads out of the warehouse home" in reports["folder"]
    assert "not a regular file" in reports["pipe.csv"]
    assert len([entry for entry in room.ledger() if entry.status == "taken"]) == 1


def test_a_name_that_is_not_utf8_is_refused(room):
    folder = room.deliver("a.csv", "id\n1\n").parent
    with open(os.fsencode(folder) + b"/\xff.csv", "wb") as stream:
        stream.write(b"id\n2\n")
    (report,) = room.scan().rejected
    assert (
        report.reason
        == "inbox/zendesk/ticket/\ufffd.csv (table zendesk/ticket): the file name is not UTF-8; rename it"
    )

"""What is different about a delivery is told by the column's name, and a snapshot that shrank stops the refresh."""

from __future__ import annotations

import pytest

from orchestration.contract import RawColumn, RawTable
from orchestration.drift import refuse_shrunken_snapshots, schema_changes
from orchestration.errors import CxwError, ExitCode

TAGS = RawTable("files", "ticketing.ticket_tags", "snapshot", (RawColumn("tag", "string", is_key=True),))


def changes(room, *deliveries):
    """What is told of the last of these deliveries, which arrive one after the other."""
    for number, content in enumerate(deliveries):
        room.deliver(f"{number}.csv", content)
        room.scan()
    return schema_changes(room.home, room.contract, [len(deliveries)])


def test_a_column_that_went_is_named_with_the_one_that_came(room):
    (told,) = changes(room, "id,subject,status\n1,a,open\n", "id,subject,state\n1,a,open\n")
    assert told == (
        "inbox/zendesk/ticket/1.csv: column 'status' is missing, which the delivery before had "
        "(inbox/zendesk/ticket/0.csv); it counts as empty. Was it renamed to state?"
    )


def test_a_column_that_was_never_there_is_not_missed(room):
    assert changes(room, "id,subject\n1,a\n", "id,subject\n2,a\n") == []
    assert schema_changes(room.home, room.contract, [1]) == []


def test_a_column_that_comes_again_is_no_news(room):
    assert (
        changes(room, "id,subject,status\n1,a,open\n", "id,subject\n1,a\n", "id,subject,status\n2,b,new\n")
        == []
    )


def test_another_type_of_a_parquet_column_is_named(room):
    room.parquet("0.parquet", "select '1' as id, 5 as status")
    room.scan()
    room.parquet("1.parquet", "select '1' as id, 'five' as status")
    room.scan()
    (told,) = schema_changes(room.home, room.contract, [2])
    assert "1.parquet: column 'status' is VARCHAR and was INTEGER in the delivery before" in told


def test_json_lines_and_files_of_another_format_say_nothing_of_columns(room):
    room.deliver("0.csv", "id,subject,status\n1,a,open\n")
    room.deliver("1.jsonl", '{"id": "1"}\n')
    room.scan()
    room.parquet("2.parquet", "select '1' as id")
    room.scan()
    assert schema_changes(room.home, room.contract, [1, 2, 3]) == []


def snapshots(room, published, *sizes, threshold=0.5):
    """Delivers snapshots of these sizes, of which the first `published` are in a release, and judges the last."""
    room.contract["files", "ticketing.ticket_tags"] = TAGS
    for number, size in enumerate(sizes):
        lines = "".join(f"{number}-{row}\n" for row in range(size))
        room.deliver(f"files/ticketing.ticket_tags/{number}.csv", f"tag\n{lines}")
        room.scan()
    known = frozenset(range(1, published + 1))
    refuse_shrunken_snapshots(room.home, room.contract, threshold, published=known)


@pytest.mark.parametrize("sizes", [(10, 4), (10, 0), (10, 10, 4), (10, 4, 4)])
def test_a_snapshot_that_lost_more_than_half_stops_the_refresh(room, sizes):
    with pytest.raises(CxwError, match="a snapshot shrank too much") as refusal:
        snapshots(room, 1, *sizes)
    assert refusal.value.exit_code == ExitCode.DELIVERIES_REFUSED
    assert f"{len(sizes) - 1}.csv: {sizes[-1]} records, where" in str(refusal.value)
    assert "0.csv has 10" in str(refusal.value)
    assert "snapshot_shrink_threshold" in str(refusal.value)


@pytest.mark.parametrize("sizes", [(10, 5), (10, 30), (10, 0, 9), (0, 0), (10,)])
def test_another_snapshot_passes(room, sizes):
    snapshots(room, 1, *sizes)


def test_what_cannot_be_typed_is_gone_too(room):
    """Ten lines each, of which staging refuses one and then five or six: half of nine is allowed to go."""
    snapshots(room, 1, 10, 10)
    refuse_shrunken_snapshots(room.home, room.contract, 0.5, {1: 1, 2: 5}, published=frozenset([1]))
    with pytest.raises(CxwError, match="1.csv: 4 records, where .*0.csv has 9"):
        refuse_shrunken_snapshots(room.home, room.contract, 0.5, {1: 1, 2: 6}, published=frozenset([1]))


def test_what_is_published_or_allowed_passes(room):
    snapshots(room, 2, 10, 4)
    refuse_shrunken_snapshots(room.home, room.contract, 1.0, published=frozenset([1]))
    refuse_shrunken_snapshots(room.home, room.contract, 0.0, published=frozenset())

"""A refused record leaves the list where it was delivered again, corrected, and nowhere else."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.contract import RawColumn, RawTable
from orchestration.corrections import corrected_records


@pytest.fixture
def build(room):
    """Makes the part of a build that corrections are read from: delivered files, their records, what was refused."""

    def make(files, records, refused):
        room.home.build.mkdir(parents=True)
        duckdb.connect(str(room.home.candidate)).close()
        with duckdb.connect(str(room.home.workings)) as connection:
            connection.execute("create schema raw; create schema raw_zendesk; create schema staging")
            connection.execute(
                "create table raw.deliveries (delivery bigint, source text, table_name text, path text, status text, "
                "physical_records bigint, blank_records bigint)"
            )
            connection.executemany(
                "insert into raw.deliveries values (?, 'zendesk', 'ticket', ?, 'taken', ?, 0)", files
            )
            keys = ("id", "changed")[: len(records[0]) - 2]
            columns = ", ".join(f"{name} text" for name in keys)
            connection.execute(
                f"create table raw_zendesk.ticket ({columns}, _delivery bigint, _record bigint)"
            )
            marks = ", ".join("?" * len(records[0]))
            connection.executemany(f"insert into raw_zendesk.ticket values ({marks})", records)
            connection.execute(
                "create table staging.stg_record_defects (source text, table_name text, delivery bigint, record bigint,"
                " column_name text, reason text, is_quarantined boolean)"
            )
            connection.executemany(
                "insert into staging.stg_record_defects values ('zendesk', 'ticket', ?, ?, ?, ?, true)",
                [(*place, *(None, "bad_value")[len(place) - 2 :]) for place in refused],
            )
        return corrected_records(room.home.candidate, room.contract)

    return make


def test_a_later_record_of_the_key_corrects_it(build):
    assert build([(1, "a", 2), (2, "b", 1)], [("7", 1, 1), ("8", 1, 2), ("7", 2, 1)], [(1, 1)]) == {(1, 1)}


def test_a_record_that_says_its_key_does_not_go_with_its_file(build):
    """The next day's file has the key of the good record and a new one, and nothing of the refused one."""
    records = [("7", 1, 1), ("8", 1, 2), ("7", 2, 1), ("9", 2, 2)]
    assert build([(1, "a", 2), (2, "a", 2)], records, [(1, 2, "status")]) == set()


def test_one_whose_key_has_no_type_goes_with_its_whole_file(build):
    records = [("7", 1, 1), ("8?", 1, 2), ("7", 2, 1), ("8", 2, 2)]
    assert build([(1, "a", 2), (2, "a", 2)], records, [(1, 2, "id")]) == {(1, 2)}


@pytest.mark.parametrize(
    ("data_type", "refused", "good"), [("bigint", "480.6", "481"), ("date", "2024-01-05 17:00", "2024-01-05")]
)
def test_one_whose_key_has_no_type_is_not_corrected_by_the_key_it_would_round_to(
    room, build, data_type, refused, good
):
    columns = (RawColumn("id", data_type, is_key=True, is_required=True),)
    room.contract["zendesk", "ticket"] = RawTable("zendesk", "ticket", "upsert", columns)
    assert build([(1, "a", 1), (2, "b", 1)], [(refused, 1, 1), (good, 2, 1)], [(1, 1, "id")]) == set()


@pytest.mark.parametrize("reason", ["future_event", "before_1970"])
def test_a_key_that_is_an_instant_which_cannot_be_is_a_key_all_the_same(build, reason):
    """The source's clock was ahead, and a day later its record can be."""
    assert build([(1, "a", 1), (2, "b", 1)], [("7", 1, 1), ("7", 2, 1)], [(1, 1, "id", reason)]) == {(1, 1)}


@pytest.mark.parametrize("reason", ["future_event", "before_1970"])
def test_an_instant_which_cannot_be_is_corrected_by_another_one_of_its_whole_file(build, reason):
    """The correction has another key; a file with other records at its place is none."""
    files = [(1, "a", 2), (2, "a", 2), (3, "c", 2), (4, "c", 2)]
    records = [("7", 1, 1), ("8", 1, 2), ("7", 2, 1), ("9", 2, 2)]
    records += [("17", 3, 1), ("18", 3, 2), ("20", 4, 1), ("21", 4, 2)]
    assert build(files, records, [(1, 2, "id", reason), (3, 2, "id", reason)]) == {(1, 2)}


def test_an_instant_which_cannot_be_is_not_corrected_by_a_file_of_other_records(build):
    """It is the whole key: where no record of its file came again, nothing shows that this is the same file."""
    assert (
        build([(1, "a", 1), (2, "a", 1)], [("7", 1, 1), ("9", 2, 1)], [(1, 1, "id", "future_event")]) == set()
    )


@pytest.mark.parametrize(
    ("before", "after", "corrected"),
    [
        ([], [("7", "2025-01-01")], True),
        ([], [("9", "2025-01-02")], False),
        ([("1", "2025-01-01")], [("1", "2025-01-01"), ("7", "2025-01-02")], True),
        ([("1", "2025-01-01")], [("1", "2025-01-01"), ("9", "2025-01-02")], False),
        ([("7", "2025-01-01")], [("7", "2025-01-01"), ("7", "2025-01-02")], True),
        ([("7", "2025-01-01")], [("7", "2025-01-01T00:00:00Z"), ("9", "2025-01-02")], False),
        ([("7", "2025-01-01")], [("7", "2025-01-02"), ("7", "2025-01-03")], False),
    ],
)
@pytest.mark.parametrize("reason", ["future_event", "before_1970"])
def test_the_rest_of_a_key_whose_instant_cannot_be_has_to_come_again(
    room, build, before, after, corrected, reason
):
    """Ticket 7 changed at an instant that cannot be; the next file at its place may hold other tickets' changes."""
    columns = [
        RawColumn(*of, is_key=True, is_required=True) for of in (("id", "string"), ("changed", "timestamp"))
    ]
    room.contract["zendesk", "ticket"] = RawTable("zendesk", "ticket", "upsert", tuple(columns))
    first = [("7", "2099-01-01"), *before]
    records = [
        (*key, delivery, at)
        for delivery, file in enumerate((first, after), 1)
        for at, key in enumerate(file, 1)
    ]
    found = build([(1, "a", len(first)), (2, "a", len(after))], records, [(1, 1, "changed", reason)])
    assert found == ({(1, 1)} if corrected else set())


@pytest.mark.parametrize(
    ("data_type", "refused", "good"),
    [
        ("timestamp", "2024-01-06T10:00:00Z", "2024-01-06 11:00:00+01:00"),
        ("timestamp", "2024-01-06T10:00:00Z", "2024-01-06T10:00:00.000"),
        ("bigint", "01", "1"),
    ],
)
def test_a_key_is_compared_as_its_type(room, build, data_type, refused, good):
    columns = (RawColumn("id", data_type, is_key=True, is_required=True),)
    room.contract["zendesk", "ticket"] = RawTable("zendesk", "ticket", "upsert", columns)
    assert build([(1, "a", 1), (2, "b", 1)], [(refused, 1, 1), (good, 2, 1)], [(1, 1, "status")]) == {(1, 1)}


def test_an_earlier_one_or_another_key_does_not(build):
    assert build([(1, "a", 2), (2, "b", 1)], [("7", 1, 1), ("7", 2, 1), ("9", 2, 2)], [(2, 1)]) == set()


def test_one_that_is_refused_again_corrects_nothing(build):
    assert build([(1, "a", 1), (2, "b", 1)], [("7", 1, 1), ("7", 2, 1)], [(1, 1), (2, 1)]) == set()


def test_a_record_that_could_not_be_read_goes_with_its_whole_file(build):
    """Record 2 of the file is not in the raw store; the file comes again at its place, whole."""
    assert build([(1, "a", 2), (2, "a", 2)], [("7", 1, 1), ("7", 2, 1), ("8", 2, 2)], [(1, 2)]) == {(1, 2)}


@pytest.mark.parametrize(
    ("files", "records"),
    [
        ([(1, "a", 2), (2, "b", 2)], [("7", 1, 1), ("7", 2, 1), ("8", 2, 2)]),  # another place
        ([(1, "a", 2), (2, "a", 1)], [("7", 1, 1), ("7", 2, 1)]),  # fewer records
        ([(1, "a", 2), (2, "a", 2)], [("7", 1, 1), ("8", 2, 1), ("9", 2, 2)]),  # the next day's records
    ],
)
def test_another_file_does_not_correct_it(build, files, records):
    assert build(files, records, [(1, 2)]) == set()


def test_a_record_without_a_key_goes_with_its_whole_file(build):
    assert build(
        [(1, "a", 2), (2, "a", 2)], [("7", 1, 1), (None, 1, 2), ("7", 2, 1), ("8", 2, 2)], [(1, 2)]
    ) == {(1, 2)}


@pytest.mark.parametrize(("records", "corrected"), [(2, {(1, 1), (1, 2)}), (3, set())])
def test_a_file_of_which_nothing_could_be_read_goes_with_one_of_as_many_records(build, records, corrected):
    later = [(str(number), 2, number) for number in range(1, records + 1)]
    assert build([(1, "a", 2), (2, "a", records)], later, [(1, 1), (1, 2)]) == corrected


def test_what_was_corrected_stays_so_when_other_records_come_at_its_place(build):
    files = [(1, "a", 2), (2, "a", 2), (3, "a", 2)]
    records = [("7", 1, 1), ("7", 2, 1), ("8", 2, 2), ("9", 3, 1), ("10", 3, 2)]
    assert build(files, records, [(1, 2)]) == {(1, 2)}


def test_two_files_that_have_its_keys_together_are_no_correction(build):
    files = [(1, "a", 3), (2, "a", 3), (3, "a", 3)]
    records = [
        ("6", 1, 1),
        ("7", 1, 2),
        ("6", 2, 1),
        ("8", 2, 2),
        ("9", 2, 3),
        ("7", 3, 1),
        ("8", 3, 2),
        ("9", 3, 3),
    ]
    assert build(files, records, [(1, 3)]) == set()


def test_without_a_build_nothing_is_corrected(room):
    assert corrected_records(room.home.candidate, room.contract) == set()

"""The forms of a delivery history hold the same records, and what differs is said. The campaign is `make histories`."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter

import pytest

from faults import histories
from faults.history_building import differences
from faults.history_making import FORMS, NIGHTS, File, draw_history, in_form
from faults.history_tables import Table
from faults.second_parser import csv_records
from orchestration.contract import load_contract

PLACE = ("files", "ticketing.tickets")


@pytest.fixture(scope="module")
def table() -> Table:
    its = load_contract()[PLACE]
    return Table(
        *PLACE, its.mode, its.columns, ("updated_at",), "is_deleted", None, {"status": ["open", "solved"]}
    )


def records_of(files: list[File]) -> Counter[str]:
    """The ids and statuses of each different file of text, as often as they are there."""
    found: Counter[str] = Counter()
    for content, name in {file.content: file.name for file in files}.items():
        data = gzip.decompress(content) if name.endswith(".gz") else content
        if ".csv" in name:
            header, *lines = [record.fields for record in csv_records(data)]
            names = [field.decode() for field in header or ()]
            rows = [dict(zip(names, (f.decode() for f in line), strict=True)) for line in lines if line]
        else:
            rows = [json.loads(line) for line in data.splitlines()]
        found.update(f"{row['ticket_id'] or None} {row['updated_at'] or None}" for row in rows)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_the_forms_hold_the_same_records(table: Table, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faults.history_making.FORMATS", ("csv", "csv.gz", "jsonl"))
    history = draw_history(table, random.Random(seed))
    forms = {form: in_form(history, form, random.Random(9)) for form in FORMS}
    whole = records_of(forms["nightly"])
    assert all(records_of(files) == whole for files in forms.values())
    assert {file.night for file in forms["at once"]} <= {NIGHTS - 1}
    assert all(len({file.name for file in files}) == len(files) for files in forms.values())
    if history.is_free and history.drawn:
        assert [file.content for file in forms["shuffled"]] != [file.content for file in forms["nightly"]]


def test_a_history_can_be_drawn_again(table: Table) -> None:
    one, again = (draw_history(table, random.Random(4)) for _ in range(2))
    assert [drawn.content for drawn in one.drawn] == [drawn.content for drawn in again.drawn]


def test_what_differs_is_said_with_its_first_rows() -> None:
    one, other = {"stg_x": Counter([(1, "a"), (2, "b")])}, {"stg_x": Counter([(1, "a")])}
    (found,) = differences(one, other)
    assert found == "stg_x: only here 1 rows such as (2, 'b'), only there 0 rows"
    assert differences(one, one) == []
    assert differences({"stg_x": Counter([(1,), (1,)])}, {"stg_x": Counter([(1,)])}) != []


@pytest.mark.parametrize(("real", "control", "code"), [(0, 1, 0), (1, 1, 1), (0, 0, 1)])
def test_the_verdict_wants_the_control_found_out(real: int, control: int, code: int) -> None:
    report = {
        histories.REAL: {"histories": 9, "companies": 1, "differ": real},
        histories.CONTROL: {"histories": 9, "companies": 1, "differ": control},
    }
    assert histories.verdict(report) == code

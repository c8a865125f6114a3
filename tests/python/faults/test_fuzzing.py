"""A small sample of deliveries with changed bytes, and that a lost, changed or wrongly refused record is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults import fuzzing
from faults.deliveries_report import FUZZING, HISTORIES, PAGE, table
from faults.history_tables import Table
from faults.second_parser import csv_records, jsonl_lines, parquet_rows
from orchestration.contract import Contract, load_contract
from orchestration.intake import csv_reader
from orchestration.intake.engine import Engine

INPUTS = 40


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load_contract()


@pytest.fixture(scope="module")
def tables(contract: Contract) -> dict[tuple[str, str], Table]:
    return fuzzing.fuzz_tables(contract)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(tmp_path_factory.mktemp("engine")) as shared:
        yield shared


def test_no_record_of_a_few_inputs_is_lost(
    contract: Contract, tables: dict[tuple[str, str], Table], engine: Engine
) -> None:
    came = [fuzzing.try_input(contract, tables, number, 3, engine) for number in range(INPUTS)]
    assert [problems for _, problems in came if problems] == []
    words = {word for word, _ in came}
    assert {f"{kind} taken" for kind in ("csv", "csv.gz", "jsonl", "jsonl.gz", "parquet")} <= words
    assert any(word.endswith("rejected") for word in words)


@pytest.mark.parametrize("loses", ["a value", "quarantine"])
def test_a_reader_that_does_wrong_is_found_out(
    contract: Contract,
    tables: dict[tuple[str, str], Table],
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    loses: str,
) -> None:
    monkeypatch.setattr(csv_reader, "_read_fast", lambda *_: None)
    if loses == "a value":
        add = csv_reader.StagedRecords.add
        monkeypatch.setattr(
            csv_reader.StagedRecords, "add", lambda self, n, values: add(self, n, [*values[:-1], b"other"])
        )
    else:
        monkeypatch.setattr(
            csv_reader, "_defect", lambda record, text, names: (csv_reader.Reason.TOO_LARGE, None, text)
        )
    problems = [
        problem
        for n in range(0, INPUTS, 5)
        for problem in fuzzing.try_input(contract, tables, n, 3, engine)[1]
    ]
    assert problems


def test_an_input_can_be_made_again(tables: dict[tuple[str, str], Table]) -> None:
    again = [fuzzing.fuzz_input(tables, 7, 1) for _ in range(2)]
    assert again[0] == again[1] != fuzzing.fuzz_input(tables, 8, 1)


def test_a_process_that_dies_is_a_finding_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies_once(numbers: list[int], seed: int, notes: Path) -> int:
        for number in numbers:
            with notes.open("a", encoding="utf-8") as out:
                out.write(f"[{number}]\n")
                if number == 1:
                    return 9
                out.write(f'[{number}, "read", []]\n')
        return 0

    monkeypatch.setattr(fuzzing, "read_batch", dies_once)
    came, findings = fuzzing.campaign(4, 1, tmp_path)
    assert came == {"read": 3, "dead": 1}
    assert findings == ["input 1: the process ended with 9: "]


@pytest.mark.parametrize("file", [HISTORIES, FUZZING])
def test_the_page_shows_the_last_campaign(file: Path) -> None:
    report = json.loads(file.read_text(encoding="utf-8"))
    assert table(report) in PAGE.read_text(encoding="utf-8")
    assert not any(its["differ"] for name, its in report.items() if name in ("histories", "refreshed"))
    assert not any(its["findings"] for name, its in report.items() if name == "fuzzing")


def test_the_second_parser_reads_as_the_definition_says() -> None:
    records = csv_records(b'a,b\n1,"x\ny"\n\n"2"x,3\n4,5\r\n6,\r')
    assert [record.fields for record in records] == [
        (b"a", b"b"),
        (b"1", b"x\ny"),
        (),
        None,
        (b"4", b"5"),
        (b"6", b""),
    ]
    assert [record.number for record in records if record.is_blank] == [2]
    assert [record.fields for record in csv_records(b"a\r1\r2")] == [(b"a",), (b"1",), (b"2",)]
    assert jsonl_lines(b'\xef\xbb\xbf{"a": 1}\n\n{}') == [b'{"a": 1}', b"", b"{}"]
    assert parquet_rows(b"PAR1" + b"\0" * 20) is None

"""Property: no bytes make the readers crash or lose a record, and both CSV paths read the same."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.contract import RawColumn, RawTable
from orchestration.intake import counting
from orchestration.intake.csv_reader import read_csv
from orchestration.intake.definition import Delivery
from orchestration.intake.delivery import new_outcome, read_delivery
from orchestration.intake.engine import Engine
from orchestration.intake.stamp import Stamp

TABLE = RawTable("s", "t", "upsert", (RawColumn("a", "string"), RawColumn("b", "string")))
SEPARATORS = [b",", b'"', b"\n", b"\r\n", b"\r", b'""', b',"', b'",', b"\n\n"]
PIECES = [*SEPARATORS, b"a", b" ", b"\xff", b"\0", "é😀".encode(), b"NULL"]
TEXT = st.text(st.sampled_from('ab0 ,"\n\r\t;\\#é😀'), max_size=6)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """One engine for all examples."""
    with Engine(tmp_path_factory.mktemp("engine")) as shared:
        yield shared


def outcome_for(file: Path, content: bytes):
    """A delivery with these bytes, not read yet."""
    file.write_bytes(content)
    return new_outcome(Delivery(file, file.name, "s", "t", TABLE), 1, file.parent, Stamp.of(file))


def read(engine: Engine, name: str, content: bytes):
    """Reads one delivery as a scan does, conservation included; gives the outcome and the raw rows."""
    with TemporaryDirectory() as folder:
        outcome = outcome_for(Path(folder) / name, content)
        read_delivery(outcome, engine)
        return outcome, engine.rows(f"from '{outcome.raw_file}'") if outcome.status == "taken" else []


@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_any_bytes_after_a_header_are_accepted_quarantined_or_blank(engine, pieces, line_end):
    outcome, rows = read(engine, "a.csv", b"a,b" + line_end + b"".join(pieces))
    assert outcome.status == "taken"
    numbers = [row[-1] for row in rows] + [example.record for example in outcome.sink.examples]
    assert len(set(numbers)) == len(numbers)
    assert all(1 <= number <= outcome.counted.physical for number in numbers)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.tuples(TEXT, TEXT), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_clean_records_are_read_alike_by_both_paths(engine, records, line_end, quote_all):
    def field(value):
        needs_quotes = quote_all or any(character in value for character in ',"\r\n')
        return '"' + value.replace('"', '""') + '"' if needs_quotes else value

    text = "".join(f"{field(a)},{field(b)}{line_end}" for a, b in [("a", "b"), *records])
    expected = [(a or None, b or None, n) for n, (a, b) in enumerate(records, start=1)]
    for needs_care in (False, True):
        with TemporaryDirectory() as folder:
            file = Path(folder) / "a.csv"
            outcome = outcome_for(file, text.encode())
            counted = counting.count_csv(file)
            assert (counted.physical, counted.blank) == (len(records), 0)
            counted = counting.Counted(counted.physical, 0, needs_care, counted.longest_bytes)
            read_csv(file, outcome.delivery, counted, outcome.raw_file, engine, outcome.sink)
            assert engine.rows(f"from '{outcome.raw_file}'") == expected


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.integers(1, 5))
def test_the_count_does_not_depend_on_how_the_file_is_read_in_chunks(pieces, chunk):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "a.csv"
        file.write_bytes(b"a,b\n" + b"".join(pieces))
        whole = counting.count_csv(file), counting.count_jsonl(file)
        before, counting._CHUNK = counting._CHUNK, chunk
        try:
            assert (counting.count_csv(file), counting.count_jsonl(file)) == whole
        finally:
            counting._CHUNK = before


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(JSON, JSON), min_size=1, max_size=6), st.booleans())
def test_json_values_come_back_as_they_were_written(engine, records, ascii_only):
    lines = [json.dumps({"a": a, "b": b}, ensure_ascii=ascii_only) for a, b in records]
    outcome, rows = read(engine, "a.jsonl", "\n".join(lines).encode())
    assert outcome.sink.count == 0

    def text(value):
        if isinstance(value, str):
            return value or None
        if isinstance(value, float):
            return json.dumps(value).removesuffix(".0")  # 101.0 is the id 101
        return None if value is None else json.dumps(value, ensure_ascii=ascii_only)

    def marks(*values):
        """The column of marks is there where any record of the file has an object or a list."""
        names = [name for name, value in zip("ab", values, strict=True) if isinstance(value, list | dict)]
        has_any = any(isinstance(value, list | dict) for record in records for value in record)
        return (json.dumps(names) if names else None,) if has_any else ()

    assert rows == [(text(a), text(b), *marks(a, b), n) for n, (a, b) in enumerate(records, start=1)]


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.sampled_from(
            [b"{", b"}", b'"a"', b":", b"1", b",", b"\n", b"[", b"]", b"\xff", b" ", b'{"a":1}\n']
        ),
        max_size=40,
    )
)
def test_any_bytes_as_json_lines_are_accepted_quarantined_or_blank(engine, pieces):
    outcome, _ = read(engine, "a.jsonl", b'{"a": 0}\n' + b"".join(pieces))
    assert outcome.status == "taken"

"""`python -m faults.fuzzing`: changes the bytes of deliveries at random and reads them; no record may get lost.

Every input is read as a scan does. It must be rejected with a reason, or taken with every physical record accepted,
quarantined or blank, as a second parser counts and reads them; and the process must live. Exits with 1 where not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from faults.campaign import machine
from faults.deliveries_report import FUZZING, write
from faults.forking import fork
from faults.fuzz_inputs import fuzz_input
from faults.history_tables import Table
from faults.second_parser import MARK, csv_records, jsonl_lines, parquet_rows
from orchestration.contract import Contract, load_contract
from orchestration.intake.definition import Delivery
from orchestration.intake.delivery import Outcome, new_outcome, read_delivery
from orchestration.intake.engine import Engine, file_literal, identifier
from orchestration.intake.quarantine import QuarantinedRecord
from orchestration.intake.stamp import Stamp
from orchestration.intake.unpacking import sha256_of

BATCH = 500
HANG_SECONDS = 120.0
FINDINGS_SHOWN = 20

_Row = tuple[Any, ...]


def fuzz_tables(contract: Contract) -> dict[tuple[str, str], Table]:
    """The tables as fuzz inputs need them: columns alone."""
    return {
        place: Table(its.source, its.table, its.mode, its.columns, (), None, None, {})
        for place, its in contract.items()
    }


def try_input(
    contract: Contract, tables: Mapping[tuple[str, str], Table], number: int, seed: int, engine: Engine
) -> tuple[str, list[str]]:
    """Reads one input as a scan does; what came of it, in a word, and what is wrong about that."""
    table, kind, whole, data = fuzz_input(tables, number, seed)
    with tempfile.TemporaryDirectory(prefix="cxw-fuzz-") as folder:
        file = Path(folder) / f"one.{kind}"
        file.write_bytes(data)
        place = (table.source, table.name)
        outcome = new_outcome(
            Delivery(file, file.name, *place, contract[place]), 1, file.parent, Stamp.of(file)
        )
        outcome.sha256 = sha256_of(file)
        read_delivery(outcome, engine)
        if outcome.status != "taken":
            is_right = outcome.status == "rejected" and outcome.reason
            return f"{kind} rejected", [] if is_right else [f"{outcome.status} without a reason"]
        return f"{kind} taken", judge(outcome, kind, whole, data, engine)


def judge(outcome: Outcome, kind: str, whole: bytes, data: bytes, engine: Engine) -> list[str]:
    """What is wrong about a delivery that was taken, by the second parser."""
    assert outcome.reading is not None
    names = [column.name for column in outcome.reading.columns]
    select = ", ".join(identifier(name) for name in [*names, "_record"]) if kind != "parquet" else "count(*)"
    rows = engine.rows(f"select {select} from read_parquet({file_literal(outcome.raw_file)})")
    refused = _refused(outcome)
    if kind == "parquet":
        return _judge_parquet(outcome, int(rows[0][0]), data)
    if kind.endswith(".gz"):
        whole, data = gzip.decompress(whole), gzip.decompress(data)
    if kind.startswith("csv"):
        return _judge_csv(outcome, rows, refused, data)
    return _judge_jsonl(outcome, rows, refused, whole, data)


def _refused(outcome: Outcome) -> dict[int, str]:
    if not outcome.sink.count:
        return {}
    lines = outcome.sink.file.read_text(encoding="utf-8").splitlines()
    records = [QuarantinedRecord(**json.loads(line)) for line in lines]
    return {record.record: record.reason for record in records}


def _judge_parquet(outcome: Outcome, rows: int, data: bytes) -> list[str]:
    promised = parquet_rows(data)
    if rows != outcome.counted.physical or promised not in (rows, None):
        return [f"{rows} rows are kept, {outcome.counted.physical} were counted, the footer says {promised}"]
    return []


def _judge_csv(outcome: Outcome, rows: Sequence[_Row], refused: dict[int, str], data: bytes) -> list[str]:
    header, *records = csv_records(data)
    width = len(header.fields or ())
    expected = {
        record.number: tuple(field.decode() or None for field in record.fields or ())
        for record in records
        if not record.is_blank and _is_readable(record.fields, width)
    }
    found = {int(row[-1]): tuple(row[:-1]) for row in rows}
    bad = {record.number for record in records if not record.is_blank} - expected.keys()
    problems = _compare_counts(outcome, len(records), sum(record.is_blank for record in records))
    if found != expected:
        differing = sorted(n for n in expected.keys() | found.keys() if expected.get(n) != found.get(n))
        first = differing[0]
        problems.append(f"record {first} is {found.get(first)}, and should be {expected.get(first)}")
    if bad != refused.keys():
        problems.append(f"quarantined are {sorted(refused)}, and should be {sorted(bad)}")
    return problems


def _is_readable(fields: tuple[bytes, ...] | None, width: int) -> bool:
    if fields is None or len(fields) != width or any(b"\0" in field for field in fields):
        return False
    try:
        return all(field.decode() is not None for field in fields)
    except UnicodeDecodeError:
        return False


def _judge_jsonl(
    outcome: Outcome, rows: Sequence[_Row], refused: dict[int, str], whole: bytes, data: bytes
) -> list[str]:
    """Every line is in one place, and a line that no mutation touched is accepted with the values that it has."""
    lines = dict(enumerate(jsonl_lines(data), start=1))
    blank = {number for number, line in lines.items() if not line.strip(b" \t\r")}
    found = {int(row[-1]): row[:-1] for row in rows}
    problems = _compare_counts(outcome, len(lines), len(blank))
    places = Counter([*found, *refused, *blank])
    if any(places[number] != 1 for number in lines) or places.keys() - lines.keys():
        problems.append(f"accepted {sorted(found)}, quarantined {sorted(refused)}, blank {sorted(blank)}")
    assert outcome.reading is not None
    names = [column.name for column in outcome.reading.columns]
    untouched = set(jsonl_lines(whole.removeprefix(MARK)))
    for number, line in lines.items():
        if line in untouched and number in found:
            given = {
                name: value for name, value in zip(names, found[number], strict=True) if value is not None
            }
            texts = {
                name: value for name, value in json.loads(line).items() if isinstance(value, str) and value
            }
            if any(given.get(name) != value for name, value in texts.items()):
                problems.append(f"line {number} has other values than were delivered")
        elif line in untouched:
            problems.append(f"line {number} is whole, and was refused as {refused.get(number)}")
    return problems


def _compare_counts(outcome: Outcome, physical: int, blank: int) -> list[str]:
    counted = outcome.counted
    if (counted.physical, counted.blank) == (physical, blank):
        return []
    return [
        f"{counted.physical} records and {counted.blank} blank were counted; there are {physical} and {blank}"
    ]


def read_batch(numbers: Sequence[int], seed: int, notes: Path) -> int:
    """Reads inputs one after the other, and notes each before and after: a process that dies has said where."""
    contract = load_contract()
    tables = fuzz_tables(contract)
    with (
        notes.open("a", encoding="utf-8") as out,
        tempfile.TemporaryDirectory() as work,
        Engine(Path(work)) as engine,
    ):
        for number in numbers:
            out.write(json.dumps([number]) + "\n")
            out.flush()
            try:
                word, problems = try_input(contract, tables, number, seed, engine)
            except Exception as error:  # noqa: BLE001 - whatever it is, a reader must not raise it
                word, problems = "error", [f"{type(error).__name__}: {error}"[:300]]
            out.write(json.dumps([number, word, problems]) + "\n")
            out.flush()
    return 0


def campaign(count: int, seed: int, folder: Path) -> tuple[Counter[str], list[str]]:
    """Reads `count` inputs in processes of their own; what came of them, and findings that name their numbers."""
    came: Counter[str] = Counter()
    findings: list[str] = []
    left = list(range(count))
    while left:
        notes = folder / f"notes-{left[0]}.jsonl"
        batch = left[:BATCH]
        process = fork(partial(read_batch, batch, seed, notes), folder / "output.log")
        try:
            code: int | str = process.wait(HANG_SECONDS + len(batch))
        except TimeoutError:
            code = "hangs"
        lines = [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()]
        done = [line for line in lines if len(line) == 3]
        came.update(word for _, word, _ in done)
        findings += [f"input {number}: {problem}" for number, _, problems in done for problem in problems]
        reached = lines[-1][0] if lines else batch[0]
        if code != 0:
            came["dead"] += 1
            findings.append(f"input {reached}: the process ended with {code}: {process.output()[-300:]}")
        left = [number for number in left if number > reached]
        print(f"{reached + 1} of {count}, {len(findings)} findings", file=sys.stderr, flush=True)
    return came, findings


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the campaign, writes the JSON and says what was found."""
    parser = argparse.ArgumentParser(prog="python -m faults.fuzzing", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, metavar="N", help="inputs (10,000)")
    parser.add_argument("--seed", type=int, default=1, help="of the mutations (1)")
    parser.add_argument("--json", type=Path, default=FUZZING, help="where figures are written")
    asked = parser.parse_args(arguments)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cxw-fuzzing-") as folder:
        came, findings = campaign(asked.count, asked.seed, Path(folder))
    figures = {
        "seed": asked.seed,
        "machine": machine(),
        "inputs": asked.count,
        "came_to": dict(sorted(came.items())),
        "seconds": round(time.monotonic() - started, 1),
        "findings": len(findings),
        "first_findings": findings[:FINDINGS_SHOWN],
    }
    write({"fuzzing": figures}, asked.json)
    print("\n".join([*findings[:FINDINGS_SHOWN], f"{asked.count:,} inputs, {len(findings)} findings"]))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

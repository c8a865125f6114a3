"""Reads one delivery into a private folder: which reader, which counter, and whether nothing was lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from orchestration.errors import CxwError, ExitCode
from orchestration.intake.counting import count_csv, count_jsonl
from orchestration.intake.csv_reader import read_csv
from orchestration.intake.definition import (
    NESTED_COLUMN,
    Counted,
    Delivery,
    Reading,
    Rejected,
    StillBeingWritten,
    told_name,
)
from orchestration.intake.engine import Engine
from orchestration.intake.inbox import file_format, is_compressed
from orchestration.intake.jsonl_reader import read_jsonl
from orchestration.intake.parquet_reader import count_parquet, read_parquet
from orchestration.intake.quarantine import QuarantineSink
from orchestration.intake.report import DeliveryReport, Status
from orchestration.intake.stamp import Stamp
from orchestration.intake.unpacking import sha256_of, unpack_gzip
from orchestration.storage import hint

_TEXT_READERS: dict[str, tuple[Callable[[Path], Counted], Callable[..., Reading]]] = {
    "csv": (count_csv, read_csv),
    "jsonl": (count_jsonl, read_jsonl),
}


@dataclass
class Outcome:
    """What reading one delivery came to; the files lie in the private folder."""

    delivery: Delivery
    number: int
    raw_file: Path
    sink: QuarantineSink
    stamp: Stamp
    sha256: str = ""
    status: Status = "rejected"
    reason: str | None = None
    counted: Counted = field(default_factory=lambda: Counted(0, 0))
    reading: Reading | None = None

    def refuse(self, status: Status, why: str) -> None:
        """Nothing of the delivery is kept; the reason names its file and its table."""
        table = f" (table {self.delivery.source}/{self.delivery.table})" if self.delivery.table else ""
        self.status, self.reason, self.reading = status, f"{self.delivery.path}{table}: {why}", None

    def expect_unchanged(self) -> None:
        """Makes the delivery wait for the next scan where its file is no longer what was read."""
        try:
            if Stamp.of(self.delivery.file) != self.stamp:
                raise StillBeingWritten("it is still being written; the next scan looks at it again")
        except StillBeingWritten as change:
            self.refuse("waiting", str(change))

    def report(self, taken_before_as: int | None = None) -> DeliveryReport:
        """The outcome for the caller of a scan or a check."""
        columns = self.reading.columns if self.reading else ()
        names = [column.name for column in columns if column.name != NESTED_COLUMN]
        declared = self.delivery.declared
        is_checked = self.reading is not None and declared is not None
        known = [column.name for column in declared.columns] if declared else []
        return DeliveryReport(
            path=self.delivery.path,
            source=self.delivery.source,
            table=self.delivery.table,
            status=self.status,
            reason=self.reason,
            format=file_format(self.delivery.path) or "unknown",
            bytes=self.stamp.bytes,
            physical_records=self.counted.physical,
            accepted_records=self.reading.accepted if self.reading else 0,
            quarantined_records=self.sink.count if self.reading else 0,
            blank_records=self.counted.blank,
            columns=columns,
            unknown_columns=tuple(
                told_name(name, position)
                for position, name in enumerate(names, start=1)
                if is_checked and name not in known
            ),
            missing_columns=tuple(name for name in known if is_checked and name not in names),
            is_known_table=declared is not None,
            quarantined_by_reason=dict(self.sink.by_reason) if self.reading else {},
            quarantine_examples=tuple(self.sink.examples) if self.reading else (),
            delivery=self.number,
            taken_before_as=taken_before_as,
        )


def new_outcome(delivery: Delivery, number: int, work: Path, stamp: Stamp) -> Outcome:
    """An outcome with nothing read yet; its files will be named by the delivery's number."""
    refused = work / f"{number:08d}.quarantine.jsonl"
    sink = QuarantineSink(refused, number, delivery.source, delivery.table, delivery.path)
    return Outcome(delivery, number, work / f"{number:08d}.parquet", sink, stamp)


def read_delivery(outcome: Outcome, engine: Engine) -> None:
    """Reads the delivery and settles its outcome.

    Raises CxwError where it cannot be written (a full disk), and where records got lost between the
    file and the raw store: that is a defect of this program, and no scan goes on after it.
    """
    try:
        if outcome.stamp.bytes == 0:
            raise Rejected("the file is empty (0 bytes), so it is incomplete; deliver it again")
        outcome.reading = _read(outcome, engine)
        outcome.status = "taken"
    except Rejected as refusal:
        outcome.refuse("rejected", str(refusal))
    except StillBeingWritten as change:
        outcome.refuse("waiting", str(change))
    except (duckdb.Error, OSError) as error:
        outcome.expect_unchanged()
        if outcome.status != "waiting":
            said = f"it could not be read or written ({str(error).splitlines()[0]})"
            message = f"{outcome.delivery.path}: {said}; nothing of this scan was taken{hint(error)}"
            raise CxwError(message, ExitCode.BUILD_FAILED) from error
    finally:
        outcome.sink.close()
        _remove_scratch(outcome)
    outcome.expect_unchanged()
    if outcome.reading is not None:
        _assert_conservation(outcome, outcome.reading)


def _read(outcome: Outcome, engine: Engine) -> Reading:
    delivery, kind = outcome.delivery, file_format(outcome.delivery.path)
    if kind == "parquet":
        outcome.counted = count_parquet(delivery, engine)
        reading = read_parquet(delivery.file, delivery, outcome.counted, outcome.raw_file, engine)
        if not reading.has_record_column and sha256_of(outcome.raw_file) != outcome.sha256:
            raise StillBeingWritten("it changed while it was copied; the next scan looks at it again")
        return reading
    plain = delivery.file
    if is_compressed(delivery.path):
        plain = outcome.raw_file.with_suffix(".plain")
        unpack_gzip(delivery.file, plain)
        if plain.stat().st_size == 0:
            raise Rejected(
                "the compressed file holds nothing (0 bytes), so it is incomplete; deliver it again"
            )
    count, read = _TEXT_READERS[kind or ""]
    outcome.counted = count(plain)
    return read(plain, delivery, outcome.counted, outcome.raw_file, engine, outcome.sink)


def _remove_scratch(outcome: Outcome) -> None:
    for suffix in (".plain", ".staged.csv"):
        outcome.raw_file.with_suffix(suffix).unlink(missing_ok=True)


def _assert_conservation(outcome: Outcome, reading: Reading) -> None:
    counted, refused = outcome.counted, outcome.sink.count
    if counted.physical != reading.accepted + refused + counted.blank:
        raise CxwError(
            f"{outcome.delivery.path}: {counted.physical} physical records, but {reading.accepted} accepted + "
            f"{refused} quarantined + {counted.blank} blank; nothing of this scan was taken. "
            "This is a defect of the intake: report it with the file, and move the file out of the inbox meanwhile",
            ExitCode.BUILD_FAILED,
        )

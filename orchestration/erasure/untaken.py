"""Files of the inbox that the raw store does not have: refused ones, and those that were taken under another name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from orchestration.contract import Contract
from orchestration.erasure.inbox_files import inbox_files
from orchestration.erasure.rules import TableRule, table_rule
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.definition import Delivery, Rejected, StillBeingWritten
from orchestration.intake.delivery import new_outcome, read_delivery
from orchestration.intake.engine import Engine
from orchestration.intake.inbox import file_format, find_deliveries, is_compressed
from orchestration.intake.ledger import TAKEN, read_ledger
from orchestration.intake.stamp import Stamp
from orchestration.intake.unpacking import sha256_of, unpack_gzip


def read_untaken(home: Home, contract: Contract, work: Path) -> Iterator[tuple[Path, TableRule | None]]:
    """Each of them as Parquet with the rule of its table, or where it is no table as the text that it is."""
    taken = {(entry.path, entry.stamp) for entry in read_ledger(home) if entry.status == TAKEN}
    found = {delivery.file: delivery for delivery in find_deliveries(home)}
    with Engine(work) as engine:
        for file in inbox_files(home):
            told = str(file.relative_to(home.root))
            try:
                stamp = Stamp.of(file)
            except StillBeingWritten:
                continue
            if (told, stamp) in taken:
                continue
            place = found.get(file)
            if place is not None and place.problem is None:
                delivery = Delivery(
                    file, told, place.source, place.table, contract.get((place.source, place.table))
                )
                outcome = new_outcome(delivery, 0, work, stamp)
                outcome.sha256 = sha256_of(file)
                with suppress(CxwError):
                    read_delivery(outcome, engine)
                if outcome.status == "taken":
                    yield outcome.raw_file, table_rule(delivery.declared, place.source, place.table)
                    outcome.raw_file.unlink()
                    if outcome.sink.file.exists():
                        yield outcome.sink.file, None
                        outcome.sink.file.unlink()
                    continue
            yield from _as_text(file, work)


def _as_text(file: Path, work: Path) -> Iterator[tuple[Path, None]]:
    if file_format(file.name) == "parquet":
        return
    if not is_compressed(file.name):
        yield file, None
        return
    plain = work / "untaken.plain"
    with suppress(OSError, Rejected):  # what can be read of it is looked through
        unpack_gzip(file, plain)
    if plain.exists():
        yield plain, None
        plain.unlink()

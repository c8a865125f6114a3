"""What a scan would say of one file, wherever it lies."""

from __future__ import annotations

import difflib
import tempfile
from pathlib import Path

from orchestration.contract import FILES_SOURCE, Contract
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.definition import Delivery
from orchestration.intake.delivery import new_outcome, read_delivery
from orchestration.intake.engine import Engine
from orchestration.intake.inbox import FORMATS, Found, file_format, found_at, misplaced
from orchestration.intake.ledger import TAKEN, read_ledger
from orchestration.intake.report import DeliveryReport
from orchestration.intake.stamp import Stamp
from orchestration.intake.unpacking import sha256_of


def check_delivery(
    path: Path, home: Home, contract: Contract, source: str | None = None, table: str | None = None
) -> DeliveryReport:
    """What a scan would say of this file; nothing is taken.

    The file may lie anywhere. Where they are not given, source and table are those of its place in the inbox,
    or else the names of its two parent folders, if those name a table of the contract.
    """
    if path.is_dir():
        raise CxwError(f"{path}: it is a folder; name a file in it")
    if not path.is_file():
        raise CxwError(f"{path}: there is no such file")
    if file_format(path.name) is None:
        raise CxwError(f"{path}: not a delivery: its extension is none of {', '.join(FORMATS)}")
    found = _placed(path, home, contract, source, table)
    place = (found.source, found.table)
    delivery = Delivery(found.file, str(path), *place, contract.get(place))
    with tempfile.TemporaryDirectory(prefix="cxw-check-") as folder, Engine(Path(folder)) as engine:
        outcome = new_outcome(delivery, 0, Path(folder), Stamp.of(found.file))
        outcome.sha256 = sha256_of(found.file)
        if found.problem:
            outcome.refuse("rejected", found.problem)
        else:
            read_delivery(outcome, engine)
    taken = {entry.identity: entry.delivery for entry in read_ledger(home) if entry.status == TAKEN}
    return outcome.report(taken_before_as=taken.get((*place, outcome.sha256)))


def closest_table(contract: Contract, source: str, table: str) -> str | None:
    """The `source/table` of the contract that was probably meant, in whatever case; None where nothing is near."""
    source, table = source.lower(), table.lower()
    names = ["/".join(place) for place in contract]
    without_domain = [name for name in names if source == FILES_SOURCE and name.endswith(f".{table}")]
    near = without_domain or difflib.get_close_matches(f"{source}/{table}", names, n=1)
    return near[0] if near else None


def _placed(path: Path, home: Home, contract: Contract, source: str | None, table: str | None) -> Found:
    """The file with the table that it would be delivered for."""
    file = path.parent.resolve() / path.name  # a link itself stays one: a scan judges where it leads
    inbox = home.inbox.resolve()
    inside = file.relative_to(inbox).parts if file.is_relative_to(inbox) else ()
    if inside and not source and not table:
        found = found_at(file, inside, home)
        if any(part.startswith(".") for part in inside):
            return Found(file, found.path, found.source, found.table, _PASSED_BY)
        return found
    folders = inside[:2] if len(inside) > 2 else (file.parent.parent.name, file.parent.name)
    place = (source or folders[0], table or folders[1])
    if len(inside) <= 2 and not (source and table) and place not in contract:
        raise CxwError(
            f"{path}: it does not lie in the inbox ({home.inbox}); say which table it is for, "
            "with --source and --table"
        )
    return Found(file, str(path), *place, misplaced(*place))


_PASSED_BY = "no refresh looks at it: its name, or that of a folder, begins with '.'; rename it"

"""The intake of a night, with what erasures ask of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from orchestration.contract import Contract
from orchestration.erasure.erasing import finish, forget_delivered
from orchestration.erasure.tombstones import knows_deliveries
from orchestration.home import Home
from orchestration.intake import ScanReport, take_deliveries


def take_without_erased(
    home: Home,
    contract: Contract,
    *,
    arrived_at: datetime | None,
    tolerance: timedelta,
    memory_limit: str,
    progress: Callable[[str], None],
) -> tuple[ScanReport, list[str]]:
    """Ends an erasure that was killed, takes new deliveries, and takes out of them who asked to be forgotten.

    `tolerance`: by which an event may be later than its delivery's arrival. Gives what a person should hear of beside
    the scan's report. Raises CxwError as a scan does, and where the key or the list of those who were erased is lost.
    """
    finished = finish(home, contract, memory_limit=memory_limit, tell=progress)
    scan = take_deliveries(
        home, contract, arrived_at=arrived_at, progress=progress, was_taken=knows_deliveries(home)
    )
    erased = forget_delivered(home, contract, tolerance=tolerance, memory_limit=memory_limit, tell=progress)
    warnings = [*(finished.warnings if finished else ()), *erased.warnings]
    if erased.requests:
        progress(f"{erased.requests} erasure requests carried out")
    return scan, warnings

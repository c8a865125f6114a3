"""What a refresh sees to before any work: the home's folders, its pointer, the company's reference data."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from orchestration.continuity import refuse_earlier_clock, refuse_lost_deliveries
from orchestration.durable import sweep_drafts
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.home_format import settle_format
from orchestration.intake.ledger import read_ledger
from orchestration.reference import check_reference
from orchestration.releases import pointer_problem
from orchestration.settings import SPARK, Settings
from orchestration.space import refuse_full_disk

FOR_THE_OWNER = 0o700
LONGEST_HOME = 3000
"""Bytes of the home's path: with what dbt and the inbox put below it, more than 4,096 could not be opened."""

NOT_IN_A_PATH = ("?", "#")
"""What dbt takes for the end of a database's path."""


def prepare_home(home: Home) -> None:
    """Raises CxwError (usage) where the home cannot be written, or holds what a refresh cannot go on with."""
    if forbidden := [mark for mark in NOT_IN_A_PATH if mark in str(home.root)]:
        raise CxwError(
            f"{home.root}: dbt cannot open a database below a name with '{forbidden[0]}'; rename the folder."
        )
    if len(os.fsencode(home.root)) > LONGEST_HOME:
        raise CxwError(
            f"{home.root}: a path of more than {LONGEST_HOME:,} bytes; move the home to a shorter one."
        )
    check_reference(home)
    if home.current.exists() and not home.current.is_symlink():
        raise CxwError(str(pointer_problem(home)))
    for folder in (home.raw, home.build, home.state, home.releases):
        _make(folder)
    sweep_drafts(home.build, home.state)
    settle_format(home)
    for folder in home.private_folders:
        # A folder of another owner cannot be changed, and was made as that owner wanted it.
        with suppress(FileNotFoundError, PermissionError):
            folder.chmod(FOR_THE_OWNER)


def refuse_poor_start(home: Home, settings: Settings, arrived_at: datetime | None) -> None:
    """Raises CxwError (usage) where deliveries are lost, the clock is behind, or no room is left.

    A given instant of arrival stands for the clock.
    """
    entries = read_ledger(home)
    refuse_lost_deliveries(home, entries)
    if arrived_at is None:
        refuse_earlier_clock(home, entries, timedelta(minutes=settings.event_tolerance_minutes))
    refuse_full_disk(home, entries, on_spark=settings.target == SPARK)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CxwError(
            f"{folder}: cannot be written ({error.strerror}); a refresh must own its home."
        ) from error

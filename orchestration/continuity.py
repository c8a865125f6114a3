"""Does a refresh go on from where the last one was: with every delivery that was taken, and a clock that is not behind?

Both are looked at before any work. What they would do is not undone by a later night: a release that lacks what an
earlier one had, and arrivals in the ledger from before the events that they brought.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.ledger import TAKEN, LedgerEntry, scan_file_name
from orchestration.releases import Release, list_releases
from orchestration.releases.store import read_log

SHOWN = 3


def refuse_lost_deliveries(home: Home, entries: Sequence[LedgerEntry]) -> None:
    """Raises CxwError (usage) where the raw store no longer has what the ledger or a release says that was taken."""
    lost = [e for e in entries if e.status == TAKEN and e.raw_path and not (home.root / e.raw_path).is_file()]
    if lost:
        names = _shown([f"{e.raw_path} ({e.path})" for e in lost])
        raise CxwError(
            f"{home.raw}: {len(lost)} of {len(entries)} deliveries that were taken are gone: {names}. "
            "Restore them from a backup of raw/; nothing was changed."
        )
    times = Counter(entry.delivery for entry in entries)
    doubled = [
        f"{e.delivery} in {scan_file_name(e.scan)} ({e.path})" for e in entries if times[e.delivery] > 1
    ]
    if doubled:
        raise CxwError(
            f"{home.ledger_dir}: deliveries are told of more than once: {_shown(doubled)}. A file of the ledger has "
            "lines of another scan; restore the ledger from a backup. Nothing was changed."
        )
    for release in reversed(list_releases(home)):
        try:
            told = release.manifest()["deliveries"]
        except CxwError:  # it is damaged, and the intake warns of it
            continue
        _refuse_shorter_ledger(home, release, told, max(times, default=0))
        gone = [one for one in told if int(one["delivery"]) not in times]
        if gone:
            names = _shown(
                [f"{one['delivery']} of {scan_file_name(one['scan'])} ({one['path']})" for one in gone]
            )
            raise CxwError(
                f"{home.ledger_dir}: {len(gone)} of the {len(told)} deliveries of which release {release.number} was "
                f"made are not told of any more: {names}. Restore these files of the ledger from a backup; nothing "
                "was changed."
            )
        return


def _refuse_shorter_ledger(
    home: Home, release: Release, told: Sequence[Mapping[str, Any]], known: int
) -> None:
    last = max((int(delivery["delivery"]) for delivery in told), default=0)
    if last > known:
        raise CxwError(
            f"{home.ledger_dir}: the ledger ends with delivery {known}, and release {release.number} was made of "
            f"{last}. Restore raw/ from a backup; to begin anew from the inbox, move {home.releases} and "
            f"{home.current} away too. Nothing was changed."
        )


def _shown(names: Sequence[str]) -> str:
    more = f", and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def refuse_earlier_clock(
    home: Home, entries: Sequence[LedgerEntry], tolerance: timedelta, now: datetime | None = None
) -> None:
    """Raises CxwError (usage) where the clock is further behind what the home has seen than the tolerance.

    Deliveries would count as arrived before the events that they tell of, which are then refused as events of the
    future, and the ledger would say so for ever.
    """
    now = now or datetime.now(UTC)
    marks = [(_instant(entry.arrived_at), f"delivery {entry.delivery} arrived") for entry in entries[-1:]]
    marks += [(_instant(told["at"]), "the log of releases was written") for told in read_log(home)[-1:]]
    latest, what = max(marks, default=(now, ""))
    if latest - now > tolerance:
        raise CxwError(
            f"{home.root}: this machine's clock says {now:%Y-%m-%d %H:%M:%S} UTC, but {what} at "
            f"{latest:%Y-%m-%d %H:%M:%S} UTC. Set the clock right; if it was wrong then and is right now, set "
            "CXW_ARRIVED_AT to the present instant once, for a refresh that takes a delivery. Nothing was changed."
        )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)

"""Does a refresh go on from where the last one was: with every delivery that was taken, and a clock that is not behind?

Both are looked at before any work. What they would do is not undone by a later night: a release that lacks what an
earlier one had, and arrivals in the ledger from before the events that they brought.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.ledger import TAKEN, LedgerEntry
from orchestration.releases import list_releases
from orchestration.releases.store import read_log

SHOWN = 3


def refuse_lost_deliveries(home: Home, entries: Sequence[LedgerEntry]) -> None:
    """Raises CxwError (usage) where the raw store no longer has what the ledger or a release says that was taken."""
    lost = [e for e in entries if e.status == TAKEN and e.raw_path and not (home.root / e.raw_path).is_file()]
    if lost:
        names = ", ".join(f"{e.raw_path} ({e.path})" for e in lost[:SHOWN])
        more = f", and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
        raise CxwError(
            f"{home.raw}: {len(lost)} of {len(entries)} deliveries that were taken are gone: {names}{more}. "
            "Restore them from a backup of raw/; nothing was changed."
        )
    known = max((entry.delivery for entry in entries), default=0)
    for release in reversed(list_releases(home)):
        try:
            told = release.manifest()
        except CxwError:  # it is damaged, and the intake warns of it
            continue
        last = max((int(delivery["delivery"]) for delivery in told["deliveries"]), default=0)
        if last > known:
            raise CxwError(
                f"{home.ledger_dir}: the ledger ends with delivery {known}, and release {release.number} was made of "
                f"{last}. Restore raw/ from a backup; to begin anew from the inbox, move {home.releases} and "
                f"{home.current} away too. Nothing was changed."
            )
        return


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

"""What a raw store says of itself: for which list of people it was looked through, and up to which delivery.

It lies beside the ledger and not beside the list: a raw store that comes back from a backup, or is made anew of
deliveries, says something else or nothing, and does not pass for the one that was cleaned.
"""

from __future__ import annotations

import json

from orchestration.durable import OWNER, replace_text
from orchestration.erasure.key import Key
from orchestration.erasure.tombstones import Tombstones, list_mark, read_tombstones
from orchestration.home import Home

LOOKED_THROUGH = "looked_through.json"


def last_looked_through(home: Home, key: Key, tombstones: Tombstones) -> int:
    """The last delivery that was looked through for everybody on the list; 0 where the raw store does not say so."""
    try:
        told = json.loads((home.ledger_dir / LOOKED_THROUGH).read_text(encoding="utf-8"))
        return int(told["delivery"]) if told["list"] == list_mark(key, tombstones) else 0
    except (OSError, ValueError, LookupError, TypeError):
        return 0  # whatever the reason, to look through everything again loses nothing but time


def mark_looked_through(home: Home, key: Key, delivery: int) -> None:
    """Writes down that everything up to a delivery was looked through for the list as it is now."""
    path = home.ledger_dir / LOOKED_THROUGH
    told = json.dumps({"list": list_mark(key, read_tombstones(home, key)), "delivery": delivery}) + "\n"
    if not path.exists() or path.read_bytes() != told.encode():
        replace_text(path, told, OWNER)

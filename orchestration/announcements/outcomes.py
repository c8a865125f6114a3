"""What a refresh came to, told once: one message for a failure, however many checks failed, and one for a recovery.

The same failure is not told again within `REPEAT_HOURS`: a refresh that is tried every ten minutes does not ring every
ten minutes, and one that fails every night rings every night. What was told is in `state/outcome.json`; without it, or
where it cannot be read, a message may come twice, and none is lost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from orchestration import webhook
from orchestration.durable import replace_text
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases.store import current_number
from orchestration.settings import Settings
from orchestration.webhook import Message

CAUSES_SHOWN = 10
REPEAT_HOURS = 12
BOOK = "outcome.json"
FAILED = "refresh_failed"

Send = Callable[[Message], bool]
"""Sends a message, and says whether it arrived."""


def failed_message(
    home: Home, run: str, rooms: Sequence[str], reasons: Sequence[str], causes: Sequence[str]
) -> Message:
    """What is told of a refresh that failed: names out of declarations and counts, no text of an error."""
    release = current_number(home)
    shown = ", ".join(causes[:CAUSES_SHOWN]) + (", ..." if len(causes) > CAUSES_SHOWN else "")
    text = f"Refresh failed in {', '.join(rooms) or 'no room'}: {', '.join(reasons)}"
    text += f" ({len(causes)}: {shown})." if causes else "."
    text += f" Readers stay on release {release}." if release else " Nothing has been published yet."
    return {
        "event": FAILED,
        "text": text,
        "run_id": run,
        "rooms": list(rooms),
        "reasons": list(reasons),
        "cause_count": len(causes),
        "causes": list(causes[:CAUSES_SHOWN]),
        "current_release": release,
    }


def recovered_message(home: Home, run: str) -> Message:
    """What is told of the first refresh that works after one that failed."""
    release = current_number(home)
    text = f"Refresh works again: release {release} is published."
    return {"event": "refresh_recovered", "text": text, "run_id": run, "current_release": release}


def tell_once(home: Home, message: Message, send: Send, now: datetime | None = None) -> bool:
    """Sends a failure that was not told within the hours, or a recovery from one that was; says whether it arrived.

    What arrived is written down in one rename. Raises OSError where that cannot be.
    """
    book, now = _read(home), now or datetime.now(UTC)
    is_failure = message["event"] == FAILED
    if _is_repeat(book, message, now) if is_failure else not book:
        return False
    if not send(message):
        return False
    if is_failure:
        _write(home, {"kind": _kind(message), "told_at": now.isoformat()})
    else:
        (home.state / BOOK).unlink(missing_ok=True)
    return True


def tell_of_outcome(
    home: Home,
    run: str,
    *,
    rooms: Sequence[str] = (),
    reason: str | None = None,
    causes: Sequence[str] = (),
    now: datetime | None = None,
) -> str | None:
    """Tells the webhook of a failure (`reason`) or a recovery (none); gives a problem to warn of. Never raises."""
    problems: list[str] = []
    try:
        address = Settings.load(home).alert_webhook
        if address is None:
            return None

        def send(message: Message) -> bool:
            if problem := webhook.post(address, message):
                problems.append(problem)
            return not problems

        message = (
            failed_message(home, run, rooms, [reason], causes) if reason else recovered_message(home, run)
        )
        tell_once(home, message, send, now)
    except (CxwError, OSError, ValueError) as error:
        problems.append(type(error).__name__)
    return next(iter(problems), None)


def _is_repeat(book: dict[str, Any], message: Message, now: datetime) -> bool:
    try:
        age = now - datetime.fromisoformat(book["told_at"])
    except (KeyError, TypeError, ValueError):
        return False
    return bool(book.get("kind") == _kind(message) and timedelta(0) <= age < timedelta(hours=REPEAT_HOURS))


def _kind(message: Message) -> str:
    told = json.dumps([message["reasons"], message["cause_count"], sorted(message["causes"])])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _read(home: Home) -> dict[str, Any]:
    try:
        found = json.loads((home.state / BOOK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(home: Home, book: dict[str, Any]) -> None:
    home.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_text(home.state / BOOK, json.dumps(book))

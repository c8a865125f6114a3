"""Which alerts were told of: `state/alerts.json`, replaced whole in one rename."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from orchestration.durable import replace_text
from orchestration.home import Home

BOOK = "alerts.json"
DAMAGED = "alerts.json.damaged"


@dataclass(frozen=True)
class Alert:
    """What is read of an alert: of whom and by whom it is stays in the release."""

    key: str
    rule: str
    severity: str
    team: str
    raised_at: datetime


@dataclass(frozen=True)
class Book:
    """Every alert that a release ever showed, by its key, with the number of the first release that had it.

    `told` arrived at the webhook, `waiting` has to be told yet, `passed` is never told: it was there before anybody
    listened, or came too late. `as_of` is that of the last refresh that looked.
    """

    as_of: str
    is_heard: bool
    told: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)

    def knows(self, key: str) -> bool:
        """A release had it before."""
        return key in self.told or key in self.waiting or key in self.passed


def look(book: Book, alerts: Iterable[Alert], release: int, as_of: datetime, window: timedelta) -> Book:
    """The book after a look at a release: what it does not know waits, or is passed over where it came too late.

    Late is an answer from before the window, which ends with the last look: weeks without a refresh lose nothing. A
    release of an earlier day than the last look has no news.
    """
    last = datetime.fromisoformat(book.as_of)
    if as_of < last:
        return book
    unknown = [alert for alert in alerts if not book.knows(alert.key)]
    young = {alert.key: release for alert in unknown if alert.raised_at >= last - window}
    late = {alert.key: release for alert in unknown if alert.key not in young}
    return replace(
        book,
        as_of=as_of.isoformat(),
        waiting={**book.waiting, **young},
        passed={**book.passed, **late},
    )


def read_book(home: Home) -> Book | None:
    """The book of the home; None where there is none. Raises ValueError where it cannot be read as one."""
    path = home.state / BOOK
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    if not isinstance(given, dict):
        raise ValueError(f"{path}: is no object")
    try:
        book = Book(**given)
        datetime.fromisoformat(book.as_of)
        if not all(isinstance(keys, dict) for keys in (book.told, book.waiting, book.passed)):
            raise ValueError(f"{path}: alerts are no object")
    except TypeError as error:
        raise ValueError(f"{path}: {error}") from error
    return book


def write_book(home: Home, book: Book) -> None:
    """Replaces the book in one rename; after a power cut it is the old one or the new one, whole."""
    home.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_text(home.state / BOOK, json.dumps(asdict(book)))


def set_aside(home: Home) -> Path:
    """Moves a book that cannot be read out of the way; gives where it is."""
    return (home.state / BOOK).replace(home.state / DAMAGED)

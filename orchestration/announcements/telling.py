"""After a release: look for new alerts, write down that they wait, tell of them, write down that they were told.

Each step can be the last one of a process that is killed. An alert whose message was answered and written down is
never told again; one that was told in the moment before is told twice, with the same `message_id`: a customer who gets
two calls is better off than one who gets none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median

import duckdb

from orchestration import webhook
from orchestration.announcements.book import Alert, Book, look, read_book, set_aside, write_book
from orchestration.announcements.message import alerts_message
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases import Release, list_releases
from orchestration.releases.store import log
from orchestration.settings import Settings

ALERTS = """
select feedback_alert_key, alert_rule, severity, team, raised_at
from conformed.fct_feedback_alerts
order by raised_at, feedback_alert_key
"""
KEYS = "select feedback_alert_key from conformed.fct_feedback_alerts"


@dataclass(frozen=True)
class Telling:
    """What came of it: a sentence for people, or none where there is nothing to say; and whether it is a warning."""

    told: int = 0
    waiting: int = 0
    sentence: str | None = None
    is_warning: bool = False


def recall(home: Home) -> list[str]:
    """Sees to the book before a release is published; gives warnings. Never raises.

    Where there is no book, the releases that are kept say which alerts somebody may have seen.
    """
    warnings = []
    try:
        try:
            book = read_book(home)
        except ValueError:
            warnings.append(
                f"{set_aside(home)}: cannot be read; alerts of earlier releases are taken as told"
            )
            book = None
        book = book or _book_of_releases(home)
        if book and book.waiting:
            late = f"{len(book.waiting):,}"
            warnings.append(f"alerts that earlier refreshes could not tell of, told after this one: {late}")
    except Exception as error:  # noqa: BLE001  # a refresh never fails for what it tells
        warnings.append(
            f"the book of alerts could not be opened ({type(error).__name__}); nobody may be told"
        )
    return warnings


def tell_of_alerts(home: Home, settings: Settings, release: Release) -> Telling:
    """Tells the webhook of the release's alerts that are news, in one message. Never raises."""
    try:
        return _tell(home, settings, release)
    except Exception as error:  # noqa: BLE001  # the release is published, whatever happens here
        sentence = f"they were not told, or not written down as told ({type(error).__name__})"
        return Telling(sentence=sentence, is_warning=True)


def _tell(home: Home, settings: Settings, release: Release) -> Telling:
    alerts, as_of = _alerts_of(release), datetime.fromisoformat(release.manifest()["as_of"])
    address, book = settings.alert_webhook, read_book(home)
    if book is None:
        return _begin(home, alerts, release, as_of, address)
    was_heard, known = book.is_heard, len(book.passed)
    book = look(book, alerts, release.number, as_of, timedelta(days=settings.alert_window_days))
    book, too_late = replace(book, is_heard=address is not None), len(book.passed) - known
    if address is None:
        write_book(home, replace(book, waiting={}, passed={**book.passed, **book.waiting}))
        return Telling(sentence=_NOBODY if was_heard else None)
    write_book(home, book)
    due = [alert for alert in alerts if alert.key in book.waiting]
    older = f"; too late to be told, and in the release: {too_late:,}" if too_late else ""
    if not due:
        return Telling(waiting=len(book.waiting), sentence=f"none is new{older}" if older else None)
    late = sum(book.waiting[alert.key] < release.number for alert in due)
    message = alerts_message(due, late, release, as_of.isoformat())
    if problem := webhook.post(address, message, repeats_when_unsure=False):
        log(home, event="alerts_not_told", release=release.number, alerts=len(due), problem=problem)
        sentence = f"could not tell of {len(due):,} ({problem}); the next refresh tries again{older}"
        return Telling(waiting=len(book.waiting), sentence=sentence, is_warning=True)
    told = _told(home, book, due, release, message["message_id"])
    return replace(told, sentence=f"told of {told.told:,} new{older}")


_NOBODY = "settings.yml names no alert_webhook; nobody is told of new ones"


def _begin(
    home: Home, alerts: Sequence[Alert], release: Release, as_of: datetime, address: str | None
) -> Telling:
    """The first look of a home: whatever is there is no news."""
    passed = {alert.key: release.number for alert in alerts}
    write_book(home, Book(as_of.isoformat(), address is not None, passed=passed))
    known = f"there already, taken as known: {len(alerts):,}; "
    return Telling(
        sentence=_NOBODY if address is None else known + "new ones are told from the next refresh on"
    )


def _told(home: Home, book: Book, due: Sequence[Alert], release: Release, message_id: str) -> Telling:
    keys = {alert.key for alert in due}
    still = {key: number for key, number in book.waiting.items() if key not in keys}
    told = {**book.told, **{alert.key: release.number for alert in due}}
    write_book(home, replace(book, told=told, waiting=still))
    now = datetime.now(UTC).replace(tzinfo=None)
    minutes = [round((now - alert.raised_at).total_seconds() / 60) for alert in due]
    log(
        home,
        event="alerts_told",
        release=release.number,
        alerts=len(due),
        message_id=message_id,
        median_minutes_since_answer=median(minutes),
        longest_minutes_since_answer=max(minutes),
    )
    return Telling(told=len(due), waiting=len(still))


def _alerts_of(release: Release) -> list[Alert]:
    with duckdb.connect(str(release.database), read_only=True) as connection:
        try:
            return [Alert(*row) for row in connection.execute(ALERTS).fetchall()]
        except duckdb.CatalogException:
            return []


def _book_of_releases(home: Home) -> Book | None:
    """A book of what the kept releases had; None where there is none to read."""
    passed: dict[str, int] = {}
    as_of: list[datetime] = []
    for release in list_releases(home):
        try:
            when = datetime.fromisoformat(release.manifest()["as_of"])
            with duckdb.connect(str(release.database), read_only=True) as connection:
                keys = [key for (key,) in connection.execute(KEYS).fetchall()]
        except (CxwError, ValueError, duckdb.Error):
            continue
        as_of.append(when)
        passed = {**dict.fromkeys(keys, release.number), **passed}
    if not as_of:
        return None
    book = Book(max(as_of).isoformat(), True, passed=passed)
    write_book(home, book)
    return book

"""Instants as they are written on a command line or in the environment."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orchestration.errors import CxwError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")

LONGEST_DAY = timedelta(hours=25)
"""The end of today is not further away, whatever the clocks do tonight."""


def parse_instant(text: str, what: str) -> datetime:
    """An ISO 8601 instant in UTC; without an offset it is UTC. `what` names it in the error."""
    if not _INSTANT.fullmatch(text):
        raise _refuse(text, what)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise _refuse(text, what) from error
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def parse_as_of(text: str, time_zone: str) -> datetime:
    """The instant that the warehouse takes as now, in UTC.

    A date alone means the last microsecond of that day in `time_zone` (IANA; the reporting time zone):
    what happened on that day counts, and nothing later.

    >>> parse_as_of("2024-12-31", "Europe/Paris").isoformat()
    '2024-12-31T22:59:59.999999+00:00'
    """
    if not _DATE.fullmatch(text):
        return parse_instant(text, "as-of")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _refuse(text, "as-of") from error
    return datetime.combine(day, time.max, ZoneInfo(time_zone)).astimezone(UTC)


def refuse_future(as_of: datetime, arrived_at: datetime | None = None) -> None:
    """Raises CxwError (usage) where an as-of is later than the end of today: there is nothing to compute there.

    Today is that of this machine, or of the deliveries (`arrived_at`) where that is later.
    """
    now = max(datetime.now(UTC), arrived_at or datetime.min.replace(tzinfo=UTC))
    if as_of > now + LONGEST_DAY:
        raise CxwError(
            f"as-of {as_utc_text(as_of)} UTC has not come yet: now is {as_utc_text(now)} UTC, and what was open then "
            "would count as open until that day. Give an earlier --as-of, or none for the latest event delivered."
        )


def as_utc_text(instant: datetime) -> str:
    """`2024-12-31T23:59:59.999999`: in UTC, without offset, always with microseconds."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def _refuse(text: str, what: str) -> CxwError:
    return CxwError(
        f"{what} {text!r} is not an ISO 8601 date or instant, such as 2024-12-31 or 2024-12-31T18:00:00Z."
    )

"""--as-of: strict, and the same moment however it is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.instants import as_utc_text, parse_as_of, refuse_future
from orchestration.rooms import open_context


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2024-12-31", "UTC", "2024-12-31T23:59:59.999999"),
        ("2024-12-31", "Europe/Paris", "2024-12-31T22:59:59.999999"),
        ("2024-07-01", "Europe/Paris", "2024-07-01T21:59:59.999999"),
        ("2024-12-31T18:00:00Z", "Europe/Paris", "2024-12-31T18:00:00.000000"),
        ("2024-12-31T18:00", "Europe/Paris", "2024-12-31T18:00:00.000000"),
        ("2024-12-31 18:00:00.25+02:00", "UTC", "2024-12-31T16:00:00.250000"),
    ],
)
def test_an_instant_is_read(text: str, zone: str, expected: str) -> None:
    assert as_utc_text(parse_as_of(text, zone)) == expected


@pytest.mark.parametrize(
    "text", ["", "yesterday", "31/12/2024", "2024-02-30", "20241231", "2024-12-31T25:00", "2024-12"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(CxwError, match="is not an ISO 8601 date or instant"):
        parse_as_of(text, "UTC")


@pytest.mark.parametrize("as_of", ["9999-12-31", "2999-01-01T00:00:00Z"])
def test_a_day_that_has_not_come_is_refused_before_any_work(tmp_path: Path, as_of: str) -> None:
    with pytest.raises(CxwError, match=r"has not come yet: now is .* Give an earlier --as-of") as refused:
        open_context(Home(tmp_path), progress=lambda line: None, as_of=parse_as_of(as_of, "UTC"))
    assert refused.value.exit_code == ExitCode.USAGE
    assert not list(tmp_path.iterdir())


def test_the_end_of_today_is_no_future() -> None:
    """Of the machine's day, and of the day on which deliveries count as arrived."""
    now = datetime.now(UTC)
    refuse_future(now + timedelta(hours=24, minutes=59))
    refuse_future(datetime(2999, 1, 1, 12, tzinfo=UTC), arrived_at=datetime(2999, 1, 1, tzinfo=UTC))
    with pytest.raises(CxwError):
        refuse_future(now + timedelta(hours=26))

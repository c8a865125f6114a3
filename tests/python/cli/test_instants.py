"""--as-of: strict, and the same moment however it is written."""

from __future__ import annotations

import pytest

from orchestration.errors import CxwError
from orchestration.instants import as_utc_text, parse_as_of


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

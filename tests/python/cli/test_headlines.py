"""The figures that `cxw refresh` prints, as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.headlines import Headline


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.0, "tickets", "1 ticket"),
        (0.0, "tickets", "0 tickets"),
        (2151.0, "tickets", "2,151 tickets"),
        (1.0, "minutes", "1 minute"),
        (1.5, "minutes", "1.50 minutes"),
        (180.0, "minutes", "3.0 hours"),
        (1.0, "EUR", "1 EUR"),
        (1.0, "", "1"),
        (1.0, "percent", "1.0 %"),
        (None, "tickets", "-"),
    ],
)
def test_a_figure_is_written_with_its_unit(value: float | None, unit: str, text: str) -> None:
    assert Headline("Tickets created", date(2024, 3, 1), value, unit, 1).text == text

"""Every reason for which a record is refused or a field emptied has its meaning in docs/sources.md, and no other word."""

from __future__ import annotations

import re

from orchestration.home import PROJECT_ROOT
from orchestration.intake import Reason


def _documented() -> list[str]:
    """The words of the table that begins with `| reasons |`."""
    page = (PROJECT_ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    table = page.split("| reasons | meaning |\n", 1)[1].split("\n\n", 1)[0]
    return [word for row in table.splitlines() for word in re.findall(r"`(\w+)`", row.split("|")[1])]


def _of_staging() -> set[str]:
    """The reasons that the macros give: words in the SQL that they build, and `bad_` with a type's word."""
    macros = (PROJECT_ROOT / "macros" / "staging" / "record_defects.sql").read_text(encoding="utf-8")
    types = re.findall(r"'\w+': '(\w+)'", macros) + re.findall(r"words\.get\(type, '(\w+)'\)", macros)
    words = re.findall(r"then '([a-z0-9_]+)'", macros) + re.findall(r"'(missing_\w+)'", macros)
    return {*words, *(f"bad_{word}" for word in types)}


def test_the_reasons_are_found() -> None:
    assert _of_staging() >= {"missing_key", "bad_decimal", "bad_text", "future_event", "nested_value"}
    assert len(_of_staging()) >= 11


def test_every_reason_is_documented_once() -> None:
    documented = _documented()
    assert len(documented) == len(set(documented))
    assert set(documented) == _of_staging() | {str(reason) for reason in Reason}

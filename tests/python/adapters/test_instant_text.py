"""Text that is an instant and text that is none: the macro as it stands, over DuckDB, without a build."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import duckdb
import pytest
from jinja2 import Environment, pass_context

from orchestration.home import PROJECT_ROOT

INSTANTS = {
    "2025-01-01T00:00:00+14:00": "2024-12-31 10:00:00",
    "2025-01-01T00:00:00-1200": "2025-01-01 12:00:00",
    "2025-01-01 00:00:00+05:45": "2024-12-31 18:15:00",
    "2025-01-01T00:00-03": "2025-01-01 03:00:00",
    "2025-01-01T00:00:00.5Z": "2025-01-01 00:00:00.5",
    "2025-01-01T00:00:00+00:00": "2025-01-01 00:00:00",
    "2025-01-01": "2025-01-01 00:00:00",
    "2025-01-01T23:59Z": "2025-01-01 23:59:00",
}
NO_INSTANTS = [
    "2025-01-01T00:00:00+25:00",
    "2025-01-01T00:00:00+15:00",
    "2025-01-01T00:00:00-99:00",
    "2025-01-01T00:00:00+01:60",
    "2025-01-01T00:00:00+0199",
    "2025-01-01T00:00+24",
    "2025-01-01 00:00 +30:00",
    "2025-01-01T00:00:00+1",
    "2025-01-01T24:00:00",
    "2025-01-01T00:00:00 +01:00",
    "2025-01-01\n",
]


def _rendered(engine: str) -> str:
    """What `parse_iso_instant('given')` says to an engine."""

    class Adapter:
        """dbt's `adapter`, as far as the macro uses it."""

        @staticmethod
        @pass_context
        def dispatch(context: Any, name: str, package: str) -> Any:
            """The engine's branch of a macro."""
            return context[f"{engine}__{name}"]

    source = (PROJECT_ROOT / "macros" / "engine" / "parsing.sql").read_text(encoding="utf-8")
    names = {"adapter": Adapter(), "return": lambda text: text}
    rendered = Environment().from_string(source + "{{ parse_iso_instant('given') }}").render(names)
    return rendered[rendered.index("case when") :]


@pytest.mark.parametrize("text", [*INSTANTS, *NO_INSTANTS])
def test_duckdb_takes_the_offsets_that_exist(text: str) -> None:
    query = f"select {_rendered('default')} from (select ? as given)"
    row = duckdb.sql(query, params=[text]).fetchone()
    assert row == (datetime.fromisoformat(INSTANTS[text]) if text in INSTANTS else None,)


@pytest.mark.parametrize("text", [*INSTANTS, *NO_INSTANTS])
def test_spark_is_asked_for_the_same(text: str) -> None:
    patterns = re.findall(r"rlike r'([^']+)'", _rendered("spark"))
    asked = any(re.search(pattern.replace(r"\z", r"\Z"), text) for pattern in patterns)
    assert len(patterns) == 3 and asked == (text in INSTANTS)

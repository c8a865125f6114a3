"""`valued`: the page's club and the hand-made book in one home, refreshed once, as of 2 April 2025."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from book import deliveries, mixed, patients
from delivering import deliver_csv
from docs.doc_pages import OWN_HOME, read_blocks
from oracle import Life, lives
from running import FIGURES_ONLY, Run

CONSENTS = [("K1", "L01", "true"), ("K2", "L01", "false"), ("K3", "L02", "true"), ("K4", "L03", "false")]
CONSENTS += [("K5", "L04", ""), ("K6", "L02", ""), ("K7", "L02", "true"), ("K8", "", "true")]
"""People of the CRM: their account, and whether they agree to marketing."""

SEGMENTS = ("patients", "north", "south", "lonely")
Rows = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def valued(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release of that home."""
    home = tmp_path_factory.mktemp("valued")
    for table, rows in deliveries([*patients(), *mixed()]).items():
        deliver_csv(home, table, ",".join(rows[0]), (row.values() for row in rows))
    people = ((*person, "2024-01-01T00:00:00Z") for person in CONSENTS)
    deliver_csv(home, "crm.contacts", "contact_id,account_id,marketing_consent,created_at", people)
    for block in read_blocks(OWN_HOME):
        if block.new_file:
            path = home / block.new_file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    cxw(home, "refresh", "--as-of", "2025-04-02", CXW_ARRIVED_AT="2025-04-03T06:00:00Z", **FIGURES_ONLY)
    with duckdb.connect(str(Path(home) / "current" / "warehouse.duckdb"), read_only=True) as release:
        yield release


@pytest.fixture(scope="session")
def rows(valued: duckdb.DuckDBPyConnection) -> Rows:
    """Rows of the release about the book's segments."""
    named = ", ".join(f"'{segment}'" for segment in SEGMENTS)
    return lambda query: valued.execute(query.replace("{segments}", f"({named})")).fetchall()


@pytest.fixture(scope="session")
def lived() -> dict[str, list[Life]]:
    """The lives of the book by segment."""
    found = defaultdict(list)
    for life in lives([*patients(), *mixed()]):
        found[life.customer.segment].append(life)
    return found

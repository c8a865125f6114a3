"""`candidates`: one company, built once for New York and once for Auckland."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import two_zones
from running import Run
from two_zones import Ask, asking

from orchestration.candidate import open_candidate

ZONES = {"new_york": "America/New_York", "auckland": "Pacific/Auckland"}
# In New York a date alone says the same: the last microsecond of that day, there.
AS_OF = {"new_york": "2025-12-31", "auckland": two_zones.AS_OF}


@pytest.fixture(scope="session")
def candidates(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Iterator[dict[str, Ask]]:
    """What was built for each zone, to be asked in SQL; dates are told as text."""
    connections = {}
    for name, zone in ZONES.items():
        home: Path = tmp_path_factory.mktemp(name)
        two_zones.deliver(home, zone)
        cxw(home, "refresh", "--as-of", AS_OF[name], CXW_ARRIVED_AT=two_zones.ARRIVED_AT)
        connections[name] = open_candidate(home / "build" / "candidate.duckdb")
    yield {name: asking(connection) for name, connection in connections.items()}
    for connection in connections.values():
        connection.close()

"""`candidates`: one company, built once for New York and once for Auckland. `spring`: revenue and service credits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import hand_made_lines
import hand_made_penalties
import hand_made_revenue
import hand_made_subscriptions
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


@pytest.fixture(scope="session")
def spring(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release of the hand-made revenue and of the contracts with service credits, which have no customer in common."""
    home: Path = tmp_path_factory.mktemp("spring")
    hand_made_revenue.deliver(home)
    hand_made_subscriptions.deliver(home)
    hand_made_lines.deliver(home)
    hand_made_penalties.deliver(home)
    cxw(home, "refresh", "--as-of", hand_made_revenue.AS_OF)
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as release:
        yield release

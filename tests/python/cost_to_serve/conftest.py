"""One home with a random company for all tests of the cost to serve."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from cost_brute_force import Served
from cost_company import AS_OF, STANDARD, Tables, random_company
from delivering import deliver_csv
from running import FIGURES_ONLY, Run


def refreshed(home: Path, cxw: Run, tables: Tables) -> Path:
    """The home with these tables and the company's own standard times, after its first refresh."""
    for table, rows in tables.items():
        header = ",".join(rows[0])
        deliver_csv(home, table, header, [row.values() for row in rows])
    (home / "settings.yml").write_text("reporting_currency: EUR\n", encoding="utf-8")
    (home / "reference").mkdir()
    lines = "".join(f"{channel},{minutes}\n" for channel, minutes in STANDARD.items())
    (home / "reference" / "standard_handling_times.csv").write_text(
        f"channel,minutes\n{lines}", encoding="utf-8"
    )
    cxw(home, "refresh", "--as-of", AS_OF.isoformat(), **FIGURES_ONLY)
    return home


@pytest.fixture(scope="session")
def tables() -> Tables:
    return random_company(seed=31)


@pytest.fixture(scope="session")
def served(tables: Tables) -> Served:
    return Served(tables)


@pytest.fixture(scope="session")
def costs_home(tmp_path_factory: pytest.TempPathFactory, cxw: Run, tables: Tables) -> Path:
    return refreshed(tmp_path_factory.mktemp("costs"), cxw, tables)


@pytest.fixture(scope="session")
def shuffled_home(tmp_path_factory: pytest.TempPathFactory, cxw: Run, tables: Tables) -> Path:
    """The same company, with the rows of every table in another order."""
    rng = random.Random(2)
    shuffled = {table: rng.sample(rows, len(rows)) for table, rows in tables.items()}
    return refreshed(tmp_path_factory.mktemp("shuffled"), cxw, shuffled)


@pytest.fixture(scope="session")
def costs(costs_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release."""
    with duckdb.connect(str(costs_home / "current" / "warehouse.duckdb"), read_only=True) as release:
        yield release


@pytest.fixture(scope="session")
def workings(costs_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """What the release was made from."""
    with duckdb.connect(str(costs_home / "build" / "workings.duckdb"), read_only=True) as connection:
        yield connection

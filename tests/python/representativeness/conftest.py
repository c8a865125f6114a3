"""One company that polls its customers, refreshed once."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import duckdb
import pytest
from alerts_by_hand import Response, judged
from closing_loop import Said, Step, deliver_answers, of_invited, steps, unasked
from polled_company import deliver, polled
from running import FIGURES_ONLY, Run


@pytest.fixture(scope="session")
def said() -> list[Said]:
    """Every answer."""
    return of_invited(polled()) + unasked(Random(3))


@pytest.fixture(scope="session")
def done(said: list[Said]) -> list[Step]:
    """Every follow-up."""
    return steps(Random(4), said)


@pytest.fixture(scope="session")
def by_hand(said: list[Said], done: list[Step]) -> list[Response]:
    """What the rules make of them."""
    return judged(said, done)


@pytest.fixture(scope="session")
def polled_home(
    tmp_path_factory: pytest.TempPathFactory, cxw: Run, said: list[Said], done: list[Step]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Its first release."""
    home = tmp_path_factory.mktemp("polled")
    deliver(home, polled())
    deliver_answers(home, said, done)
    cxw(home, "refresh", **FIGURES_ONLY)
    with duckdb.connect(str(home / "releases" / "000001" / "warehouse.duckdb"), read_only=True) as release:
        yield release

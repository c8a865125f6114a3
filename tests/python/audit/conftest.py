"""A small candidate that passes the audit, and copies of it with a defect."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

SMALL_CANDIDATE = [
    Path(__file__).with_name(name)
    for name in (
        "small_candidate.sql",
        "small_candidate_slas.sql",
        "small_candidate_costs.sql",
        "small_candidate_events.sql",
        "small_marts.sql",
    )
]

Defective = Callable[[str], Path]


@pytest.fixture(scope="session")
def sound_candidate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A candidate without a defect; not to be written to."""
    path = tmp_path_factory.mktemp("audit") / "candidate.duckdb"
    with duckdb.connect(str(path)) as connection:
        for part in SMALL_CANDIDATE:
            connection.execute(part.read_text("utf-8"))
    return path


@pytest.fixture
def defective(sound_candidate: Path, tmp_path: Path) -> Defective:
    """Makes a copy of the sound candidate, changed by some SQL."""

    def change(sql: str) -> Path:
        path = tmp_path / "defective.duckdb"
        shutil.copyfile(sound_candidate, path)
        with duckdb.connect(str(path)) as connection:
            connection.execute(sql)
        return path

    return change

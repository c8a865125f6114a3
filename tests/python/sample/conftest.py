"""A small demo company, written once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sample_files import SMALL, read_answers

from orchestration.sample import SampleSummary, write_sample


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the small company in one delivery for each table."""
    root = tmp_path_factory.mktemp("one_shot")
    write_sample(root, **SMALL)
    return root


@pytest.fixture(scope="session")
def daily(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleSummary]:
    """A home with the same company, day by day."""
    root = tmp_path_factory.mktemp("daily")
    return root, write_sample(root, **SMALL, day_by_day=True)


@pytest.fixture(scope="session")
def answers(home: Path) -> dict[str, Any]:
    """The known answers of the small company."""
    return read_answers(home)

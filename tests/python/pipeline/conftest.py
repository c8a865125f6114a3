"""The definitions of the real project, loaded once, and a home whose dbt and audit are stand-ins."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stand_ins import RunJob, Stage

from orchestration import audit, rooms
from orchestration.home import Home


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The module `orchestration.definitions`, loaded for a home that has nothing yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CXW_HOME", str(tmp_path_factory.mktemp("definitions")))
        patch.delenv("CXW_NIGHTLY_CRON", raising=False)
        yield importlib.import_module("orchestration.definitions")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty home, which CXW_HOME names."""
    monkeypatch.setenv("CXW_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CXW_ARRIVED_AT", raising=False)
    return Home.locate()


@pytest.fixture
def stage(loaded: Any, home: Home, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Puts the stand-ins in the place of dbt and of Great Expectations."""
    nodes = loaded.manifest["nodes"].values()
    stage = Stage([n["unique_id"] for n in nodes if n["resource_type"] in ("model", "seed", "test")])
    monkeypatch.setattr(rooms, "run_dbt", stage.build)
    monkeypatch.setattr(audit, "audit_candidate", stage.judge)
    return stage


@pytest.fixture
def run_job(loaded: Any, stage: Stage) -> RunJob:
    """Runs `nightly_refresh` in this process; a failure is in its result."""
    job = loaded.defs.get_job_def("nightly_refresh")
    return lambda **options: job.execute_in_process(raise_on_error=False, **options)

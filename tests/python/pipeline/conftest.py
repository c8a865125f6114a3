"""The definitions of the real project, loaded once, and a home whose dbt and audit are stand-ins."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import dagster as dg
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
    """Puts the stand-ins in the place of dbt and of Great Expectations; one ticket was delivered."""
    folder = home.inbox / "files" / "ticketing.tickets"
    folder.mkdir(parents=True)
    (folder / "one.csv").write_text(
        "ticket_id,channel,status,created_at\n1,email,open,2024-01-03T09:00:00Z\n", encoding="utf-8"
    )
    nodes = loaded.manifest["nodes"]
    parents = {unique_id: nodes[unique_id].get("depends_on", {}).get("nodes", []) for unique_id in nodes}
    order = TopologicalSorter(parents).static_order()
    stage = Stage([name for name in order if name.startswith(("model.", "seed.", "test."))])
    monkeypatch.setattr(rooms, "run_dbt", stage.build)
    monkeypatch.setattr(audit, "audit_candidate", stage.judge)
    return stage


@pytest.fixture
def run_job(loaded: Any, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> RunJob:
    """Runs `nightly_refresh` in this process, retries without delay; a failure is in its result.

    Arguments are configurations of resources.
    """
    monkeypatch.setattr(dg.RetryPolicy, "calculate_delay", lambda policy, attempt: 0)
    job: dg.JobDefinition = loaded.defs.resolve_job_def("nightly_refresh")
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}

    def run(**resources: dict[str, object]) -> dg.ExecuteInProcessResult:
        config = quiet | {"resources": {name: {"config": given} for name, given in resources.items()}}
        return job.execute_in_process(run_config=config, raise_on_error=False)

    return run

"""One small demo company, refreshed once for all the tests that read a release."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt_here import DbtHere
from forked import run_cxw, start_server
from listening import Webhook, listening
from running import FIGURES_ONLY, Run, repeated_keys
from shared_parse import SharedParse

from orchestration import webhook as sending
from orchestration.home import Home

SHARED_HOMES = {
    "demo_home": "published",
    "worked_company": "published",
    "candidates": "two zones",
    "spring": "spring",
    "valued": "valued",
    "costs_home": "costs",
    "polled_home": "polled",
    "emotion_home": "emotion",
    "manifest": "rules",
    "stripe_account": "stripe",
    "loaded": "pipeline",
    "voices": "voices",
    "timed": "timed",
}
"""Fixtures that take many seconds -> the group of files that use them, so that each is made once."""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's tests run in one process (xdist's loadgroup), with those of other files that share a home with it."""
    groups: dict[Path, str] = {}
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in SHARED_HOMES:
                groups[item.path] = SHARED_HOMES[fixture]
    for item in items:
        item.add_marker(pytest.mark.xdist_group(groups.get(item.path, str(item.path))))


@pytest.fixture(scope="session")
def shared_parse(tmp_path_factory: pytest.TempPathFactory) -> SharedParse:
    """The parse shared by all processes of the test run."""
    base = tmp_path_factory.getbasetemp()
    return SharedParse(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def dbt_here(tmp_path_factory: pytest.TempPathFactory, shared_parse: SharedParse) -> DbtHere:
    """dbt in this process."""
    return DbtHere(Home(tmp_path_factory.mktemp("parsed")), shared_parse)


@pytest.fixture(scope="session")
def cxw(shared_parse: SharedParse, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The command line in a process of its own."""
    start_server()
    printed = tmp_path_factory.mktemp("printed")

    def run(
        home: object, *arguments: str, expect: int = 0, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **variables}
        environment.pop("CXW_HOME", None)
        if "refresh" in arguments:
            shared_parse.lend(Path(str(home)))
        done = run_cxw(["--home", str(home), *arguments], environment, printed)
        shared_parse.keep(Path(str(home)))
        assert done.returncode == expect, (
            f"cxw {' '.join(arguments)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        )
        if variables.items() >= FIGURES_ONLY.items():
            assert repeated_keys(Home(Path(str(home)))) == []
        return done

    return run


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Path:
    """The home of a small demo company after its first refresh."""
    home = tmp_path_factory.mktemp("demo")
    cxw(home, "sample", "--customers", "120", "--days", "400", "--seed", "7")
    cxw(home, "refresh")
    return home


@pytest.fixture(scope="session")
def release(demo_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo company's first release, opened as a reader would."""
    with duckdb.connect(
        str(demo_home / "releases" / "000001" / "warehouse.duckdb"), read_only=True
    ) as connection:
        yield connection


@pytest.fixture(scope="session")
def answers(demo_home: Path) -> dict[str, Any]:
    """What the simulator knows to be true of the demo company."""
    known: dict[str, Any] = json.loads((demo_home / "sample_answers.json").read_text(encoding="utf-8"))
    return known


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    """A webhook on this machine, with no patience."""
    monkeypatch.setattr(sending, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.3)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with listening() as found:
        yield found

"""A pytest plugin: a refresh of a home that was recorded gives what was recorded, changed, in place of running.

`CXW_MUTANT_RECORDED` is the folder of the recorded homes (pytest's base folder of the recording), `CXW_MUTANT_CHANGED`
that of the changed databases, by the home's name; where it has none, those of the recording are taken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from orchestration.candidate import attach
from orchestration.home import Home

RECORDED, CHANGED = "CXW_MUTANT_RECORDED", "CXW_MUTANT_CHANGED"
DATABASES = ("candidate.duckdb", "workings.duckdb")

_run = subprocess.run


def pytest_configure() -> None:
    """Takes the place of `subprocess.run` for refreshes and builds; other commands run."""
    subprocess.run = _replayed  # type: ignore[assignment]


def _replayed(command: Any, *arguments: Any, **options: Any) -> subprocess.CompletedProcess[str]:
    home = _refreshed_home(command, options.get("env") or os.environ)
    if home is None:
        return _run(command, *arguments, **options)
    put_in_place(
        Path(os.environ[RECORDED]) / home.root.name, home, Path(os.environ[CHANGED]) / home.root.name
    )
    return subprocess.CompletedProcess(command, 0, "", "")


def _refreshed_home(command: Any, environment: Any) -> Home | None:
    if not isinstance(command, Sequence) or isinstance(command, str):
        return None
    words = [str(word) for word in command]
    if "orchestration.cli" in words and "refresh" in words:
        return Home(Path(words[words.index("--home") + 1]))
    if "orchestration.dbt_process" in words and "build" in words:
        return Home(Path(environment["CXW_HOME"]))
    return None


def put_in_place(recorded: Path, home: Home, changed: Path) -> None:
    """Gives a home the build and the releases of the recorded one, with the changed databases."""
    home.build.mkdir(parents=True, exist_ok=True)
    for part in (recorded / "build").iterdir():
        _link(changed / part.name if (changed / part.name).exists() else part, home.build / part.name)
    for part in recorded.iterdir():
        if part.name not in ("build", "releases", "current"):
            _link(part, home.root / part.name)
    for release in (recorded / "releases").glob("[0-9]*"):
        _place_release(release, home.releases / release.name, changed)
    if (recorded / "current").is_symlink():
        _link(home.releases / os.path.basename(os.readlink(recorded / "current")), home.current)


def _place_release(release: Path, place: Path, changed: Path) -> None:
    place.mkdir(parents=True, exist_ok=True)
    for part in release.iterdir():
        _link(part, place / part.name)
    candidate = changed / DATABASES[0]
    if candidate.exists():
        warehouse = place / "warehouse.duckdb"
        warehouse.unlink()
        shutil.copyfile(candidate, warehouse)
        with duckdb.connect(str(warehouse)) as connection:
            attach(connection, "recorded", release / "warehouse.duckdb", read_only=True)
            connection.execute("create or replace table main.release as from recorded.main.release")


def _link(target: Path, place: Path) -> None:
    if not place.exists() and not place.is_symlink():
        place.symlink_to(target)

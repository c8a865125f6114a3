"""dbt's manifest for the definitions: made where it is missing or older than the project."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagster_dbt import DbtProject

from orchestration.build import dbt_environment
from orchestration.errors import CxwError, ExitCode
from orchestration.home import PROJECT_ROOT, Home
from orchestration.pipeline.serving import dagster_home
from orchestration.settings import Settings

SOURCES_OF_THE_MANIFEST = ("models", "seeds", "macros", "tests/dbt")

HALF_WRITTEN = ("manifest.json", "partial_parse.msgpack")
"""What dbt writes in place, and reads again."""

Manifest = dict[str, Any]
"""`manifest.json` as dbt writes it."""


def dbt_project(home: Home) -> DbtProject:
    """The project, with a target folder of its own: a build that goes on does not change the definitions."""
    return DbtProject(
        PROJECT_ROOT, target_path=dagster_home(home) / "target", profiles_dir=PROJECT_ROOT, target="duckdb"
    )


def load_manifest(project: DbtProject, home: Home) -> Manifest:
    """The manifest of the project as it is now. Raises CxwError when dbt cannot parse it."""
    with _one_at_a_time(project.manifest_path.parent):
        if _is_outdated(project.manifest_path):
            _parse(project, home)
        try:
            return _read(project)
        except ValueError:  # a parse that was killed, or whose disk was full, left half a file
            for name in HALF_WRITTEN:
                project.manifest_path.with_name(name).unlink(missing_ok=True)
            _parse(project, home)
            return _read(project)


def _read(project: DbtProject) -> Manifest:
    return dict(json.loads(project.manifest_path.read_text(encoding="utf-8")))


def _is_outdated(manifest: Path) -> bool:
    if not manifest.exists():
        return True
    folders = (PROJECT_ROOT / name for name in SOURCES_OF_THE_MANIFEST)
    files = [PROJECT_ROOT / "dbt_project.yml", PROJECT_ROOT / "profiles.yml"]
    # A folder's own time changes when a file in it is added or removed.
    files += [path for folder in folders for path in (folder, *folder.rglob("*"))]
    made_at = manifest.stat().st_mtime_ns
    return any(path.stat().st_mtime_ns > made_at for path in files if path.exists())


def _parse(project: DbtProject, home: Home) -> None:
    """`dbt parse` with this Python's dbt, wherever PATH leads."""
    target = project.manifest_path.parent
    options = ("--project-dir", project.project_dir, "--profiles-dir", project.profiles_dir)
    folders = ("--target-path", target, "--log-path", target / "logs")
    done = subprocess.run(
        [sys.executable, "-m", "orchestration.dbt_process", "--quiet", "parse", *map(str, options + folders)],
        cwd=PROJECT_ROOT,
        env={**os.environ, **dbt_environment(home, Settings())},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip()
        raise CxwError(f"dbt cannot parse {project.project_dir}:\n{said}", ExitCode.BUILD_FAILED)
    # dbt leaves a manifest that would not change as it is; its time says when it was last found right.
    project.manifest_path.touch()


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Code servers and runs load the definitions each in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield

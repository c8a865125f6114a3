"""dbt parses the project once for all the rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from shared_parse import DEFAULT_VARS, SharedParse

from orchestration.home import Home

from .project import ROOT, Model, read_models

Parse = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def dbt_parse(tmp_path_factory: pytest.TempPathFactory) -> Parse:
    """Runs `dbt parse` into a folder of its own, with further options."""

    def run(target_path: Path, *options: str) -> subprocess.CompletedProcess[str]:
        home = tmp_path_factory.mktemp("home")
        where = ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT), "--target-path", str(target_path)]
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "orchestration.dbt_process",
                "parse",
                *where,
                "--log-path",
                str(home / "logs"),
                *options,
            ],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "CXW_HOME": str(home), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        )

    return run


@pytest.fixture(scope="session")
def manifest(
    tmp_path_factory: pytest.TempPathFactory, dbt_parse: Parse, shared_parse: SharedParse
) -> Mapping[str, Any]:
    """dbt's manifest of the project as it stands."""
    home = Home(tmp_path_factory.mktemp("parsed"))
    shared_parse.lend(home.root)
    done = dbt_parse(home.dbt_target, *DEFAULT_VARS)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    shared_parse.keep(home.root)
    parsed: Mapping[str, Any] = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))
    return parsed


@pytest.fixture(scope="session")
def models(manifest: Mapping[str, Any]) -> dict[str, Model]:
    """The project's models by name."""
    found = read_models(manifest)
    assert len(found) > 100, "the manifest lacks most of the project's models"
    return found

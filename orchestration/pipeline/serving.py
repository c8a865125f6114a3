"""Serves Dagster for a warehouse home: its web page, its schedules and its sensors.

Everything that Dagster writes is in `dagster/` of the home, never in the repository. Its web server
has no login, so it listens on 127.0.0.1; to open it to others, put a proxy with a login before it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from orchestration.durable import replace_text
from orchestration.home import PROJECT_ROOT, Home

TEMPLATE = Path(__file__).with_name("dagster.yaml")
HOST = "127.0.0.1"
DEFINITIONS = "orchestration.definitions"


def dagster_home(home: Home) -> Path:
    """The folder that `DAGSTER_HOME` names: run history, logs, and dbt's manifest for the definitions."""
    return home.root / "dagster"


def prepare_dagster_home(home: Home) -> Path:
    """Makes the folder with its `dagster.yaml`; one that is there stays as the company changed it."""
    folder = dagster_home(home)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / TEMPLATE.name).exists():
        replace_text(folder / TEMPLATE.name, TEMPLATE.read_text(encoding="utf-8"))
    return folder


def dagster_command(options: Sequence[str]) -> list[str]:
    """The command line; `options` are those of `dagster dev`, such as `--port 3001`."""
    return [sys.executable, "-m", "dagster", "dev", "--module-name", DEFINITIONS, "--host", HOST, *options]


def dagster_environment(home: Home) -> dict[str, str]:
    """Where Dagster and the refresh find their folders; no telemetry."""
    return {
        "CXW_HOME": str(home.root),
        "DAGSTER_HOME": str(prepare_dagster_home(home)),
        "DAGSTER_DISABLE_TELEMETRY": "1",
    }


def serve(home: Home, options: Sequence[str] = ()) -> NoReturn:
    """Becomes `dagster dev` in this process, until it is stopped."""
    os.environ.update(dagster_environment(home))
    os.chdir(PROJECT_ROOT)
    command = dagster_command(options)
    os.execv(command[0], command)

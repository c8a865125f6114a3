"""Which code made a release."""

from __future__ import annotations

import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from orchestration.home import PROJECT_ROOT

PACKAGE = "customer-experience-warehouse"


@cache
def git_revision() -> str:
    """The commit of the project, with `-dirty` where files differ from it; without git, the package's version."""
    try:
        described = subprocess.run(
            ["git", "-C", str(PROJECT_ROOT), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
        return described.stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return _version_of(PACKAGE)


def versions() -> dict[str, str]:
    """Versions of what computes and stores the figures."""
    return {
        name: _version_of(name)
        for name in (PACKAGE, "dbt-core", "dbt-duckdb", "duckdb", "great-expectations")
    }


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"

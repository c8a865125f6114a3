"""Releases: what readers see. Written once, numbered, verified, kept, rolled back."""

from orchestration.releases.declarations import personal_names, read_declarations
from orchestration.releases.publishing import ReleaseFacts, publish
from orchestration.releases.retention import remove_old_releases
from orchestration.releases.store import (
    Release,
    find_release,
    list_releases,
    pointer_problem,
    rollback,
)
from orchestration.releases.verify import verify

__all__ = [
    "Release",
    "ReleaseFacts",
    "find_release",
    "list_releases",
    "personal_names",
    "pointer_problem",
    "publish",
    "read_declarations",
    "remove_old_releases",
    "rollback",
    "verify",
]

"""How tests run `cxw`: the type of the fixture of that name, and refreshes for tests that look at figures."""

from __future__ import annotations

import json
import subprocess
from typing import Protocol

from orchestration.candidate import open_candidate
from orchestration.home import Home

FIGURES_ONLY = {"CXW_WITHOUT_DATA_TESTS": "1"}
"""Given to a refresh whose figures are compared with a computation of their own: dbt's data tests, a fifth of it, are
left to the refreshes of the demo company and of the companies written by hand. Keys are looked at all the same."""


class Run(Protocol):
    """Runs `cxw --home HOME ARGUMENTS` as a user would; fails the test unless it exits as expected."""

    def __call__(
        self, home: object, *arguments: str, expect: int = 0, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """The finished process; `variables` are added to its environment."""
        ...


def repeated_keys(home: Home) -> list[str]:
    """Tables of the last build in which a key, as declared, comes twice: a sum or a dictionary may not show it."""
    nodes = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    models = [
        node
        for node in nodes.values()
        if node["resource_type"] == "model" and node["config"]["materialized"] == "table"
    ]
    found = []
    with open_candidate(home.candidate) as candidate:
        for model in models:
            parts = [name for name, c in model["columns"].items() if c["config"]["meta"].get("key")]
            key = ", ".join(model["config"]["meta"].get("key") or parts)
            twice = f"select {key} from {model['relation_name']} group by all having count(*) > 1 limit 1"
            if candidate.execute(twice).fetchall():
                found.append(f"{model['name']}: {key}")
    assert len(models) > 200
    return found

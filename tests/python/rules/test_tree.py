"""Files are short, named for what they are, and few enough nodes make a night."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from .conftest import Parse
from .project import ROOT
from .tree import is_debris, size_problem, staging_problems, tracked_files

NODES_AT_MOST = 740
"""A node costs 30 to 40 ms of dbt, whatever the data: raise this only for what is worth its time, every night."""


def line_count(path: Path) -> int:
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


def test_files_are_short() -> None:
    looked_at = [path for path in tracked_files() if path.suffix in (".sql", ".yml", ".yaml", ".py")]
    assert len(looked_at) > 300
    assert [problem for path in looked_at if (problem := size_problem(path, line_count(path)))] == []


def test_staging_is_short() -> None:
    room = Path("models/staging")
    found = [path for path in tracked_files() if path.is_relative_to(room) and path.suffix == ".sql"]
    assert staging_problems({path.relative_to(room): line_count(path) for path in found}) == []


def test_no_file_is_left_over_from_work() -> None:
    assert [str(path) for path in tracked_files() if is_debris(path)] == []


def test_a_build_has_few_nodes(manifest: Mapping[str, Any]) -> None:
    built = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed", "test", "snapshot")
    ]
    assert 200 < len(built) <= NODES_AT_MOST


def test_the_project_parses_for_spark(tmp_path: Path, dbt_parse: Parse) -> None:
    done = dbt_parse(tmp_path, "--target", "spark")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert (tmp_path / "manifest.json").exists()


@pytest.mark.parametrize(
    ("name", "lines"), [("models/a.sql", 121), ("macros/a.sql", 151), ("a.yml", 251), ("a.py", 251)]
)
def test_a_long_file_is_found(name: str, lines: int) -> None:
    assert size_problem(Path(name), lines)
    assert size_problem(Path(name), lines - 1) is None


@pytest.mark.parametrize(
    "name",
    [
        *("COMPLETE.md", "REFACTORING_NOTES.md", "fct_tickets_v2.sql", "model.sql.bak", "cli_old.py"),
        *(
            "dim_agent copy.sql",
            "SUMMARY.md",
            "IMPLEMENTATION_STATUS.md",
            "notes.txt~",
            "todo.md",
            "build.log",
        ),
    ],
)
def test_debris_is_found(name: str) -> None:
    assert is_debris(Path(name))


@pytest.mark.parametrize(
    "name", ["README.md", "DECISIONS.md", "report.py", "_staging__docs.md", "newcomers.sql", "plan.yml"]
)
def test_a_plain_name_passes(name: str) -> None:
    assert not is_debris(Path(name))


def test_long_staging_is_found() -> None:
    entity, adapter = Path("crm/stg_crm__notes.sql"), Path("crm/acme/stg_acme__notes.sql")
    assert staging_problems({entity: 1, adapter: 40}) == []
    assert len(staging_problems({entity: 6, adapter: 40})) == 1
    assert len(staging_problems({entity: 1, adapter: 41})) == 1


def test_every_file_of_macros_opens_with_what_it_is_for() -> None:
    files = [path for path in tracked_files() if path.parts[0] == "macros" and path.suffix == ".sql"]
    assert len(files) > 10
    assert [
        str(path) for path in files if not (ROOT / path).read_text(encoding="utf-8").startswith("{#")
    ] == []

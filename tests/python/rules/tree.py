"""How long a file may be, and which names are left over from work rather than part of it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from statistics import median

from .project import ROOT

LINES_AT_MOST = {".sql": 150, ".yml": 250, ".yaml": 250, ".py": 250}
MODEL_LINES_AT_MOST = 120
ADAPTER_MEDIAN_AT_MOST = 40
ENTITY_LINES_AT_MOST = 5

DEBRIS_ENDING = re.compile(r".*(~|\.(orig|rej|bak|old|tmp|swp|log))", re.IGNORECASE)
DEBRIS_WORD = re.compile(
    r"(?:^|[_\-. ])(complete|refactor\w*|todo|wip|draft|final|copy|backup|old|new|v\d+|scratch|untitled)(?:[_\-. ]|$)",
    re.IGNORECASE,
)
DEBRIS_PAGE = re.compile(
    r"(NOTES?|SUMMARY|STATUS|PROGRESS|REPORT|PLAN|CHANGES_MADE|IMPLEMENTATION\w*|[A-Z_]+_(NOTES?|SUMMARY|REPORT|PLAN))\.(md|txt)"
)


def tracked_files() -> list[Path]:
    """The files of the project, relative to its root: known to git, or new and not ignored."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [Path(name) for name in names if (ROOT / name).exists()]


def size_problem(path: Path, lines: int) -> str | None:
    """Why a file is too long, or None."""
    is_model = path.suffix == ".sql" and path.parts[0] == "models"
    limit = MODEL_LINES_AT_MOST if is_model else LINES_AT_MOST.get(path.suffix)
    return f"{path} has {lines} lines: at most {limit}" if limit and lines > limit else None


def is_debris(path: Path) -> bool:
    """The name says that it is left over from work: a copy, a version, notes on progress."""
    name = path.name
    return bool(DEBRIS_ENDING.fullmatch(name) or DEBRIS_WORD.search(name) or DEBRIS_PAGE.fullmatch(name))


def staging_problems(lines: dict[Path, int]) -> list[str]:
    """Staging SQL that holds more than it should: `lines` by path below `models/staging/`."""
    entities = {
        path: count for path, count in lines.items() if len(path.parts) == 2 and path.parts[0] != "reference"
    }
    adapters = [count for path, count in lines.items() if len(path.parts) == 3]
    problems = [
        f"{path} has {count} lines: an entity is its YAML and one call"
        for path, count in entities.items()
        if count > ENTITY_LINES_AT_MOST
    ]
    if adapters and median(adapters) > ADAPTER_MEDIAN_AT_MOST:
        problems.append(
            f"adapters have a median of {median(adapters)} lines: at most {ADAPTER_MEDIAN_AT_MOST}"
        )
    return problems

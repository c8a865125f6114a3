"""The pages of the project as data: their code blocks, what introduces them, and how they change a copy of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.home import PROJECT_ROOT, Home
from orchestration.intake import ScanReport

CONTRIBUTING = PROJECT_ROOT / "CONTRIBUTING.md"
README = PROJECT_ROOT / "README.md"
PAGES = (README, CONTRIBUTING, *sorted((PROJECT_ROOT / "docs").glob("*.md")))

OWN_HOME = PROJECT_ROOT / "docs" / "lifetime_value.md"
"""A page whose deliveries have a home of their own, and its tests in tests/python/lifetime_value: it fits models on
customers that pay in every month, and others' totals would have them."""

EMOTION = PROJECT_ROOT / "docs" / "emotion.md"
"""Another one, with its tests in tests/python/emotion: its words are judged between the two parts of a whole refresh."""

OWN_HOMES = (OWN_HOME, EMOTION)

_FENCE = re.compile(r"^```(\w*)$")
_NEW_FILE = re.compile(r"^`([^`]+)`:$")
_APPENDED = re.compile(r"^At the end of `([^`]+)`:$")
_INSERTED = re.compile(r"\bIn `([^`]+)`, after the line `([^`]+)`:$")
_REPLACED = re.compile(r"\bIn `([^`]+)`, in place of the line( that begins with)? `([^`]+)`:$")


@dataclass(frozen=True)
class Block:
    """A fenced code block; `intro` is the line of text before it (none after another block), `section` the last `##` heading."""

    page: Path
    line: int
    language: str
    text: str
    intro: str
    section: str

    @property
    def place(self) -> str:
        """Where it stands, for people: `docs/tickets.md:12`."""
        return f"{self.page.relative_to(PROJECT_ROOT)}:{self.line}"

    @property
    def new_file(self) -> str | None:
        """The path that introduces the block, where it is a whole file."""
        found = _NEW_FILE.match(self.intro)
        return found[1] if found else None

    @property
    def changed_file(self) -> str | None:
        """The path of the file that the block is added to, where it is an addition."""
        for pattern in (_APPENDED, _INSERTED, _REPLACED):
            if found := pattern.search(self.intro):
                return found[1]
        return None


@dataclass(frozen=True)
class WorkedCompany:
    """A copy of the project with the examples of CONTRIBUTING.md applied, and a candidate of the pages' deliveries."""

    project: Path
    home: Home
    scan: ScanReport
    candidate: duckdb.DuckDBPyConnection


def read_blocks(page: Path) -> list[Block]:
    """The code blocks of a page, in order."""
    return list(_blocks(page, page.read_text(encoding="utf-8").splitlines()))


def prose(page: Path) -> str:
    """The page without its code blocks."""
    kept: list[str] = []
    is_code = False
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            is_code = not is_code
        elif not is_code:
            kept.append(line)
    return "\n".join(kept)


def _blocks(page: Path, lines: list[str]) -> Iterator[Block]:
    language, start, intro, section = "", 0, "", ""
    collected: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if collected is None and (fence := _FENCE.match(line)):
            language, start, collected = fence[1], number, []
        elif collected is None:
            intro = line.strip() or intro
            section = line.removeprefix("## ") if line.startswith("## ") else section
        elif line == "```":
            yield Block(page, start, language, "\n".join(collected) + "\n", intro, section)
            collected, intro = None, ""
        else:
            collected.append(line)
    assert collected is None, f"{page}:{start}: the code block is not closed"


def apply(block: Block, project: Path, home: Path) -> bool:
    """Writes the block to where its introduction says; False where it is no file and no addition."""
    if path := block.new_file:
        file = (home if path.startswith("inbox/") else project) / path
        assert not file.exists(), f"{block.place}: {path} is there already"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text, encoding="utf-8")
        return True
    if path := block.changed_file:
        file = project / path
        file.write_text(_changed(file.read_text(encoding="utf-8"), block), encoding="utf-8")
        return True
    return False


def _changed(text: str, block: Block) -> str:
    if _APPENDED.match(block.intro):
        return text.rstrip("\n") + "\n" + block.text
    replaced = _REPLACED.search(block.intro)
    if replaced:
        wanted, is_start = replaced[3], bool(replaced[2])
    else:
        inserted = _INSERTED.search(block.intro)
        assert inserted
        wanted, is_start = inserted[2], False
    lines = text.splitlines(keepends=True)
    found = [
        n for n, line in enumerate(lines) if line.strip() == wanted or (is_start and line.startswith(wanted))
    ]
    assert len(found) == 1, f"{block.place}: the line {wanted!r} is there {len(found)} times"
    position = found[0]
    return "".join([*lines[: position + (not replaced)], block.text, *lines[position + 1 :]])

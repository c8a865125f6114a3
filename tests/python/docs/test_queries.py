"""Every query and every piece of Python on the pages runs on a release, and finds something."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from doc_pages import PAGES, README, Block, read_blocks

EXAMPLE_SECTIONS = ("A worked example",)


def _blocks(language: str) -> list[Block]:
    return [
        block
        for page in PAGES
        for block in read_blocks(page)
        if block.language == language and not (block.new_file or block.changed_file)
    ]


QUERIES = [block for block in _blocks("sql") if block.section not in EXAMPLE_SECTIONS]


@pytest.mark.parametrize("block", QUERIES, ids=lambda block: block.place)
def test_every_query_finds_something(block: Block, release: duckdb.DuckDBPyConnection) -> None:
    rows = release.execute(block.text).fetchall()
    assert rows
    assert any(value is not None for row in rows for value in row)


@pytest.mark.parametrize("block", _blocks("python"), ids=lambda block: block.place)
def test_the_python_of_the_pages_runs(block: Block, demo_home: Path, tmp_path: Path) -> None:
    """In a folder where `warehouse` is the demo company's home; each piece prints what it found."""
    (tmp_path / "warehouse").symlink_to(demo_home)
    script = [sys.executable, "-c", block.text]
    done = subprocess.run(script, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"\d{2}", done.stdout)


def test_the_blocks_are_looked_at_at_all() -> None:
    assert len(QUERIES) > 12
    assert {block.page for block in _blocks("python")} == {README}

"""Back up, destroy, restore, refresh: the same tables, hash for hash."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from running import Run

from orchestration.home import Home
from orchestration.releases import find_release


@pytest.mark.slow
def test_a_restored_home_publishes_the_same_tables(tmp_path: Path, cxw: Run) -> None:
    home, safe = tmp_path / "home", tmp_path / "safe"
    cxw(home, "sample", "--customers", "20", "--days", "60")
    cxw(home, "refresh")
    before = find_release(Home(home)).manifest()
    cxw(home, "backup", str(safe))
    shutil.rmtree(home)
    cxw(home, "restore", str(safe))
    cxw(home, "status", "--verify")
    cxw(home, "refresh")
    after = find_release(Home(home)).manifest()
    assert (before["number"], after["number"]) == (1, 2)
    assert after["tables"] == before["tables"] and len(after["tables"]) > 50
    assert after["deliveries"] == before["deliveries"]
    assert after["column_changes"] == []

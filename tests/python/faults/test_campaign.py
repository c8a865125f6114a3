"""A small sample of the kill campaign: one kill in each of a few rooms, and the publisher in place is found out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from faults import campaign
from faults.report import LATEST, PAGE, table
from orchestration.home import PROJECT_ROOT


def test_a_few_kills(tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    options = ["--stand-in", "3", "--project", "0", "--control", "1", "--seed", "3"]
    done = subprocess.run(
        [sys.executable, "-m", "faults.campaign", *options, "--folder", str(tmp_path), "--json", str(told)],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    report = json.loads(told.read_text(encoding="utf-8"))
    killed, control = report["stand-in"], report[campaign.CONTROL]
    assert killed["kills"] == 3 and killed["sessions"] > 40
    assert not any(killed["findings"].values())
    assert control["kills"] == 1 and control["findings"]["mixed"] > 0
    assert table(report) in done.stdout


def test_the_page_shows_the_last_campaign() -> None:
    report = json.loads(LATEST.read_text(encoding="utf-8"))
    assert table(report) in PAGE.read_text(encoding="utf-8")

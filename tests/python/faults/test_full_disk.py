"""Disks that fill up during a refresh, and one that is read-only: `python -m faults.full_disk`."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from orchestration.home import PROJECT_ROOT


def has_namespaces() -> bool:
    """Whether this Linux lets a user mount a disk of their own."""
    try:
        inside = ["unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        return subprocess.run(inside, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.slow
def test_a_disk_that_fills_up_or_cannot_be_written_is_told_and_harms_nobody() -> None:
    if not has_namespaces():
        pytest.skip("no user namespaces here, so no disk can be made")
    done = subprocess.run(
        [sys.executable, "-m", "faults.full_disk", "--steps", "12"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    report = json.loads(done.stdout)
    assert report["findings"] == [] and report["disks"] == 12
    assert {"2", "4"} <= set(report["refused"]) and report["published"] > 0

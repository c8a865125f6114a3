"""Packages that need one another may be imported from any of them."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "first",
    [
        "orchestration.spark.mirror",
        "orchestration.releases.places",
        "orchestration.spark.removal",
        "orchestration.spark.serving",
        "orchestration.releases.verify",
        "parity.macros",
    ],
)
def test_a_module_may_be_the_first_to_be_imported(first: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import {first}"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")

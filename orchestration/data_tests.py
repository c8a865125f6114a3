"""Whether dbt's data tests ran: a candidate that some of them never saw is not published without a word."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home

SWITCH = "CXW_WITHOUT_DATA_TESTS"
"""Set to 1, a refresh leaves dbt's data tests out, and says so: for tests that compare its figures themselves."""

TESTS = ("test.", "unit_test.")
NOT_RUN = ("skipped", "no-op")
SHOWN = 3


def test_environment() -> dict[str, str]:
    """What dbt reads in its environment about tests."""
    return {"DBT_EXCLUDE_RESOURCE_TYPES": "test unit_test"} if _are_left_out() else {}


def look_for_missing_tests(home: Home, results: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Warnings about a whole build. Raises CxwError (BUILD_FAILED) where tests of its manifest did not run."""
    if _are_left_out():
        return (f"dbt's data tests were left out, as {SWITCH} asks",)
    manifest = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))
    declared = {
        name for name in (*manifest["nodes"], *manifest.get("unit_tests", ())) if name.startswith(TESTS)
    }
    ran = {result["unique_id"] for result in results if result["status"] not in NOT_RUN}
    if missing := sorted(declared - ran):
        names = ", ".join(name.split(".")[2] for name in missing[:SHOWN])
        more = f", and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        raise CxwError(
            f"{home.dbt_target}/run_results.json: {len(missing)} of {len(declared)} tests of dbt did not run: {names}"
            f"{more}. Something told dbt to leave them out; unset the variables of the environment that begin with "
            "DBT_, and run again.",
            ExitCode.BUILD_FAILED,
        )
    return ()


def _are_left_out() -> bool:
    return os.environ.get(SWITCH) == "1"

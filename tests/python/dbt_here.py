"""dbt in the process of the tests: it starts and parses once for all that is built, which takes five seconds each time."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from shared_parse import DEFAULT_VARS, SharedParse

from orchestration.build import dbt_environment, dbt_options
from orchestration.dbt_process import _let_go_of_databases
from orchestration.dbt_shortcuts import share_parses
from orchestration.home import Home
from orchestration.settings import Settings

QUIET = ("--log-level", "none", "--log-level-file", "none", "--no-write-json")


class DbtHere:
    """Homes of their own only: dbt has their databases open while it runs, and forgets what it knew of them after."""

    def __init__(self, parsed: Home, shared_parse: SharedParse) -> None:
        share_parses()
        shared_parse.lend(parsed.root)
        self._manifest: Any = None
        self._manifest = self._run(parsed, "parse").result
        shared_parse.keep(parsed.root)

    def build(self, home: Home, *select: str) -> None:
        """Builds these models with their tests."""
        assert self.complaint(home, *select) == ""

    def complaint(self, home: Home, *select: str) -> str:
        """Builds these models; gives in one line what dbt says of those that failed."""
        done = self._run(home, "build", "--select", *select)
        failed = [
            one.message
            for one in getattr(done.result, "results", [])
            if str(one.status) in ("error", "fail") and one.message
        ]
        whole = [str(done.exception)] if done.exception else []
        assert done.success or failed or whole, "dbt failed, and does not say why"
        return " ".join(" ".join([*failed, *whole]).split())

    def _run(self, home: Home, command: str, *words: str) -> Any:
        from dbt.cli.main import dbtRunner  # here: the import takes seconds

        with pytest.MonkeyPatch.context() as patch:
            for name, value in dbt_environment(home, Settings()).items():
                patch.setenv(name, value)
            done = dbtRunner(self._manifest, []).invoke(
                [*QUIET, command, *dbt_options(home), *DEFAULT_VARS, *words]
            )
        _let_go_of_databases()
        gc.collect()  # what still holds a database lets go of it
        return done

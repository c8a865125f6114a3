"""Runs tests in a fork of this process, which has imported what they import: seconds less for each run."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from orchestration.home import PROJECT_ROOT

IMPORTED = (
    *("pytest", "_pytest.config", "hypothesis", "yaml", "numpy", "scipy.stats", "dagster"),
    *("orchestration.build", "orchestration.candidate", "orchestration.intake", "orchestration.audit"),
    "faults.mutants.replay",
)
"""What several books import; never a module of the tests."""


def import_beforehand() -> None:
    """Once for each judge."""
    for module in IMPORTED:
        importlib.import_module(module)


def ask(arguments: Sequence[str], variables: Mapping[str, str], output: Path) -> tuple[int, str]:
    """pytest's exit code and what it printed, in the project's folder and with these variables."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os._exit(_in_child(arguments, variables, output))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), output.read_text(encoding="utf-8", errors="replace")


def _in_child(arguments: Sequence[str], variables: Mapping[str, str], output: Path) -> int:
    """Never returns to the caller's code, whatever happens."""
    code = -1
    try:
        written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(written, 1)
        os.dup2(written, 2)
        os.chdir(PROJECT_ROOT)
        os.environ.update(variables)
        import pytest

        code = int(pytest.main(list(arguments)))
    except BaseException:  # noqa: BLE001  # a fork that went on as its parent would judge everything twice
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return code

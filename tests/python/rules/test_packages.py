"""What is installed is what was locked, advisories are judged rightly, and no export can run a formula."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from .project import ROOT

LOCKS = (
    "requirements.lock",
    "requirements-uv.lock",
    "requirements-advisories.lock",
    "requirements-spark.lock",
)
PACKAGE = re.compile(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\S+")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
MACHINES_ALONE = {"sample"}
"""Folders of `orchestration` that write CSV: deliveries, which the intake reads."""

ADVISORY = {"id": "PYSEC-1", "aliases": ["CVE-2026-1"], "fix_versions": ["2.0"]}


def unhashed(text: str) -> list[str]:
    """Packages of a lock that have no version of their own, or no hash."""
    joined = text.replace("\\\n", " ").splitlines()
    lines = [line for line in joined if line.strip() and not line.startswith("#")]
    return [line.split()[0] for line in lines if not (PACKAGE.match(line) and HASH.search(line))]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_locked_by_its_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert unhashed(text) == [] and "://" not in text


def test_a_package_without_a_hash_is_found() -> None:
    good = "a==1 \\\n    --hash=sha256:" + 64 * "0"
    assert unhashed(good) == []
    assert unhashed(f"{good}\nb==2\nc>=1 --hash=sha256:{64 * '0'}\n") == ["b==2", "c>=1"]


def test_packages_are_installed_by_their_hashes_alone() -> None:
    installs = re.findall(
        r"^\t.*(?:pip install|pip sync).*$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M
    )
    assert len(installs) == 4
    for line in installs:
        assert "--require-hashes" in line or ("--no-deps" in line and "--editable ." in line), line
    assert "--require-hashes" in (ROOT / ".ci" / "advisories.py").read_text(encoding="utf-8")


def judged(accepted: dict[str, str], *packages: dict[str, Any]) -> tuple[int, str]:
    judge = runpy.run_path(str(ROOT / ".ci" / "advisories.py"))["judge"]
    code, lines = judge({"dependencies": list(packages)}, accepted)
    return code, "\n".join(lines)


def test_advisories_are_judged() -> None:
    good, unknown = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}
    bad = {"name": "c", "version": "1", "vulns": [ADVISORY]}
    assert judged({}, good) == (0, "1 packages were looked up.")
    code, said = judged({}, good, bad)
    assert code == 1 and "c 1: PYSEC-1 (fixed in 2.0; raise it in pyproject.toml and run make lock)" in said
    code, said = judged({"CVE-2026-1": "it is never called"}, bad)
    assert code == 0 and "accepted: it is never called" in said
    code, said = judged({}, good, unknown)
    assert code == 0 and "NOT AUDITED: 1 of 2" in said
    assert judged({}, unknown) == (0, "NOT AUDITED: the advisory service knows none of 1 packages.")


def test_it_is_run_and_is_no_dependency() -> None:
    assert "make advisories" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "pip-audit" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def writes_csv(tree: ast.AST) -> bool:
    """Whether a module writes CSV by itself: `csv.writer`, `to_csv`, or COPY of DuckDB."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"writer", "DictWriter", "to_csv", "write_csv"}:
            return True
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search(r"\bcopy\b.*\bto\b.*format\s+csv", node.value, re.I | re.S)
        ):
            return True
    return False


def test_nothing_writes_what_a_spreadsheet_would_run() -> None:
    """A cell that begins with = + - @ is a formula. `cxw` prints tables and JSON; a new export protects its cells."""
    writers = {
        path.relative_to(ROOT / "orchestration").parts[0]
        for path in Path(ROOT / "orchestration").rglob("*.py")
        if writes_csv(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert writers == MACHINES_ALONE
    assert writes_csv(ast.parse("import csv\ncsv.writer(f)")) and not writes_csv(ast.parse("csv.reader(f)"))

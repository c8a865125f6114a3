"""Killed before any of its steps, an erasure is simply run again, and readers find a whole release all the time."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from orchestration.contract import Contract
from orchestration.erasure.key import open_key
from orchestration.home import PROJECT_ROOT, Home
from orchestration.releases import find_release, verify

from . import planted
from .conftest import leave_traces, night, raw_rows, take_everything
from .scanner import occurrences

KILLS = 12
ERASE = ("erase", "--email", planted.EMAIL)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Home:
    """The company, with a key, so that every erasure of a copy comes to the same."""
    home = Home(tmp_path_factory.mktemp("template") / "home")
    take_everything(home, contract)
    leave_traces(home)
    open_key(home)
    return home


def victim(home: Home, at: int) -> subprocess.CompletedProcess[str]:
    """An erasure that dies before its nth change; n = 0 lives, and prints how many there were."""
    command = [sys.executable, "-m", "erasure.victim", str(home.root), str(at), *ERASE]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=PROJECT_ROOT,
        env={"PYTHONPATH": "tests/python:.", "PATH": ""},
    )


def contents(home: Home) -> dict[str, object]:
    """What must be equal after an uninterrupted erasure and one that was killed and run again."""
    files = [p for p in home.inbox.rglob("*") if p.is_file()]
    found: dict[str, object] = {
        str(p.relative_to(home.root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }
    found["raw"] = raw_rows(home)
    found["tables"] = find_release(home).manifest()["tables"]
    found["tombstones"] = (home.root / "erasure" / "tombstones.jsonl").read_text(encoding="utf-8")
    found["others"] = sorted(str(p.relative_to(home.root)) for p in home.root.rglob("*") if p.is_file())
    return found


@contextmanager
def looping_reader(home: Home) -> Iterator[list[str]]:
    """Opens the current release again and again, and writes down what went wrong."""
    problems, is_over = [], threading.Event()
    seen = 0

    def read() -> None:
        nonlocal seen
        while not is_over.is_set():
            try:
                with duckdb.connect(str(home.current / "warehouse.duckdb"), read_only=True) as release:
                    count = release.execute(
                        "select count(*), sum(minutes) from conformed.fct_tickets"
                    ).fetchone()
                    seen += 1
                if count != (1200, 3 * sum(range(0, 4000, 10))):
                    problems.append(str(count))
            except duckdb.Error as error:
                problems.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield problems
    finally:
        is_over.set()
        thread.join()
    assert seen > 0


@pytest.mark.slow
def test_an_erasure_that_is_killed_is_run_again(template: Home, contract: Contract, tmp_path: Path) -> None:
    whole = copy_of(template, tmp_path / "whole")
    done = victim(whole, 0)
    assert done.returncode == 0, done.stderr
    changes, expected = int(done.stdout.splitlines()[-1]), contents(whole)
    assert changes > 100
    moments = random.Random(1).sample(range(1, changes + 1), KILLS)
    kills = 0
    for at in sorted(moments):
        home = copy_of(template, tmp_path / f"killed-{at}")
        with looping_reader(home) as problems:
            died = victim(home, at).returncode
            assert died in (-9, 0), (
                at
            )  # it may have fewer changes than the first one, and so have ended before
            kills += died == -9
            if at % 2:
                assert victim(home, 0).returncode == 0, at
            else:
                night(home, contract)  # the next refresh ends it as well, unless nothing had begun
                assert victim(home, 0).returncode == 0, at
        assert problems == [], at
        assert occurrences(home.root, planted.WORDS) == [], at
        assert contents(home) == expected, at
        assert verify(home) == [], at
        shutil.rmtree(home.root)
    assert kills > KILLS / 2


def copy_of(template: Home, root: Path) -> Home:
    """A home of its own with the same bytes, times and links."""
    shutil.copytree(template.root, root, symlinks=True)
    return Home(root)

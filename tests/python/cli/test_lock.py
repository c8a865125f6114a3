"""One refresh at a time."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from orchestration import lock
from orchestration.errors import CxwError, ExitCode
from orchestration.home import PROJECT_ROOT, Home

HOLD = """
import sys, time
from pathlib import Path
from orchestration.home import Home
from orchestration.lock import single_writer
with single_writer(Home(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(60)
"""


def hold(home: Home) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.root)], cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


def test_a_second_refresh_exits_6_and_names_the_first(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    process = hold(home)
    try:
        second = subprocess.run(
            [sys.executable, "-m", "orchestration.cli", "--home", str(home.root), "refresh"],
            cwd=PROJECT_ROOT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert second.returncode == ExitCode.REFRESH_RUNNING
        assert f"process {process.pid}" in second.stderr and second.stderr.startswith("error: ")
        assert lock.holder(home) == str(process.pid)
        assert sorted(path.name for path in home.root.iterdir()) == [home.lock_file.name]
    finally:
        process.kill()
        process.communicate()


def test_the_lock_of_a_killed_holder_is_free(tmp_path: Path) -> None:
    home = Home(tmp_path)
    process = hold(home)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert lock.holder(home) is None
    with lock.single_writer(home):
        assert home.lock_file.read_text(encoding="utf-8").strip() == str(os.getpid())


def test_an_orphan_of_a_dead_holder_is_waited_for_and_then_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path)
    monkeypatch.setattr(lock, "ORPHAN_SECONDS", 0.2)
    with lock.single_writer(home):
        dead = subprocess.run(
            [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
        )
        home.lock_file.write_bytes(dead.stdout)
        with (
            pytest.raises(CxwError, match=f"process {int(dead.stdout)}") as refusal,
            lock.single_writer(home),
        ):
            pass
    assert refusal.value.exit_code == ExitCode.REFRESH_RUNNING


def test_a_holder_that_has_not_written_its_name_yet_is_waited_for(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with open(home.lock_file, "w", encoding="utf-8") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        writing = threading.Timer(
            0.2, lambda: home.lock_file.write_text(f"{os.getpid()}\n", encoding="utf-8")
        )
        writing.start()
        with pytest.raises(CxwError, match=f"process {os.getpid()}") as refusal, lock.single_writer(home):
            pass
        writing.join()
    assert refusal.value.exit_code == ExitCode.REFRESH_RUNNING


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    home = Home(tmp_path / "file" / "home")
    with (
        pytest.raises(CxwError, match=f"{home.root}: cannot be written") as refusal,
        lock.single_writer(home),
    ):
        pass
    assert refusal.value.exit_code == ExitCode.USAGE

"""The local cluster: its options, how its processes are known, and what it says where it cannot start."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.spark import processes
from orchestration.spark.cluster import down, up
from orchestration.spark.options import ClusterOptions
from orchestration.spark.profile import spark_profile
from orchestration.spark.session import open_session
from spark.conftest import SLEEPER


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "spark"
    processes.stop(tmp_path / "spark")


def sleeper(folder: Path, name: str) -> processes.Daemon:
    return processes.start(name, [sys.executable, "-c", SLEEPER, processes.mark(folder)], folder, {})


def test_defaults_are_modest_and_the_environment_wins() -> None:
    options = ClusterOptions.read({})
    assert (options.port, options.workers, options.cores, options.partitions) == (10000, 2, 1, 4)
    read = ClusterOptions.read(
        {"CXW_SPARK_WORKERS": "3", "CXW_SPARK_WORKER_MEMORY": "2G", "CXW_SPARK_PORT": ""}
    )
    assert (read.workers, read.worker_memory, read.port) == (3, "2g", 10000)
    more = ClusterOptions.read(
        {"CXW_SPARK_OPTIONS": "spark.sql.shuffle.partitions=64 spark.ui.enabled=false"}
    )
    settings = more.spark_settings(Home(Path("/h")))
    assert settings["spark.sql.shuffle.partitions"] == "64" and settings["spark.ui.enabled"] == "false"
    assert settings["spark.hadoop.hive.server2.thrift.bind.host"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CXW_SPARK_PORT", "0"),
        ("CXW_SPARK_PORT", "65536"),
        ("CXW_SPARK_WORKERS", "two"),
        ("CXW_SPARK_DRIVER_MEMORY", "lots"),
        ("CXW_SPARK_OPTIONS", "spark.a"),
    ],
)
def test_a_wrong_option_is_named(name: str, value: str) -> None:
    with pytest.raises(CxwError, match=name):
        ClusterOptions.read({name: value})


def test_sessions_are_in_utc_and_strict() -> None:
    settings = spark_profile({}).settings
    assert settings["set:hiveconf:spark.sql.session.timeZone"] == "UTC"
    assert settings["set:hiveconf:spark.sql.ansi.enabled"] == "true"


def test_every_marked_process_is_ended_and_no_other(folder: Path) -> None:
    listed, other = sleeper(folder, "master"), sleeper(folder.with_name("spark2"), "master")
    unlisted = subprocess.Popen(
        [sys.executable, "-c", SLEEPER, processes.mark(folder)], stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 20  # a process is there a moment before its command line
        while set(processes.marked(folder)) != {listed.pid, unlisted.pid} and time.monotonic() < until:
            time.sleep(0.05)
        assert set(processes.marked(folder)) == {listed.pid, unlisted.pid}
        assert processes.stop(folder) == 2
        assert processes.marked(folder) == [] and processes.daemons(folder) == []
        assert other.is_running
    finally:
        unlisted.kill()
        unlisted.wait()
        processes.stop(folder.with_name("spark2"))


def test_a_server_that_ended_is_told_with_its_log(folder: Path) -> None:
    failing = "print('the disk is full'); print('\\tat java.lang'); raise SystemExit(1)"
    server = processes.start("thrift", [sys.executable, "-c", failing], folder, {})
    while server.is_running:
        pass
    said = str(server.explain("ended"))
    assert "Spark's thrift ended" in said and "the disk is full" in said and "java.lang" not in said
    assert str(folder / "logs" / "thrift.log") in said


def test_a_start_without_spark_or_java_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(CxwError, match="Java 17 or newer is needed"):
        up(home, ClusterOptions(), print)
    assert down(home) == 0


def test_no_server_is_told_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        pytest.raises(CxwError, match=r"127\.0\.0\.1:1: no Thrift server"),
        open_session({"CXW_SPARK_PORT": "1"}),
    ):
        pass

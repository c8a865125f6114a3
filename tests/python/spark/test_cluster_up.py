"""`make spark-up` beside a cluster that runs: the same one is left alone, another size is refused, ruins are cleared."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.spark import __main__ as command
from orchestration.spark import cluster, processes
from orchestration.spark.cluster import Running, running, up
from orchestration.spark.options import ClusterOptions
from spark.conftest import SLEEPER


def kill(server: processes.Daemon) -> None:
    os.kill(server.pid, signal.SIGKILL)
    while server.is_running:
        time.sleep(0.01)


@pytest.fixture
def port() -> Iterator[int]:
    """A port on which somebody listens, as the Thrift server of the cluster would."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


@pytest.fixture
def servers(tmp_path: Path, port: int) -> Iterator[dict[str, processes.Daemon]]:
    """Processes that carry the mark of a home's cluster of one worker."""
    folder = Home(tmp_path).spark
    (folder / "conf").mkdir(parents=True)
    told = f"spark.app.name cxw\nspark.hadoop.hive.server2.thrift.port {port}\n"
    (folder / "conf" / "spark.properties").write_text(told, encoding="utf-8")
    words = [sys.executable, "-c", SLEEPER, processes.mark(folder)]
    started = {name: processes.start(name, words, folder, {}) for name in ("master", "worker-1", "thrift")}
    until = time.monotonic() + 20  # a process is there a moment before its command line
    while len(processes.marked(folder)) < len(started) and time.monotonic() < until:
        time.sleep(0.05)
    yield started
    processes.stop(folder)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many workers each start was asked for; nothing is started, and nothing of Spark is needed."""
    asked: list[int] = []
    monkeypatch.setattr(cluster, "require_java", lambda: None)
    monkeypatch.setattr(cluster, "spark_home", lambda: Path())
    monkeypatch.setattr(cluster, "_start", lambda home, options, tell: asked.append(options.workers))
    return asked


def test_the_cluster_that_runs_already_is_left_alone(
    tmp_path: Path, servers: dict[str, processes.Daemon], started: list[int], port: int
) -> None:
    assert up(Home(tmp_path), ClusterOptions(workers=1, port=port), print) is False
    assert started == [] and all(server.is_running for server in servers.values())
    assert running(Home(tmp_path)) == Running(workers=1, port=port)


@pytest.mark.parametrize(("workers", "further"), [(2, 0), (1, 1), (3, 1)])
def test_another_size_or_port_ends_nothing(
    tmp_path: Path,
    servers: dict[str, processes.Daemon],
    started: list[int],
    port: int,
    workers: int,
    further: int,
) -> None:
    said = f"runs with 1 worker at port {port}, .* `make spark-down` first"
    with pytest.raises(CxwError, match=said):
        up(Home(tmp_path), ClusterOptions(workers=workers, port=port + further), print)
    assert started == [] and all(server.is_running for server in servers.values())


@pytest.mark.parametrize("dead", ["master", "worker-1", "thrift"])
def test_what_a_killed_cluster_left_is_ended_and_started_anew(
    tmp_path: Path, servers: dict[str, processes.Daemon], started: list[int], dead: str
) -> None:
    home = Home(tmp_path)
    kill(servers[dead])
    assert running(home) is None
    options = ClusterOptions(port=9, master_port=10, master_page=11)
    assert up(home, options, print) is True
    assert started == [2] and not any(server.is_running for server in servers.values())


def test_a_server_that_does_not_listen_is_no_cluster(
    tmp_path: Path, servers: dict[str, processes.Daemon]
) -> None:
    home = Home(tmp_path)
    (home.spark / "conf" / "spark.properties").write_text(
        "spark.hadoop.hive.server2.thrift.port 9\n", encoding="utf-8"
    )
    assert running(home) is None


def test_the_status_tells_of_what_runs_whatever_is_asked_for(
    tmp_path: Path,
    servers: dict[str, processes.Daemon],
    port: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CXW_HOME", str(tmp_path))
    monkeypatch.setenv("CXW_SPARK_WORKERS", "7")
    assert command.main(["status"]) == 0
    assert capsys.readouterr().out == f"spark: up with 1 worker at port {port}\n"
    kill(servers["master"])
    assert command.main(["status"]) == 1
    assert capsys.readouterr().out == "spark: down\n"

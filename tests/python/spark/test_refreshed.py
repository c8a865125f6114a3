"""A whole refresh on a cluster that loses a worker half-way: it completes, and its figures are those of DuckDB."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from running import Run

from orchestration.candidate import attach
from orchestration.home import Home
from orchestration.releases import find_release, list_releases
from orchestration.spark import processes, schemas
from orchestration.spark.cluster import down, up, workers_alive
from orchestration.spark.options import ClusterOptions
from orchestration.spark.session import open_session
from parity.comparing import Comparison, compare
from parity.tables import built_tables
from spark.conftest import free_port

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark")]

MODELS_BEFORE_THE_KILL = 120


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home with a cluster of two workers of its own."""
    home = Home(tmp_path / "home")
    for name in ("CXW_SPARK_PORT", "CXW_SPARK_MASTER_PORT", "CXW_SPARK_MASTER_PAGE"):
        monkeypatch.setenv(name, str(free_port()))
    up(home, ClusterOptions.read(), lambda line: None)
    yield home
    down(home)


def kill_a_worker(home: Home, killed: list[int]) -> None:
    """Waits until some models are built on Spark, then kills the second worker and the executor that it started."""
    log = home.build / "logs" / "dbt.log"
    while log.read_text(encoding="utf-8").count("OK created sql table") < MODELS_BEFORE_THE_KILL:
        time.sleep(0.5)
    (worker,) = [server.pid for server in processes.daemons(home.spark) if server.name == "worker-2"]
    executors = [pid for pid in processes.marked(home.spark) if parent_of(pid) == worker]
    for pid in (worker, *executors):
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


def compared(home: Home) -> list[Comparison]:
    """Every published table of release 1, which DuckDB built, with that of release 2, which Spark did."""
    first, second = list_releases(home)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        attach(connection, "first", first.database, read_only=True)
        attach(connection, "second", second.database, read_only=True)
        return [
            compare(connection, name, f"first.{name}", f"second.{name}", table.key)
            for table in built_tables(home.dbt_target / "manifest.json", schemas.RELEASED_ROOMS)
            for name in [f"{table.room}.{table.name}"]
        ]


def test_a_refresh_survives_a_killed_worker(cluster: Home, cxw: Run) -> None:
    home = cluster
    cxw(home.root, "sample", "--customers", "20", "--days", "120")
    cxw(home.root, "refresh")
    killed: list[int] = []
    (home.build / "logs" / "dbt.log").write_text("", encoding="utf-8")
    killer = threading.Thread(target=kill_a_worker, args=(home, killed), daemon=True)
    killer.start()
    cxw(home.root, "refresh", "--target", "spark")
    assert len(killed) == 2
    assert workers_alive(ClusterOptions.read()) == 1
    found = compared(home)
    assert len(found) > 70
    assert sum(comparison.rows for comparison in found) > 10_000
    assert {one.table: one.problems for one in found if one.problems} == {}
    assert find_release(home).manifest()["audit"]["passed"] is True
    with open_session() as session:
        name = schemas.readers_name()
        assert session.rows(f"select release_number from {name}.current_release") == [(2,)]
        shown = session.rows(f"select count(*) from {name}_conformed.fct_tickets")
    with duckdb.connect(str(home.current / "warehouse.duckdb"), read_only=True) as reader:
        assert shown == reader.execute("select count(*) from conformed.fct_tickets").fetchall()
    assert "warning: Readers of Spark stay" in cxw(home.root, "rollback").stderr
    assert find_release(home).number == 1
    cxw(home.root, "status", "--verify")
    assert "warning: Readers of Spark stay" in cxw(home.root, "refresh").stderr

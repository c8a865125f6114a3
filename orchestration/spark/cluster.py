"""A standalone Spark cluster on the loopback address: a master, workers, and a Thrift server for SQL.

All that it writes is in `<home>/spark`: `logs`, one `<name>.pid` for each server, the metastore (Derby, which serves
one Thrift server at a time), `warehouse` with the tables, and what executors spill.
"""

from __future__ import annotations

import json
import shutil
import socket
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.spark import processes
from orchestration.spark.distribution import require_java, spark_home
from orchestration.spark.options import PORT, ClusterOptions
from orchestration.spark.processes import Daemon

LOOPBACK = "127.0.0.1"
DAEMON_MEMORY = "256m"
PARTS_FOR_A_START = ("work", "spill", "conf")
"""Folders that hold nothing of worth once the cluster is down."""

HIVE_TAKES_AN_ADDRESS_FOR_A_NAME = "file:"
"""A folder that Hive makes where it works, with its sessions' files in it."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Running:
    """A cluster all of whose servers run: how many workers it has, and at which port it answers."""

    workers: int
    port: int

    def __str__(self) -> str:
        return f"{self.workers} worker{'s' if self.workers > 1 else ''} at port {self.port}"


def up(home: Home, options: ClusterOptions, tell: Tell) -> bool:
    """Starts the cluster and waits until it answers; False where it ran already.

    What is left of one that was killed in part is ended first; one that is whole never is: where it has another number
    of workers or another port, CxwError (usage) says which. Raises CxwError, with the end of the log, where a server
    ends or does not answer in time; nothing is left running then.
    """
    folder = home.spark
    if found := running(home):
        asked = Running(options.workers, options.port)
        if found == asked:
            return False
        raise CxwError(
            f"{folder}: the cluster of this home runs with {found}, and {asked} were asked for. It may be at work, so "
            "it is not ended: run `make spark-down` first, or give CXW_SPARK_WORKERS and CXW_SPARK_PORT as it has them."
        )
    _prepare(home, options)
    try:
        _start(home, options, tell)
    except BaseException:
        processes.stop(folder)
        raise
    return True


def down(home: Home) -> int:
    """Ends every process of the cluster, executors included; how many there were. Tables and logs stay."""
    ended = processes.stop(home.spark)
    for part in (*PARTS_FOR_A_START, HIVE_TAKES_AN_ADDRESS_FOR_A_NAME):
        shutil.rmtree(home.spark / part, ignore_errors=True)
    return ended


def running(home: Home) -> Running | None:
    """The cluster of `home`; None where a server that was started has ended, or the Thrift server does not answer."""
    mine = set(processes.marked(home.spark))
    started = {server.name: server.pid in mine for server in processes.daemons(home.spark)}
    workers = sum(name.startswith("worker-") for name in started)
    port = _port_of(home)
    if not workers or not {"master", "thrift"} <= started.keys() or not all(started.values()):
        return None
    return Running(workers, port) if port and _listens(port) else None


def _port_of(home: Home) -> int | None:
    """The port that the Thrift server was started with; None where it was not started."""
    file = home.spark / "conf" / "spark.properties"
    told = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return next((int(line.split()[1]) for line in told if line.startswith(f"{PORT} ")), None)


def _prepare(home: Home, options: ClusterOptions) -> None:
    """Ends what an earlier cluster of this home left, clears its folders, and looks whether the ports are free."""
    require_java()
    spark_home()
    down(home)
    for name in ("logs", "warehouse", *PARTS_FOR_A_START):
        (home.spark / name).mkdir(parents=True, exist_ok=True)
    home.spark.chmod(0o700)
    shutil.copy(Path(__file__).with_name("log4j2.properties"), home.spark / "conf")
    for variable, port in (
        ("CXW_SPARK_PORT", options.port),
        ("CXW_SPARK_MASTER_PORT", options.master_port),
        ("CXW_SPARK_MASTER_PAGE", options.master_page),
    ):
        if _listens(port):
            raise CxwError(
                f"{LOOPBACK}:{port}: another program listens there, perhaps the cluster of another home; "
                f"end it, or give another port in {variable}."
            )


def _start(home: Home, options: ClusterOptions, tell: Tell) -> None:
    folder, spark = home.spark, spark_home()
    run = str(spark / "bin" / "spark-class")
    # The servers work in `folder`; a whole path could hold a blank, at which Spark would cut the options.
    java = f"{processes.mark(folder)} -Duser.timezone=UTC -XX:-UsePerfData"
    own_files = "-Djava.io.tmpdir=spill"
    environment = {
        "SPARK_HOME": str(spark),
        "SPARK_CONF_DIR": str(folder / "conf"),
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_DAEMON_MEMORY": DAEMON_MEMORY,
        "SPARK_DAEMON_JAVA_OPTS": f"{java} {own_files} -Dspark.master.rest.enabled=false -XX:+UseSerialGC",
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_LOCAL_DIRS": str(folder / "spill"),
    }
    until = time.monotonic() + options.seconds
    tell("spark: master")
    where = ["--host", LOOPBACK, "--port", str(options.master_port), "--webui-port", str(options.master_page)]
    master = processes.start(
        "master", [run, "org.apache.spark.deploy.master.Master", *where], folder, environment
    )
    _wait(master, lambda: _listens(options.master_port), "did not listen", until)
    tell(f"spark: {options.workers} workers")
    size = [
        "--host",
        LOOPBACK,
        "--webui-port",
        "0",
        "--cores",
        str(options.cores),
        "--memory",
        options.worker_memory,
    ]
    worker = [run, "org.apache.spark.deploy.worker.Worker", *size, options.master]
    for number in range(options.workers):
        started = processes.start(f"worker-{number + 1}", worker, folder, environment)
        _wait(started, lambda: workers_alive(options) > number, "did not join the master", until)  # noqa: B023
    tell("spark: Thrift server")
    settings = options.spark_settings(home)
    settings["spark.driver.extraJavaOptions"] = java
    settings["spark.executor.extraJavaOptions"] = java
    # Spark reads no property from the environment: a file keeps the command line short.
    (folder / "conf" / "spark.properties").write_text(
        "".join(f"{name} {value}\n" for name, value in sorted(settings.items())), encoding="utf-8"
    )
    submit = [str(spark / "bin" / "spark-submit"), "--master", options.master]
    server = ["--class", "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2", "spark-internal"]
    words = [*submit, "--properties-file", str(folder / "conf" / "spark.properties"), *server]
    # Spark counts its Thrift server among the daemons, and would give it their memory.
    environment |= {
        "SPARK_DAEMON_MEMORY": options.driver_memory,
        "SPARK_DAEMON_JAVA_OPTS": f"{java} {own_files}",
    }
    thrift = processes.start("thrift", words, folder, environment)
    _wait(thrift, lambda: _listens(options.port), "did not listen", until)
    _wait(thrift, lambda: _answers(options), "did not answer `select 1`", until)


def _wait(server: Daemon, is_ready: Callable[[], bool], what: str, until: float) -> None:
    while not is_ready():
        if not server.is_running:
            raise server.explain("ended")
        if time.monotonic() > until:
            raise server.explain(f"{what} in time (CXW_SPARK_WAIT_SECONDS)")
        time.sleep(0.2)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def workers_alive(options: ClusterOptions) -> int:
    """How many workers the master counts as alive."""
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{options.master_page}/json/", timeout=5) as page:
            return int(json.load(page)["aliveworkers"])
    except (OSError, ValueError, KeyError):
        return 0


def _answers(options: ClusterOptions) -> bool:
    from pyhive import hive
    from thrift.transport.TTransport import TTransportException

    try:
        with hive.connect(host=LOOPBACK, port=options.port, username="cxw") as connection:
            cursor = connection.cursor()
            cursor.execute("select count(*) from range(10)")
            return bool(cursor.fetchall() == [(10,)])
    except (OSError, TTransportException, hive.Error):
        return False

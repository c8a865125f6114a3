"""How large the cluster of this machine is and where it listens: from the environment, with modest defaults."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from orchestration.errors import CxwError
from orchestration.home import Home

_MEMORY = re.compile(r"[1-9]\d{0,6}[mg]", re.ASCII)

PORT = "spark.hadoop.hive.server2.thrift.port"
"""The setting that says where the Thrift server listens."""

SQL_DEFAULTS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.compression.codec": "zstd",
}
"""Settings of a session without which the models would give other figures, and some that make them faster."""


@dataclass(frozen=True)
class ClusterOptions:
    """One cluster on the loopback address; ports are TCP ports, memory is as Spark spells it (`1200m`, `2g`)."""

    port: int = 10000
    master_port: int = 7077
    master_page: int = 8077
    workers: int = 2
    cores: int = 1
    worker_memory: str = "900m"
    driver_memory: str = "1800m"
    partitions: int = 4
    seconds: int = 120
    more: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> ClusterOptions:
        """Options from `CXW_SPARK_...`. Raises CxwError (usage) at a value that is none."""
        return cls(
            port=_whole(environment, "CXW_SPARK_PORT", cls.port, 65535),
            master_port=_whole(environment, "CXW_SPARK_MASTER_PORT", cls.master_port, 65535),
            master_page=_whole(environment, "CXW_SPARK_MASTER_PAGE", cls.master_page, 65535),
            workers=_whole(environment, "CXW_SPARK_WORKERS", cls.workers, 64),
            cores=_whole(environment, "CXW_SPARK_WORKER_CORES", cls.cores, 256),
            worker_memory=_memory(environment, "CXW_SPARK_WORKER_MEMORY", cls.worker_memory),
            driver_memory=_memory(environment, "CXW_SPARK_DRIVER_MEMORY", cls.driver_memory),
            partitions=_whole(environment, "CXW_SPARK_PARTITIONS", cls.partitions, 100_000),
            seconds=_whole(environment, "CXW_SPARK_WAIT_SECONDS", cls.seconds, 3600),
            more=_more(environment.get("CXW_SPARK_OPTIONS", "")),
        )

    @property
    def master(self) -> str:
        """The address at which workers and the Thrift server find the master."""
        return f"spark://127.0.0.1:{self.master_port}"

    def spark_settings(self, home: Home) -> dict[str, str]:
        """What the Thrift server and its sessions run with; `more` of the environment comes last and wins."""
        derby = f"jdbc:derby:;databaseName={home.spark / 'metastore'};create=true"
        return {
            "spark.app.name": "cxw",
            "spark.driver.memory": self.driver_memory,
            "spark.executor.memory": self.worker_memory,
            "spark.executor.cores": str(self.cores),
            "spark.sql.warehouse.dir": str(home.spark / "warehouse"),
            "spark.hadoop.javax.jdo.option.ConnectionURL": derby,
            "spark.hadoop.hive.server2.thrift.bind.host": "127.0.0.1",
            PORT: str(self.port),
            "spark.hadoop.hive.exec.scratchdir": str(home.spark / "spill" / "hive"),
            "spark.sql.shuffle.partitions": str(self.partitions),
            "spark.ui.showConsoleProgress": "false",
            **SQL_DEFAULTS,
            **dict(self.more),
        }


def statements_at_a_time(threads: int, environment: Mapping[str, str] = os.environ) -> int:
    """How many statements dbt has Spark run: `CXW_SPARK_THREADS`, else the `threads` of the settings."""
    return _whole(environment, "CXW_SPARK_THREADS", threads, 256)


def _whole(environment: Mapping[str, str], name: str, default: int, high: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= high):
        raise CxwError(f"{name}: {text!r} is no whole number from 1 to {high}; correct the environment.")
    return int(text)


def _memory(environment: Mapping[str, str], name: str, default: str) -> str:
    text = (environment.get(name) or default).lower()
    if not _MEMORY.fullmatch(text):
        raise CxwError(f"{name}: {text!r} is no amount of memory; write it as 1500m or 2g.")
    return text


def _more(text: str) -> tuple[tuple[str, str], ...]:
    """`spark.a=1 spark.b=2` -> its pairs."""
    pairs = []
    for word in text.split():
        name, mark, value = word.partition("=")
        if not (mark and name.startswith("spark.")):
            raise CxwError(f"CXW_SPARK_OPTIONS: {word!r} is no setting of Spark; write spark.name=value.")
        pairs.append((name, value))
    return tuple(pairs)

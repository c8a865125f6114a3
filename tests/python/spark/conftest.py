"""A Spark server for the tests marked `spark`: the one that answers already, else a cluster of their own.

For those without a server, a profiles.yml to write.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.spark import profile
from orchestration.spark.cluster import down, up
from orchestration.spark.options import ClusterOptions
from orchestration.spark.session import Session, open_session

OUTPUT = {
    "host": "\"{{ env_var('CXW_SPARK_HOST', 'spark.example.com') }}\"",
    "port": "\"{{ env_var('CXW_SPARK_PORT', '10000') | int }}\"",
    "auth": "NONE",
    "user": "cxw",
    "server_side_parameters": '{"set:hiveconf:spark.sql.ansi.enabled": "true"}',
}


SLEEPER = """import signal, time
signal.signal(signal.SIGTERM, signal.SIG_DFL)
print('it began', flush=True)
time.sleep(60)"""
"""A server's stand-in. It ends when it is told to, also where the process that starts it ignores that signal, as xdist's do."""


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leaves the address of a server that answers in the environment."""
    try:
        with open_session() as session:
            assert session.rows("select 1") == [(1,)]
    except CxwError:
        home = Home(tmp_path_factory.mktemp("cluster"))
        ports = ("CXW_SPARK_PORT", "CXW_SPARK_MASTER_PORT", "CXW_SPARK_MASTER_PAGE")
        os.environ.update({name: str(free_port()) for name in ports})
        try:
            up(home, ClusterOptions.read(), lambda line: None)
            yield
        finally:
            down(home)
            for name in ports:
                del os.environ[name]
    else:
        yield


@pytest.fixture
def spark(server: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A session, with a name of the readers' schemas that no other test has; what is made of it goes."""
    name = f"t{uuid.uuid4().hex[:12]}"
    monkeypatch.setenv("CXW_SPARK_NAME", name)
    with open_session() as session:
        yield session
        for schema, *_ in session.rows("show schemas"):
            if schema.startswith(name):
                session.rows(f"drop schema {schema} cascade")


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Writes an output `spark` with these keys beside or instead of the usual ones; None takes one away."""

    def write(**keys: str | None) -> None:
        lines = [f"      {key}: {value}" for key, value in {**OUTPUT, **keys}.items() if value is not None]
        text = "\n".join(["cxw:", "  outputs:", "    spark:", *lines])
        (tmp_path / "profiles.yml").write_text(text, encoding="utf-8")

    monkeypatch.setattr(profile, "PROJECT_ROOT", tmp_path)
    return write

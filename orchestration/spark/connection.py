"""A session at Spark's Thrift server: where it is comes from the environment, as in `profiles.yml`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from orchestration.errors import CxwError

SESSION = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}
"""Settings of every session: instants are UTC, and a cast that fails is an error."""


@dataclass(frozen=True)
class Server:
    """Address of a Thrift server and who asks."""

    host: str = "127.0.0.1"
    port: int = 10000
    auth: str = "NONE"
    user: str = "cxw"

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Server:
        """From `CXW_SPARK_HOST`, `_PORT`, `_AUTH` and `_USER`. Raises CxwError (usage) at a port that is none."""
        port = environment.get("CXW_SPARK_PORT") or str(cls.port)
        if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
            raise CxwError(
                f"CXW_SPARK_PORT: {port!r} is no whole number from 1 to 65535; correct the environment."
            )
        return cls(
            environment.get("CXW_SPARK_HOST") or cls.host,
            int(port),
            environment.get("CXW_SPARK_AUTH") or cls.auth,
            environment.get("CXW_SPARK_USER") or cls.user,
        )

    @property
    def address(self) -> str:
        """`host:port`."""
        return f"{self.host}:{self.port}"


class Session:
    """One open session; each statement is one round trip."""

    def __init__(self, cursor: Any, server: Server) -> None:
        self._cursor, self._server = cursor, server

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What a statement gives; nothing for one that gives nothing. Raises CxwError with Spark's words."""
        from pyhive import exc

        try:
            self._cursor.execute(statement)
            return list(self._cursor.fetchall()) if self._cursor.description else []
        except exc.Error as error:
            raise CxwError(
                f"Spark at {self._server.address} refused `{statement[:200]}`: {_words(error)}"
            ) from error


@contextmanager
def opened(server: Server | None = None) -> Iterator[Session]:
    """A session for the block. Raises CxwError (usage) where no server answers."""
    from pyhive import exc, hive
    from thrift.Thrift import TException

    server = server or Server.read()
    try:
        connection = hive.connect(
            host=server.host,
            port=server.port,
            username=server.user,
            auth=server.auth,
            configuration={f"set:hiveconf:{name}": value for name, value in SESSION.items()},
        )
    except (OSError, TException, exc.Error) as error:
        raise CxwError(
            f"{server.address}: no Spark Thrift server answers ({type(error).__name__}); start one with "
            "'make spark-up', or say where yours is in CXW_SPARK_HOST and CXW_SPARK_PORT."
        ) from error
    try:
        yield Session(connection.cursor(), server)
    finally:
        connection.close()


def _words(error: Exception) -> str:
    """The first line of what the server says; the rest is Java's."""
    status = getattr(error.args[0], "status", None) if error.args else None
    message = getattr(status, "errorMessage", None) or str(error)
    return " ".join(str(message).splitlines()[0].split())[:500]

"""One session with a Thrift server of Spark, as the profile of dbt would open it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import yaml

from orchestration.errors import CxwError, ExitCode
from orchestration.home import PROJECT_ROOT


@dataclass(frozen=True)
class Session:
    """An open connection."""

    connection: Any

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement gives; nothing where it is no query. Raises CxwError (build failed) with Spark's message."""
        from pyhive import exc

        cursor = self.connection.cursor()
        try:
            cursor.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []
        except exc.Error as error:
            raise CxwError(f"Spark refuses a statement: {_message(error)}", ExitCode.BUILD_FAILED) from error
        finally:
            cursor.close()


@contextmanager
def open_session(environment: Mapping[str, str] = os.environ) -> Iterator[Session]:
    """A session with the server that `CXW_SPARK_HOST` and `CXW_SPARK_PORT` name, with the settings of profiles.yml.

    Raises CxwError (usage) where no server answers.
    """
    from pyhive import exc, hive
    from thrift.transport.TTransport import TTransportException

    host = environment.get("CXW_SPARK_HOST") or "127.0.0.1"
    port = environment.get("CXW_SPARK_PORT") or "10000"
    try:
        connection = hive.connect(
            host=host,
            port=int(port),
            auth=environment.get("CXW_SPARK_AUTH") or "NONE",
            username=environment.get("CXW_SPARK_USER") or "cxw",
            configuration=session_settings(),
        )
    except (OSError, ValueError, TTransportException, exc.Error) as error:
        raise CxwError(
            f"{host}:{port}: no Thrift server of Spark answers there ({type(error).__name__}); start one with "
            "`make spark-up`, or name yours in CXW_SPARK_HOST and CXW_SPARK_PORT."
        ) from error
    try:
        yield Session(connection)
    finally:
        connection.close()


def session_settings() -> dict[str, str]:
    """The settings that the profile gives every session."""
    profile = yaml.safe_load((PROJECT_ROOT / "profiles.yml").read_text(encoding="utf-8"))
    return {str(k): str(v) for k, v in profile["cxw"]["outputs"]["spark"]["server_side_parameters"].items()}


def literal(text: str) -> str:
    """A text as Spark's SQL spells it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _message(error: Exception) -> str:
    """The sentence in Thrift's answer, without the Java that follows it."""
    status = getattr(error.args[0] if error.args else None, "status", None)
    text = str(getattr(status, "errorMessage", None) or error)
    return text.split("\n\tat ")[0].split(" SQLSTATE")[0][:2000]

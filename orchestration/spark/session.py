"""One session with a Thrift server of Spark, as the profile of dbt would open it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from orchestration.errors import CxwError, ExitCode
from orchestration.home import PROJECT_ROOT

GONE = (OSError, EOFError)
"""What a connection raises whose server has ended, beside Thrift's own error."""


@dataclass(frozen=True)
class Session:
    """An open connection."""

    connection: Any

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement gives; nothing where it is no query.

        Raises CxwError (build failed) with Spark's message, or where Spark has gone away.
        """
        from pyhive import exc
        from thrift.transport.TTransport import TTransportException

        try:
            cursor = self.connection.cursor()
            try:
                cursor.execute(sql)
                return list(cursor.fetchall()) if cursor.description else []
            finally:
                with suppress(*GONE, TTransportException, exc.Error):
                    cursor.close()
        except exc.Error as error:
            raise CxwError(f"Spark refuses a statement: {_message(error)}", ExitCode.BUILD_FAILED) from error
        except (*GONE, TTransportException) as error:
            raise CxwError(
                f"Spark went away while it was asked ({type(error).__name__}); look at its Thrift server's log, and "
                "start it again.",
                ExitCode.BUILD_FAILED,
            ) from error


@contextmanager
def open_session(environment: Mapping[str, str] = os.environ) -> Iterator[Session]:
    """A session with the server of the output `spark` of profiles.yml, as dbt opens one.

    Raises CxwError (usage) where no server answers, or the profile says what no connection can be made of.
    """
    from pyhive import exc
    from thrift.transport.TTransport import TTransportException

    profile = spark_profile(environment)
    where = f"{profile['host']}:{profile['port']}"
    try:
        connection = _connect(profile)
    except (ValueError, NotImplementedError, ImportError) as error:
        raise CxwError(
            f"{where}: no way to log in to Spark: {error} Look at CXW_SPARK_PORT, CXW_SPARK_AUTH, and the output "
            "`spark` of profiles.yml, which takes `password`, `kerberos_service_name` and `use_ssl` too."
        ) from error
    except (*GONE, TTransportException, exc.Error) as error:
        raise CxwError(
            f"{where}: no Thrift server of Spark answers there ({type(error).__name__}); start one with "
            "`make spark-up`, or name yours in CXW_SPARK_HOST and CXW_SPARK_PORT."
        ) from error
    try:
        yield Session(connection)
    finally:
        with suppress(*GONE, TTransportException, exc.Error):
            connection.close()


def _connect(profile: Mapping[str, Any]) -> Any:
    """As dbt-spark does it. Raises ValueError at a login that is none."""
    from pyhive import hive

    login = {
        "host": profile["host"],
        "port": int(profile["port"]),
        "username": profile["user"],
        "auth": profile["auth"],
        "kerberos_service_name": profile.get("kerberos_service_name"),
        "password": profile.get("password"),
    }
    if profile.get("use_ssl"):
        from dbt.adapters.spark.connections import build_ssl_transport

        return hive.connect(
            thrift_transport=build_ssl_transport(**login), configuration=session_settings(profile)
        )
    return hive.connect(**login, configuration=session_settings(profile))


def spark_profile(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The output `spark` of profiles.yml with the environment's values in it, as dbt reads it; an empty one is none."""
    profile = yaml.safe_load((PROJECT_ROOT / "profiles.yml").read_text(encoding="utf-8"))
    template = Environment(undefined=StrictUndefined, autoescape=False)

    def env_var(name: str, default: str = "") -> str:
        return environment.get(name) or default

    return {
        key: template.from_string(value).render(env_var=env_var) if isinstance(value, str) else value
        for key, value in profile["cxw"]["outputs"]["spark"].items()
    }


def session_settings(profile: Mapping[str, Any]) -> dict[str, str]:
    """The settings that the profile gives every session."""
    return {str(k): str(v) for k, v in profile["server_side_parameters"].items()}


def literal(text: str) -> str:
    """A text as Spark's SQL spells it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _message(error: Exception) -> str:
    """The sentence in Thrift's answer, without the Java that follows it."""
    status = getattr(error.args[0] if error.args else None, "status", None)
    text = str(getattr(status, "errorMessage", None) or error)
    return text.split("\n\tat ")[0].split(" SQLSTATE")[0][:2000]

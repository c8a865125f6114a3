"""One session with a Thrift server of Spark, as the profile of dbt would open it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from orchestration.errors import CxwError, ExitCode
from orchestration.spark.profile import SparkProfile, spark_profile

GONE = (OSError, EOFError)
"""What a connection raises whose server has ended, beside Thrift's own errors."""

LOGIN_REFUSED = ("Could not start SASL", "Bad status", "Bad SASL result")
"""How messages of a login begin that a server which does answer has refused, or that this machine cannot try."""

LOGINS = (None, "NONE", "NOSASL", "LDAP", "KERBEROS", "CUSTOM")


@dataclass(frozen=True)
class Session:
    """An open connection, and the host and port that it leads to."""

    connection: Any
    where: str

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement gives; nothing where it is no query.

        Raises CxwError (build failed) with Spark's message, or where Spark has gone away.
        """
        from pyhive import exc
        from thrift.Thrift import TApplicationException, TException

        try:
            cursor = self.connection.cursor()
            try:
                cursor.execute(sql)
                return list(cursor.fetchall()) if cursor.description else []
            finally:
                with suppress(*GONE, TException, exc.Error):
                    cursor.close()
        except (exc.Error, TApplicationException) as error:
            raise CxwError(f"Spark refuses a statement: {_message(error)}", ExitCode.BUILD_FAILED) from error
        except (*GONE, TException) as error:
            raise CxwError(
                f"{self.where}: Spark went away while it was asked ({type(error).__name__}); look at the log of its "
                "Thrift server, start it again (`make spark-up`, where it is the one of this home), and then run this "
                "again.",
                ExitCode.BUILD_FAILED,
            ) from error


@contextmanager
def open_session(environment: Mapping[str, str] = os.environ) -> Iterator[Session]:
    """A session with the server of the output `spark` of profiles.yml, as dbt opens one.

    Raises CxwError (usage) where no server answers or lets us in, or the profile says what makes no connection.
    """
    from pyhive import exc
    from thrift.Thrift import TException

    profile = spark_profile(environment)
    try:
        connection = _connect(profile)
    except exc.Error as error:
        raise CxwError(f"{profile.where}: Spark opens no session: {_message(error)}") from error
    except (*GONE, TException) as error:
        if str(error).startswith(LOGIN_REFUSED):
            raise _no_login(profile, error) from error
        raise CxwError(
            f"{profile.where}: no Thrift server of Spark answers there ({type(error).__name__}); start one with "
            "`make spark-up`, or name yours in CXW_SPARK_HOST and CXW_SPARK_PORT."
        ) from error
    except Exception as error:  # each way to log in raises errors of its own library
        raise _no_login(profile, error) from error
    try:
        yield Session(connection, profile.where)
    finally:
        with suppress(*GONE, TException, exc.Error):
            connection.close()


def _connect(profile: SparkProfile) -> Any:
    """As dbt-spark does it. Raises ValueError or NotImplementedError at a login that is none."""
    from pyhive import hive

    login: dict[str, Any] = {
        "host": profile.host,
        "port": profile.port,
        "username": profile.user,
        "auth": profile.auth,
        "kerberos_service_name": profile.kerberos_service_name,
        "password": profile.password,
    }
    if not profile.use_ssl:
        return hive.connect(**login, configuration=profile.settings)
    if profile.auth not in LOGINS:  # dbt-spark would go on without TLS, and to this machine
        raise ValueError(f"only {', '.join(filter(None, LOGINS))} are ways to log in")
    from dbt.adapters.spark.connections import build_ssl_transport

    return hive.connect(thrift_transport=build_ssl_transport(**login), configuration=profile.settings)


def _no_login(profile: SparkProfile, error: Exception) -> CxwError:
    return CxwError(
        f"{profile.where}: no way to log in to Spark with auth {profile.auth} ({str(error) or type(error).__name__}); "
        "look at CXW_SPARK_AUTH and CXW_SPARK_USER, and at `auth`, `user`, `password`, `kerberos_service_name` and "
        "`use_ssl` in the output `spark` of profiles.yml."
    )


def literal(text: str) -> str:
    """A text as Spark's SQL spells it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _message(error: Exception) -> str:
    """The sentence in Thrift's answer, without the Java that follows it."""
    status = getattr(error.args[0] if error.args else None, "status", None)
    text = str(getattr(status, "errorMessage", None) or error)
    return text.split("\n\tat ")[0].split(" SQLSTATE")[0][:2000]

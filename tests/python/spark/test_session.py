"""How a session is opened, from the profile that dbt reads, and what is told where Spark does not answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dbt.adapters.spark import connections
from pyhive import exc, hive
from thrift.protocol.TProtocol import TProtocolException
from thrift.Thrift import TApplicationException
from thrift.transport.TTransport import TTransportException

from orchestration.build import dbt_arguments, run_dbt
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.settings import SPARK, Settings
from orchestration.spark.session import Session, open_session

STRICT = {"set:hiveconf:spark.sql.ansi.enabled": "true"}
NOBODY = TTransportException(TTransportException.NOT_OPEN, "Could not connect to any of")


class Cursor:
    """A connection and its cursor, whose server has ended."""

    description = None

    def __init__(self, error: Exception | None) -> None:
        self.error = error

    def cursor(self) -> Cursor:
        return self

    def execute(self, sql: str) -> None:
        if self.error:
            raise self.error

    def close(self) -> None:
        raise TTransportException(message="broken pipe")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the connection was asked with; what it raises is under `raises`."""
    asked: dict[str, Any] = {"raises": NOBODY}

    def connect(**words: Any) -> Any:
        asked.update(words)
        raise asked.pop("raises")

    monkeypatch.setattr(hive, "connect", connect)
    return asked


def refusal(environment: dict[str, str]) -> str:
    """What is said where no session can be opened."""
    with pytest.raises(CxwError) as told, open_session(environment):
        pass
    assert told.value.exit_code is ExitCode.USAGE
    return str(told.value)


def test_every_key_of_the_profile_reaches_the_connection(written: Any, asked: dict[str, Any]) -> None:
    written(
        auth="KERBEROS",
        kerberos_service_name="hive",
        host="\"{{ env_var('CXW_SPARK_HOST', 'h.example.com/') }}\"",
    )
    said = refusal({"CXW_SPARK_PORT": "10001", "CXW_SPARK_HOST": ""})
    assert "h.example.com:10001: no Thrift server of Spark answers there (TTransportException)" in said
    assert asked == {
        "host": "h.example.com",
        "port": 10001,
        "username": "cxw",
        "auth": "KERBEROS",
        "kerberos_service_name": "hive",
        "password": None,
        "configuration": STRICT,
    }


def test_tls_has_a_transport_of_its_own(
    written: Any, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "build_ssl_transport", lambda **login: login)
    written(use_ssl="\"{{ env_var('TLS', 'True') | as_bool }}\"", auth="LDAP", password="a{{b")
    refusal({})
    login = {"host": "spark.example.com", "port": 10000, "username": "cxw", "auth": "LDAP"}
    transport = {**login, "kerberos_service_name": None, "password": "a{{b"}
    assert asked == {"thrift_transport": transport, "configuration": STRICT}
    asked.clear()
    asked["raises"] = NOBODY
    refusal({"TLS": "False"})
    assert "thrift_transport" not in asked


def test_a_mistyped_login_is_not_tried_without_tls(written: Any, asked: dict[str, Any]) -> None:
    written(use_ssl="true", auth="LADP")
    assert "no way to log in to Spark with auth LADP" in refusal({})
    assert list(asked) == ["raises"]


@pytest.mark.parametrize("word", ["LDAP", "KERBEROS", "NOTHING_KNOWN"])
def test_a_login_that_cannot_be_is_no_server_that_does_not_answer(word: str) -> None:
    said = refusal({"CXW_SPARK_AUTH": word})
    assert f"127.0.0.1:10000: no way to log in to Spark with auth {word} (" in said
    assert "CXW_SPARK_AUTH" in said and "profiles.yml" in said and "make spark-up" not in said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            TTransportException(1, "Bad status: 3 (b'Error validating the login')"),
            "no way to log in .*validating",
        ),
        (
            TTransportException(1, "Could not start SASL: None of the mechanisms"),
            "no way to log in .*mechanisms",
        ),
        (RuntimeError("no ticket of Kerberos"), "no way to log in .*no ticket"),
        (exc.OperationalError("not allowed"), "Spark opens no session: not allowed"),
        (ConnectionRefusedError("refused"), "no Thrift server of Spark answers there"),
        (EOFError(), "no Thrift server of Spark answers there"),
    ],
)
def test_a_server_that_refuses_us_is_no_server_that_does_not_answer(
    written: Any, asked: dict[str, Any], error: Exception, said: str
) -> None:
    written()
    asked["raises"] = error
    with pytest.raises(CxwError, match=f"spark.example.com:10000: {said}") as told, open_session({}):
        pass
    assert told.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TTransportException(message="TSocket read 0 bytes"), "spark.example.com:10000: Spark went away"),
        (TProtocolException(message="bad version"), "spark.example.com:10000: Spark went away"),
        (ConnectionResetError("reset"), "spark.example.com:10000: Spark went away"),
        (EOFError(), "spark.example.com:10000: Spark went away while it was asked .*start it again"),
        (exc.OperationalError("no such table"), "Spark refuses a statement: no such table"),
        (TApplicationException(message="Internal error"), "Spark refuses a statement: Internal error"),
    ],
)
def test_a_server_that_ends_while_it_is_asked_is_told(
    monkeypatch: pytest.MonkeyPatch, written: Any, error: Exception, said: str
) -> None:
    written()
    monkeypatch.setattr(hive, "connect", lambda **words: Cursor(error))
    with pytest.raises(CxwError, match=said) as told, open_session({}) as session:
        session.rows("select 1")
    assert told.value.exit_code is ExitCode.BUILD_FAILED


def test_what_was_answered_holds_where_the_server_ends_after_it() -> None:
    assert Session(Cursor(None), "127.0.0.1:10000").rows("use cxw") == []


def test_statements_at_a_time_are_those_of_the_environment_on_spark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def threads(settings: Settings) -> str:
        arguments = dbt_arguments(Home(tmp_path), settings)
        return arguments[arguments.index("--threads") + 1]

    monkeypatch.setenv("CXW_SPARK_THREADS", "16")
    assert threads(Settings(target=SPARK, threads=3)) == "16"
    assert threads(Settings(threads=3)) == "3"
    monkeypatch.delenv("CXW_SPARK_THREADS")
    assert threads(Settings(target=SPARK, threads=3)) == "3"
    monkeypatch.setenv("CXW_SPARK_THREADS", "many")
    with pytest.raises(CxwError, match="CXW_SPARK_THREADS"):
        threads(Settings(target=SPARK))


def test_a_number_of_statements_that_is_none_is_told_before_spark_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXW_SPARK_THREADS", "0")
    monkeypatch.setenv("CXW_SPARK_PORT", "1")
    with pytest.raises(CxwError, match="CXW_SPARK_THREADS: '0' is no whole number") as told:
        run_dbt(Home(tmp_path), Settings(target=SPARK), progress=print)
    assert told.value.exit_code is ExitCode.USAGE

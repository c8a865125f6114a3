"""How a session is opened, from the profile that dbt reads, and what is told where Spark does not answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyhive import exc, hive
from thrift.transport.TTransport import TTransportException

from orchestration.build import dbt_arguments
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.settings import SPARK, Settings
from orchestration.spark import session
from orchestration.spark.session import Session, open_session, spark_profile

PROFILE = """
cxw:
  outputs:
    spark:
      host: "{{ env_var('CXW_SPARK_HOST', 'spark.example.com') }}"
      port: "{{ env_var('CXW_SPARK_PORT', '10000') | int }}"
      auth: KERBEROS
      user: cxw
      kerberos_service_name: hive
      server_side_parameters: {"set:hiveconf:spark.sql.ansi.enabled": "true"}
"""


class Cursor:
    """A connection and its cursor, whose server has ended."""

    description = None

    def __init__(self, error: Exception) -> None:
        self.error = error

    def cursor(self) -> Cursor:
        return self

    def execute(self, sql: str) -> None:
        raise self.error

    def close(self) -> None:
        raise TTransportException(message="broken pipe")


def test_every_key_of_the_profile_reaches_the_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "profiles.yml").write_text(PROFILE, encoding="utf-8")
    asked: dict[str, Any] = {}

    def connect(**words: Any) -> Any:
        asked.update(words)
        raise TTransportException(message="nobody there")

    monkeypatch.setattr(session, "PROJECT_ROOT", tmp_path)
    monkeypatch.setattr(hive, "connect", connect)
    with (
        pytest.raises(CxwError, match="spark.example.com:10001: no Thrift server of Spark"),
        open_session({"CXW_SPARK_PORT": "10001", "CXW_SPARK_HOST": ""}),
    ):
        pass
    assert asked == {
        "host": "spark.example.com",
        "port": 10001,
        "username": "cxw",
        "auth": "KERBEROS",
        "kerberos_service_name": "hive",
        "password": None,
        "configuration": {"set:hiveconf:spark.sql.ansi.enabled": "true"},
    }


def test_the_project_s_profile_has_what_a_connection_needs() -> None:
    profile = spark_profile({})
    assert (profile["host"], profile["port"], profile["auth"]) == ("127.0.0.1", "10000", "NONE")


@pytest.mark.parametrize("word", ["LDAP", "NOTHING_KNOWN"])
def test_a_login_that_cannot_be_is_no_server_that_does_not_answer(word: str) -> None:
    with (
        pytest.raises(CxwError, match="no way to log in to Spark") as told,
        open_session({"CXW_SPARK_AUTH": word}),
    ):
        pass
    assert "make spark-up" not in str(told.value)
    assert told.value.exit_code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TTransportException(message="TSocket read 0 bytes"), "Spark went away while it was asked"),
        (ConnectionResetError("reset"), "Spark went away while it was asked"),
        (EOFError(), "Spark went away while it was asked"),
        (exc.OperationalError("no such table"), "Spark refuses a statement: no such table"),
    ],
)
def test_a_server_that_ends_while_it_is_asked_is_told(error: Exception, said: str) -> None:
    with pytest.raises(CxwError, match=said) as told:
        Session(Cursor(error)).rows("select 1")
    assert told.value.exit_code == ExitCode.BUILD_FAILED


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

"""How the output `spark` of profiles.yml is read: as dbt reads it, and with a word where it cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orchestration.errors import CxwError, ExitCode
from orchestration.spark.profile import spark_profile


def test_the_project_s_profile_has_what_a_connection_needs() -> None:
    read = spark_profile({})
    assert (read.where, read.auth, read.user, read.use_ssl) == ("127.0.0.1:10000", "NONE", "cxw", False)
    assert spark_profile({"CXW_SPARK_HOST": "", "CXW_SPARK_PORT": "", "CXW_SPARK_AUTH": ""}) == read


def test_values_of_the_environment_are_read_wherever_they_are_asked_for(written: Any) -> None:
    written(
        server_side_parameters="{a: \"{{ env_var('CXW_A', '1') | as_number }}\"}",
        password="\"{{ env_var('P') }}\"",
    )
    read = spark_profile({"CXW_A": "7", "P": "secret"})
    assert (read.settings, read.password) == ({"a": "7"}, "secret")
    assert "secret" not in repr(read)


@pytest.mark.parametrize(
    ("keys", "environment", "said"),
    [
        ({"password": "\"{{ env_var('CXW_P') }}\""}, {}, "`password` of .* asks for CXW_P, .*; set CXW_P"),
        ({"host": None}, {}, "`host` of the output `spark` is missing"),
        ({"host": "\"{{ env_var('X' }}\""}, {}, "`host` of the output `spark` cannot be read"),
        ({"method": "http"}, {}, "`method` of the output `spark` is 'http', .*`thrift` alone"),
        ({"use_ssl": "perhaps"}, {}, "`use_ssl` of the output `spark` is 'perhaps', neither true nor false"),
        ({}, {"CXW_SPARK_PORT": "ten"}, "`port` of .* no whole number from 1 to 65535; .*CXW_SPARK_PORT"),
        ({}, {"CXW_SPARK_PORT": "99999"}, "`port` of the output `spark` is '99999', no whole number"),
    ],
)
def test_what_cannot_be_read_is_named(
    written: Any, keys: dict[str, str | None], environment: dict[str, str], said: str
) -> None:
    written(**keys)
    with pytest.raises(CxwError, match=f"profiles.yml: {said}") as told:
        spark_profile(environment)
    assert told.value.exit_code is ExitCode.USAGE


def test_a_file_without_the_output_is_named(written: Any, tmp_path: Path) -> None:
    written()
    (tmp_path / "profiles.yml").write_text("cxw: {outputs: {duckdb: {}}}\n", encoding="utf-8")
    with pytest.raises(CxwError, match="profiles.yml: no output `spark` can be read from it"):
        spark_profile({})

"""The schemas of a parity on Spark belong to its home: another home is refused, and a scratch home leaves nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.spark import schemas
from orchestration.spark.session import Session
from parity.building import build_schema, own_schemas

pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]


def begins_with(session: Session, name: str) -> list[str]:
    return sorted(schema for (schema, *_) in session.rows("show schemas") if schema.startswith(name))


def test_two_homes_do_not_write_over_each_other(spark: Session, tmp_path: Path) -> None:
    base = os.environ["CXW_SPARK_NAME"]
    mine, yours = Home(tmp_path / "mine" / "small"), Home(tmp_path / "yours" / "small")
    with own_schemas("small", mine, is_scratch=False):
        assert build_schema() == f"{base}_small_build"
        spark.rows(f"create schema {build_schema()}_staging")
    assert os.environ["CXW_SPARK_NAME"] == base
    refused = f"the schema {base}_small of this Spark is not of the home .* another name in CXW_SPARK_NAME"
    with pytest.raises(CxwError, match=refused), own_schemas("small", yours, is_scratch=False):
        pytest.fail("the schemas of another home were given")
    assert os.environ["CXW_SPARK_NAME"] == base
    with own_schemas("small", mine, is_scratch=False):
        assert begins_with(spark, f"{base}_small") == [f"{base}_small", f"{base}_small_build_staging"]


def test_a_scratch_home_has_its_own_name_and_leaves_nothing(spark: Session, tmp_path: Path) -> None:
    base = os.environ["CXW_SPARK_NAME"]
    kept = Home(tmp_path / "kept" / "small")
    with own_schemas("small", kept, is_scratch=False):
        pass
    with (
        pytest.raises(CxwError, match="it failed"),
        own_schemas("small", Home(tmp_path / "parity-ab_9" / "small"), is_scratch=True),
    ):
        assert schemas.readers_name() == f"{base}_ab_9_small"
        spark.rows(f"create schema {schemas.release_prefix(2)}_marts")
        spark.rows(f"create table {schemas.release_prefix(2)}_marts.t as select 1 as id")
        raise CxwError("it failed")
    assert begins_with(spark, base) == [f"{base}_small"]

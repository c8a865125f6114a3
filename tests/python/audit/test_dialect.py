"""Why the audit has a SQLAlchemy dialect of its own, pinned to the versions that are locked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy

from orchestration.audit import audit_candidate
from orchestration.audit.dialect import register_dialect


def validate_status(url: str, database: Path) -> Any:
    """Great Expectations' own verdict on a true statement about the small candidate."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations

    gx: Any = great_expectations
    context = gx.get_context(mode="ephemeral")
    datasource = context.data_sources.add_sql(
        "candidate",
        connection_string=url,
        kwargs={"connect_args": {"database": str(database), "read_only": True}},
    )
    asset = datasource.add_query_asset("tickets", query="select * from conformed.fct_tickets")
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    result = batch.validate(gx.expectations.ExpectColumnValuesToNotBeNull(column="status"))
    datasource.get_execution_engine().close()
    datasource.get_engine().dispose()
    return result


def test_the_plain_engine_loses_the_result(sound_candidate: Path) -> None:
    # When this fails, Great Expectations or duckdb-sqlalchemy was repaired: the dialect may go.
    result = validate_status("duckdb://", sound_candidate)
    assert not result.success
    assert "list index out of range" in str(result.exception_info)


def test_the_audit_dialect_keeps_it(sound_candidate: Path) -> None:
    register_dialect()
    assert validate_status("duckdb+audit://", sound_candidate).success


def test_the_audit_dialect_is_read_only(sound_candidate: Path) -> None:
    register_dialect()
    options: dict[str, Any] = {"database": str(sound_candidate), "read_only": False, "schema": "marts"}
    engine = sqlalchemy.create_engine("duckdb+audit://", connect_args=options)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from ticket_volume").scalar() == 2
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="read-only"):
            connection.exec_driver_sql("create table marts.written as select 1")
    engine.dispose()


def test_the_audit_leaves_the_file_closed(sound_candidate: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a home of $HOME, 100% odd#é"
    folder.mkdir()
    candidate = folder / "candidate.duckdb"
    shutil.copyfile(sound_candidate, candidate)
    assert audit_candidate(candidate, results_dir=tmp_path / "results").passed
    with duckdb.connect(str(candidate)) as connection:  # another configuration: refused while one is open
        connection.execute("create table written as select 1")


def test_a_missing_schema_leaves_the_file_closed(sound_candidate: Path, tmp_path: Path) -> None:
    register_dialect()
    candidate = tmp_path / "candidate.duckdb"
    shutil.copyfile(sound_candidate, candidate)
    options = {"database": str(candidate), "schema": "nowhere"}
    engine = sqlalchemy.create_engine("duckdb+audit://", connect_args=options)
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="nowhere") as held:
        engine.connect()
    with duckdb.connect(str(candidate)) as connection:
        connection.execute("create table written as select 1")
    assert held.value is not None

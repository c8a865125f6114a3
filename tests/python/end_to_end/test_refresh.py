"""The nightly refresh as a company runs it: published, repeated, refused, rolled back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from running import FIGURES_ONLY, Run

from orchestration.candidate import open_candidate
from orchestration.home import Home
from orchestration.settings import Settings


def _manifest(home: Path, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (home / "releases" / f"{number:06}" / "manifest.json").read_text(encoding="utf-8")
    )
    return found


@pytest.fixture
def copied_home(demo_home: Path, tmp_path: Path) -> Path:
    """A home of its own, so that a test may spoil it."""
    return Path(shutil.copytree(demo_home, tmp_path / "home", symlinks=True))


@pytest.fixture(scope="module")
def two_nights(demo_home: Path, tmp_path_factory: pytest.TempPathFactory, cxw: Run) -> Path:
    """The demo company after a second refresh that brought nothing new, while a reader held the first release."""
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("two") / "home", symlinks=True))
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as reader:
        cxw(home, "refresh", **FIGURES_ONLY)
        assert reader.sql("select count(*) from marts.kpi_values").fetchone() > (0,)
    return home


def test_a_night_without_deliveries_changes_nothing(two_nights: Path) -> None:
    first, second = (_manifest(two_nights, number) for number in (1, 2))
    assert len(first["tables"]) > 15
    assert {t: v["hash"] for t, v in first["tables"].items()} == {
        t: v["hash"] for t, v in second["tables"].items()
    }


def test_the_release_holds_no_personal_data(demo_home: Path, release: duckdb.DuckDBPyConnection) -> None:
    """A name, an address and a sentence that were delivered are nowhere in the published file."""
    candidate = open_candidate(demo_home / "build" / "candidate.duckdb")
    planted = [
        str(row[0])
        for table, column in [
            ("stg_crm__accounts", "name"),
            ("stg_crm__contacts", "email"),
            ("stg_ticketing__agents", "name"),
            ("stg_ticketing__requesters", "email"),
            ("stg_ticketing__tickets", "subject"),
        ]
        for row in candidate.execute(
            f"select distinct {column} from staging.{table} where length({column}) > 8 order by 1 limit 20"
        ).fetchall()
    ]
    candidate.close()
    assert len(planted) > 60
    texts: set[str] = set()
    for schema, table, column in release.execute(
        "select table_schema, table_name, column_name from information_schema.columns where data_type = 'VARCHAR'"
    ).fetchall():
        texts |= {
            row[0]
            for row in release.sql(f'select distinct "{column}" from {schema}."{table}"').fetchall()
            if row[0]
        }
    assert not [value for value in planted if any(value in text for text in texts)]


def test_a_delivery_of_rubbish_keeps_the_previous_release(copied_home: Path, cxw: Run) -> None:
    rubbish = copied_home / "inbox" / "zendesk" / "ticket" / "rubbish.csv"
    rubbish.write_text("id;status;created_at\n1;open;2024-01-01\n", encoding="utf-8")
    done = cxw(copied_home, "refresh", expect=3)
    assert "rubbish.csv" in done.stderr
    assert (copied_home / "current").resolve().name == "000001"


def test_rollback_brings_the_previous_release_back(two_nights: Path, cxw: Run) -> None:
    assert (two_nights / "current").resolve().name == "000002"
    cxw(two_nights, "rollback")
    assert (two_nights / "current").resolve().name == "000001"
    cxw(two_nights, "rollback", "2")
    assert (two_nights / "current").resolve().name == "000002"


def test_status_finds_a_flipped_bit(two_nights: Path, cxw: Run) -> None:
    cxw(two_nights, "status", "--verify")
    published = two_nights / "releases" / "000002" / "warehouse.duckdb"
    published.chmod(0o644)
    content = bytearray(published.read_bytes())
    content[len(content) // 2] ^= 1
    published.write_bytes(content)
    cxw(two_nights, "status", "--verify", expect=1)


def test_the_result_file_tells_of_both_parts_of_a_build(demo_home: Path) -> None:
    """What lies before the enrichments and after them: the nodes took no longer than both threads had."""
    told = json.loads((Home(demo_home).dbt_target / "run_results.json").read_text(encoding="utf-8"))
    worked = sum(result["execution_time"] for result in told["results"])
    assert worked <= Settings().threads * told["elapsed_time"]

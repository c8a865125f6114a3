"""A delivered column may have any name: also one that an engine has for what it knows of a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
from dbt_here import DbtHere
from staged_home import StagedHome

from orchestration.contract import load_contract
from orchestration.home import Home
from orchestration.intake import take_deliveries

NAMES = "filename,file_row_number,file_index,_metadata,_delivery"


def _write_parquet(file: Path, first: int, names: str) -> None:
    given = ", ".join(f"100 - id as {name}" for name in names.split(","))
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select cast(id as varchar) as team_id, 'Team ' || id as name, {given} "
            f"from range({first}, {first + 3}) as made (id)) to '{file}' (format parquet)"
        )


def test_names_that_an_engine_has_too(tmp_path: Path, dbt_here: DbtHere) -> None:
    """In Parquet, which is copied as it is, in CSV and in JSON Lines, records are read under their own numbers."""
    home = Home(tmp_path / "home")
    folder = home.inbox / "files" / "ticketing.teams"
    folder.mkdir(parents=True)
    _write_parquet(folder / "1.parquet", 1, NAMES)
    _write_parquet(folder / "2.parquet", 4, NAMES)
    _write_parquet(folder / "3.parquet", 7, "filename")
    (folder / "4.csv").write_text(f"team_id,name,{NAMES}\n10,Team 10,a.png,7,0,1,9\n")
    (folder / "5.jsonl").write_text('{"team_id": 11, "name": "Team 11", "filename": "a.png"}\n')
    report = take_deliveries(home, load_contract(), arrived_at=datetime(2025, 12, 1, tzinfo=UTC))
    assert [delivery.status for delivery in report.deliveries] == ["taken"] * 5
    home.build.mkdir()
    dbt_here.build(home, "+stg_ticketing__teams")
    numbered = StagedHome(home).rows(
        "select _delivery, _record, team_id, name from raw_files.ticketing__teams order by _delivery, _record"
    )
    ids = range(1, 12)
    places = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3), (4, 1), (5, 1)]
    assert numbered == [
        (*place, str(number), f"Team {number}") for place, number in zip(places, ids, strict=True)
    ]

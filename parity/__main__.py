"""`python -m parity [company ...]`: exit code 0 where both engines gave the same, 1 where something differs."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import duckdb

from orchestration.candidate import attach
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.spark.session import open_session
from parity.building import COMPANIES, build_on_duckdb, build_on_spark, schema_of
from parity.comparing import TOLERANCE, Comparison, compare
from parity.macros import compare_macros
from parity.tables import built_tables, files_of

PUBLISHED = ("conformed", "marts")
WORKINGS = ("staging", "intermediate")


def main(words: list[str]) -> int:
    """Builds and compares the companies that are named; see --help."""
    asked = _parser().parse_args(words)
    rooms = (*WORKINGS, *PUBLISHED) if asked.all_rooms else PUBLISHED
    differing = 0
    if not asked.compare_only:
        with open_session() as session:
            differing += report("engine macros", compare_macros(session), "cases")
    with tempfile.TemporaryDirectory(prefix="parity-") as scratch:
        for company in asked.companies or ("demo", "servicenow"):
            home = Home.locate(Path(asked.homes or scratch) / company)
            if not asked.compare_only:
                if not (home.current / "warehouse.duckdb").exists():
                    print(f"{company}: DuckDB took {build_on_duckdb(company, home):.0f} s", flush=True)
                print(
                    f"{company}: Spark took {build_on_spark(company, home, asked.select):.0f} s", flush=True
                )
            differing += report(company, compare_home(company, home, rooms, asked.tables))
    return 1 if differing else 0


def compare_home(company: str, home: Home, rooms: tuple[str, ...], only: list[str]) -> list[Comparison]:
    """Compares every table of the rooms that was built on both engines; one that only one of them has is a problem."""
    found = []
    with duckdb.connect() as connection, open_session() as session:
        connection.execute("set TimeZone = 'UTC'")
        for name in ("candidate", "workings"):
            attach(connection, name, home.build / f"{name}.duckdb", read_only=True)
        files = {room: files_of(session, f"{schema_of(company)}_{room}") for room in rooms}
        for table in built_tables(home.dbt_target / "manifest.json", rooms):
            if only and table.name not in only:
                continue
            place = "candidate" if table.room in PUBLISHED else "workings"
            name = f"{table.room}.{table.name}"
            if table.name not in files[table.room]:
                found.append(Comparison(name, problems=["Spark has no such table"]))
            else:
                theirs = files[table.room].pop(table.name)
                found.append(compare(connection, name, f"{place}.{name}", theirs, table.key))
        if not only:
            left = [f"{room}.{name}" for room in PUBLISHED for name in files[room]]
            found.extend(Comparison(name, problems=["DuckDB has no such table"]) for name in left)
    return found


def report(company: str, found: list[Comparison], of: str = "rows") -> int:
    """Prints what differs; how many tables (or macros, asked for so many cases) do."""
    differing = [one for one in found if one.problems]
    for one in differing:
        print(f"  {one.table} ({one.rows} {of})")
        for problem in one.problems:
            print(f"    {problem}")
    gaps = [(gap, f"{one.table}.{name}") for one in found for name, gap in one.doubles.items() if gap]
    columns = sum(len(one.doubles) for one in found)
    rows = sum(one.rows for one in found)
    told = f"{company}: {len(found)} with {rows:,} {of} were compared, {len(differing)} differ."
    if columns:
        told += f" Of {columns} columns of doubles {len(gaps)} are not the same to the last bit"
        told += f", by {max(gaps)[0]:.1e} at most ({max(gaps)[1]})" if gaps else ""
        told += f"; {TOLERANCE:.0e} is allowed."
    print(told, flush=True)
    if not found:
        print(f"{company}: nothing was compared")
        return 1
    return len(differing)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m parity", description="Build on DuckDB and on Spark, and compare."
    )
    parser.add_argument("companies", nargs="*", choices=[[], *COMPANIES], help="default: demo servicenow")
    parser.add_argument("--homes", help="keep the homes in this folder, and use those that are there")
    parser.add_argument("--compare-only", action="store_true", help="build nothing, compare what was built")
    parser.add_argument("--select", nargs="+", default=[], help="build only these models on Spark")
    parser.add_argument("--tables", nargs="+", default=[], help="compare only these tables")
    parser.add_argument("--all-rooms", action="store_true", help="compare staging and intermediate too")
    return parser


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CxwError as error:
        sys.exit(f"error: {error}")

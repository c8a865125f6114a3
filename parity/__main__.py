"""`python -m parity [company ...]`: exit code 0 where both engines gave the same, 1 where something differs."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.spark.session import open_session
from parity.building import (
    COMPANIES,
    SCRATCH,
    build_on_duckdb,
    build_on_spark,
    is_built_on_duckdb,
    own_schemas,
    refresh_on_spark,
)
from parity.comparing import TOLERANCE, Comparison
from parity.homes import compare_builds, compare_releases, last_release
from parity.macros import compare_macros


def main(words: list[str]) -> int:
    """Builds and compares the companies that are named; see --help."""
    asked = _parser().parse_args(words)
    differing = 0
    if not asked.compare_only:
        with open_session() as session:
            differing += report("engine macros", compare_macros(session), "cases")
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as scratch:
        for company in asked.companies or ("demo", "servicenow"):
            home = Home.locate(Path(asked.homes or scratch) / company)
            differing += compare_company(company, home, asked)
    return 1 if differing else 0


def compare_company(company: str, home: Home, asked: argparse.Namespace) -> int:
    """Builds on both engines what is not there, and compares; how many tables differ."""
    is_dbt_alone = bool(asked.all_rooms or asked.select)
    if not asked.compare_only:
        released = last_release(home, on_spark=False) is not None
        if not released or (is_dbt_alone and not is_built_on_duckdb(home)):
            print(f"{company}: DuckDB took {build_on_duckdb(company, home):.0f} s", flush=True)
    with own_schemas(company, home, is_scratch=not asked.homes):
        if not asked.compare_only:
            took = build_on_spark(home, asked.select) if is_dbt_alone else refresh_on_spark(home)
            print(f"{company}: Spark took {took:.0f} s", flush=True)
        compared = compare_builds if is_dbt_alone else compare_releases
        return report(company, compared(home, asked.tables))


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
    parser.add_argument(
        "--select", nargs="+", default=[], help="build only these models on Spark, with dbt alone"
    )
    parser.add_argument("--tables", nargs="+", default=[], help="compare only these tables")
    parser.add_argument(
        "--all-rooms",
        action="store_true",
        help="build with dbt alone on Spark, and compare staging and intermediate too",
    )
    return parser


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CxwError as error:
        sys.exit(f"error: {error}")

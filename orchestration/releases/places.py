"""Where a release finds tables that are not in its own file, and how it follows the home to another place.

Those of a release on Spark are Parquet files of the home. DuckDB has no view that says "beside this file", so
`warehouse.duckdb` names the folder of each table in full. After a home was moved, or restored somewhere else, those are
nobody's, or another home's.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb

from orchestration.candidate import escaped, literal
from orchestration.home import Home
from orchestration.releases.hashing import quoted
from orchestration.releases.rewriting import new_draft, seal, take_place
from orchestration.releases.store import DATABASE, FOLLOWED, MANIFEST, Release, list_releases

_READS = re.compile(r"read_parquet\('((?:[^']|'')*)/(\w+)/(\w+)/\*\.parquet'\)", re.ASCII)
"""The folder of all tables, the folder of the schema, and that of the table."""


def read_elsewhere(home: Home, release: Release) -> str | None:
    """A folder outside of the home in which a release looks for tables; None where there is none."""
    try:
        with duckdb.connect(str(release.database), read_only=True) as papers:
            found = [_READS.search(query) for _, _, query in _views(papers)]
    except duckdb.Error:
        return None  # whoever reads the release is told what is wrong with it
    strange = [match[1] for match in found if match and match[1] != _as_spelled(home)]
    return strange[0].replace("''", "'") if strange else None


def strays(home: Home) -> list[Release]:
    """The releases that read elsewhere."""
    return [
        release for release in list_releases(home) if not release.damage() and read_elsewhere(home, release)
    ]


def follow_home(home: Home) -> list[int]:
    """Lets every release read its tables where the home is now; gives the numbers of those that did not.

    The caller holds the home's lock. A release of which files are missing stays as it is: it cannot be read either way.
    """
    followed = []
    for release in strays(home):
        draft = new_draft(release)
        for path in sorted(release.path.iterdir()):
            if path.name != MANIFEST:
                shutil.copyfile(path, draft / path.name)
        try:
            _rewrite(home, draft / DATABASE)
        except duckdb.Error:
            shutil.rmtree(draft)
            continue
        seal(draft, release.manifest())
        take_place(home, release, draft, FOLLOWED)
        followed.append(release.number)
    return followed


def _rewrite(home: Home, database: Path) -> None:
    with duckdb.connect(str(database)) as papers:
        for schema, view, query in _views(papers):
            name = quoted(schema, view)
            (comment,) = papers.execute(
                "select comment from duckdb_views() where schema_name = ? and view_name = ?", [schema, view]
            ).fetchone() or (None,)
            columns = papers.execute(
                "select column_name, comment from duckdb_columns() where schema_name = ? and table_name = ? "
                "and comment is not null",
                [schema, view],
            ).fetchall()
            there = _READS.sub(
                lambda found: f"read_parquet('{_as_spelled(home)}/{found[2]}/{found[3]}/*.parquet')", query
            )
            papers.execute(re.sub("^CREATE VIEW", "create or replace view", there))
            if comment:
                papers.execute(f"comment on view {name} is {literal(comment)}")
            for column, told in columns:
                papers.execute(f"comment on column {name}.{quoted(column)} is {literal(told)}")


def _views(papers: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    return papers.execute(
        "select schema_name, view_name, sql from duckdb_views() where not internal order by all"
    ).fetchall()


def _as_spelled(home: Home) -> str:
    """The folder of the home's tables as the views spell it."""
    return literal(escaped(home.tables))[1:-1]

"""Publishing: the audited candidate becomes a numbered release, and then the current one.

Everything is written into `releases/<number>.partial`, the candidate copied byte for byte, and renamed
once; only then does `current` move. A crash at any point leaves readers on the release they had.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from orchestration.candidate import WORKINGS
from orchestration.durable import sync
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.releases import contents, store
from orchestration.releases.columns import column_changes, shape_of
from orchestration.releases.declarations import Declarations, unfit_columns
from orchestration.releases.hashing import TableContent, file_hash
from orchestration.releases.operations import OperationsTables
from orchestration.releases.versions import git_revision, versions
from orchestration.settings import DUCKDB

READ_ONLY = 0o444
FOR_THE_OWNER = 0o600


@dataclass(frozen=True)
class ReleaseFacts:
    """What a manifest tells beside the tables themselves.

    `seconds` are those of the rooms before; the release room adds its own, up to the writing of the manifest. `rooms`
    say what each of them took and found; `measures` are counts
    that later releases are compared with; `operations` gives the tables of that schema for the release's number.
    `engine` built the tables: those of Spark stay where they are, and the release's database has views over them.
    """

    as_of: str
    settings: Mapping[str, Any]
    deliveries: Sequence[Mapping[str, Any]]
    quarantine: Sequence[Mapping[str, Any]]
    audit: Mapping[str, Any]
    seconds: Mapping[str, float]
    dbt_tests: Sequence[Mapping[str, Any]] = ()
    warnings: Sequence[str] = ()
    attachments: Sequence[Path] = ()
    rooms: Sequence[Mapping[str, Any]] = ()
    measures: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    operations: Callable[[int], OperationsTables] = lambda number: {}
    engine: str = DUCKDB
    people_queries: Mapping[str, str] = field(default_factory=lambda: contents.PEOPLE_QUERIES)


def publish(
    home: Home,
    facts: ReleaseFacts,
    *,
    declarations: Declarations,
    personal: frozenset[str],
    memory_limit: str = "1500MB",
) -> store.Release:
    """Writes `home.candidate` as the next release and makes it current.

    `declarations` are dbt's of the models; `personal` are names of columns that must not get out.
    Raises CxwError (AUDIT_FAILED) when a column may not be published or the copy differs.
    """
    started = time.monotonic()
    home.releases.mkdir(parents=True, exist_ok=True)
    store.sweep_leftovers(home)
    number = store.next_number(home)
    partial = store.release_path(home, number).with_name(f"{number:0{store.DIGITS}d}{store.PARTIAL}")
    partial.mkdir(mode=0o700)
    try:
        stamp = contents.ReleaseStamp(number, facts.as_of, store.utc_now(), git_revision())
        tables = _write_databases(home, partial, stamp, facts, declarations, personal, memory_limit)
        seconds = {**facts.seconds, "release": time.monotonic() - started}
        changes = _changes_since_last(home, database=partial / store.DATABASE)
        _write_papers(partial, stamp, facts, tables, seconds, changes)
        manifest_hash = file_hash(partial / store.MANIFEST)
        _seal(partial)
        os.rename(partial, store.release_path(home, number))
        sync(home.releases)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    store.log(home, event="written", release=number, manifest_sha256=manifest_hash)
    if changes:
        store.log(home, event="columns_changed", release=number, changes=changes)
    with store.pointer_lock(home):
        store.point_current_at(home, number, "published")
    return store.find_release(home, number)


def _write_databases(
    home: Home,
    partial: Path,
    stamp: contents.ReleaseStamp,
    facts: ReleaseFacts,
    declarations: Declarations,
    personal: frozenset[str],
    memory_limit: str,
) -> dict[str, TableContent]:
    database = partial / store.DATABASE
    _refuse_leftover_wal(home.candidate)
    files = {contents.CANDIDATE: home.candidate, WORKINGS: home.workings}
    there = {name: path for name, path in files.items() if path.exists()}
    with contents.opened(memory_limit, home.spill, **there) as connection:
        _refuse_unfit(connection, declarations, personal, has_views=facts.engine != DUCKDB)
        contents.write_people(connection, partial / store.PEOPLE, facts.people_queries)
    contents.copy_database(home.candidate, database)
    operations = facts.operations(stamp.number)
    contents.stamp_database(memory_limit, database, stamp, declarations, operations)
    _refuse_leftover_wal(database, partial / store.PEOPLE)
    with contents.opened(memory_limit, home.spill, released=database) as connection:
        return contents.hash_tables(connection, contents.RELEASED)


def _refuse_unfit(
    connection: duckdb.DuckDBPyConnection,
    declarations: Declarations,
    personal: frozenset[str],
    *,
    has_views: bool,
) -> None:
    columns = contents.released_columns(connection, contents.CANDIDATE)
    if not columns:
        raise CxwError("the candidate has no table to publish in conformed or marts.", ExitCode.AUDIT_FAILED)
    problems = contents.unpublishable(connection, contents.CANDIDATE, has_views=has_views)
    problems += unfit_columns(columns, declarations, personal)
    if problems:
        raise CxwError("this must not be published:\n  " + "\n  ".join(problems), ExitCode.AUDIT_FAILED)


def _changes_since_last(home: Home, database: Path) -> list[dict[str, str | None]]:
    """Columns that the newest release that can be read did not have, and the other way round."""
    for release in reversed(store.list_releases(home)):
        before, after = shape_of(release.database), shape_of(database)
        if before is not None and after is not None:
            return column_changes(before, after)
    return []


def _refuse_leftover_wal(*databases: Path) -> None:
    """What is in a write-ahead log is not in the file yet, and would not be in a copy of it."""
    for database in databases:
        wal = database.with_name(f"{database.name}.wal")
        if wal.exists():
            raise CxwError(
                f"{wal}: DuckDB left it, so {database.name} is not whole. Nothing was published; run the refresh "
                "again.",
                ExitCode.AUDIT_FAILED,
            )


def _write_papers(
    partial: Path,
    stamp: contents.ReleaseStamp,
    facts: ReleaseFacts,
    tables: Mapping[str, TableContent],
    seconds: Mapping[str, float],
    changes: Sequence[Mapping[str, str | None]],
) -> None:
    for paper in facts.attachments:
        shutil.copyfile(paper, partial / paper.name)
    manifest = {
        **asdict(stamp),
        "engine": facts.engine,
        "versions": versions(),
        "settings": dict(facts.settings),
        "seconds": {room: round(took, 3) for room, took in seconds.items()},
        "rooms": [dict(room) for room in facts.rooms],
        "tables": {name: asdict(content) for name, content in tables.items()},
        "files": {path.name: file_hash(path) for path in sorted(partial.iterdir())},
        "measures": {table: dict(counts) for table, counts in facts.measures.items()},
        "column_changes": list(changes),
        "warnings": list(facts.warnings),
        "quarantine": [dict(entry) for entry in facts.quarantine],
        "audit": dict(facts.audit),
        "dbt_tests": [dict(test) for test in facts.dbt_tests],
        "deliveries": [dict(delivery) for delivery in facts.deliveries],
    }
    (partial / store.MANIFEST).write_text(
        json.dumps(manifest, indent=1, default=str) + "\n", encoding="utf-8"
    )


def _seal(partial: Path) -> None:
    for path in partial.iterdir():
        path.chmod(FOR_THE_OWNER if path.name == store.PEOPLE else READ_ONLY)
        sync(path)
    sync(partial)
    partial.chmod(0o755)

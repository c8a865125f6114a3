"""Is a release still what was published?"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases import contents, store
from orchestration.releases.hashing import TableContent, file_hash
from orchestration.releases.places import read_elsewhere


def verify(home: Home, number: int | None = None, *, memory_limit: str = "1500MB") -> list[str]:
    """What differs between release `number` (by default the current one) and its manifest; empty when nothing.

    Reads every byte of the release's files and every row of its tables.
    """
    release = store.find_release(home, number)
    problems = _manifest_problems(home, release)
    try:
        manifest = release.manifest()
    except CxwError as error:
        return [*problems, str(error)]
    for name, expected in manifest["files"].items():
        problems += _file_problems(release.path / name, expected)
    if (release.path / f"{store.DATABASE}.wal").exists():
        problems.append(f"{store.DATABASE}.wal: something has written to the release")
    expected_tables = {name: TableContent(**content) for name, content in manifest["tables"].items()}
    if not release.database.is_file():
        return problems
    if place := read_elsewhere(home, release):
        return [
            *problems,
            f"{store.DATABASE} reads tables in {place}, as the home was elsewhere once; run 'cxw rollback "
            f"{release.number}', which lets every release read {home.tables}",
        ]
    try:
        with (
            TemporaryDirectory(
                prefix="cxw-verify-"
            ) as spill,  # a refresh that begins meanwhile clears its own
            contents.opened(memory_limit, Path(spill), released=release.database) as connection,
        ):
            found = contents.hash_tables(connection, contents.RELEASED)
    except duckdb.Error as error:
        return [*problems, f"{store.DATABASE} cannot be read: {str(error).splitlines()[0]}"]
    return problems + [f"table {name} differs" for name in contents.differences(expected_tables, found)]


def _manifest_problems(home: Home, release: store.Release) -> list[str]:
    written = [
        e for e in store.read_log(home) if e["event"] in store.SEALED and e["release"] == release.number
    ]
    path = release.path / store.MANIFEST
    if written and path.is_file() and written[-1]["manifest_sha256"] != file_hash(path):
        return [f"{store.MANIFEST} is not the one that was published"]
    return []


def _file_problems(path: Path, expected: str) -> list[str]:
    if not path.is_file():
        return [f"{path.name} is missing"]
    return [] if file_hash(path) == expected else [f"{path.name} is not the file that was published"]

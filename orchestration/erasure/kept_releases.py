"""Releases that are kept, written anew without somebody: no rollback brings a person back.

Its number and its figures stay.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from orchestration.candidate import attach
from orchestration.erasure.paths import scrub_quoting
from orchestration.erasure.release_cells import Cells, changed_cells, expressions
from orchestration.erasure.subject import Subject
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.releases import contents, store
from orchestration.releases.hashing import quoted
from orchestration.releases.rewriting import new_draft, seal, take_place
from orchestration.spark.recovery import has_lost_tables
from orchestration.spark.removal import give_up, is_on_spark

PAPERS = ("audit.html", "audit.json")


def clean_release(
    home: Home,
    release: store.Release,
    subject: Subject,
    replaced_hashes: Mapping[str, str],
    memory_limit: str,
    *,
    is_dry: bool,
) -> int:
    """Writes a release anew where it tells of the subject; gives how many cells and lines did.

    `replaced_hashes`: of files that were written anew, old to new. A release that cannot be read is removed where it is
    not the current one. Raises CxwError where the current one cannot be read, or one whose tables are on
    Spark has the subject in them and cannot go.
    """
    if damage := release.damage():
        with store.pointer_lock(home):
            if release.number == store.current_number(home):
                raise CxwError(f"release {release.number} cannot be looked through: {damage}")
            if not is_dry:
                shutil.rmtree(release.path)
                store.log(home, event="removed", release=release.number)
        return 1
    if is_on_spark(release) and has_lost_tables(home, release):
        if not is_dry:
            give_up(home, release)
        return 1
    home.spill.mkdir(parents=True, exist_ok=True)
    found = {
        name: _cells(release.path / name, subject, memory_limit, home.spill) for name in _databases(release)
    }
    papers = _changed_papers(release.path, subject, replaced_hashes)
    count = sum(cells.count for cells in found.values()) + sum(lines for _, lines in papers.values())
    if found[store.DATABASE].count and not is_dry and is_on_spark(release):
        give_up(home, release)
    elif count and not is_dry:
        draft = new_draft(release)
        _write(home, release, draft, found, {name: text for name, (text, _) in papers.items()}, memory_limit)
        take_place(home, release, draft, store.ERASED)
    return count


def _databases(release: store.Release) -> list[str]:
    return [name for name in (store.DATABASE, store.PEOPLE) if (release.path / name).is_file()]


def _cells(path: Path, subject: Subject, memory_limit: str, spill: Path) -> Cells:
    with contents.opened(memory_limit, spill, old=path) as connection:
        return changed_cells(connection, "old", subject)


def _changed_papers(
    folder: Path, subject: Subject, replaced_hashes: Mapping[str, str]
) -> dict[str, tuple[str, int]]:
    """The texts of a release that change, by name, each with the number of its lines that do."""
    changed = {}
    for name in (*PAPERS, store.MANIFEST):
        path = folder / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        lines = text.split("\n")
        new = [_without(line, subject, replaced_hashes) for line in lines]
        if new != lines:
            changed[name] = ("\n".join(new), sum(a != b for a, b in zip(lines, new, strict=True)))
    return changed


def _without(line: str, subject: Subject, replaced_hashes: Mapping[str, str]) -> str:
    for old, new in replaced_hashes.items():
        line = line.replace(old, new)
    return scrub_quoting(line, subject)


def _write(
    home: Home,
    release: store.Release,
    draft: Path,
    found: Mapping[str, Cells],
    papers: Mapping[str, str],
    memory_limit: str,
) -> None:
    for path in sorted(release.path.iterdir()):
        if path.name in found and found[path.name].count:
            _rewrite_database(path, draft / path.name, found[path.name], memory_limit, home.spill)
        elif path.name != store.MANIFEST and path.name not in papers:
            shutil.copyfile(path, draft / path.name)
    for name, text in papers.items():
        (draft / name).write_text(text, encoding="utf-8")
    told = json.loads(
        papers.get(store.MANIFEST) or (release.path / store.MANIFEST).read_text(encoding="utf-8")
    )
    with contents.opened(memory_limit, home.spill, released=draft / store.DATABASE) as connection:
        tables = contents.hash_tables(connection, contents.RELEASED)
    seal(draft, {**told, "tables": {name: asdict(content) for name, content in tables.items()}})


def _rewrite_database(old: Path, new: Path, cells: Cells, memory_limit: str, spill: Path) -> None:
    """A new file, so that no free block of it has what was in the old one."""
    with contents.opened(memory_limit, spill, old=old) as connection:
        attach(connection, "new", new, read_only=False)
        connection.execute('copy from database "old" to "new" (schema)')
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where database_name = 'old' and not internal order by all"
        ).fetchall()
        for schema, table in tables:
            selected = expressions(connection, "old", schema, table, cells)
            connection.execute(
                f"insert into {quoted('new', schema, table)} select {selected} from {quoted('old', schema, table)}"
            )
        connection.execute('checkpoint "new"')
        connection.execute('detach "new"')

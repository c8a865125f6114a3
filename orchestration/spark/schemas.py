"""The schemas of a warehouse on Spark: one set for each release, and the one that readers see.

`<name>_r000012_marts`, `..._conformed`: release 12, never written again once it is published. `<name>_marts`,
`<name>_conformed`: views over the current release. `<name>.current_release`: its number. `<name>` is `CXW_SPARK_NAME`,
by default `cxw`, and belongs to one warehouse home.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Container, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from orchestration.durable import replace_text
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.spark.session import Session, literal

RELEASED_ROOMS = ("conformed", "marts")
BUILT_ROOMS = ("reference", "staging", "intermediate", "kpis", *RELEASED_ROOMS)
"""Rooms whose relations dbt makes as files in the warehouse home."""

FOR_ALL, FOR_THE_OWNER = 0o755, 0o700
"""Modes of the folders of rooms: what is not released holds personal data."""

OWNER = "cxw_home"
WORD_OF_THE_HOME = "spark_home.txt"
_FOLDER = re.compile(r"\w+_r(\d{6})_([a-z]+)", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


def readers_name(environment: Mapping[str, str] = os.environ) -> str:
    """How the schemas that readers see begin. Raises CxwError (usage) where `CXW_SPARK_NAME` is no such name."""
    name = environment.get("CXW_SPARK_NAME") or "cxw"
    if not _NAME.fullmatch(name):
        raise CxwError(
            f"CXW_SPARK_NAME: {name!r} must be a letter and then letters, digits or _, in lower case, at most 40."
        )
    return name


def release_prefix(number: int) -> str:
    """How the schemas of release `number` begin: `cxw_r000012`."""
    return f"{readers_name()}_r{number:06d}"


def release_numbers(session: Session) -> set[int]:
    """Numbers of all releases and candidates of which Spark has a schema."""
    pattern = re.compile(rf"{readers_name()}_r(\d{{6}})_\w+", re.ASCII)
    found = (pattern.fullmatch(schema) for (schema, *_) in session.rows("show schemas"))
    return {int(match[1]) for match in found if match}


def schemas_of(session: Session, number: int) -> list[str]:
    """Names of the schemas of a release or candidate."""
    prefix = f"{release_prefix(number)}_"
    return sorted(schema for (schema, *_) in session.rows("show schemas") if schema.startswith(prefix))


def claim(session: Session, home: Home) -> None:
    """Makes the readers' schemas this home's. Raises CxwError (usage) where they are another home's already."""
    name, owner = readers_name(), _owner(home)
    session.rows(
        f"create schema if not exists {name} with dbproperties ({literal(OWNER)} = {literal(owner)})"
    )
    told = " ".join(str(value) for row in session.rows(f"describe schema extended {name}") for value in row)
    if f"({OWNER},{owner})" not in told:
        raise CxwError(
            f"the schema {name} of this Spark is not of the home {home.root}; give this home another name in "
            "CXW_SPARK_NAME. Where the home was moved, it keeps its name, and Spark is told: alter schema "
            f"{name} set dbproperties ({literal(OWNER)} = {literal(owner)})."
        )


def _owner(home: Home) -> str:
    """What tells this home from every other one: a word of its own, for copies its place, for other machines Spark's.

    It is a hash, as Spark hides properties in which it takes something for a password.
    """
    file = home.state / WORD_OF_THE_HOME
    if not file.exists():
        home.state.mkdir(parents=True, exist_ok=True)
        replace_text(file, secrets.token_hex(16) + "\n")
    told = "\n".join(
        [file.read_text(encoding="utf-8").strip(), str(home.root), files_as_spark_sees_them(home)]
    )
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def begin_candidate(session: Session, home: Home, number: int, kept: Container[int]) -> None:
    """Empty schemas for a build, in the home's own folder; what is neither it nor a release that is kept goes first."""
    claim(session, home)
    sweep(session, home, kept)
    for room in BUILT_ROOMS:
        schema = f"{release_prefix(number)}_{room}"
        (home.tables / schema).mkdir(mode=FOR_ALL if room in RELEASED_ROOMS else FOR_THE_OWNER, parents=True)
        place = f"{files_as_spark_sees_them(home)}/{schema}"
        session.rows(f"create schema {schema} location {literal(place)}")


def files_as_spark_sees_them(home: Home) -> str:
    """The folder of all tables; `CXW_SPARK_HOME` is the home's path on Spark's servers, where it is another one."""
    root = os.environ.get("CXW_SPARK_HOME") or str(home.root)
    return f"{root.rstrip('/')}/{home.tables.relative_to(home.root)}"


def keep_released_rooms(session: Session, numbers: Container[int]) -> None:
    """Drops what releases were made from: raw, staging and intermediate hold personal data."""
    released = tuple(f"_{room}" for room in RELEASED_ROOMS)
    for number in sorted(release_numbers(session)):
        if number in numbers:
            for schema in schemas_of(session, number):
                if not schema.endswith(released):
                    session.rows(f"drop schema {schema} cascade")


def drop(session: Session, home: Home, number: int) -> None:
    """Drops every schema of a release or candidate, and then its files, also where Spark has forgotten them.

    Where the home had another name on this Spark, its schemas of that name go too: without their files, Spark would
    take their tables for empty.
    """
    folders = [folder for built, _, folder in built_folders(home) if built == number]
    there = {schema for (schema, *_) in session.rows("show schemas")}
    former = [folder.name for folder in folders if folder.name in there and _is_at(session, home, folder)]
    for schema in sorted({*schemas_of(session, number), *former}):
        session.rows(f"drop schema {schema} cascade")
    for folder in filter(Path.exists, folders):  # Spark removes those of the tables that it made
        shutil.rmtree(folder)


def sweep(session: Session, home: Home, kept: Container[int]) -> None:
    """Drops all releases and candidates whose number is not kept, with their files."""
    for number in sorted(release_numbers(session) | {number for number, _, _ in built_folders(home)}):
        if number not in kept:
            drop(session, home, number)


def location_of(session: Session, what: str) -> str:
    """Where Spark has a schema or table, plainly: `schema extended cxw_marts`, `table extended ...`."""
    told = session.rows(f"describe {what}")
    return plain(next((str(row[1]) for row in told if row[0] == "Location"), ""))


def plain(place: str) -> str:
    """A place without the scheme of files and what it escapes, as Spark tells and takes both; addresses as they are."""
    parts = urlsplit(place)
    return unquote(parts.path) if parts.scheme in ("", "file") else place


def _is_at(session: Session, home: Home, folder: Path) -> bool:
    """The schema that is named as a folder of the home has its files there."""
    there = plain(f"{files_as_spark_sees_them(home)}/{folder.name}")
    return location_of(session, f"schema extended {folder.name}") == there


def built_folders(home: Home) -> list[tuple[int, str, Path]]:
    """Folders of schemas, whatever name they begin with: the release's or candidate's number, and the room."""
    named = [(_FOLDER.fullmatch(folder.name), folder) for folder in sorted(home.tables.glob("*"))]
    return [(int(match[1]), match[2], folder) for match, folder in named if match]

"""A copy of a home that a home can be made of again: everything but what a refresh makes anew, keys included."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.durable import replace_text
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.lock import single_writer
from orchestration.releases.hashing import file_hash
from orchestration.releases.places import follow_home

LEFT_OUT = frozenset({"build", "dagster", "spark", "refresh.lock", "current"})
"""A refresh makes `build` and `current` anew; the lock and `spark`, its cluster, belong to the machine. Whatever else
is there is copied, so that a file which a later version adds is in the backup without anybody thinking of it."""

LIST = "backup.json"
FOR_THE_OWNER = 0o700


@dataclass(frozen=True)
class Copied:
    """How many files a backup has, how many of them were copied now, their bytes, and what was left out."""

    files: int
    new: int
    bytes: int
    passed_over: tuple[str, ...] = ()


def back_up(home: Home, target: Path) -> Copied:
    """Copies the home into the folder `target`, and what is there already is not copied again.

    Waits for no refresh: raises CxwError (REFRESH_RUNNING) while one runs, and USAGE where the target cannot be one.
    What changed is copied beside what is there, then the list of files with their hashes is replaced, then the copies
    take their places: cut short at any moment, it is the backup of before or the new one, whole. What lies in the
    inbox and cannot be read, or goes while it is copied, is passed over, and so is a link in the inbox.
    """
    target = target.resolve()
    if target == home.root or target.is_relative_to(home.root) or home.root.is_relative_to(target):
        raise CxwError(f"{target}: a backup must lie outside of the home {home.root}.")
    if not home.raw.is_dir():
        raise CxwError(f"{home.root}: there is nothing to back up; nothing was ever delivered here.")
    if target.exists() and any(target.iterdir()) and not (target / LIST).exists():
        raise CxwError(f"{target}: holds something else; name an empty folder, or an earlier backup.")
    with single_writer(home):
        known = _listed(target) if (target / LIST).exists() else {}
        target.mkdir(mode=FOR_THE_OWNER, parents=True, exist_ok=True)
        for name, hashed in known.items():
            _take_place(target / name, hashed)
        hashes: dict[str, str] = {}
        passed_over: list[str] = []
        new = 0
        for file in _files(home, target, passed_over):
            name = str(file.relative_to(home.root))
            try:
                hashed = file_hash(file)
                if known.get(name) != hashed or not _is_same(target / name, hashed):
                    hashed = _copy(file, _part(target / name))
                    new += 1
            except (FileNotFoundError, PermissionError):
                if not file.is_relative_to(home.inbox):
                    raise
                passed_over.append(name)
                continue
            hashes[name] = hashed
        _copy_modes(home.root, target, hashes)
        current = os.readlink(home.current) if home.current.is_symlink() else None
        replace_text(target / LIST, json.dumps({"current": current, "files": hashes}, indent=1))
        for name, hashed in hashes.items():
            _take_place(target / name, hashed)
        for path in [path for path in target.rglob("*") if path.is_file()]:
            if str(path.relative_to(target)) not in {LIST, *hashes}:
                path.unlink()
    size = sum((target / name).stat().st_size for name in hashes)
    return Copied(len(hashes), new, size, tuple(passed_over))


def restore(source: Path, home: Home) -> Copied:
    """Makes a home of a backup. Raises CxwError (usage) where the home holds something, or a file is not as listed."""
    if home.root.exists() and any(home.root.iterdir()):
        raise CxwError(f"{home.root}: holds something; restore into a new folder, with --home or CXW_HOME.")
    hashes = _listed(source)
    wrong = [name for name, known in hashes.items() if _found(source / name, known) is None]
    if wrong:
        raise CxwError(
            f"{source / wrong[0]}: is missing, or not what was backed up ({len(wrong)} of {len(hashes)} files). "
            "Nothing was restored; use another backup."
        )
    with single_writer(home):
        for name, known in hashes.items():
            _copy(_found(source / name, known) or source / name, home.root / name)
        _copy_modes(source, home.root, hashes)
        current = json.loads((source / LIST).read_text(encoding="utf-8")).get("current")
        if current and (home.root / current).is_dir():
            home.current.symlink_to(current, target_is_directory=True)
        follow_home(home)
    return Copied(len(hashes), len(hashes), sum((home.root / name).stat().st_size for name in hashes))


def _files(home: Home, target: Path, passed_over: list[str]) -> Iterator[Path]:
    """What a backup has: `raw`, `settings.yml` and the like may be links to another disk, and are followed.

    Not so links in the inbox, where senders put them, and those that lead nowhere or back: they are passed over.
    """
    above = frozenset({Path(os.path.realpath(home.root)), target})
    for top in sorted(home.root.iterdir()):
        if top.name not in LEFT_OUT and not top.name.startswith(".current."):
            yield from _files_at(top, home, above, passed_over)


def _files_at(path: Path, home: Home, above: frozenset[Path], passed_over: list[str]) -> Iterator[Path]:
    """The file, or those of the folder; `above` are folders that are not entered again."""
    inside = Path(os.path.realpath(path))
    is_followed = inside not in above and not (path.is_symlink() and home.inbox in path.parents)
    if is_followed and path.is_dir():
        try:
            children = sorted(path.iterdir())
        except (FileNotFoundError, PermissionError):
            if not path.is_relative_to(home.inbox):
                raise
            passed_over.append(str(path.relative_to(home.root)))
            return
        for child in children:
            yield from _files_at(child, home, above | {inside}, passed_over)
    elif is_followed and path.is_file():
        yield path
    elif path.is_symlink():
        passed_over.append(str(path.relative_to(home.root)))


def _copy(file: Path, copy: Path) -> str:
    """Gives the hash of what was copied, which may grow meanwhile."""
    copy.parent.mkdir(mode=FOR_THE_OWNER, parents=True, exist_ok=True)
    shutil.copy2(file, copy)
    return file_hash(copy)


def _part(copy: Path) -> Path:
    return copy.with_name(f".{copy.name}.part")


def _take_place(copy: Path, hashed: str) -> None:
    """What was copied beside a file takes its place, where the list says so."""
    if _part(copy).is_file() and file_hash(_part(copy)) == hashed:
        os.replace(_part(copy), copy)


def _found(copy: Path, hashed: str) -> Path | None:
    """The file as it is listed: in its place, or beside it where a backup was cut short."""
    return next((path for path in (copy, _part(copy)) if _is_same(path, hashed)), None)


def _copy_modes(source: Path, target: Path, names: Iterable[str]) -> None:
    """Folders of the copy are as open, or as closed, as they were: readers may open releases, nobody `raw`."""
    for folder in sorted({parent for name in names for parent in Path(name).parents if parent != Path(".")}):
        (target / folder).chmod((source / folder).stat().st_mode & 0o777)


def _is_same(path: Path, known: str) -> bool:
    return path.is_file() and file_hash(path) == known


def _listed(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / LIST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CxwError(
            f"{folder / LIST}: cannot be read ({type(error).__name__}); {folder} is no backup."
        ) from error
    for name in found:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise CxwError(
                f"{folder / LIST}: names {name}, which lies outside of the backup; it is no backup."
            )
    return dict(found)

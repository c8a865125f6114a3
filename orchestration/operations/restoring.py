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

LEFT_OUT = frozenset({"build", "dagster", "refresh.lock", "current"})
"""A refresh makes `build` and `current` anew; the lock belongs to the machine. Whatever else is there is copied, so
that a file which a later version adds is in the backup without anybody thinking of it."""

LIST = "backup.json"
FOR_THE_OWNER = 0o700


@dataclass(frozen=True)
class Copied:
    """How many files a backup has, how many of them were copied now, and their bytes."""

    files: int
    new: int
    bytes: int


def back_up(home: Home, target: Path) -> Copied:
    """Copies the home into the folder `target`, and what is there already is not copied again.

    Waits for no refresh: raises CxwError (REFRESH_RUNNING) while one runs, and USAGE where the target cannot be one.
    The list of files with their hashes is written last: a backup that was cut short keeps the list of the one before.
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
        hashes: dict[str, str] = {}
        new = 0
        for file in _files(home.root):
            name = str(file.relative_to(home.root))
            hashes[name] = file_hash(file)
            copy = target / name
            if (
                known.get(name) != hashes[name]
                or not copy.is_file()
                or copy.stat().st_size != file.stat().st_size
            ):
                _copy(file, copy)
                new += 1
        _copy_modes(home.root, target, hashes)
        current = os.readlink(home.current) if home.current.is_symlink() else None
        replace_text(target / LIST, json.dumps({"current": current, "files": hashes}, indent=1))
        for gone in sorted(known.keys() - hashes.keys()):
            (target / gone).unlink(missing_ok=True)
    return Copied(len(hashes), new, sum((target / name).stat().st_size for name in hashes))


def restore(source: Path, home: Home) -> Copied:
    """Makes a home of a backup. Raises CxwError (usage) where the home holds something, or a file is not as listed."""
    if home.root.exists() and any(home.root.iterdir()):
        raise CxwError(f"{home.root}: holds something; restore into a new folder, with --home or CXW_HOME.")
    hashes = _listed(source)
    wrong = [name for name, known in hashes.items() if not _is_same(source / name, known)]
    if wrong:
        raise CxwError(
            f"{source / wrong[0]}: is missing, or not what was backed up ({len(wrong)} of {len(hashes)} files). "
            "Nothing was restored; use another backup."
        )
    with single_writer(home):
        for name in hashes:
            _copy(source / name, home.root / name)
        _copy_modes(source, home.root, hashes)
        current = json.loads((source / LIST).read_text(encoding="utf-8")).get("current")
        if current and (home.root / current).is_dir():
            home.current.symlink_to(current, target_is_directory=True)
    return Copied(len(hashes), len(hashes), sum((home.root / name).stat().st_size for name in hashes))


def _files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        first = path.relative_to(root).parts[0]
        if (
            first not in LEFT_OUT
            and not first.startswith(".current.")
            and path.is_file()
            and not path.is_symlink()
        ):
            yield path


def _copy(file: Path, copy: Path) -> None:
    copy.parent.mkdir(mode=FOR_THE_OWNER, parents=True, exist_ok=True)
    unfinished = copy.with_name(f".{copy.name}.part")
    shutil.copy2(file, unfinished)
    os.replace(unfinished, copy)


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

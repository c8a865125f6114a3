"""A scene: a home as one night finds it, and what that night comes to when nobody kills it."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from faults.content import Hashes, read_file
from faults.small_build import SPOILED
from faults.stand_ins import use_small_build, use_small_build_in_place
from faults.victim import Step, run_refresh, start_refresh

FIRST, SECOND = "2024-06-01T02:00:00Z", "2024-06-02T02:00:00Z"
"""Arrivals of the two nights."""

KEPT = "releases_to_keep: 2\n"
COLUMNS = ("ticket_id", "channel", "status", "created_at", "updated_at")
_NUMBERED = re.compile(r"^releases/\d{6}(?=/|$)")


Spoil = Callable[[Path], Mapping[str, str]]


@dataclass(frozen=True)
class Scene:
    """`old` is what readers have before the night, `new` after it; `last` is the number of the old release.

    `refused` is the content of a candidate that the audit refuses, empty where the scene has none; `spoil` makes the
    night of a home come to it, and gives what is added to the environment.
    """

    name: str
    before: Path
    stand_in: Callable[[], None]
    environment: Mapping[str, str]
    last: int
    old: Hashes
    new: Hashes
    refused: Hashes
    files: frozenset[str]
    steps: tuple[Step, ...]
    seconds: float
    spoil: Spoil

    @property
    def telling(self) -> list[str]:
        """Tables that tell the old release from the new one."""
        return sorted(name for name in self.old if self.old[name] != self.new.get(name))


def small_home(folder: Path) -> Path:
    """A few tickets, three releases made with the small build, and a second night's tickets; made once."""
    home = folder / "small"
    if not home.exists():
        _deliver(home, "first", range(200), "2024-05-31")
        for night in range(3):
            _refresh(home, folder / f"small-{night}.log", FIRST, use_small_build)
        (home / "settings.yml").write_text(KEPT, encoding="utf-8")
        _deliver(home, "second", range(150, 400), "2024-06-01")
    return home


def stand_in_scene(folder: Path) -> Scene:
    """The small home with stand-ins for dbt and for Great Expectations; two of its releases will be removed."""
    return _played("stand-in", folder, small_home(folder.parent), use_small_build, _spoil_build)


def in_place_scene(folder: Path) -> Scene:
    """The negative control: the same home, and a publisher that replaces tables in the file that readers open."""
    return _played("in place", folder, small_home(folder.parent), use_small_build_in_place, None)


def project_scene(folder: Path) -> Scene:
    """The real project on a company of twelve customers; its second night brings forty tickets."""
    from orchestration.cli import main

    home = folder / "before"
    if code := main(["--home", str(home), "sample", "--customers", "12", "--days", "120", "--seed", "3"]):
        raise RuntimeError(f"cxw sample: exit code {code}")
    _refresh(home, folder / "earlier.log", FIRST, _nothing)
    with open(home / "settings.yml", "a", encoding="utf-8") as stream:
        stream.write(KEPT)
    _copy_releases(home)
    _deliver(home, "second", range(40), "2024-06-01")
    return _played("project", folder, home, _nothing, _deliver_without_rate)


def listing(home: Path) -> frozenset[str]:
    """Every file and link of a home, releases without their numbers: what a killed refresh left would be more."""
    names = (str(path.relative_to(home)) for path in home.rglob("*") if path.is_symlink() or path.is_file())
    return frozenset(_NUMBERED.sub("releases/N", name) for name in names)


def fresh_home(scene: Scene, home: Path) -> None:
    """Puts the home at its place as the night finds it."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(scene.before, home, symlinks=True)


def _nothing() -> None:
    """Replaces nothing."""


def _spoil_build(home: Path) -> Mapping[str, str]:
    """The small build counts wrong."""
    return {SPOILED: "1"}


def _deliver_without_rate(home: Path) -> Mapping[str, str]:
    """A delivery that every test of dbt lets through: an order in a currency that nobody has a rate of."""
    folder = home / "inbox" / "files" / "commerce.orders"
    folder.mkdir(parents=True, exist_ok=True)
    order = "order_id,account_id,ordered_at,amount,currency\nspoiled,a1,2024-04-01T10:00:00Z,10.00,KWD\n"
    (folder / "spoiled.csv").write_text(order, encoding="utf-8")
    return {}


def _deliver(home: Path, name: str, tickets: range, day: str) -> None:
    """Tickets of one day; a number that was there before is the same ticket, solved."""
    folder = home / "inbox" / "files" / "ticketing.tickets"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for number in tickets:
            at = f"{day}T{number % 24:02d}:{number % 60:02d}:00Z"
            writer.writerow([f"t{number}", ("email", "phone", "chat")[number % 3], "open", at, at])


def _refresh(home: Path, log: Path, arrived_at: str, stand_in: Callable[[], None]) -> None:
    if code := run_refresh(home, log, {"CXW_ARRIVED_AT": arrived_at}, stand_in):
        raise RuntimeError(f"{log}: exit code {code}\n{log.read_text(encoding='utf-8')[-3000:]}")


def _copy_releases(home: Path) -> None:
    """Two more releases that nobody reads, so that retention has work."""
    for number in (2, 3):
        shutil.copytree(home / "releases" / "000001", home / "releases" / f"{number:06d}")


def _played(name: str, folder: Path, home: Path, stand_in: Callable[[], None], spoil: Spoil | None) -> Scene:
    """Plays the night unharmed, and where it can be spoiled once more with a candidate that is refused."""
    environment = {"CXW_ARRIVED_AT": SECOND}
    old = read_file(home / "current" / "warehouse.duckdb")
    last = int((home / "current").readlink().name)
    night = folder / "home"
    shutil.copytree(home, night, symlinks=True)
    victim = start_refresh(night, folder / "night.log", environment, stand_in)
    steps: list[Step] = []
    goes_on = True
    while goes_on:
        told, goes_on = victim.read_steps()
        steps += told
    victim.close()
    if code := victim.process.wait(1800):
        raise RuntimeError(f"{name}: exit code {code}\n{victim.process.output()[-3000:]}")
    new, files = read_file(night / "current" / "warehouse.duckdb"), listing(night)
    refused = _refused(folder, home, stand_in, environment, spoil) if spoil else {}
    shutil.rmtree(night)
    took = steps[-1].seconds
    return Scene(
        name,
        home,
        stand_in,
        environment,
        last,
        old,
        new,
        refused,
        files,
        tuple(steps),
        took,
        spoil or _spoil_build,
    )


def _refused(
    folder: Path, home: Path, stand_in: Callable[[], None], environment: Mapping[str, str], spoil: Spoil
) -> Hashes:
    """The content of a candidate that the audit refuses, and that no reader may ever see."""
    night = folder / "refused"
    shutil.copytree(home, night, symlinks=True)
    log = folder / "refused.log"
    code = run_refresh(night, log, {**environment, **spoil(night)}, stand_in)
    if code != 5:
        said = log.read_text(encoding="utf-8")[-3000:]
        raise RuntimeError(f"the spoiled candidate was not refused: exit code {code}\n{said}")
    found = read_file(night / "build" / "candidate.duckdb")
    shutil.rmtree(night)
    return found

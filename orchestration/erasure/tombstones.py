"""Who was erased, as keyed hashes alone: enough to know them again, nothing to read them from.

`erasure/tombstones.jsonl` has one hash a line: an id of a kind in a source, an address, a telephone number, a name, a
ticket or another thing of theirs. It is replaced whole in one rename.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from orchestration.durable import OWNER, replace_text
from orchestration.erasure.key import Key, read_key
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.ledger import read_ledger

TOMBSTONES = "tombstones.jsonl"
CHECK = ("which key", "made this list")


@dataclass(frozen=True)
class Tombstones:
    """Every hash, the lengths in words of the names among them, and the kinds of ids with their sources."""

    hashes: frozenset[str] = frozenset()
    name_lengths: frozenset[int] = frozenset()
    kinds: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def __contains__(self, mark: object) -> bool:
        return mark in self.hashes


def id_mark(key: Key, kind: str, source: str, value: str) -> str:
    """The hash of a person's id, or of a thing's, in one source."""
    return key.hash("id", kind, source, value)


def value_mark(key: Key, kind: str, value: str) -> str:
    """The hash of an address, a number or a name, as it is compared."""
    return key.hash("value", kind, value)


def was_held(tombstones: Tombstones, key: Key, identity: tuple[str, str, str]) -> bool:
    """A record of people had the id, so that texts mean the person by it; an id of their tickets is never meant so."""
    return value_mark(key, "id", identity[2]) in tombstones


def delivery_mark(key: Key, source: str, table: str, sha256: str) -> str:
    """The hash of a delivery that held a person: known again, whatever its name."""
    return key.hash("delivery", source, table, sha256)


def list_mark(key: Key, tombstones: Tombstones) -> str:
    """The hash of a whole list: of one with somebody more on it, it is another."""
    return key.hash("list", *sorted(tombstones.hashes))


def read_tombstones(home: Home, key: Key | None) -> Tombstones:
    """The tombstones of the home. Raises CxwError where they were made with another key, or the key is lost."""
    path = home.erasure / TOMBSTONES
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        head, marks = lines[0], frozenset(str(line) for line in lines[1:])
        checked = head["check"]
    except FileNotFoundError:
        return Tombstones()
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise CxwError(
            f"{path}: cannot be read ({type(error).__name__}), so nobody could be kept out who was erased; restore "
            "the file from a backup."
        ) from error
    if key is None or key.hash(*CHECK) != checked:
        raise CxwError(
            f"{home.erasure}: the key is missing or not the one that {TOMBSTONES} was made with, so nobody could be "
            "kept out who was erased; restore both from one backup."
        )
    return Tombstones(
        marks,
        frozenset(head["name_lengths"]),
        frozenset((kind, source) for kind, source in head["kinds"]),
    )


def write_tombstones(home: Home, key: Key, tombstones: Tombstones) -> None:
    """Replaces the list in one rename."""
    head = {
        "check": key.hash(*CHECK),
        "name_lengths": sorted(tombstones.name_lengths),
        "kinds": sorted(tombstones.kinds),
    }
    lines = [json.dumps(line) for line in (head, *sorted(tombstones.hashes))]
    replace_text(home.erasure / TOMBSTONES, "\n".join(lines) + "\n", OWNER)


def with_marks(
    tombstones: Tombstones,
    marks: Iterable[str] = (),
    *,
    kinds: Iterable[tuple[str, str]] = (),
    name_lengths: Iterable[int] = (),
) -> Tombstones:
    """The list with more on it; nothing ever leaves it."""
    return Tombstones(
        tombstones.hashes | frozenset(marks),
        tombstones.name_lengths | frozenset(name_lengths),
        tombstones.kinds | frozenset(kinds),
    )


def knows_deliveries(home: Home) -> Callable[[str, str, str], bool]:
    """Tells of (source, table, SHA-256) whether such a file was taken and a person has been erased from it since."""
    marks = {mark for entry in read_ledger(home) for mark in entry.formerly}
    key = read_key(home)

    def was_taken(source: str, table: str, sha256: str) -> bool:
        return key is not None and delivery_mark(key, source, table, sha256) in marks

    return was_taken

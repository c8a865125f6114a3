"""Periods and teams of employees' answers, and what published rows of them give away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import combinations

import numpy as np
from employee_book import SIZES, Voice

LEAST = 5
KINDS = ("month", "quarter", "year", "all")
Cell = tuple[str, date | None, str]


def start_of(kind: str, at: datetime) -> date | None:
    """The first day of the period of this kind in which an instant lies."""
    month = {"month": at.month, "quarter": 3 * ((at.month - 1) // 3) + 1, "year": 1}.get(kind)
    return date(at.year, month, 1) if month else None


def cells_of(voices: list[Voice]) -> dict[Cell, list[Voice]]:
    """The answers of each period, in all and of each team."""
    cells: dict[Cell, list[Voice]] = defaultdict(list)
    for voice in voices:
        for kind in KINDS:
            for member in ("total", voice.team):
                cells[kind, start_of(kind, voice.at), member].append(voice)
    return cells


def _groups_of_teams() -> list[tuple[str, ...]]:
    """Every set of teams: what is left of a total may be several small ones."""
    teams = [f"staff {team}" for team in SIZES]
    return [group for size in range(1, len(teams) + 1) for group in combinations(teams, size)]


def small_groups(asked: list[Voice]) -> list[tuple[str, date | None, tuple[str, ...]]]:
    """The periods and sets of teams in which one to four people answered."""
    cells = cells_of(asked)
    return [
        (kind, start, group)
        for kind, start, member in cells
        if member == "total"
        for group in _groups_of_teams()
        if 0 < len({v.person for team in group for v in cells.get((kind, start, team), [])}) < LEAST
    ]


def told_apart(asked: list[Voice], releases: Mapping[datetime, Collection[Cell]]) -> list[set[str]]:
    """The people of each set of answers that figures, of any release, are made of together: where they are few.

    No arithmetic on the figures goes further than these sets, as no figure has a part of one.
    """
    figures: dict[Voice, set[tuple[datetime, Cell]]] = defaultdict(set)
    for instant, shown in releases.items():
        cells = cells_of([voice for voice in asked if voice.at <= instant])
        for cell in shown:
            for voice in cells[cell]:
                figures[voice].add((instant, cell))
    people: dict[frozenset[tuple[datetime, Cell]], set[str]] = defaultdict(set)
    for voice, its in figures.items():
        people[frozenset(its)].add(voice.person)
    return [few for few in people.values() if len(few) < LEAST]


def revealed(
    asked: list[Voice], published: Collection[Cell]
) -> list[tuple[str, date | None, tuple[str, ...]]]:
    """Each published row is a sum of months of teams. Small groups that sums of such rows give are given away."""
    cells = cells_of(asked)
    atoms = sorted({(voice.team, voice.at.month) for voice in asked})

    def vector(cell: Cell) -> list[int]:
        mine = {(voice.team, voice.at.month) for voice in cells.get(cell, [])}
        return [int(atom in mine) for atom in atoms]

    known = np.array([vector(cell) for cell in published])
    rank = np.linalg.matrix_rank(known)
    found = []
    for kind, start, group in small_groups(asked):
        sum_of_teams = np.sum([vector((kind, start, team)) for team in group], axis=0)
        if np.linalg.matrix_rank(np.vstack([known, sum_of_teams])) == rank:
            found.append((kind, start, group))
    return found

"""When to kill: a room, and in it a step of the measured run or a moment between two steps."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from faults.victim import Step

LONG_SECONDS = 5.0
"""From here on a room is met in its midst: its steps are few, and most of its work is in another process."""


@dataclass(frozen=True)
class Moment:
    """Before the index-th step of the room (`delay` None: the refresh stands still there), or `delay` s after it."""

    drawn: str
    room: str
    index: int
    delay: float | None


def draw(random_: random.Random, steps: Sequence[Step], room: str, only: str = "") -> Moment:
    """Half of the time one of the room's steps, whatever it takes; else an instant of the room's measured duration.

    So steps of microseconds (a rename) are hit as often as long ones, and long ones (a copy) in their midst. A room of
    many seconds, such as dbt's whole build, is met in its midst nine times of ten. With `only` it is always a step, one
    whose word begins so.
    """
    placed = _placed(steps)
    within = [one for one in placed if one[0].before == room]
    if not within:
        raise ValueError(f"the measured refresh had no step in {room}")
    entry = next(one for one in placed if one[0].after == room)
    is_long = within[-1][0].seconds - entry[0].seconds > LONG_SECONDS
    if only or random_.random() < (0.1 if is_long else 0.5):
        _, index = random_.choice([one for one in within if one[0].word.startswith(only)])
        return Moment(room, room, index, None)
    instant = random_.uniform(entry[0].seconds, within[-1][0].seconds)
    step, index = [one for one in [entry, *within] if one[0].seconds <= instant][-1]
    return Moment(room, step.before, index, instant - step.seconds)


def _placed(steps: Sequence[Step]) -> list[tuple[Step, int]]:
    """Each step with its place among those of its room."""
    counted: dict[str, int] = {}
    placed = []
    for step in steps:
        counted[step.before] = counted.get(step.before, -1) + 1
        placed.append((step, counted[step.before]))
    return placed

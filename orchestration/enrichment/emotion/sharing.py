"""Work on many texts, shared out among processes: what is done to one text depends on no other."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from orchestration.dbt_process import die_with_parent

Item = TypeVar("Item")
Found = TypeVar("Found")

SHARED_FROM = 100_000
"""Fewer texts are done sooner here than a process starts."""

AT_ONCE = 20_000
PROCESSES_AT_MOST = 4


def in_parts(work: Callable[[Sequence[Item]], Found], items: Sequence[Item]) -> list[Found]:
    """What `work` makes of each part of the items, in their order.

    Where there are many, other processes do it, so `work` and what it gives must be of those that can be pickled.
    Raises what `work` raises, and BrokenProcessPool where a process was killed.
    """
    parts = [items[at : at + AT_ONCE] for at in range(0, len(items), AT_ONCE)]
    processes = min(len(os.sched_getaffinity(0)), PROCESSES_AT_MOST)
    if len(items) < SHARED_FROM or processes < 2:
        return [work(part) for part in parts]
    with ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), initializer=die_with_parent, initargs=(os.getpid(),)
    ) as pool:
        return list(pool.map(work, parts))

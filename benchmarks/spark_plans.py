"""Reads from Spark's formatted physical plans how rows were brought together: by which columns, and joined how."""

from __future__ import annotations

import re
from collections import Counter

_FINAL = re.compile(r"== Final Plan ==\n(.*?)\n[^\n]*== Initial Plan ==", re.DOTALL)
_NODE = re.compile(r"^[^\w\n]*(\w+)[^\n]* \((\d+)\)$", re.MULTILINE)
_SPREAD = re.compile(r"Arguments: hashpartitioning\((.*), \d+\), ")
_KEYS = re.compile(r"Left keys \[\d+\]: \[(.*)\]")
JOINS = {
    "SortMergeJoin": "sorted",
    "ShuffledHashJoin": "hashed",
    "BroadcastHashJoin": "broadcast",
    "BroadcastNestedLoopJoin": "every pair",
    "CartesianProduct": "every pair, shuffled",
}


def operators(plan: str) -> list[tuple[str, str]]:
    """(operator, its details) of every node that was run; of an adaptive plan those of its last form."""
    run = "\n".join(_FINAL.findall(plan)) or plan.split("\n\n\n", 1)[0]
    details = dict(re.findall(r"^\((\d+)\) ([^\n]*(?:\n[^\n]+)*)", plan, re.MULTILINE))
    return [(name, details.get(number, "")) for name, number in _NODE.findall(run)]


def exchanged_by(plan: str) -> Counter[str]:
    """The columns by which rows were spread over partitions, and how often."""
    found = (_SPREAD.search(details) for name, details in operators(plan) if name == "Exchange")
    return Counter(_plain(spread[1]) for spread in found if spread)


def joined(plan: str) -> Counter[str]:
    """The joins, as `sorted by source, ticket_id`, and how often."""
    found: Counter[str] = Counter()
    for name, details in operators(plan):
        if name in JOINS:
            keys = _KEYS.search(details)
            found[JOINS[name] + (f" by {_plain(keys[1])}" if keys else "")] += 1
    return found


def _plain(columns: str) -> str:
    return re.sub(r"#\d+L?", "", columns)

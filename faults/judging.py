"""What was seen and what was left, judged: each finding is a sentence beginning with its kind."""

from __future__ import annotations

from collections.abc import Sequence

from faults.content import Hashes, Session
from faults.scenes import Scene

KINDS = ("unreadable", "mixed", "rejected", "backwards", "differs", "orphan", "second", "exit")


def judge_sessions(scene: Scene, sessions: Sequence[Session]) -> list[str]:
    """What readers must never see: a release that cannot be read, is mixed, was refused, or older than the last one."""
    findings, highest = [], 0
    for session in sessions:
        if session.error is not None or session.number is None:
            findings.append(f"unreadable: {session.error}")
            continue
        if session.number < highest:
            findings.append(f"backwards: {session.number} after {highest}")
        highest = max(highest, session.number)
        findings += _judge_content(scene, session)
    if not sessions:
        findings.append("unreadable: the reader saw nothing")
    return findings


def _judge_content(scene: Scene, session: Session) -> list[str]:
    assert session.number is not None
    expected = scene.old if session.number <= scene.last else scene.new
    strange = sorted(name for name, found in session.hashes.items() if expected.get(name) != found)
    refused = [
        name for name in strange if scene.refused.get(name) == session.hashes[name] != scene.old.get(name)
    ]
    told = f"release {session.number}, {', '.join((refused or strange)[:3])}"
    changed = [name for name, found in session.hashes_again.items() if session.hashes[name] != found]
    if session.number_again != session.number or changed:
        return [f"mixed: release {session.number} became {session.number_again} in one session"]
    if refused:
        return [f"rejected: {told}"]
    return [f"mixed: {told}"] if strange else []


def judge_end(scene: Scene, last: Session, *, is_refused: bool) -> list[str]:
    """After the plain re-run every table is there and says what it says after an uninterrupted run."""
    expected, number = (scene.old, scene.last) if is_refused else (scene.new, scene.last + 1)
    findings = _differing(expected, last.hashes)
    if last.number is None or last.number < number or (is_refused and last.number != number):
        findings.append(f"differs: release {last.number} in the end, not {number} or above")
    return findings


def judge_files(expected: frozenset[str], found: frozenset[str]) -> list[str]:
    """The home has the files of an uninterrupted night, no more and no less."""
    more, less = sorted(found - expected), sorted(expected - found)
    return [f"orphan: {name}" for name in more[:5]] + [f"differs: {name} is missing" for name in less[:5]]


def _differing(expected: Hashes, found: Hashes) -> list[str]:
    names = sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))
    return [f"differs: {', '.join(names[:3])} ({len(names)} tables)"] if names else []

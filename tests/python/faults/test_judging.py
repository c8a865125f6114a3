"""The campaign's judge finds each kind of suffering; the campaign itself is tried in test_campaign.py."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faults.content import Session
from faults.judging import judge_end, judge_files, judge_sessions
from faults.moments import draw
from faults.scenes import Scene
from faults.victim import Step
from faults.whereabouts import ROOMS, TELLING, Whereabouts

OLD, NEW = {"marts.a": "old a", "marts.b": "old b"}, {"marts.a": "new a", "marts.b": "new b"}
REFUSED = {"marts.a": "new a", "marts.b": "wrong b"}
STEPS = tuple(
    Step(before, after, "word", 0.1 * place)
    for place, (before, after) in enumerate(
        [
            ("start", "intake"),
            *((room, room) for room in ROOMS for _ in range(3)),
            ("retention", TELLING),
        ]
    )
)
SCENE = Scene(
    "any", Path(), lambda: None, {}, 4, OLD, NEW, REFUSED, frozenset({"current"}), STEPS, 1.0, lambda home: {}
)


def session(number: int, hashes: dict[str, str]) -> Session:
    return Session(number, number, hashes, {"marts.a": hashes["marts.a"]})


GOOD = [session(4, OLD), session(5, NEW), session(6, NEW)]


def test_a_good_night_has_no_findings() -> None:
    assert judge_sessions(SCENE, GOOD) == []
    assert judge_end(SCENE, GOOD[-1], is_refused=False) == []
    assert judge_end(SCENE, GOOD[0], is_refused=True) == []
    assert judge_files(SCENE.files, frozenset({"current"})) == []


@pytest.mark.parametrize(
    ("kind", "sessions"),
    [
        ("unreadable", []),
        ("unreadable", [Session(None, None, {}, {}, "IOException: no such file")]),
        ("mixed", [session(5, {"marts.a": "new a", "marts.b": "old b"})]),
        ("mixed", [session(5, OLD)]),
        ("mixed", [replace(session(4, OLD), number_again=5)]),
        ("mixed", [replace(session(4, OLD), hashes_again={"marts.a": "new a"})]),
        ("rejected", [session(5, REFUSED)]),
        ("backwards", [session(5, NEW), session(4, OLD)]),
    ],
)
def test_what_a_reader_must_not_see_is_found(kind: str, sessions: list[Session]) -> None:
    (finding,) = judge_sessions(SCENE, sessions)
    assert finding.startswith(f"{kind}: ")


@pytest.mark.parametrize(
    ("last", "is_refused"),
    [
        (GOOD[0], False),
        (session(5, {"marts.a": "new a"}), False),
        (session(5, NEW | {"marts.c": "x"}), False),
        (GOOD[1], True),
    ],
)
def test_another_end_is_found(last: Session, is_refused: bool) -> None:
    findings = judge_end(SCENE, last, is_refused=is_refused)
    assert findings and all(finding.startswith("differs: ") for finding in findings)


def test_files_that_are_left_or_missing_are_found() -> None:
    assert judge_files(frozenset({"a", "b"}), frozenset({"b", "c"})) == ["orphan: c", "differs: a is missing"]


def test_rooms_are_told_by_files() -> None:
    watch, home = Whereabouts("/h"), "/h"
    notes = ("os.rename", (f"{home}/build/.refresh.json.draft", f"{home}/build/refresh.json", -1, -1))
    events = [
        notes,
        ("os.mkdir", (f"{home}/raw/.intake-work", 0o777, -1)),
        notes,
        ("subprocess.Popen", ("python", ["python"], None, None)),
        notes,
        notes,
        ("shutil.copyfile", ("/h/build/candidate.duckdb", "/h/releases/000002.partial/warehouse.duckdb")),
        ("os.rename", ("/h/releases/000002.partial", "/h/releases/000002", -1, -1)),
        ("os.rename", (Path("/h/.current.7"), Path("/h/current"), -1, -1)),
        ("os.remove", ("audit.html", 5)),
        notes,
    ]
    seen = [(watch.sees(event, arguments), watch.room) for event, arguments in events]
    assert [room for _, room in seen] == [
        *(
            "intake",
            "intake",
            "build",
            "build",
            "audit",
            "copy",
            "copy",
            "swap",
            "retention",
            "retention",
            TELLING,
        )
    ]
    assert watch.sees("open", (f"{home}/inbox/x.csv", "r", 0)) is None
    assert watch.sees("os.remove", ("/elsewhere/x", -1)) is None


@pytest.mark.parametrize("room", ROOMS)
def test_moments_lie_in_their_room(room: str) -> None:
    from random import Random

    moments = [draw(Random(seed), STEPS, room) for seed in range(40)]
    assert {moment.drawn for moment in moments} == {room}
    exact = [moment for moment in moments if moment.delay is None]
    assert {moment.room for moment in exact} == {room} and 5 < len(exact) < 35
    assert {moment.index for moment in exact} >= {0, 1, 2}


def test_a_long_room_is_met_in_its_midst() -> None:
    from random import Random

    long = tuple(Step(s.before, s.after, s.word, 100 * s.seconds) for s in STEPS)
    moments = [draw(Random(seed), long, "build") for seed in range(60)]
    assert sum(moment.delay is not None for moment in moments) > 45

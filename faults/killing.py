"""One kill: a night begins, is killed at a moment, and is run again, while a reader reads all the time."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from faults.forking import processes_of
from faults.judging import judge_end, judge_files, judge_sessions
from faults.moments import Moment
from faults.reading import start_reader
from faults.scenes import Scene, fresh_home, listing
from faults.victim import Victim, run_refresh, start_refresh

TARGETS = ("main", "all", "child")
"""The refresh alone, the refresh with all that it started, or dbt's process alone."""

ORPHAN_SECONDS = 3.0
AT_ONCE_SECONDS = 3.0
KILLED, BUILD_FAILED, AUDIT_FAILED, ANOTHER_RUNS = -9, 4, 5, 6


@dataclass
class Kill:
    """What came of it; `room` is where the kill fell, None where the night was over before."""

    drawn: str
    room: str | None
    target: str
    word: str
    is_refused: bool
    asked_second: bool = False
    sessions: int = 0
    seconds: float = 0.0
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """Which night is killed where and how; `waits`: for the end of its children, before the re-run."""

    moment: Moment
    target: str
    is_refused: bool
    asks_second: bool
    waits: bool
    seed: int


def draw_plan(random_: random.Random, moment: Moment, scene: Scene) -> Plan:
    """How the night of a moment is killed, and whether its candidate is one that the audit refuses."""
    early = moment.drawn in ("intake", "build", "audit")
    target = random_.choice(TARGETS if moment.drawn == "build" else TARGETS[:2])
    if target == "child" and moment.delay is None:  # a refresh that stands still would not see dbt die
        moment = replace(moment, delay=0.0)
    return Plan(
        moment,
        target,
        is_refused=bool(scene.refused) and early and random_.random() < 0.3,
        asks_second=moment.delay is None and random_.random() < 0.25,
        waits=random_.random() < 0.5,
        seed=random_.randrange(2**32),
    )


def kill_once(scene: Scene, plan: Plan, folder: Path) -> Kill:
    """Plays the night of `plan` in `folder`, kills it, runs it again and judges."""
    started = time.monotonic()
    home = folder / "home"
    fresh_home(scene, home)
    environment = {**scene.environment, **(scene.spoil(home) if plan.is_refused else {})}
    moment = plan.moment
    reader = start_reader(home, scene.telling, folder, plan.seed)
    victim = start_refresh(
        home,
        folder / "killed.log",
        environment,
        scene.stand_in,
        lambda step, index: moment.delay is None and (step.before, index) == (moment.room, moment.index),
    )
    kill = Kill(moment.drawn, None, plan.target, "", plan.is_refused)
    if _reaches(victim, moment, kill):
        if plan.asks_second:
            kill.asked_second = True
            kill.findings += _ask_second(
                home, folder, environment, scene, victim.process.pid, is_still=kill.room != "build"
            )
        _strike(victim, home, kill)
        kill.findings += _orphans(home) if plan.waits else []
    victim.close()
    kill.findings += _run_again(scene, plan, home, folder, environment)
    sessions = reader.stop()
    kill.sessions = len(sessions)
    kill.findings += judge_sessions(scene, sessions)
    kill.findings += judge_end(scene, sessions[-1], is_refused=plan.is_refused) if sessions else []
    kill.findings += [] if plan.is_refused else judge_files(scene.files, listing(home))
    kill.seconds = round(time.monotonic() - started, 3)
    return kill


def _reaches(victim: Victim, moment: Moment, kill: Kill) -> bool:
    """Waits for the moment; False where the night ends before it."""
    counted: dict[str, int] = {}
    deadline: float | None = None
    while deadline is None or time.monotonic() < deadline:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        if not select.select([victim.ear], [], [], left)[0]:
            break
        steps, goes_on = victim.read_steps()
        for step in steps:
            kill.room, kill.word = step.after, step.word
            counted[step.before] = counted.get(step.before, -1) + 1
            if (step.before, counted[step.before]) == (moment.room, moment.index):
                if moment.delay is None:
                    return True
                deadline = time.monotonic() + moment.delay
        if not goes_on:
            victim.process.wait(60)
            kill.room = None
            return False
    return True


def _strike(victim: Victim, home: Path, kill: Kill) -> None:
    """Kills, waits for the end and notes the room that was reached."""
    children = processes_of(home) if kill.target == "child" else []
    if kill.target == "child" and not children:
        kill.target = "main"
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if kill.target == "all":
        victim.process.kill_all()
    elif kill.target == "main":
        victim.process.kill()
    goes_on = True
    while goes_on:
        steps, goes_on = victim.read_steps()
        for step in steps:
            kill.room, kill.word = step.after, step.word
    code, expected = victim.process.wait(60), BUILD_FAILED if kill.target == "child" else KILLED
    if code == 0:
        kill.room = None
    elif code != expected:
        kill.findings.append(f"exit: {code} of the killed refresh, not {expected}")


def _orphans(home: Path) -> list[str]:
    """Whatever a killed refresh started dies with it."""
    deadline = time.monotonic() + ORPHAN_SECONDS
    while left := processes_of(home):
        if time.monotonic() > deadline:
            return [f"orphan: process {pid} outlives its refresh" for pid in left]
        time.sleep(0.02)
    return []


def _ask_second(
    home: Path, folder: Path, environment: Mapping[str, str], scene: Scene, holder: int, *, is_still: bool
) -> list[str]:
    """A second refresh at the same time is refused at once, names the first one and changes nothing."""
    before, started, log = listing(home), time.monotonic(), folder / "second.log"
    code = run_refresh(home, log, environment, scene.stand_in)
    took, said = time.monotonic() - started, log.read_text(encoding="utf-8")
    findings = []
    if code != ANOTHER_RUNS or f"process {holder})" not in said:
        findings.append(f"second: exit code {code}, {said.strip()[:200]}")
    if took > AT_ONCE_SECONDS:
        findings.append(f"second: refused after {took:.1f} s")
    if is_still and listing(home) != before:
        findings.append("second: it changed the home")
    return findings


def _run_again(
    scene: Scene, plan: Plan, home: Path, folder: Path, environment: Mapping[str, str]
) -> list[str]:
    log = folder / "again.log"
    code = run_refresh(home, log, environment, scene.stand_in)
    expected = AUDIT_FAILED if plan.is_refused else 0
    findings = []
    if code != expected:
        findings.append(f"exit: {code} of the re-run: {log.read_text(encoding='utf-8')[-300:]}")
    return findings + _orphans(home)

"""Answers of the polled company that nobody invited, the rules of its alerts, and what was done; and a count by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from alert_traps import RULES as TRAP_RULES
from alert_traps import deliver_traps
from delivering import deliver_csv
from polled_company import AS_OF, Asked, accounts, utc

RULES = """\
alert_rule,metric,threshold,scale,keyword,segment,valid_from,valid_to,severity
Detractor,nps,5,,,,2024-03-10,,high
effort,ces,4,0 to 10,,,2024-01-01,,
tiring,ces,4,5 To 1,,,2024-01-01,,
unsolved,fcr_stated, Negative,,,,2024-01-01,,low
leaving,*, ,,LEAVE,,2024-01-01,2024-07-20, High
mid only,csat,7,0 to 10,,mid,2024-01-01,,low
"""
"""`dissatisfied` stays as shipped: csat that is negative; `detractor` (nps up to 6) until the company's own begins."""

WORDS = (None, None, "Thank you", "We will leave you", "We are leaving", "Please leave it as it is")


@dataclass(frozen=True)
class Said:
    """One answer as it is delivered."""

    answer_id: str
    invitation_id: str | None
    survey: str
    question: str
    account: str
    segment: str
    answered_at: datetime
    score: int | None
    respondent: str | None = None
    wave: str | None = None
    words: str | None = None
    is_complete: bool = True


@dataclass(frozen=True)
class Step:
    """One follow-up."""

    answer_id: str
    kind: str
    done_at: datetime


def of_invited(asked: Iterable[Asked]) -> list[Said]:
    """The answers to invitations; those of the pilot say in a second answer whether it was solved."""
    said = []
    for a in asked:
        if a.answered_at:
            answer_id = a.invitation_id.replace("I", "R")
            said.append(
                Said(
                    answer_id,
                    a.invitation_id,
                    a.survey,
                    f"q-{a.survey}",
                    a.account,
                    a.segment,
                    a.answered_at,
                    a.opinion,
                )
            )
            if a.survey == "pilot":
                at, solved = a.answered_at + timedelta(minutes=1), int(a.opinion > 6)
                said.append(
                    Said(
                        f"{answer_id}-2",
                        a.invitation_id,
                        "pilot",
                        "q-solved",
                        a.account,
                        a.segment,
                        at,
                        solved,
                    )
                )
    return said


def unasked(rng: Random) -> list[Said]:
    """Forty people who write again and again until the clock stops; some correct themselves, some stop half-way."""
    said: list[Said] = []
    for number in range(40):
        account, segment, _ = accounts()[number]
        at = datetime(2024, 6, 1) + timedelta(minutes=rng.randrange(20_000))
        for turn in range(8):
            at += timedelta(minutes=rng.randrange(60, 30_000))
            if at > AS_OF:
                break
            is_effort = rng.random() < 0.3
            said.append(
                Said(
                    f"L{number:02d}-{turn}",
                    None,
                    "loop",
                    "q-effort" if is_effort else "q-loop",
                    account,
                    segment,
                    at,
                    None if rng.random() < 0.1 else rng.randint(1, 5) if is_effort else rng.randint(2, 10),
                    f"P{number:02d}",
                    f"w{turn // 2}",
                    rng.choice(WORDS),
                    rng.random() < 0.9,
                )
            )
    return said


def steps(rng: Random, said: Iterable[Said]) -> list[Step]:
    """What was done, to some soon and to some late; nothing after the clock."""
    found = []
    for one in said:
        for kind in ("acknowledged", "customer_contacted", "customer_contacted", "resolved"):
            at = one.answered_at + timedelta(minutes=rng.choice((-30, 90, 1_500, 2_880, 2_881, 5_000)))
            if rng.random() < 0.35 and at <= AS_OF:
                found.append(Step(one.answer_id, kind, at))
    return found


def deliver_answers(home: Path, said: list[Said], done: list[Step]) -> None:
    """Answers, follow-ups and the company's own rules."""
    header = "answer_id,invitation_id,survey_id,question_id,respondent_type,account_id,answered_at,score,respondent_id"
    deliver_csv(
        home,
        "feedback.survey_answers",
        f"{header},wave,verbatim,is_complete",
        (
            (
                s.answer_id,
                s.invitation_id,
                s.survey,
                s.question,
                "customer",
                s.account,
                utc(s.answered_at),
                s.score,
                s.respondent,
                s.wave,
                s.words,
                str(s.is_complete).lower(),
            )
            for s in said
        ),
    )
    rows = ((f"F{n}", step.answer_id, step.kind, utc(step.done_at)) for n, step in enumerate(done))
    deliver_csv(home, "feedback.follow_ups", "follow_up_id,answer_id,kind,done_at", rows)
    (home / "reference").mkdir()
    (home / "reference" / "alert_rules.csv").write_text(RULES + TRAP_RULES, encoding="utf-8")
    deliver_traps(home)

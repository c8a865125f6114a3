"""What the rules of the polled company make of its answers, counted without SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alert_traps import SURVEY, TRAPS
from closing_loop import Said, Step
from polled_company import AS_OF

QUESTIONS = {
    "q-rel": ("nps", True),
    "q-after": ("csat", True),
    "q-pilot": ("ces", True),
    "q-turn": ("csat", True),
    "q-solved": ("fcr_stated", True),
    "q-loop": ("nps", True),
    "q-effort": ("ces", False),
}
SEVERITY = {
    "leaving": "high",
    "unsolved": "low",
    "mid only": "low",
    "effort": "medium",
    "tiring": "medium",
    "dissatisfied": "medium",
}


MOODS = {"q-loop": "-------00++", "q-effort": "?++0--", "q-again": "?--0++"}
"""What each score from 0 on says of the words beside it."""
LABELS = {"-": "negative", "0": "neutral", "+": "positive"}
GRAVITY = ("high", "medium", "low")
WITHIN = timedelta(hours=48)


@dataclass(frozen=True)
class Response:
    """What the rules make of one response."""

    answer: Said
    rule: str | None
    severity: str | None
    alarms: int
    taken_on_at: datetime | None
    contacted_at: datetime | None

    @property
    def is_due(self) -> bool:
        return self.answer.answered_at + WITHIN <= AS_OF

    @property
    def is_closed(self) -> bool:
        return self.contacted_at is not None and self.contacted_at <= self.answer.answered_at + WITHIN


def is_watched(one: Said) -> list[tuple[str, bool, str]]:
    """The rules that look at an answer, whether each is met, and its severity, by the words of RULES."""
    metric, day, words = QUESTIONS[one.question][0], one.answered_at.date(), (one.words or "").lower()
    looks = []
    if day < date(2024, 7, 20):
        looks.append(("leaving", "leave" in words))
    if one.score is not None:
        if metric == "nps":
            looks.append(("detractor", one.score <= (6 if day < date(2024, 3, 10) else 5)))
        if metric == "ces":
            is_high_good = QUESTIONS[one.question][1]
            looks.append(("effort", one.score <= 4) if is_high_good else ("tiring", one.score >= 4))
        if metric == "fcr_stated":
            looks.append(("unsolved", one.score <= 0))
        if metric == "csat":
            looks.append(("dissatisfied", one.score <= 6))
            if one.segment == "mid":
                looks.append(("mid only", one.score <= 7))
    as_shipped = "medium" if day < date(2024, 3, 10) else "high"
    return [(rule, is_met, SEVERITY.get(rule, as_shipped)) for rule, is_met in looks]


def said_first(said: Iterable[Said]) -> dict[str, str]:
    """Of every complete answer, the one that it repeats: same person, wave, question, score and words as the one before."""
    first: dict[str, str] = {}
    before: dict[tuple[str | None, str | None, str, bool], Said] = {}
    for one in sorted(said, key=lambda one: one.answered_at):
        if not one.is_complete:
            continue
        first[one.answer_id] = one.answer_id
        occasion = (one.respondent, one.wave, one.question, one.score is None)
        last = before.get(occasion) if one.invitation_id is None else None
        if (
            last
            and (last.score, last.words) == (one.score, one.words)
            and (one.score, one.words) != (None,) * 2
        ):
            first[one.answer_id] = first[last.answer_id]
        before[occasion] = one
    return first


def responses(said: Iterable[Said]) -> dict[str, list[Said]]:
    """Complete answers that a rule looks at by response: an invitation's together, others alone, repeated ones out."""
    found = defaultdict(list)
    said = list(said)
    first = said_first(said)
    for one in said:
        if one.is_complete and first[one.answer_id] == one.answer_id and is_watched(one):
            found[one.invitation_id or one.answer_id].append(one)
    return found


def recommended(said: Iterable[Said]) -> dict[str, list[Said]]:
    """The valid recommendations by respondent, else by account, in order: of each wave the last that is no repetition."""
    waves: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in sorted(said, key=lambda one: one.answered_at):
        if QUESTIONS[one.question][0] == "nps" and one.is_complete and one.score is not None:
            who = one.respondent or f"account {one.account}"
            waves[who, one.wave or one.answer_id].append(one)
    found: dict[str, list[Said]] = defaultdict(list)
    for (respondent, _), ones in waves.items():
        new = [
            b
            for a, b in zip([None, *ones], ones, strict=False)
            if not a or (a.score, a.words) != (b.score, b.words)
        ]
        found[respondent].append(new[-1])
    return {who: sorted(ones, key=lambda one: one.answered_at) for who, ones in found.items()}


def judged(said: list[Said], done: list[Step]) -> list[Response]:
    """Every response that a rule watches, and what was done about it."""
    found = []
    first_of = said_first(said)
    steps = defaultdict(list)
    for step in done:
        steps[first_of.get(step.answer_id, step.answer_id)].append(step)
    for ones in responses(said).values():
        ones = sorted(ones, key=lambda one: one.answered_at)
        met = [
            (one, sorted((r, severity) for r, is_met, severity in is_watched(one) if is_met)) for one in ones
        ]
        first = next((one for one, rules in met if rules), ones[0])
        of_response = {
            o.answer_id for o in said if o.invitation_id and o.invitation_id == first.invitation_id
        }
        taken = [
            step
            for answer_id in of_response | {first.answer_id}
            for step in steps[answer_id]
            if step.done_at >= first.answered_at
        ]
        gravest = min(
            (
                (GRAVITY.index(severity), place, rule)
                for place, (_, rules) in enumerate(met)
                for rule, severity in rules
            ),
            default=None,
        )
        found.append(
            Response(
                first,
                gravest[2] if gravest else None,
                GRAVITY[gravest[0]] if gravest else None,
                sum(len(rules) for _, rules in met),
                min((step.done_at for step in taken), default=None),
                min((s.done_at for s in taken if s.kind == "customer_contacted"), default=None),
            )
        )
    return found


def of_traps() -> list[Said]:
    """The traps that nobody withdrew."""
    return [
        Said(
            trap.answer_id,
            trap.invitation_id,
            SURVEY,
            f"q-{trap.question}",
            "TRAP",
            "small",
            datetime.fromisoformat(trap.answered_at.removesuffix("Z")),
            trap.score,
            trap.respondent,
            words=trap.words,
        )
        for trap in TRAPS
        if not trap.is_deleted
    ]


def occasion(one: Said) -> tuple[str, ...]:
    """Within it a question is answered once: the invitation, else a person's wave or month, else the answer itself."""
    if one.invitation_id:
        return one.question, one.invitation_id
    if one.respondent:
        return one.question, one.respondent, one.wave or f"{one.answered_at:%Y-%m}"
    return one.question, one.answer_id


def rated_words(said: Iterable[Said]) -> dict[str, tuple[str | None, bool]]:
    """Every answer with words: how its score rates them, and whether they are the last complete ones there."""
    with_words = sorted((one for one in said if one.words), key=lambda one: one.answered_at)
    last = {occasion(one): one.answer_id for one in with_words if one.is_complete}
    return {
        one.answer_id: (
            None if one.score is None else LABELS[MOODS[one.question][one.score]],
            last.get(occasion(one)) == one.answer_id,
        )
        for one in with_words
    }

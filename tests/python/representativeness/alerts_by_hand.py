"""What the rules of the polled company make of its answers, counted without SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from closing_loop import Said

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
    "dissatisfied": "medium",
}


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
            looks.append(("effort", one.score <= 4 if QUESTIONS[one.question][1] else one.score >= 4))
        if metric == "fcr_stated":
            looks.append(("unsolved", one.score <= 0))
        if metric == "csat":
            looks.append(("dissatisfied", one.score <= 2))
            if one.segment == "mid":
                looks.append(("mid only", one.score <= 5))
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


def counted(said: Iterable[Said], question: str) -> dict[str, list[Said]]:
    """The valid answers to a question by respondent, in order: of each wave the last that is no repetition."""
    waves: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in sorted(said, key=lambda one: one.answered_at):
        if (
            one.question == question
            and one.respondent
            and one.wave
            and one.is_complete
            and one.score is not None
        ):
            waves[one.respondent, one.wave].append(one)
    found: dict[str, list[Said]] = defaultdict(list)
    for (respondent, _), ones in sorted(waves.items()):
        new = [
            b
            for a, b in zip([None, *ones], ones, strict=False)
            if not a or (a.score, a.words) != (b.score, b.words)
        ]
        found[respondent].append(new[-1])
    return found

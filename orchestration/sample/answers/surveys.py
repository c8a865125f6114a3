"""Surveys: who was asked and who answered, by month of sending; scores by month of the answer that counts.

Of an invitation and question the last complete answer with a score counts; without an invitation, of a respondent at a
review site or in a wave. What is set aside, and why: `not_applicable` (a criterion of a mystery visit); `incomplete`;
`no_score` (a score that cannot be read); `resubmitted` (the same answer at the same instant); `superseded` (there is a
later one). Answers to one question are never pooled with those to another one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from orchestration.sample.clock import DAY, month_of
from orchestration.sample.deliveries.faults import has_fault
from orchestration.sample.simulation.surveys import (
    MYSTERY,
    QUESTIONS,
    Invitation,
    Occasion,
    SurveyAnswer,
    Surveys,
)

_DETRACTORS, _PROMOTERS = 6, 9
_POSITIVE_FROM = {"q-csat": 4, "q-again": 4, "q-engagement": 4, "q-ces": 5, "q-fcr": 1}
_POSITIVE_FROM |= {"q-predicted": 4, "q-own": 4, "q-complaint": 4}
Counted = tuple[Invitation | Occasion, SurveyAnswer]
_ALARMING = {"nps": 6, "csat": 2}
_CONTACT_WITHIN = 2 * DAY


def survey_answers(surveys: Surveys, as_of: int) -> dict[str, object]:
    """Everything about surveys that is known at an instant."""
    counted, set_aside = counted_answers(surveys, as_of)
    scores: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for _, answer in counted:
        scores[answer.question_id][month_of(answer.answered_at)[:7]].append(answer.score)
    return {
        "invitations": _invitations(surveys, as_of),
        "answers": {
            "delivered": sum(answer.known_at <= as_of for _, answer in surveys.answers()),
            "counted": len(counted),
            "set_aside": dict(sorted(set_aside.items())),
        },
        "scores": {
            question_id: {month: _score(question_id, values) for month, values in sorted(months.items())}
            for question_id, months in sorted(scores.items())
        },
        "alerts": _alerts(surveys, as_of),
        "recovery": _recovery(counted),
        "reviews": _reviews(counted),
        "mystery": _mystery(counted),
    }


def counted_answers(surveys: Surveys, as_of: int) -> tuple[list[Counted], Counter[str]]:
    """The answers that count, and how many do not, by reason."""
    set_aside: Counter[str] = Counter()
    last: dict[tuple[str, str], Counted] = {}
    for number, (invitation, answer) in enumerate(surveys.answers()):
        if answer.known_at > as_of:
            continue
        if not answer.is_applicable:
            set_aside["not_applicable"] += 1
            continue
        if not answer.is_complete:
            set_aside["incomplete"] += 1
            continue
        if has_fault(number):
            set_aside["no_score"] += 1
            continue
        key = (invitation.unit, answer.question_id)
        before = last.get(key)
        if before is not None:
            is_same = before[1].answered_at == answer.answered_at
            set_aside["resubmitted" if is_same else "superseded"] += 1
        last[key] = invitation, answer
    return list(last.values()), set_aside


def _invitations(surveys: Surveys, as_of: int) -> dict[str, dict[str, dict[str, dict[str, int]]]]:
    """By survey, then by month and by channel: sent, delivered, bounced, and answered to the end.

    Until it is over an invitation can be answered: two weeks; `answered_and_over` is of those that are.
    """
    months: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    channels: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for i in surveys.invitations:
        if i.sent_at > as_of:
            continue
        for row in (months[i.survey_id][month_of(i.sent_at)[:7]], channels[i.survey_id][i.channel]):
            row["sent"] += 1
            row["delivered"] += i.delivered_at is not None and i.delivered_at <= as_of
            row["bounced"] += i.bounced_at is not None and i.bounced_at <= as_of
            is_answered = any(a.is_complete and a.answered_at <= as_of for a in i.answers)
            row["answered"] += is_answered
            if i.expires_at <= as_of:
                row["sent_and_over"] += 1
                row["delivered_and_over"] += i.delivered_at is not None
                row["answered_and_over"] += is_answered
    return {"month": _plain(months), "channel": _plain(channels)}


def _plain(nested: dict[str, dict[str, Counter[str]]]) -> dict[str, dict[str, dict[str, int]]]:
    return {
        survey_id: {name: dict(counts) for name, counts in sorted(rows.items())}
        for survey_id, rows in sorted(nested.items())
    }


def _score(question_id: str, values: list[int]) -> dict[str, Any]:
    """The counts of a question's answers and what follows from them."""
    row: dict[str, Any] = {"n": len(values), "sum": sum(values), "mean": sum(values) / len(values)}
    if QUESTIONS[question_id].metric in ("nps", "enps"):
        promoters = sum(value >= _PROMOTERS for value in values)
        detractors = sum(value <= _DETRACTORS for value in values)
        row |= {
            "promoters": promoters,
            "passives": len(values) - promoters - detractors,
            "detractors": detractors,
        }
        row["score"] = 100 * (promoters - detractors) / len(values)
    elif question_id in _POSITIVE_FROM:
        positive = sum(value >= _POSITIVE_FROM[question_id] for value in values)
        row |= {"positive": positive, "positive_percent": 100 * positive / len(values)}
    return row


def _alerts(surveys: Surveys, as_of: int) -> dict[str, object]:
    """By the shipped rules (nps up to 6, csat up to 2 of 5): one alert at most for an invitation, at its first bad one.

    `month` counts by the month of that answer (of the first one, where none is bad), `due` by the month in which the
    48 hours for a call end, as far as they are over.
    """
    known = [f for f in surveys.follow_ups if f.done_at <= as_of]
    calls: dict[str, list[int]] = defaultdict(list)
    for f in known:
        if f.kind == "customer_contacted":
            calls[f.answer_id].append(f.done_at)
    watched: dict[str, list[tuple[SurveyAnswer, bool]]] = defaultdict(list)
    for number, (invitation, answer) in enumerate(surveys.answers()):
        limit = _ALARMING.get(QUESTIONS[answer.question_id].metric)
        # A score that cannot be read is none, and nothing watches it.
        if limit is not None and answer.is_complete and answer.answered_at <= as_of and not has_fault(number):
            watched[invitation.unit].append((answer, answer.score <= limit))
    months: dict[str, Counter[str]] = defaultdict(Counter)
    due: dict[str, Counter[str]] = defaultdict(Counter)
    for answers in watched.values():
        bad = [answer for answer, is_bad in answers if is_bad]
        first = min(bad or [answer for answer, _ in answers], key=lambda answer: answer.answered_at)
        months[month_of(first.answered_at)[:7]].update({"watched": 1, "alerts": int(bool(bad))})
        ends_at = first.answered_at + _CONTACT_WITHIN
        if bad and ends_at <= as_of:
            is_called = any(
                first.answered_at <= at <= ends_at for answer, _ in answers for at in calls[answer.answer_id]
            )
            due[month_of(ends_at)[:7]].update({"due": 1, "called": int(is_called)})
    return {
        "month": {month: dict(row) for month, row in sorted(months.items())},
        "due": {month: dict(row) for month, row in sorted(due.items())},
        "steps": dict(sorted(Counter(f.kind for f in known).items())),
    }


def _recovery(counted: list[Counted]) -> dict[str, dict[str, int]]:
    """Detractors who recommend or not once more, of the relation and of a ticket apart, by the month of that answer."""
    said: dict[tuple[str, object], list[SurveyAnswer]] = defaultdict(list)
    for invitation, answer in counted:
        if QUESTIONS[answer.question_id].metric == "nps":
            said[answer.question_id, invitation.respondent_id].append(answer)
    months: dict[str, Counter[str]] = defaultdict(Counter)
    for answers in said.values():
        for first, then in pairwise(sorted(answers, key=lambda answer: answer.answered_at)):
            if first.score <= _DETRACTORS:
                row = {"again": 1, "recovered": int(then.score > _DETRACTORS)}
                months[month_of(then.answered_at)[:7]].update(row)
    return {month: dict(row) for month, row in sorted(months.items())}


def _reviews(counted: list[Counted]) -> dict[str, dict[str, int]]:
    """By site: reviews, stars, and how many got a reply."""
    sites: dict[str, Counter[str]] = defaultdict(Counter)
    for occasion, answer in counted:
        if isinstance(occasion, Occasion) and occasion.site is not None:
            sites[occasion.site].update(
                {"reviews": 1, "stars": answer.score, "replied": int(answer.replied_at is not None)}
            )
    return {site: dict(row) for site, row in sorted(sites.items())}


def _mystery(counted: list[Counted]) -> dict[str, dict[str, int]]:
    """By wave: visits, weights of the criteria met, and of those that applied."""
    waves: dict[str, Counter[str]] = defaultdict(Counter)
    visits: dict[str, set[str]] = defaultdict(set)
    for occasion, answer in counted:
        if occasion.survey_id == MYSTERY and occasion.wave is not None and answer.weight is not None:
            visits[occasion.wave].add(occasion.unit)
            waves[occasion.wave].update({"met": answer.score * answer.weight, "applicable": answer.weight})
    return {wave: {"visits": len(visits[wave]), **row} for wave, row in sorted(waves.items())}

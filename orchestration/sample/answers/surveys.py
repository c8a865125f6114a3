"""Surveys: who was asked and who answered, by month of sending; scores by month of the answer that counts.

Of an invitation and question the last complete answer with a score counts. What is set aside, and why:
`incomplete`; `no_score` (a score that cannot be read); `resubmitted` (the same answer at the same instant);
`superseded` (there is a later one). Answers to one question are never pooled with those to another one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from orchestration.sample.clock import DAY, month_of
from orchestration.sample.deliveries.faults import has_fault
from orchestration.sample.simulation.surveys import QUESTIONS, Invitation, SurveyAnswer, Surveys

_DETRACTORS, _PROMOTERS = 6, 9
_POSITIVE_FROM = {"q-csat": 4, "q-again": 4, "q-engagement": 4, "q-ces": 5, "q-fcr": 1}
_CONTACT_WITHIN = 2 * DAY


def survey_answers(surveys: Surveys, as_of: int) -> dict[str, object]:
    """Everything about surveys that is known at an instant."""
    counted, set_aside = _counted(surveys, as_of)
    scores: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for _, answer in counted:
        scores[answer.question_id][month_of(answer.answered_at)[:7]].append(answer.score)
    return {
        "invitations": _invitations(surveys, as_of),
        "answers": {
            "delivered": sum(answer.answered_at <= as_of for _, answer in surveys.answers()),
            "counted": len(counted),
            "set_aside": dict(sorted(set_aside.items())),
        },
        "scores": {
            question_id: {month: _score(question_id, values) for month, values in sorted(months.items())}
            for question_id, months in sorted(scores.items())
        },
        "follow_ups": _follow_ups(surveys, [answer for _, answer in counted], as_of),
    }


def _counted(surveys: Surveys, as_of: int) -> tuple[list[tuple[Invitation, SurveyAnswer]], Counter[str]]:
    """The answers that count, and how many do not, by reason."""
    set_aside: Counter[str] = Counter()
    last: dict[tuple[str, str], tuple[Invitation, SurveyAnswer]] = {}
    for number, (invitation, answer) in enumerate(surveys.answers()):
        if answer.answered_at > as_of:
            continue
        if not answer.is_complete:
            set_aside["incomplete"] += 1
            continue
        if has_fault(number):
            set_aside["no_score"] += 1
            continue
        key = (invitation.invitation_id, answer.question_id)
        before = last.get(key)
        if before is not None:
            is_same = before[1].answered_at == answer.answered_at
            set_aside["resubmitted" if is_same else "superseded"] += 1
        last[key] = invitation, answer
    return list(last.values()), set_aside


def _invitations(surveys: Surveys, as_of: int) -> dict[str, dict[str, dict[str, dict[str, int]]]]:
    """By survey, then by month and by channel: sent, delivered, bounced, and answered to the end."""
    months: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    channels: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for i in surveys.invitations:
        if i.sent_at > as_of:
            continue
        for row in (months[i.survey_id][month_of(i.sent_at)[:7]], channels[i.survey_id][i.channel]):
            row["sent"] += 1
            row["delivered"] += i.delivered_at is not None and i.delivered_at <= as_of
            row["bounced"] += i.bounced_at is not None and i.bounced_at <= as_of
            row["answered"] += any(a.is_complete and a.answered_at <= as_of for a in i.answers)
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


def _follow_ups(surveys: Surveys, counted: list[SurveyAnswer], as_of: int) -> dict[str, object]:
    """By kind; and of the answers with a detractor's score, how many had a contact within 48 hours."""
    known = [f for f in surveys.follow_ups if f.done_at <= as_of]
    contacts: dict[str, int] = {}
    for f in known:
        if f.kind == "customer_contacted":
            contacts[f.answer_id] = min(f.done_at, contacts.get(f.answer_id, f.done_at))
    unhappy = [a for a in counted if QUESTIONS[a.question_id].metric == "nps" and a.score <= _DETRACTORS]
    due = [a for a in unhappy if a.answered_at + _CONTACT_WITHIN <= as_of]
    return {
        "by_kind": dict(sorted(Counter(f.kind for f in known).items())),
        "nps_detractors": len(unhappy),
        "nps_detractors_due_48h": len(due),
        "nps_detractors_contacted_48h": sum(
            a.answer_id in contacts and contacts[a.answer_id] <= a.answered_at + _CONTACT_WITHIN for a in due
        ),
    }

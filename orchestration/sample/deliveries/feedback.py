"""The voice of the customer, as files in the shape of the input contract."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.sample.clock import DAY, utc
from orchestration.sample.deliveries.tables import Table, Version
from orchestration.sample.deliveries.world import files_table
from orchestration.sample.simulation.surveys import QUESTIONS, Invitation, Surveys


def feedback_tables(surveys: Surveys, first_day: int) -> Iterator[Table]:
    """Questions, invitations, answers and follow-ups."""
    yield files_table(
        "feedback.questions",
        "question_id survey_id metric scope scale_min scale_max higher_is_better positive_from"
        " negative_to mirrors_question_id wording version",
        _questions(first_day * DAY),
        "upsert",
    )
    yield files_table(
        "feedback.survey_invitations",
        "invitation_id survey_id wave channel respondent_type respondent_id account_id ticket_id"
        " sent_at delivered_at bounced_at opened_at started_at expires_at",
        (_invitation(invitation) for invitation in surveys.invitations),
        "upsert",
        "csv.gz",
    )
    yield files_table(
        "feedback.survey_answers",
        "answer_id invitation_id survey_id question_id respondent_type respondent_id account_id"
        " ticket_id complaint_id agent_id answered_at score verbatim language channel is_complete wave site replied_at"
        " weight is_applicable",
        _answers(surveys),
        "append",
        "jsonl.gz",
    )
    yield files_table(
        "feedback.follow_ups",
        "follow_up_id answer_id kind done_by done_at",
        (
            [(f.done_at, (f.follow_up_id, f.answer_id, f.kind, f.done_by, utc(f.done_at)))]
            for f in surveys.follow_ups
        ),
    )


def _questions(at: int) -> Iterator[list[Version]]:
    for q in QUESTIONS.values():
        row = (
            q.question_id,
            q.survey_id,
            q.metric,
            q.scope,
            q.low,
            q.high,
            "true" if q.higher_is_better else "false",
            None,
            None,
            q.mirrors,
            q.wording,
            q.version,
        )
        yield [(at, row)]


def _invitation(i: Invitation) -> list[Version]:
    """As it was sent, and as it stood after each thing that happened to it."""
    head = (
        i.invitation_id,
        i.survey_id,
        i.wave,
        i.channel,
        i.respondent_type,
        i.respondent_id,
        i.account_id,
        i.ticket_id,
        utc(i.sent_at),
    )
    events = (i.delivered_at, i.bounced_at, i.opened_at, i.started_at)
    return [
        (
            at,
            (
                *head,
                *(utc(event) if event is not None and event <= at else None for event in events),
                utc(i.expires_at),
            ),
        )
        for at in (i.sent_at, *sorted(event for event in events if event is not None))
    ]


def _answers(surveys: Surveys) -> Iterator[list[Version]]:
    for i, answer in surveys.answers():
        row = (
            answer.answer_id,
            i.invitation_id,
            i.survey_id,
            answer.question_id,
            i.respondent_type,
            i.respondent_id,
            i.account_id,
            i.ticket_id,
            answer.complaint_id,
            answer.agent_id,
            utc(answer.answered_at),
            answer.score if answer.is_applicable else None,
            answer.verbatim,
            answer.language,
            i.channel,
            answer.is_complete,
            i.wave if i.invitation_id is None else None,
            None if isinstance(i, Invitation) else i.site,
            None if answer.replied_at is None else utc(answer.replied_at),
            answer.weight,
            None if answer.weight is None else answer.is_applicable,
        )
        yield [(answer.known_at, row)]

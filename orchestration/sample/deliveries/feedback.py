"""The voice of the customer, as files in the shape of the input contract: questions, invitations, answers."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.sample.clock import DAY, HOUR, utc
from orchestration.sample.deliveries.tables import Table, Version
from orchestration.sample.deliveries.world import World, account_of, files_table, sample_tickets

_VERBATIMS = (
    "Very quick, thank you.",
    "I had to explain it three times.",
    "Correct, nothing more.",
    "Réponse claire et rapide.",
    None,
    None,
)
_SCORES: dict[str, tuple[tuple[str, tuple[int, ...]], ...]] = {
    "s-relation": (("q-nps", (10, 10, 9, 9, 8, 8, 7, 6, 4, 0)),),
    "s-ticket": (
        ("q-csat", (5, 5, 5, 4, 4, 3, 2, 1)),
        ("q-ces", (7, 6, 6, 5, 4, 2)),
        ("q-fcr", (1, 1, 1, 0)),
    ),
}


def feedback_tables(world: World) -> Iterator[Table]:
    """Questions, invitations and answers."""
    yield files_table(
        "feedback.questions",
        "question_id survey_id metric scope scale_min scale_max higher_is_better positive_from"
        " negative_to wording version",
        _questions(world),
        "upsert",
    )
    invitations, answers = _surveys(world)
    yield files_table(
        "feedback.survey_invitations",
        "invitation_id survey_id wave channel respondent_type respondent_id account_id ticket_id"
        " sent_at delivered_at"
        " opened_at",
        invitations,
        "upsert",
        "csv.gz",
    )
    yield files_table(
        "feedback.survey_answers",
        "answer_id invitation_id survey_id question_id respondent_type respondent_id account_id"
        " ticket_id agent_id"
        " answered_at score verbatim language channel is_complete",
        answers,
        "append",
        "jsonl.gz",
    )


def _questions(w: World) -> Iterator[list[Version]]:
    at = w.company.first_day * DAY
    for question_id, survey_id, metric, scope, low, high in (
        ("q-nps", "s-relation", "nps", "relational", 0, 10),
        ("q-csat", "s-ticket", "csat", "transactional", 1, 5),
        ("q-ces", "s-ticket", "ces", "transactional", 1, 7),
        ("q-fcr", "s-ticket", "fcr_stated", "transactional", 0, 1),
    ):
        yield [
            (
                at,
                (
                    question_id,
                    survey_id,
                    metric,
                    scope,
                    low,
                    high,
                    "true",
                    None,
                    None,
                    f"{metric} question",
                    "1",
                ),
            )
        ]


def _surveys(w: World) -> tuple[list[list[Version]], list[list[Version]]]:
    """An invitation after some resolutions, and a relational one now and then; about a third is answered."""
    rng = w.rng
    invitations: list[list[Version]] = []
    answers: list[list[Version]] = []
    solved = [t for t in sample_tickets(w, 5200) if any(c.value == "solved" for c in t.status)]
    for number, ticket in enumerate(solved, 1):
        is_relational = number % 5 == 0
        survey_id = "s-relation" if is_relational else "s-ticket"
        sent_at = next(c.at for c in ticket.status if c.value == "solved") + 2 * HOUR
        account_id, ticket_id = account_of(ticket), None if is_relational else ticket.ticket_id
        invitation_id, channel = f"inv-{number:06d}", rng.choice(("email", "email", "web", "sms"))
        head = (
            invitation_id,
            survey_id,
            utc(sent_at)[:7],
            channel,
            "customer",
            ticket.requester_id,
            account_id,
            ticket_id,
            utc(sent_at),
        )
        delivered = utc(sent_at + 60) if rng.random() < 0.97 else None
        versions: list[Version] = [(sent_at, (*head, delivered, None))]
        if delivered and rng.random() < 0.5:
            answered_at = sent_at + 600 + int(rng.expovariate(1 / (20 * HOUR)))
            versions.append((answered_at, (*head, delivered, utc(answered_at))))
            for question_id, scores in _SCORES[survey_id] if rng.random() < 0.7 else ():
                row = (
                    f"ans-{number:06d}-{question_id[2:]}",
                    invitation_id,
                    survey_id,
                    question_id,
                    "customer",
                    ticket.requester_id,
                    account_id,
                    ticket_id,
                    w.agent_of(ticket, answered_at),
                    utc(answered_at + 90),
                    rng.choice(scores),
                    rng.choice(_VERBATIMS) if question_id != "q-fcr" else None,
                    "en",
                    channel,
                    True,
                )
                answers.append([(answered_at + 90, row)])
        invitations.append(versions)
    return invitations, answers

"""Surveys as objects: the questions, who was asked, who answered what, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

RELATION, TICKET, PEOPLE = "s-relation", "s-ticket", "s-people"


@dataclass(frozen=True)
class Question:
    """A question with its scale; `mirrors` is the customers' question that employees predict."""

    question_id: str
    survey_id: str
    metric: str
    scope: str | None
    low: int
    high: int
    higher_is_better: bool
    wording: str
    version: str = "1"
    mirrors: str | None = None


QUESTIONS = {
    q.question_id: q
    for q in (
        Question("q-nps", RELATION, "nps", "relational", 0, 10, True, "Would you recommend us?"),
        Question("q-again", RELATION, "repurchase_intent", "relational", 1, 5, True, "Will you buy again?"),
        Question("q-csat", TICKET, "csat", "transactional", 1, 5, True, "How satisfied are you?"),
        Question("q-effort", TICKET, "ces", "transactional", 1, 5, False, "How much effort was it?", "1.0"),
        Question("q-ces", TICKET, "ces", "transactional", 1, 7, True, "We made it easy for you.", "2.0"),
        Question("q-fcr", TICKET, "fcr_stated", "transactional", 0, 1, True, "Was it solved at once?"),
        Question("q-nps-ticket", TICKET, "nps", "transactional", 0, 10, True, "After this, recommend us?"),
        Question("q-enps", PEOPLE, "enps", "relational", 0, 10, True, "Would you recommend working here?"),
        Question("q-engagement", PEOPLE, "engagement", "relational", 1, 5, True, "I give my best here."),
        Question(
            "q-predicted",
            PEOPLE,
            "mirror_predicted",
            "transactional",
            1,
            5,
            True,
            "How satisfied will customers say they are?",
            mirrors="q-csat",
        ),
    )
}


@dataclass(slots=True)
class SurveyAnswer:
    """One respondent's answer to one question."""

    answer_id: str
    question_id: str
    answered_at: int
    score: int
    agent_id: int | None
    verbatim: str | None = None
    language: str | None = None
    is_complete: bool = True


@dataclass(slots=True)
class Invitation:
    """A request for feedback, what became of it, and its answers in the order in which they were given."""

    invitation_id: str
    survey_id: str
    wave: str
    channel: str
    respondent_type: str
    respondent_id: int
    account_id: str | None
    ticket_id: int | None
    sent_at: int
    delivered_at: int | None = None
    bounced_at: int | None = None
    opened_at: int | None = None
    started_at: int | None = None
    answers: list[SurveyAnswer] = field(default_factory=list)

    @property
    def expires_at(self) -> int:
        """Two weeks after it was sent; nobody answers later."""
        return self.sent_at + 14 * 86_400


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was done about an answer."""

    follow_up_id: str
    answer_id: str
    kind: str
    done_by: int | None
    done_at: int


@dataclass(frozen=True)
class Surveys:
    """Everything that was asked and answered, in the order of the invitations."""

    invitations: list[Invitation]
    follow_ups: list[FollowUp]

    def answers(self) -> Iterator[tuple[Invitation, SurveyAnswer]]:
        """Every answer with its invitation, in the order in which they are delivered."""
        for invitation in self.invitations:
            for answer in invitation.answers:
                yield invitation, answer

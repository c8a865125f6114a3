"""Surveys as objects: the questions, who was asked, who answered what, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

RELATION, TICKET, PEOPLE = "s-relation", "s-ticket", "s-people"
COMPLAINT, REVIEW, MYSTERY = "s-complaint", "s-review", "s-mystery"


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
        Question(
            "q-own",
            PEOPLE,
            "mirror_own",
            "transactional",
            1,
            5,
            True,
            "Would this service satisfy you?",
            mirrors="q-csat",
        ),
        Question(
            "q-complaint", COMPLAINT, "complaint_csat", "transactional", 1, 5, True, "Are you satisfied now?"
        ),
        Question("q-stars", REVIEW, "review_rating", None, 1, 5, True, "Stars of a public review"),
        Question(
            "q-visit-greeting", MYSTERY, "mystery_visit", None, 0, 1, True, "Was the greeting friendly?"
        ),
        Question("q-visit-need", MYSTERY, "mystery_visit", None, 0, 1, True, "Was the need asked for?"),
        Question("q-visit-right", MYSTERY, "mystery_visit", None, 0, 1, True, "Was the answer right?"),
        Question("q-visit-offer", MYSTERY, "mystery_visit", None, 0, 1, True, "Was an offer explained?"),
        Question("q-visit-end", MYSTERY, "mystery_visit", None, 0, 1, True, "Was it summed up?"),
    )
}


@dataclass(slots=True)
class SurveyAnswer:
    """One respondent's answer to one question; a criterion that does not apply has a score that nobody delivers."""

    answer_id: str
    question_id: str
    answered_at: int
    score: int
    agent_id: int | None
    verbatim: str | None = None
    language: str | None = None
    is_complete: bool = True
    complaint_id: str | None = None
    replied_at: int | None = None
    weight: int | None = None
    is_applicable: bool = True

    @property
    def known_at(self) -> int:
        """A public review is delivered with the reply to it."""
        return self.answered_at if self.replied_at is None else self.replied_at


@dataclass(slots=True)
class Invitation:
    """A request for feedback, what became of it, and its answers in the order in which they were given.

    `mean_feeling` is how people feel on average about a ticket like theirs; `rate` is the part of them that answers,
    before it is known how strongly they feel.
    """

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
    mean_feeling: float | None = None
    rate: float = 0.0
    answers: list[SurveyAnswer] = field(default_factory=list)

    @property
    def expires_at(self) -> int:
        """Two weeks after it was sent; nobody answers later."""
        return self.sent_at + 14 * 86_400

    @property
    def unit(self) -> str:
        """What its answers belong to."""
        return self.invitation_id


@dataclass(slots=True)
class Occasion:
    """Answers that nobody asked for by an invitation: a public review, or a visit of a mystery shopper."""

    survey_id: str
    channel: str
    respondent_id: int | str
    account_id: str | None = None
    wave: str | None = None
    site: str | None = None
    answers: list[SurveyAnswer] = field(default_factory=list)
    invitation_id: None = None
    ticket_id: None = None
    respondent_type: str = "customer"

    @property
    def unit(self) -> str:
        """Who answers, and when or where: the same respondent may come again."""
        return f"{self.respondent_id} {self.wave or self.site}"


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
    """Everything that was asked and answered, in the order of the invitations, then what came without one."""

    invitations: list[Invitation]
    follow_ups: list[FollowUp]
    occasions: list[Occasion] = field(default_factory=list)

    def answers(self) -> Iterator[tuple[Invitation | Occasion, SurveyAnswer]]:
        """Every answer with its invitation or occasion, in the order in which they are delivered."""
        everything: list[Invitation | Occasion] = [*self.invitations, *self.occasions]
        for asked in everything:
            for answer in asked.answers:
                yield asked, answer

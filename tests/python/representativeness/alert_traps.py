"""Answers that a careless rule would judge wrongly: of a customer of its own, each with what has to come of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from delivering import deliver_csv

SURVEY = "traps"
RULES = """\
résiliation,repurchase_intent,,RÉSILI,,,,high
worthless,repurchase_intent,,nul,,,,
lawyer,repurchase_intent,,avocat à,,,,
angry,repurchase_intent,,😡,,,,low
strict,repurchase_intent,2,,,2024-05-01,2024-05-10,low
strict,repurchase_intent,3,,,2024-05-10,,HIGH
was large,repurchase_intent,4,,large,2024-05-31,,
"""


@dataclass(frozen=True)
class Trap:
    """One answer to the question about buying again (1-5, high is good), and the rule that it has to meet first."""

    answer_id: str
    answered_at: str
    score: int | None
    words: str | None = None
    rule: str | None = None
    severity: str | None = None
    alarms: int = 0
    invitation_id: str | None = None
    respondent: str | None = None
    is_watched: bool = True
    is_deleted: bool = False


TRAPS = (
    # Words: accents, capitals, where a word begins, signs.
    Trap("capitals", "2024-04-20T10:00:00Z", 5, "Je vais RESILIER.", "résiliation", "high", 1),
    Trap("apart", "2024-04-20T10:01:00Z", 5, "Je re\u0301silie tout", "résiliation", "high", 1),
    Trap("inside", "2024-04-20T10:02:00Z", 5, "Commande annulée"),
    Trap("begins", "2024-04-20T10:03:00Z", 5, "C'est NULLE part", "worthless", "medium", 1),
    Trap("after-sign", "2024-04-20T10:04:00Z", 5, "Mon\n«nul»", "worthless", "medium", 1),
    Trap("apostrophe", "2024-04-20T10:05:00Z", 5, "l’avocat\u00a0A dit", "lawyer", "medium", 1),
    Trap("sign", "2024-04-20T10:06:00Z", 5, "Bravo 😡", "angry", "low", 1),
    Trap("two", "2024-04-20T10:07:00Z", 5, "Nul 😡, je résilie", "angry", "high", 3),
    Trap("words-alone", "2024-04-20T10:08:00Z", None, "nul", "worthless", "medium", 1),
    # A rule that begins and one that changes; what came before is not judged by it.
    Trap("before", "2024-04-30T23:59:59Z", 1),
    Trap("first-day", "2024-05-01T00:00:00Z", 2, None, "strict", "low", 1),
    Trap("not-yet-strict", "2024-05-09T23:59:59Z", 3),
    Trap("stricter", "2024-05-10T00:00:00Z", 3, None, "strict", "high", 1),
    # The segment of the day of the answer: the customer is small from June 1.
    Trap("while-large", "2024-05-31T23:59:00Z", 4, None, "was large", "medium", 1),
    Trap("while-small", "2024-06-01T00:00:00Z", 4),
    # Delivered again with another score, and withdrawn: the record counts as it stands.
    Trap("mistyped", "2024-05-12T10:00:00Z", 5),
    Trap("withdrawn", "2024-05-12T10:01:00Z", 1, is_watched=False, is_deleted=True),
    # The same once more is no second call; something else is.
    Trap("click", "2024-05-13T10:00:00Z", 1, "Non", "strict", "high", 1, respondent="T1"),
    Trap("click-again", "2024-05-13T10:00:02Z", 1, "Non", respondent="T1", is_watched=False),
    Trap("worse", "2024-05-13T11:00:00Z", 2, "Non !", "strict", "high", 1, respondent="T1"),
    # Two questions of an invitation that was never delivered are one response.
    Trap("lost-1", "2024-05-14T10:00:00Z", 1, None, "strict", "high", 2, invitation_id="LOST"),
    Trap("lost-2", "2024-05-14T10:01:00Z", 2, None, invitation_id="LOST", is_watched=False),
)
"""Scores alone raise nothing before May. `inside` begins with no keyword. The rules of words look at every answer."""

STEPS = (
    ("click-again", "customer_contacted", "2024-05-13T12:00:00Z"),
    ("lost-2", "acknowledged", "2024-05-14T10:31:00Z"),
    ("lost-1", "customer_contacted", "2024-05-14T10:00:30Z"),
    ("stricter", "resolved", "2024-05-12T00:00:00Z"),
    ("stricter", "customer_contacted", "2024-05-12T00:00:01Z"),
    ("first-day", "acknowledged", "2024-04-30T23:59:59Z"),
)


def deliver_traps(home: Path) -> None:
    """Customer, questions, answers and steps. What is corrected comes in a delivery of its own before."""
    accounts = "account_id,name,segment,created_at,updated_at"
    for day, segment in (("2024-01-01", "large"), ("2024-06-01", "small")):
        row = ("TRAP", "TRAP", segment, "2022-01-01T00:00:00Z", f"{day}T00:00:00Z")
        deliver_csv(home, "crm.accounts", accounts, [row], name=f"traps-{segment}")
    header = "question_id,survey_id,metric,scope,scale_min,scale_max,higher_is_better"
    questions = [
        (f"q-trap-{number}", SURVEY, "repurchase_intent", "relational", 1, 5, "true") for number in (1, 2)
    ]
    deliver_csv(home, "feedback.questions", header, questions, name="traps")
    header = (
        "answer_id,survey_id,question_id,respondent_type,account_id,answered_at,score,verbatim,invitation_id"
    )
    header += ",respondent_id,is_deleted"
    rows = [
        (
            trap.answer_id,
            SURVEY,
            "q-trap-2" if trap.answer_id == "lost-2" else "q-trap-1",
            "customer",
            "TRAP",
            trap.answered_at,
            trap.score,
            trap.words,
            trap.invitation_id,
            trap.respondent,
            str(trap.is_deleted).lower(),
        )
        for trap in TRAPS
    ]
    mistyped = [(*row[:6], 1, *row[7:10], "false") for row in rows if row[0] in ("mistyped", "withdrawn")]
    deliver_csv(home, "feedback.survey_answers", header, mistyped, name="a-mistyped")
    deliver_csv(home, "feedback.survey_answers", header, rows, name="b-corrected")
    steps = ((f"TF{n}", *step) for n, step in enumerate(STEPS))
    deliver_csv(home, "feedback.follow_ups", "follow_up_id,answer_id,kind,done_at", steps, name="traps")

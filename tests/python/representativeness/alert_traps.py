"""Answers that a careless rule would judge wrongly: of a customer of its own, each with what has to come of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from delivering import deliver_csv
from recoveries import SURVEYS as OF_RECOVERIES
from recoveries import deliver_recoveries

SURVEY = "traps"
SURVEYS = [SURVEY, *OF_RECOVERIES, "ticket_satisfaction"]
RULES = """\
résiliation,repurchase_intent,,,RÉSILI,,2024-01-01,,high
worthless,repurchase_intent,,,nul,,2024-01-01,,
lawyer,repurchase_intent,,,avocat à,,2024-01-01,,
angry,repurchase_intent,,,😡,,2024-01-01,,low
strict,repurchase_intent,2,1 to 5,,,2024-05-01,2024-05-10,low
strict,repurchase_intent,3,1 to 5,,,2024-05-10,,HIGH
was large,repurchase_intent,4,1 to 5,,large,2024-05-31,,
lukewarm,complaint_csat,4,5 to 1,,,2024-01-01,,
"""
QUESTIONS = {
    "again": ("repurchase_intent", 1, 5, True, None),
    "again-2": ("repurchase_intent", 1, 5, True, None),
    "again-7": ("repurchase_intent", 1, 7, True, None),
    "grade": ("csat", 1, 5, False, None),
    "faces": ("csat", 1, 3, True, None),
    "thumb": ("csat", 0, 1, True, None),
    "seven": ("csat", 1, 7, True, None),
    "own": ("csat", 1, 5, True, 3),
    "percent": ("csat", 0, 100, True, None),
    "down": ("nps", 0, 10, False, None),
    "complaint": ("complaint_csat", 1, 5, False, None),
    "complaint-up": ("complaint_csat", 1, 5, True, None),
}
"""Metric, both ends of the scale, whether high is good, and the source's own highest negative score."""


@dataclass(frozen=True)
class Trap:
    """One answer, and the gravest rule that it has to meet."""

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
    question: str = "again"


def _score(question: str, score: int, rule: str | None = None, *, is_watched: bool = True) -> Trap:
    """Of a day on which no rule of words looks at everything."""
    at = f"2024-08-01T10:{score % 60:02d}:00Z"
    severity = {None: None, "detractor": "high"}.get(rule, "medium")
    return Trap(
        f"{question}-{score}", at, score, None, rule, severity, int(rule is not None), is_watched=is_watched,
        question=question,
    )  # fmt: skip


TRAPS = (
    # Words: accents, capitals, where a word begins, signs.
    Trap("capitals", "2024-04-20T10:00:00Z", 5, "Je vais RESILIER.", "résiliation", "high", 1),
    Trap("apart", "2024-04-20T10:01:00Z", 5, "Je re\u0301silie tout", "résiliation", "high", 1),
    Trap("inside", "2024-04-20T10:02:00Z", 5, "Commande annulée"),
    Trap("begins", "2024-04-20T10:03:00Z", 5, "C'est NULLE part", "worthless", "medium", 1),
    Trap("after-sign", "2024-04-20T10:04:00Z", 5, "Mon\n«nul»", "worthless", "medium", 1),
    Trap("apostrophe", "2024-04-20T10:05:00Z", 5, "l’avocat\u00a0A dit", "lawyer", "medium", 1),
    Trap("sign", "2024-04-20T10:06:00Z", 5, "Bravo 😡", "angry", "low", 1),
    Trap("two", "2024-04-20T10:07:00Z", 5, "Nul 😡, je résilie", "résiliation", "high", 3),
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
    Trap(
        "lost-2", "2024-05-14T10:01:00Z", 2, None, invitation_id="LOST", is_watched=False, question="again-2"
    ),
    # What is negative depends on the scale and its direction.
    _score("grade", 2),
    _score("grade", 3),
    _score("grade", 4, "dissatisfied"),
    _score("faces", 2),
    _score("faces", 1, "dissatisfied"),
    _score("thumb", 1),
    _score("thumb", 0, "dissatisfied"),
    _score("seven", 4),
    _score("seven", 3, "dissatisfied"),
    _score("own", 4),
    _score("own", 3, "dissatisfied"),
    _score("percent", 50, is_watched=False),
    # The company's recommendation, up to 5 of 10: 0 is the best answer here.
    _score("down", 4),
    _score("down", 5, "detractor"),
    # A number is one of its scale and direction: it looks at no other.
    _score("again-7", 2),
    _score("complaint", 3),
    _score("complaint", 4, "lukewarm"),
    _score("complaint-up", 1, is_watched=False),
)
"""Scores alone raise nothing before May. `inside` begins with no keyword. The rules of words look at every answer."""

RATINGS = (
    ("RATED", "2024-05-20T09:00:00Z", "good"),
    ("RATED", "2024-05-20T10:00:00Z", "bad"),
    ("RATED", "2024-05-21T10:00:00Z", "good"),
    ("LIKED", "2024-05-20T10:00:00Z", "good"),
    ("HATED", "2024-05-20T09:30:00Z", "offered"),
    ("HATED", "2024-05-20T10:00:00Z", "bad"),
)
"""Of a ticket each; only one was offered to be rated, half an hour before it was."""

RATING_STEPS = (
    ("RATED:2", "acknowledged", "2024-05-20T11:00:00Z"),
    ("files:RATED:3", "customer_contacted", "2024-05-21T12:00:00Z"),
    ("files:HATED:1", "customer_contacted", "2024-05-22T10:00:01Z"),
    ("HATED:1", "customer_contacted", "2024-05-22T11:00:00Z"),
)
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
    deliver_recoveries(home)
    accounts = "account_id,name,segment,created_at,updated_at"
    for day, segment in (("2024-01-01", "large"), ("2024-06-01", "small")):
        row = ("TRAP", "TRAP", segment, "2022-01-01T00:00:00Z", f"{day}T00:00:00Z")
        deliver_csv(home, "crm.accounts", accounts, [row], name=f"traps-{segment}")
    header = "question_id,survey_id,metric,scope,scale_min,scale_max,higher_is_better"
    header += ",negative_to"
    questions = [
        (f"q-{name}", SURVEY, metric, "relational", low, high, str(is_high_good).lower(), negative_to)
        for name, (metric, low, high, is_high_good, negative_to) in QUESTIONS.items()
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
            f"q-{trap.question}",
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
    rated = {ticket for ticket, _, _ in RATINGS}
    header = "ticket_id,account_id,channel,topic,status,created_at,solved_at,team_id"
    tickets = [
        (ticket, "TRAP", "email", "delivery", "solved", "2024-05-19T10:00:00Z", "2024-05-19T11:00:00Z", "TT")
        for ticket in sorted(rated)
    ]
    deliver_csv(home, "ticketing.tickets", header, tickets, name="traps")
    deliver_csv(home, "ticketing.teams", "team_id,name", [("TT", "trap team")], name="traps")
    header = "ticket_id,changed_at,value,field"
    changes = [(*rating, "satisfaction_score") for rating in RATINGS]
    deliver_csv(home, "ticketing.ticket_changes", header, changes, name="traps")
    steps = ((f"TF{n}", *step) for n, step in enumerate(STEPS + RATING_STEPS))
    deliver_csv(home, "feedback.follow_ups", "follow_up_id,answer_id,kind,done_at", steps, name="traps")

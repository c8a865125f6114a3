"""Who answers, in any word a tool has for it: the question of an employees' survey decides, and no known word hides."""

from __future__ import annotations

from datetime import datetime

from voice_book import Company

DAY = datetime(2022, 8, 16, 9)
ASKED = datetime(2022, 12, 5, 9)
STAFF_WORDS = ["Employé", " STAFF ", "agent", "customer", "wizard", "employee"]
"""Of the six of one team who answer by name, one each; those of the other are of the kind `employee`."""
CUSTOMER_WORDS = {"Client": "customer", "customer": "customer", "Salarié": "employee", "wizard": "unknown"}
"""Word of an answer to a customers' question -> who it is."""


def add_odd_respondents(company: Company) -> None:
    """Six of two teams by name in August 2022, and four nameless answers in each month of the quarter; all are 9."""
    for number, word in enumerate(STAFF_WORDS):
        _answer_enps(company, f"odd big {number}", DAY, word, respondent_id=f"big {number}", wave="odd")
        _answer_enps(
            company, f"odd middle {number}", DAY, "employee", respondent_id=f"middle {number}", wave="odd"
        )
        for month in (7, 8, 9) if number < 4 else ():
            _answer_enps(company, f"odd {month} {number}", datetime(2022, month, 9, number), "employee")
    _answer_enps(company, "odd again", DAY.replace(hour=10), "employee", respondent_id="big 0", wave="odd")
    for question, metric in (("odd csat", "csat"), ("odd pulse", "mirror_own")):
        company.add(
            "feedback.questions", question_id=question, survey_id=question, metric=metric, scope="relational",
            scale_min=1, scale_max=5, higher_is_better=True,
        )  # fmt: skip
        for word in CUSTOMER_WORDS:
            company.add(
                "feedback.survey_invitations", invitation_id=f"{question} {word}", survey_id=question, sent_at=ASKED,
                respondent_type=word, channel="email",
            )  # fmt: skip
            company.add(
                "feedback.survey_answers", answer_id=f"{question} {word}", question_id=question, respondent_type=word,
                invitation_id=f"{question} {word}", answered_at=ASKED, score=1, verbatim="slow api",
            )  # fmt: skip


def _answer_enps(company: Company, name: str, at: datetime, word: str, **who: str) -> None:
    company.add(
        "feedback.survey_answers", answer_id=name, question_id="e-nps", respondent_type=word, answered_at=at, score=9,
        ticket_id="k5", channel="email", verbatim="slow api", **who,
    )  # fmt: skip

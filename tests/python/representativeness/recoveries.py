"""Detractors who are asked again by another version of the survey, or of whom only the account is known."""

from __future__ import annotations

from pathlib import Path

from delivering import deliver_csv

SURVEYS = ("walk-1", "walk-2", "twins")
QUESTIONS = (
    ("q-walk-1", "walk-1", "transactional", 1),
    ("q-walk-2", "walk-2", "transactional", 2),
    ("q-walk-general", "walk-2", "relational", 2),
    ("q-twin-shop", "twins", "transactional", 1),
    ("q-twin-site", "twins", "transactional", 1),
)
ANSWERS = (
    # Another version of the survey asks again; what is asked about the whole relation is something else.
    ("walker-1", "q-walk-1", "W1", None, "2024-02-05T10:00:00Z", 2),
    ("walker-general", "q-walk-general", "W1", None, "2024-03-05T10:00:00Z", 5),
    ("walker-2", "q-walk-2", "W1", None, "2024-04-05T10:00:00Z", 9),
    # The account alone; a person of it is somebody else.
    ("account-1", "q-walk-1", None, "WALK", "2024-02-06T10:00:00Z", 6),
    ("account-person", "q-walk-1", "W2", "WALK", "2024-03-06T10:00:00Z", 10),
    ("account-2", "q-walk-2", None, "WALK", "2024-04-06T10:00:00Z", 7),
    ("account-3", "q-walk-2", None, "WALK", "2024-04-16T10:00:00Z", 1),
    # Nobody knows who it was.
    ("nobody-1", "q-walk-1", None, None, "2024-02-07T10:00:00Z", 0),
    ("nobody-2", "q-walk-1", None, None, "2024-04-07T10:00:00Z", 9),
    # Two questions of one form: each has its own next answer.
    ("shop-1", "q-twin-shop", "W3", None, "2024-02-08T10:00:00Z", 2),
    ("site-1", "q-twin-site", "W3", None, "2024-02-08T10:00:10Z", 9),
    ("shop-2", "q-twin-shop", "W3", None, "2024-04-08T10:00:00Z", 3),
    ("site-2", "q-twin-site", "W3", None, "2024-04-08T10:00:10Z", 9),
)
"""Asked again in April: walker and account, who come round, and of the twins the shop, which does not."""


def deliver_recoveries(home: Path) -> None:
    """A customer, questions and answers of their own."""
    row = ("WALK", "WALK", "walkers", "2022-01-01T00:00:00Z")
    deliver_csv(home, "crm.accounts", "account_id,name,segment,created_at", [row], name="recoveries")
    header = "question_id,survey_id,scope,version,metric,scale_min,scale_max,higher_is_better"
    questions = [(*question, "nps", 0, 10, "true") for question in QUESTIONS]
    deliver_csv(home, "feedback.questions", header, questions, name="recoveries")
    header = "answer_id,question_id,respondent_id,account_id,answered_at,score,wave,channel,respondent_type"
    rows = [(*answer, f"wave of {answer[4][:10]}", "qr", "customer") for answer in ANSWERS]
    deliver_csv(home, "feedback.survey_answers", header, rows, name="recoveries")

"""Employees who are asked what they think of their employer, in teams of any size, some of them tiny."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import NamedTuple

from voice_book import Company

SIZES = {"big": 30, "middle": 14, "small": 7, "tiny": 3, "single": 1}

RATES = {2: 0.9, 5: 0.9, 6: 0.45, 8: 0.45, 9: 0.1, 11: 0.45}
"""Month -> how many answer in it."""


class Voice(NamedTuple):
    """One answer that counts."""

    person: str
    team: str
    question: str
    score: int
    at: datetime


def add_employees(company: Company, rng: random.Random) -> list[Voice]:
    """Everybody is asked in every quarter, and answers in some of them; two questions in one survey."""
    for question, metric, low, high in (("e-nps", "enps", 0, 10), ("e-like", "engagement", 1, 5)):
        company.add(
            "feedback.questions", question_id=question, survey_id="staff", metric=metric, scope="relational",
            scale_min=low, scale_max=high, higher_is_better=True,
        )  # fmt: skip
    company.add(
        "feedback.survey_answers", answer_id="e-panel", question_id="panelled", respondent_type="employee", score=0,
        respondent_id="big 0", answered_at=datetime(2023, 12, 9), channel="panel", agent_id="G1", wave="p", ticket_id="k5",
        verbatim="slow api",
    )  # fmt: skip
    company.add(
        "feedback.questions", question_id="panelled", survey_id="staff", metric="csat", scope="relational", scale_min=0,
        scale_max=10, higher_is_better=True,
    )  # fmt: skip
    _add_nameless(company)
    voices = _add_changed_minds(company)
    for team, size in SIZES.items():
        company.add("ticketing.teams", team_id=f"E-{team}", name=f"staff {team}")
        for number in range(size):
            person = f"{team} {number}"
            # Some are agents, and answer by the one or by the other of their ids.
            ids = [person, f"agent {person}"] if number % 3 == 0 else [person]
            company.add(
                "workforce.employees", employee_id=person, agent_id=ids[-1] if ids[1:] else None, team_id=f"E-{team}",
                is_agent=len(ids) > 1, hired_on="2020-01-01",
            )  # fmt: skip
            for month, share in RATES.items():
                if rng.random() < share:
                    at = datetime(2023, month, 1) + timedelta(days=rng.randrange(27))
                    for question, low, high in (("e-nps", 0, 10), ("e-like", 1, 5)):
                        score = rng.randint(low, high)
                        company.add(
                            "feedback.survey_answers", answer_id=f"{person} {month} {question}", question_id=question,
                            respondent_type="employee", respondent_id=ids[month % len(ids)], wave=f"staff {month}", answered_at=at,
                            score=score, is_complete=True, channel="email",
                        )  # fmt: skip
                        voices.append(Voice(person, f"staff {team}", question, score, at))
    return voices


def _add_changed_minds(company: Company) -> list[Voice]:
    """One wave around the turn of a quarter: two say something, and in April another thing, or the same again."""
    voices = []
    for number, scores in enumerate(((2, 9), (10, 10))):
        for at, score in zip((datetime(2023, 3, 31, 9), datetime(2023, 4, 2, 9)), scores, strict=True):
            person = f"big {number}"
            company.add(
                "feedback.survey_answers", answer_id=f"turn {number} {at.month}", question_id="e-nps", score=score,
                respondent_type="employee", respondent_id=person, wave="turn", answered_at=at, is_complete=True,
            )  # fmt: skip
            voices.append(Voice(person, "staff big", "e-nps", score, at))
    return voices


def _add_nameless(company: Company) -> None:
    """Of 2022: one question to five in winter, over a spring without a wave, and five questions to one in autumn."""
    days = [(0, datetime(2022, 2, 9))] * 5
    days += [(0, datetime(2022, month, 9)) for month in (4, 5, 5, 6, 6)]
    days += [(number, datetime(2022, 11, 9)) for number in range(5)]
    for number, (asked, at) in enumerate(days):
        company.add(
            "feedback.survey_answers", answer_id=f"nameless {number}", question_id=f"e-pulse {asked}", score=1,
            respondent_type="employee", answered_at=at, is_complete=True,
        )  # fmt: skip
    for number in range(5):
        company.add(
            "feedback.questions", question_id=f"e-pulse {number}", survey_id="pulse", metric="engagement",
            scope="relational", scale_min=1, scale_max=5, higher_is_better=True,
        )  # fmt: skip

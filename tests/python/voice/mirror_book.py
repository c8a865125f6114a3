"""Employees who predict what customers answer, well and badly, on the same scale and on another one."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from employee_book import SIZES, Voice
from voice_book import QUESTIONS, Company

MIRRORS: dict[str, tuple[str, str, dict[int, float]]] = {
    "p-five": ("mirror_predicted", "csat-5", {2: 0.9, 5: 0.9, 6: 0.5, 8: 0.6, 10: 0.9}),
    "o-five": ("mirror_own", "csat-5", {2: 0.9, 5: 0.9}),
    "p-seven": ("mirror_predicted", "csat-7", {5: 0.9, 11: 0.9}),
    "p-low": ("mirror_predicted", "csat-low", {7: 0.9}),
    "p-ten": ("mirror_predicted", "nps-t", {9: 0.9}),
    "p-odd": ("mirror_predicted", "rebuy", {9: 0.9}),
    "p-turned": ("mirror_predicted", "csat-5", {12: 0.9}),
}
"""question -> metric, what it mirrors, month -> how many answer. The last two have another scale, or direction."""


def add_predictions(company: Company, rng: random.Random) -> list[Voice]:
    """Everybody is asked in some months, and thinks better of the company than it is; some change their minds."""
    voices = []
    for question, (metric, mirrored, months) in MIRRORS.items():
        _, _, low, high, is_high_good, _ = QUESTIONS[mirrored]
        high += question == "p-odd"
        company.add(
            "feedback.questions", question_id=question, survey_id="staff mirror", metric=metric, scale_min=low,
            scale_max=high, higher_is_better=is_high_good == (question != "p-turned"), mirrors_question_id=mirrored,
            # An own cut of the employees' question, which the customers' one has not.
            positive_from=2 if question == "p-five" else None,
        )  # fmt: skip
        for team, size in SIZES.items():
            for number in range(size):
                for month, share in months.items():
                    if rng.random() >= share:
                        continue
                    person, at = (
                        f"{team} {number}",
                        datetime(2023, month, 1) + timedelta(days=rng.randrange(27)),
                    )
                    scores = [rng.randint(low, high) for _ in range(2)]
                    score = max(scores) if is_high_good else min(scores)
                    first = [rng.randint(low, high)] if rng.random() < 0.1 else []
                    for times, said in enumerate([*(s for s in first if s != score), score]):
                        company.add(
                            "feedback.survey_answers", answer_id=f"{person} {month} {question} {times}",
                            question_id=question, respondent_type="employee",
                            respondent_id=f"agent {person}" if month == 5 and number % 3 == 0 else person,
                            wave=f"mirror {month}", answered_at=at + timedelta(minutes=times), score=said,
                            is_complete=True, channel="email",
                        )  # fmt: skip
                    voices.append(Voice(person, f"staff {team}", question, score, at))
    return voices

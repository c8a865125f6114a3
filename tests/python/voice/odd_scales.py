"""Scales, scores and words that are delivered otherwise than most: a survey of June 2022 for each."""

from __future__ import annotations

from datetime import datetime

from voice_book import Company

DAY = datetime(2022, 6, 8, 12)
CUTS: dict[str, tuple[str, float, float, bool, float | None, float | None, float | None, float | None]] = {
    "all above five": ("csat", 1, 10, True, 6, None, 6, 5),
    "halves": ("csat", 0.5, 5, True, 3, None, 3, 2.5),
    "between steps": ("csat", 1, 10, True, 6.5, None, 6.5, 6),
    "four is bad": ("csat", 1, 5, True, None, 4, 5, 4),
    "four is both": ("csat", 1, 5, True, 4, 4, 4, 3),
    "two is both, low is good": ("csat", 1, 5, False, 2, 2, 2, 3),
    "all are good": ("csat", 1, 5, True, 1, None, 1, None),
    "one answer": ("csat", 3, 3, True, None, None, 3, None),
    "best first": ("csat", 5, 1, False, None, None, 2, 4),
    "of a recommendation": ("nps", 0, 10, True, 5, 7, 9, 6),
}
"""Metric, both ends as delivered, whether high is good, the question's own cuts; then the cuts that hold."""

VERDICTS = {"v bad, with words": "BadWithComment", "v good, with words": "good with comment"}


def add_odd_scales(company: Company) -> None:
    """All on one day."""
    for question, (metric, low, high, is_high_good, positive_from, negative_to, _, _) in CUTS.items():
        company.add(
            "feedback.questions", question_id=question, survey_id=question, metric=metric, scope="relational",
            scale_min=low, scale_max=high, higher_is_better=is_high_good, positive_from=positive_from,
            negative_to=negative_to, wording=f"How was it, {question}?",
        )  # fmt: skip
    for score in (1, 2, 5):
        _answer(company, "best first", f"best first {score}", score)
    for question, metric, high in (("huge", "csat", 99_999), ("weighty", "mystery_visit", 1)):
        company.add(
            "feedback.questions", question_id=question, survey_id=question, metric=metric, scope="relational",
            scale_min=0, scale_max=high, higher_is_better=True,
        )  # fmt: skip
    for name, score in (("least", 0), ("most", 99_999), ("too much", 100_000), ("far too much", -5e10)):
        _answer(company, "huge", name, int(score))
    for visit, score in (("n1", 1), ("n2", 0)):
        _answer(company, "weighty", visit, score, wave=visit, weight=400_000)
    _answer(company, "nobody asked", "of no question", 9)
    for name, words in (("blank", "   "), ("tabs", "\t"), ("spoken", "well")):
        _answer(company, "four is bad", name, 5, verbatim=words)
    nine = DAY.replace(hour=9)
    for ticket, verdict in VERDICTS.items():
        company.add(
            "ticketing.tickets", ticket_id=ticket, channel="email", topic="kept", status="solved", created_at=nine,
            solved_at=nine,
        )  # fmt: skip
        company.add(
            "ticketing.ticket_changes",
            ticket_id=ticket,
            field="satisfaction_score",
            value=verdict,
            changed_at=DAY,
        )


def _answer(company: Company, question: str, name: str, score: float, **more: object) -> None:
    company.add(
        "feedback.survey_answers", answer_id=name, question_id=question, score=score, respondent_type="customer",
        respondent_id=name, answered_at=DAY, **more,
    )  # fmt: skip

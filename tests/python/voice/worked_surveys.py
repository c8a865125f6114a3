"""Small surveys whose scores are known by heart: the catalogue's vectors, and one answer for each rule of counting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from voice_book import Company

AT = datetime(2022, 5, 10, 12)

NPS = {
    "nps 40/40/20": (160, 160, 80),
    "nps 50/0/50": (200, 0, 200),
    "nps 50/30/20": (50, 30, 20),
    "nps 15/9/12": (15, 9, 12),
}
"""Promoters, passives, detractors."""

CSAT = {5: 42, 4: 32, 3: 10, 2: 9, 1: 14}

CASES: dict[str, tuple[list[tuple[str, int, float | None, dict[str, object]]], list[str | None]]] = {
    "the last one counts": (
        [("i", 0, 3, {}), ("i", 60, 9, {})],
        ["superseded", None],
    ),
    "unfinished, later": (
        [("i", 0, 3, {}), ("i", 60, 9, {"is_complete": False})],
        [None, "incomplete"],
    ),
    "words alone, later": (
        [("i", 0, 3, {}), ("i", 60, None, {"verbatim": "no"})],
        [None, "no_score"],
    ),
    "the same again": (
        [("i", 0, 9, {}), ("i", 60, 9, {})],
        [None, "resubmitted"],
    ),
    "there and back": (
        [("i", 0, 9, {}), ("i", 60, 3, {}), ("i", 120, 9, {})],
        ["superseded", "superseded", None],
    ),
    "the same score with other words": (
        [("i", 0, 9, {}), ("i", 60, 9, {"verbatim": "now I know why"})],
        ["superseded", None],
    ),
    "one respondent, one wave": (
        [("r", 0, 9, {"wave": "1"}), ("r", 60, 2, {"wave": "1"}), ("r", 120, 5, {"wave": "2"})],
        ["superseded", None, None],
    ),
    "one respondent, no wave: a month": (
        [("r", 0, 3, {}), ("r", 60, 4, {}), ("r", 60 * 24 * 40, 9, {})],
        ["superseded", None, None],
    ),
    "nobody known": (
        [("", 0, 9, {}), ("", 0, 9, {})],
        [None, None],
    ),
    "nobody known, word for word": (
        [
            ("", 0, 9, {"verbatim": "fine"}),
            ("", 0, 9, {"verbatim": "fine"}),
            ("", 1, 9, {"verbatim": "fine"}),
        ],
        [None, "resubmitted", None],
    ),
    "off the scale": (
        [("i", 0, 11, {}), ("r", 0, -1, {})],
        ["off_scale", "off_scale"],
    ),
    "does not apply": (
        [("i", 0, 9, {"is_applicable": False})],
        ["not_applicable"],
    ),
    "asked nowhere": (
        [("i", 0, 9, {"question_id": "nobody's"})],
        ["unknown_question"],
    ),
}
"""Case -> answers (by invitation, by respondent or of nobody; minutes; score; more), and why each is set aside."""


def add_worked_surveys(company: Company) -> None:
    """Each a survey of its own, in the May of 2022, so that `survey` tells them apart."""
    for survey, classes in NPS.items():
        _ask(company, survey, "nps", 0, 10)
        scores = (score for score, count in zip((9, 8, 6), classes, strict=True) for _ in range(count))
        _answer(company, survey, scores)
    _ask(company, "csat 74/107", "csat", 1, 5)
    _answer(company, "csat 74/107", (score for score, count in CSAT.items() for _ in range(count)))
    _ask(company, "one to ten", "nps", 1, 10)
    _answer(company, "one to ten", range(1, 11))
    for size in range(2, 12):
        _ask(company, f"size {size}", "csat", 11 - size, 10)
        _answer(company, f"size {size}", range(11 - size, 11))
    _ask(company, "monthly", "nps", 0, 10)
    _answer(company, "monthly", [10] * 9 + [0], AT)
    _answer(company, "monthly", [0] * 90, AT + timedelta(days=31), "later")
    for case, (answers, _) in CASES.items():
        _ask(company, case, "nps", 0, 10)
        for number, (way, minutes, score, more) in enumerate(answers):
            known = {"i": {"invitation_id": f"i {case}"}, "r": {"respondent_id": f"r {case}"}}.get(way, {})
            company.add(
                "feedback.survey_answers",
                **{
                    "answer_id": f"{case} {number}", "question_id": case, "respondent_type": "customer",
                    "answered_at": AT + timedelta(minutes=minutes), "score": score, **known, **more,
                },
            )  # fmt: skip


def add_mystery_visits(company: Company) -> None:
    """Three visits, criteria with weights; one does not apply. Passed / applicable: 5/6, 2/3, 1/6."""
    for criterion in ("greeted", "listened", "solved"):
        company.add(
            "feedback.questions", question_id=criterion, survey_id="visit", metric="mystery_visit", scale_min=0,
            scale_max=1, higher_is_better=True,
        )  # fmt: skip
    for visit, scores in {"v1": (1, 0, 1), "v2": (1, 0, None), "v3": (0, 1, 0)}.items():
        for criterion, weight, score in zip(
            ("greeted", "listened", "solved"), (2, 1, 3), scores, strict=True
        ):
            company.add(
                "feedback.survey_answers", answer_id=f"{visit} {criterion}", question_id=criterion, score=score,
                respondent_type="customer", respondent_id="shopper", wave=visit, answered_at=AT, weight=weight,
                is_applicable=score is not None,
            )  # fmt: skip


def add_invitations(company: Company) -> None:
    """Delivered and over: 4, of which 2 are answered. Sent and over: 6. One can still be answered; a panel, an employee."""
    _ask(company, "asked", "csat", 1, 5)
    last_year: dict[str, object] = {
        "sent_at": AT,
        "delivered_at": AT,
        "respondent_type": "customer",
        "channel": "sms",
    }
    for name, more in {
        "w0": {}, "w1": {}, "w2": {}, "w3": {}, "w4": {"bounced_at": AT}, "w5": {"delivered_at": None},
        "w6": {"expires_at": datetime(2024, 2, 1)}, "w7": {"channel": "panel"}, "w8": {"respondent_type": "employee"},
    }.items():  # fmt: skip
        company.add(
            "feedback.survey_invitations", invitation_id=name, survey_id="asked", **{**last_year, **more}
        )
    _ask(company, "poster", "csat", 1, 5)
    for number in range(8):
        is_poster, later = number > 3, AT + timedelta(minutes=5)
        company.add(
            "feedback.survey_invitations", invitation_id=f"m{number}", survey_id="poster",
            **{
                **last_year, "channel": "qr" if is_poster else "email", "bounced_at": None if is_poster else AT,
                "delivered_at": None if is_poster or number == 3 else later, "opened_at": later if number == 3 else None,
            },
        )  # fmt: skip
    for name, invitation_id, is_complete, kind in (
        ("w0", "w0", True, "customer"), ("w1", "w1", True, "customer"), ("w1 again", "w1", True, "customer"),
        ("w2", "w2", False, "customer"), ("w7", "w7", True, "customer"), ("w8", "w8", True, "employee"),
        ("m0", "m0", True, "customer"), ("m7", "m7", True, "customer"),
    ):  # fmt: skip
        company.add(
            "feedback.survey_answers", answer_id=name, question_id="poster" if name[0] == "m" else "asked", respondent_type=kind, score=4,
            answered_at=AT + timedelta(days=1), invitation_id=invitation_id, is_complete=is_complete,
        )  # fmt: skip


def add_agent_between_teams(company: Company) -> None:
    """G9 is in team 0 in April, in no team in May, in team 1 from June on, and has an answer in each."""
    for team, since in (
        ("T0", datetime(2022, 1, 1)),
        (None, datetime(2022, 5, 1)),
        ("T1", datetime(2022, 6, 1)),
    ):
        company.add("ticketing.agents", agent_id="G9", team_id=team, updated_at=since)
    _ask(company, "between teams", "csat", 1, 5)
    for month in (4, 5, 6):
        company.add(
            "feedback.survey_answers", answer_id=f"between {month}", question_id="between teams", agent_id="G9",
            respondent_type="customer", respondent_id=f"b{month}", answered_at=datetime(2022, month, 10), score=4,
        )  # fmt: skip


def _ask(company: Company, survey: str, metric: str, low: int, high: int) -> None:
    company.add(
        "feedback.questions", question_id=survey, survey_id=survey, metric=metric, scope="relational", scale_min=low,
        scale_max=high, higher_is_better=True,
    )  # fmt: skip


def _answer(
    company: Company, survey: str, scores: Iterable[int], at: datetime = AT, mark: str = "first"
) -> None:
    for number, score in enumerate(scores):
        company.add(
            "feedback.survey_answers", answer_id=f"{survey} {mark} {number}", question_id=survey, score=score,
            respondent_type="customer", respondent_id=f"{survey} {mark} {number}", answered_at=at,
        )  # fmt: skip

"""Tickets that are reopened, merged and deleted, odd scales, words of channels, visits at midnight: a survey for each."""

from __future__ import annotations

from datetime import datetime, timedelta

from voice_book import Company

DAY = datetime(2022, 8, 10, 12)
CHANNEL_WORDS = {
    "E-Mail": "email", "QR code": "qr", "WhatsApp": "im", "SMS": "sms", "phone call": "phone", "web": "web",
    "Helpcenter": "web", "pigeon": "pigeon",
}  # fmt: skip
"""Word of a survey tool -> channel."""


def add_voice_cases(company: Company) -> None:
    """All in August 2022."""
    _add_tickets(company)
    _ask(company, "stated", "fcr_stated", 0, 1)
    for name, more in {
        "reopened": {"ticket_id": "v reopened"}, "merged": {"ticket_id": "v merged"},
        "deleted": {"ticket_id": "v deleted"}, "solved, merged": {"ticket_id": "v solved, merged"},
        "named": {"agent_id": "G3"},
    }.items():  # fmt: skip
        _answer(company, "stated", name, 1, wave="summer", channel="E-Mail", **more)
    _ask(company, "half stars", "csat", 0.5, 5)
    for number in range(1, 11):
        _answer(company, "half stars", f"h{number}", number / 2)
    _ask(company, "of a hundred", "csat", 0, 100)
    _ask(company, "hundred and a share", "complaint_csat", 0, 100)
    for score in (0, 50, 100):
        _answer(
            company,
            "of a hundred",
            f"c{score}",
            score,
            **({"invitation_id": "hundred"} if score == 50 else {}),
        )
        _answer(company, "hundred and a share", f"s{score}", score)
    company.add(
        "feedback.survey_invitations", invitation_id="hundred", survey_id="of a hundred", sent_at=DAY,
        respondent_type="customer", channel="e-mail",
    )  # fmt: skip
    _ask(company, "words", "csat", 1, 5)
    for word in CHANNEL_WORDS:
        _answer(company, "words", word, 5, channel=word)
    _ask(company, "waits", "csat", 1, 5)
    _answer(company, "waits", "solved", 4, ticket_id="v reopened")
    _answer(
        company, "waits", "not yet", 1, ticket_id="v reopened", answered_at=DAY.replace(hour=9, minute=30)
    )
    _ask(company, "merged later", "repurchase_intent", 1, 4)
    for ticket in ("into new", "merged"):
        _answer(company, "merged later", ticket, 4, ticket_id=f"v {ticket}")
    _ask(company, "only words", "csat", 1, 5)
    for name in ("said", "silent"):
        company.add(
            "feedback.survey_invitations", invitation_id=f"only {name}", survey_id="only words", sent_at=DAY,
            respondent_type="customer", channel="e-mail",
        )  # fmt: skip
    company.add(
        "feedback.survey_answers", answer_id="only words", question_id="only words", respondent_type="customer",
        invitation_id="only said", answered_at=DAY, verbatim="fine",
    )  # fmt: skip
    for criterion, minute, score in (("late", -1, 1), ("early", 1, 0)):
        _ask(company, criterion, "mystery_visit", 0, 1, survey="night visit")
        company.add(
            "feedback.survey_answers", answer_id=criterion, question_id=criterion, respondent_type="customer",
            respondent_id="night", wave="n1", score=score, answered_at=datetime(2022, 8, 11) + timedelta(minutes=minute),
        )  # fmt: skip


def _add_tickets(company: Company) -> None:
    """Solved by G0, and of team 0, at nine; `v reopened` a week later by G1; `v kept` by G2; `v new` three days later."""
    nine = DAY.replace(hour=9)
    for name, agent, more in (
        ("reopened", 1, {}), ("kept", 2, {}), ("deleted", 0, {"status": "deleted"}),
        ("merged", None, {"merged_into_ticket_id": "v kept", "status": "closed", "topic": "other"}),
        ("solved, merged", 0, {"merged_into_ticket_id": "v kept"}),
    ):  # fmt: skip
        row = {
            "ticket_id": f"v {name}", "channel": "email", "topic": "kept", "status": "solved", "created_at": nine,
            "solved_at": None if agent is None else nine, "team_id": None if agent is None else f"T{agent % 3}",
            "assignee_id": None if agent is None else f"G{agent}", **more,
        }  # fmt: skip
        company.add("ticketing.tickets", **row)
    for name, days, more in (("into new", 0, {"merged_into_ticket_id": "v new"}), ("new", 3, {})):
        company.add(
            "ticketing.tickets", ticket_id=f"v {name}", channel="email", topic=name, status="open",
            created_at=nine + timedelta(days=days), **more,
        )  # fmt: skip
    for at, name, value in (
        (nine, "assignee_id", "G0"), (nine, "team_id", "T0"), (nine, "status", "new"),
        (nine + timedelta(hours=1), "status", "solved"), (nine + timedelta(days=6), "status", "open"),
        (nine + timedelta(days=6), "assignee_id", "G1"), (nine + timedelta(days=6), "team_id", "T1"),
        (nine + timedelta(days=7), "status", "solved"),
    ):  # fmt: skip
        company.add(
            "ticketing.ticket_changes", ticket_id="v reopened", field=name, changed_at=at, value=value
        )
    for ticket, hour, verdict in (("merged", 1, "bad"), ("kept", 2, "good")):
        company.add(
            "ticketing.ticket_changes", ticket_id=f"v {ticket}", field="satisfaction_score", value=verdict,
            changed_at=DAY + timedelta(hours=hour),
        )  # fmt: skip


def _ask(company: Company, question: str, metric: str, low: float, high: float, survey: str = "") -> None:
    company.add(
        "feedback.questions", question_id=question, survey_id=survey or question, metric=metric,
        scope="transactional", scale_min=low, scale_max=high, higher_is_better=True,
    )  # fmt: skip


def _answer(company: Company, question: str, name: str, score: float, **more: str | datetime) -> None:
    company.add(
        "feedback.survey_answers", answer_id=f"{question} {name}", question_id=question, score=score,
        respondent_type="customer", respondent_id=f"{question} {name}",
        **{"answered_at": DAY + timedelta(hours=1), **more},
    )  # fmt: skip

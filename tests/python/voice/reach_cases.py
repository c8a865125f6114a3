"""Words of invitations, an invitation that many answer, customers behind purchases and complaints, calls too early."""

from __future__ import annotations

from datetime import datetime, timedelta

from voice_book import Company

NOON = datetime(2022, 9, 14, 12)
INVITED_WORDS = {
    "E-Mail": "email", "WhatsApp": "im", "Facebook": "social", "QR code": "qr", "in-app": "app", "push": "app",
    "Messenger": "im", "SMS": "sms", " Kiosk ": "kiosk", "Panel": "panel", "Lobby screen": "kiosk",
    "Balloon": "balloon",
}  # fmt: skip
"""Word of an invitation -> channel: `Lobby screen` by the company's own mapping, `Balloon` by none."""
CHANNEL_MAPPING = "source,word,channel\n*,lobby screen,kiosk\n"

STAND = [(f"p{number}", 1 if number < 5 else 5) for number in range(10)]
"""Ten people at one kiosk, which has one invitation: who, and the score of 5."""

STEPS = {
    "early": ("acknowledged", "called back", -2880, False),
    "in time": ("customer_contacted", "called back", 90, True),
    "too early": ("customer_contacted", "called back", -2880, False),
    "second": ("customer_contacted", "called back", 300, False),
    "only early": ("customer_contacted", "called before", -60, False),
    "nobody's": ("customer_contacted", "not delivered", -60, True),
    "nobody's second": ("customer_contacted", "not delivered", 60, False),
}
"""Step -> what it is, the answer, minutes after it, and whether it is the first of its kind that can close the loop."""

INSTRUMENTS = {
    "of five": {"email": [5, 4, 3, 1], "web": [5, 5, 4, 2]},
    "thumb": {None: [1] * 12, "im": [1, 0], "email": [1, 1]},
}
"""Of October: two instruments of csat, and what was answered through which channel."""

REACHED: dict[str, tuple[str | None, str | None]] = {
    "bought nps": ("A4", None), "bought csat": ("A4", None), "bought by test": ("A11", "test"),
    "bought, own account": ("A5", None), "unknown order": (None, None),
    "complained": ("A3", None), "complained by account": ("A6", None), "complained by test": ("A11", "test"),
}  # fmt: skip
"""Answer -> the account that it has to reach, and why it is set aside."""


def add_reach_cases(company: Company) -> None:
    """All in September 2022, the instruments in October."""
    _add_invited_words(company)
    _add_shared(company)
    _add_steps(company)
    _add_purchases(company)
    _add_complaints(company)
    _add_instruments(company)


def _add_invited_words(company: Company) -> None:
    _ask(company, "invited words", "ces", 1, 7)
    for word in INVITED_WORDS:
        _invite(company, f"w {word}", "invited words", channel=word)
        _answer(company, f"w {word}", "invited words", 5, invitation_id=f"w {word}")


def _add_shared(company: Company) -> None:
    """`p0` comes back and is content; of two people nobody knows the name; `named` was asked by name, and gives it once."""
    _ask(company, "stand", "csat", 1, 5)
    _invite(company, "stand", "stand", channel="kiosk")
    for who, score in STAND:
        _answer(company, f"stand {who}", "stand", score, invitation_id="stand", respondent_id=who)
    later = {"answered_at": NOON + timedelta(hours=3)}
    _answer(company, "stand p0 again", "stand", 5, invitation_id="stand", respondent_id="p0", **later)
    _ask(company, "unnamed", "csat", 1, 5)
    _answer(company, "unnamed 1", "unnamed", 2, invitation_id="poster")
    _answer(company, "unnamed 2", "unnamed", 5, invitation_id="poster", **later)
    _ask(company, "named", "csat", 1, 5)
    _ask(company, "named too", "csat", 1, 5)
    _invite(company, "named", "named", channel="email", respondent_id="C40")
    _answer(company, "named 1", "named", 1, invitation_id="named")
    _answer(company, "named 2", "named", 2, invitation_id="named", respondent_id="C40", **later)
    _answer(company, "named 3", "named too", 1, invitation_id="named", **later)


def _add_steps(company: Company) -> None:
    _ask(company, "followed", "nps", 0, 10)
    _answer(company, "called back", "followed", 3, respondent_id="f1")
    _answer(company, "called before", "followed", 3, respondent_id="f2")
    for name, (kind, answer_id, minutes, _) in STEPS.items():
        company.add(
            "feedback.follow_ups", follow_up_id=name, answer_id=answer_id, kind=kind,
            done_at=NOON + timedelta(minutes=minutes),
        )  # fmt: skip


def _add_purchases(company: Company) -> None:
    """Nobody is named but by the purchase."""
    _ask(company, "bought", "nps", 0, 10)
    _ask(company, "bought too", "csat", 1, 5)
    for order, account in (("o bought", "A4"), ("o test", "A11")):
        company.add(
            "commerce.orders", order_id=order, account_id=account, ordered_at=NOON - timedelta(days=9), amount=10,
            currency="EUR", is_canceled=False,
        )  # fmt: skip
        _invite(company, order, "bought", channel="email", order_id=order)
    _invite(company, "o lost", "bought", channel="email", order_id="o lost")
    _answer(company, "bought nps", "bought", 2, invitation_id="o bought")
    _answer(company, "bought csat", "bought too", 1, invitation_id="o bought")
    _answer(company, "bought by test", "bought", 2, invitation_id="o test")
    _answer(company, "bought, own account", "bought too", 4, invitation_id="o bought", account_id="A5",
            respondent_id="somebody else")  # fmt: skip
    _answer(company, "unknown order", "bought", 2, invitation_id="o lost")


def _add_complaints(company: Company) -> None:
    """C3 is of A3; A11 is a test."""
    _ask(company, "complained", "complaint_csat", 1, 5)
    company.add("crm.contacts", contact_id="C tester", account_id="A11", created_at=NOON)
    for name, who in {
        "complained": {"contact_id": "C3"}, "complained by account": {"account_id": "A6", "contact_id": "C3"},
        "complained by test": {"contact_id": "C tester"},
    }.items():  # fmt: skip
        company.add(
            "ticketing.complaints",
            complaint_id=name,
            status="open",
            received_at=NOON - timedelta(days=3),
            **who,
        )
        _answer(company, name, "complained", 1, complaint_id=name)


def _add_instruments(company: Company) -> None:
    for question, channels in INSTRUMENTS.items():
        _ask(company, question, "csat", int(question != "thumb"), 1 if question == "thumb" else 5)
        for channel, scores in channels.items():
            for number, score in enumerate(scores):
                _answer(
                    company, f"{question} {channel} {number}", question, score, channel=channel,
                    answered_at=NOON + timedelta(days=30), respondent_id=f"{question} {channel} {number}",
                )  # fmt: skip


def _ask(company: Company, question: str, metric: str, low: int, high: int) -> None:
    company.add(
        "feedback.questions", question_id=question, survey_id=question, metric=metric, scope="relational",
        scale_min=low, scale_max=high, higher_is_better=True,
    )  # fmt: skip


def _invite(company: Company, name: str, survey: str, **more: str) -> None:
    company.add(
        "feedback.survey_invitations", invitation_id=name, survey_id=survey, respondent_type="customer",
        sent_at=NOON - timedelta(hours=1), **more,
    )  # fmt: skip


def _answer(company: Company, name: str, question: str, score: int, **more: str | datetime | None) -> None:
    company.add(
        "feedback.survey_answers",
        **{
            "answer_id": name, "question_id": question, "respondent_type": "customer", "answered_at": NOON,
            "score": score, **more,
        },
    )  # fmt: skip

"""A company that asks everybody of whom some answer: what each would have said is known, so the truth is too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from delivering import deliver_csv

SEGMENTS = {"smb": 0.5, "mid": 0.3, "enterprise": 0.2}
CHANNELS = {"email": 0.6, "sms": 0.25, "app": 0.15}
TOPICS = ("billing", "delivery", "how_to")
LEANING = {"smb": 8.9, "mid": 7.6, "enterprise": 5.6, "email": 0.0, "sms": -0.6, "app": 0.7}
LEANING |= {"billing": -1.2, "delivery": 0.3, "how_to": 0.8, "unknown": 0.0}
ANSWERS = {"smb": 0.5, "mid": 0.3, "enterprise": 0.12, "email": 0.9, "sms": 1.2, "app": 1.5}
JOINED = {"young": datetime(2024, 1, 20), "older": datetime(2023, 7, 1), "old": datetime(2022, 6, 1)}
MARCH, AS_OF = datetime(2024, 3, 1), datetime(2024, 8, 31, 12)


@dataclass(frozen=True)
class Asked:
    """One invitation, what the invited person would say (0-10), and when they said it, if they did."""

    invitation_id: str
    survey: str
    account: str
    segment: str
    channel: str
    topic: str
    tenure_band: str
    invited_at: datetime
    opinion: int
    answered_at: datetime | None


def accounts() -> list[tuple[str, str, str]]:
    """(account, segment, how old) of 60 customers."""
    found = []
    for number in range(60):
        segment = "smb" if number < 30 else "mid" if number < 48 else "enterprise"
        found.append((f"A{number:02d}", segment, ("young", "older", "old")[number % 3]))
    return found


def tenure_band(joined: datetime, asked_at: datetime) -> str:
    """By hand: 90, 365 and 730 days."""
    days = (asked_at.date() - joined.date()).days
    bands = ((90, "under 90 days"), (365, "90 days to a year"), (730, "1 to 2 years"))
    return next((name for limit, name in bands if days < limit), "2 years and more")


def polled(seed: int = 1) -> list[Asked]:
    """Everybody who is asked: about the relation in March and April, after tickets in March, and all of a pilot."""
    rng = Random(seed)
    asked: list[Asked] = []
    for survey, month, count in (("rel", 3, 1500), ("rel", 4, 40), ("after", 3, 900), ("pilot", 3, 30)):
        for _ in range(count):
            asked.append(_one(rng, len(asked), survey, month))
    return asked + _at_the_turn(len(asked))


def _at_the_turn(first: int) -> list[Asked]:
    """Ten of a large customer are asked on the last of March, ten of a small one in April; half of each answer in April."""
    asked = []
    for number in range(20):
        is_large = number < 10
        at = datetime(2024, 3, 31, 20) if is_large else datetime(2024, 4, 2, 20)
        account, segment, opinion = ("A48", "enterprise", 3) if is_large else ("A00", "smb", 10)
        answered_at = at + timedelta(hours=13) if number % 2 else None
        asked.append(
            Asked(
                f"I{first + number:04d}",
                "turn",
                account,
                segment,
                "email",
                "unknown",
                tenure_band(JOINED["young"], at),
                at,
                opinion,
                answered_at,
            )
        )
    return asked


def _one(rng: Random, number: int, survey: str, month: int) -> Asked:
    segment = rng.choices(list(SEGMENTS), list(SEGMENTS.values()))[0]
    account, _, age = rng.choice([row for row in accounts() if row[1] == segment])
    channel = rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    topic = rng.choice(TOPICS) if survey == "after" else "unknown"
    invited_at = MARCH.replace(month=month) + timedelta(minutes=rng.randrange(20 * 24 * 60))
    mean = LEANING[segment] + LEANING[channel] + LEANING[topic] - (1.0 if age == "young" else 0.0)
    opinion = max(0, min(10, round(mean + rng.gauss(0, 1.2))))
    draw, wait = rng.random(), timedelta(minutes=rng.randrange(60, 9 * 24 * 60))
    answers = survey == "pilot" or draw < ANSWERS[segment] * ANSWERS[channel]
    if month == 4:
        wait += timedelta(days=11) if number % 3 == 0 else timedelta(0)
    return Asked(
        invitation_id=f"I{number:04d}",
        survey=survey,
        account=account,
        segment=segment,
        channel=channel,
        topic=topic,
        tenure_band=tenure_band(JOINED[age], invited_at),
        invited_at=invited_at,
        opinion=opinion,
        answered_at=invited_at + wait if answers else None,
    )


def utc(at: datetime | None) -> str | None:
    return at.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z") if at else None


def deliver(home: Path, asked: list[Asked]) -> None:
    """Whom the company knows and asks; a last ticket sets the clock to the end of August, when nothing can be answered any more."""
    deliver_csv(
        home,
        "crm.accounts",
        "account_id,name,segment,created_at",
        ((account, account, segment, utc(JOINED[age])) for account, segment, age in accounts()),
    )
    deliver_csv(
        home,
        "ticketing.tickets",
        "ticket_id,account_id,channel,topic,status,created_at,solved_at",
        [
            (f"T{a.invitation_id}", a.account, "email", a.topic, "solved", utc(MARCH), utc(a.invited_at))
            for a in asked
            if a.survey == "after"
        ]
        + [("LAST", "A00", "email", "billing", "open", utc(AS_OF), None)],
    )
    questions = (
        ("q-rel", "rel", "nps", "relational", 0, 10, "true"),
        ("q-after", "after", "csat", "transactional", 0, 10, "true"),
        ("q-turn", "turn", "csat", "transactional", 0, 10, "true"),
        ("q-pilot", "pilot", "ces", "transactional", 0, 10, "true"),
        ("q-solved", "pilot", "fcr_stated", "transactional", 0, 1, "true"),
        ("q-loop", "loop", "nps", "relational", 0, 10, "true"),
        ("q-effort", "loop", "ces", "transactional", 1, 5, "false"),
    )
    header = "question_id,survey_id,metric,scope,scale_min,scale_max,higher_is_better"
    deliver_csv(home, "feedback.questions", header, questions)
    deliver_csv(
        home,
        "feedback.survey_invitations",
        "invitation_id,survey_id,channel,respondent_type,account_id,ticket_id,sent_at,delivered_at",
        (
            (
                a.invitation_id,
                a.survey,
                a.channel,
                "customer",
                a.account,
                f"T{a.invitation_id}" if a.survey == "after" else None,
                utc(a.invited_at),
                utc(a.invited_at),
            )
            for a in asked
        ),
    )

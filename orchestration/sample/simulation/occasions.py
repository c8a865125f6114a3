"""What is said beside the surveys: after complaints, in public, by mystery shoppers, by employees themselves."""

from __future__ import annotations

from random import Random

from orchestration.sample.clock import DAY, HOUR, day_text, month_of, month_starts
from orchestration.sample.simulation.company import Company, Person
from orchestration.sample.simulation.surveys import (
    COMPLAINT,
    MYSTERY,
    PEOPLE,
    REVIEW,
    Invitation,
    Occasion,
    SurveyAnswer,
    Surveys,
)
from orchestration.sample.simulation.tickets import Ticket
from orchestration.sample.simulation.verbatims import verbatim

_REVIEWS = 0.025  # of tickets
_SITES = ("avis-libres", "open-reviews")
_STARS = ((1, 2, 3, 4, 5), (18, 9, 10, 22, 41))
_VISITS = 8  # each quarter
_CRITERIA = {
    "q-visit-greeting": (1, 0.93),
    "q-visit-need": (2, 0.78),
    "q-visit-right": (3, 0.84),
    "q-visit-offer": (2, 0.55),
    "q-visit-end": (1, 0.66),
}
"""Weight, and how often it is met."""


def add_occasions(
    rng: Random,
    company: Company,
    tickets: list[Ticket],
    surveys: Surveys,
    complaints: list[tuple[str, Ticket, int]],
) -> Surveys:
    """The surveys with what employees think themselves, with answers after complaints, reviews and visits.

    `complaints`: id, ticket and instant at which each was answered.
    """
    countries = {account.account_id: account.country for account in company.accounts}
    for invitation in surveys.invitations:
        if invitation.survey_id == PEOPLE and invitation.answers:
            last = invitation.answers[-1]
            score = max(1, min(5, round(3.6 + rng.gauss(0, 0.9))))
            at = last.answered_at + rng.randint(5, 40)
            answer_id = f"{invitation.invitation_id.replace('inv', 'ans')}-own"
            invitation.answers.append(SurveyAnswer(answer_id, "q-own", at, score, last.agent_id))
    asked = [
        _after_complaint(rng, complaint_id, ticket, answered_at, _language(countries, ticket.person))
        for complaint_id, ticket, answered_at in complaints
        if ticket.person is not None
        and not ticket.merged
        and not any(c.value == "deleted" for c in ticket.status)
    ]
    occasions = [*_reviews(rng, tickets, countries), *_visits(rng, company)]
    return Surveys([*surveys.invitations, *asked], surveys.follow_ups, occasions)


def _language(countries: dict[str, str], person: Person | None) -> str:
    country = countries.get(person.account_id or "") if person else None
    return "fr" if country in (None, "FR", "BE") else "en"


def _after_complaint(
    rng: Random, complaint_id: str, ticket: Ticket, answered_at: int, language: str
) -> Invitation:
    """A day after the answer to the complaint; who complained is seldom delighted, and 40 % answer."""
    person = ticket.person
    assert person is not None
    number, sent_at = complaint_id.removeprefix("cmp-"), answered_at + DAY
    invitation = Invitation(
        f"inv-c{number}",
        COMPLAINT,
        month_of(sent_at)[:7],
        "email",
        "customer",
        person.user_id,
        person.account_id,
        ticket.ticket_id,
        sent_at,
        delivered_at=sent_at + rng.randint(1, 90),
    )
    draw, after, score = (
        rng.random(),
        rng.expovariate(1 / (20 * HOUR)),
        rng.choices((1, 2, 3, 4, 5), (24, 19, 18, 24, 15))[0],
    )
    words = verbatim(rng, language, _mood(score), ticket.topic) if rng.random() < 0.6 else None
    if draw < 0.4:
        assert invitation.delivered_at is not None
        invitation.opened_at = invitation.delivered_at + 60 + int(min(after, 10 * DAY))
        invitation.started_at = invitation.opened_at + rng.randint(5, 60)
        invitation.answers.append(
            SurveyAnswer(
                f"ans-c{number}",
                "q-complaint",
                invitation.started_at + rng.randint(30, 90),
                score,
                None,
                words,
                language,
                complaint_id=complaint_id,
            )
        )
    return invitation


def _mood(score: int) -> str:
    return "negative" if score < 3 else "neutral" if score == 3 else "positive"


def _reviews(rng: Random, tickets: list[Ticket], countries: dict[str, str]) -> list[Occasion]:
    """Some days after a ticket, once for each site; half of the reviewers nobody knows, and most get a reply."""
    found, seen = [], set()
    wanted = max(1, round(_REVIEWS * len(tickets)))
    for number, index in enumerate(sorted(rng.sample(range(len(tickets)), wanted)), 1):
        ticket, site = tickets[index], rng.choice(_SITES)
        at = ticket.created_at + rng.randint(2 * DAY, 25 * DAY)
        stars = rng.choices(*_STARS)[0]
        language = _language(countries, ticket.person)
        person = ticket.person if rng.random() < 0.5 else None
        if person is not None and (person.user_id, site) in seen:
            person = None
        reply = (
            at + 600 + int(rng.expovariate(1 / (60 * HOUR)))
            if rng.random() < (0.85 if stars < 3 else 0.55)
            else None
        )
        words = verbatim(rng, language, _mood(stars), ticket.topic) if rng.random() < 0.8 else None
        answer = SurveyAnswer(
            f"ans-r{number:05d}", "q-stars", at, stars, None, words, language, replied_at=reply
        )
        review = Occasion(REVIEW, "web", f"reviewer-{number:05d}", site=site, answers=[answer])
        if person is not None:
            seen.add((person.user_id, site))
            review.respondent_id, review.account_id = person.user_id, person.account_id
        found.append(review)
    return found


def _visits(rng: Random, company: Company) -> list[Occasion]:
    """Each quarter eight shoppers call or write, to an agent who is there on that day."""
    found = []
    for quarter in quarters(company):
        text = day_text(quarter)
        wave = f"{text[:4]}-Q{(int(text[5:7]) + 2) // 3}"
        for shopper in range(1, _VISITS + 1):
            at = (quarter + rng.randrange(80)) * DAY + rng.randint(9 * HOUR, 17 * HOUR)
            there = [
                a.user_id
                for a in company.agents
                if a.hired_at <= at and (a.left_at is None or at < a.left_at)
            ]
            agent_id = rng.choice(there) if there else None
            visit = Occasion(
                MYSTERY, rng.choice(("phone", "phone", "email", "web")), f"shopper-{shopper}", wave=wave
            )
            for place, (question_id, (weight, chance)) in enumerate(_CRITERIA.items(), 1):
                applies = question_id != "q-visit-offer" or rng.random() < 0.7
                visit.answers.append(
                    SurveyAnswer(
                        f"ans-m{wave}-{shopper}-{place}",
                        question_id,
                        at,
                        int(rng.random() < chance),
                        agent_id,
                        weight=weight,
                        is_applicable=applies,
                    )
                )
            if at < company.ends_at:
                found.append(visit)
    return found


def quarters(company: Company) -> list[int]:
    """The first days of the quarters that begin within the simulation, and the first one."""
    months = month_starts(company.first_day, company.first_day + company.days - 1)
    return [m for m in months if day_text(m)[5:7] in ("01", "04", "07", "10")] or months[:1]

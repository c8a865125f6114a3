"""A company whose customers are asked: what counts is known by construction, and noise is laid over it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from topic_histories import topic_at, topic_history
from voice_book import AS_OF, CHANNELS, GROWN, QUESTIONS, START, Answer, Company, Row

VERBATIMS = (
    "fine",
    "LIVRÉ en retard, l'erreur sur la FACTURE!",
    "Delivered late; slow api",
    "Billing was billingly fine, download too",
    "Une panne/des pannes... prix\u202f?",
    "Le TEMPS D\u2019ATTENTE, quel délai",
    "Wait, TIME! All was down.",
    "Long wait times; temps perdu d'attente, fi",
)
"""What customers write, and `VERBATIM_TOPICS` what each speaks of."""
VERBATIM_TOPICS: dict[str | None, set[str]] = dict(
    zip(
        (None, *VERBATIMS),
        (
            *(set[str](), set[str](), {"delivery", "defect", "billing"}),
            *({"delivery", "performance", "integration"}, {"billing"}, {"outage", "upgrade"}),
            *({"queue"}, {"waiting_time"}, set[str]()),
        ),
        strict=True,
    )
)

COMPANY_TERMS = 'term,topic\n" Temps  d\'attente",Queue\nDOWN,None\n'
"""One laid over a shipped term of three words, one that takes a shipped term out."""


def make_company(seed: int) -> Company:
    """Accounts, tickets, questions; then answers by invitation, within waves, and of nobody known."""
    company = Company(random.Random(seed))
    _add_parties(company)
    _add_tickets(company)
    for question_id, (metric, scope, low, high, is_high_good, cut) in QUESTIONS.items():
        company.add(
            "feedback.questions", question_id=question_id, survey_id=question_id, metric=metric, scope=scope,
            scale_min=low, scale_max=high, higher_is_better=is_high_good, positive_from=cut, version="1",
        )  # fmt: skip
    for number in range(1500):
        _add_answer(company, f"a{number}", company.rng.choice(list(QUESTIONS)))
    return company


def _add_parties(company: Company) -> None:
    for number in range(12):
        first = {"account_id": f"A{number}", "created_at": START, "is_test": number == 11}
        company.add("crm.accounts", **first, segment=f"segment {number % 3}", updated_at=START)
        if number % 2:
            company.add("crm.accounts", **first, segment="grown", updated_at=GROWN)
        for _ in range(4):
            at, is_canceled = company.instant(), company.rng.random() < 0.2
            company.add(
                "commerce.orders", order_id=f"o{len(company.tables.get('commerce.orders', []))}",
                account_id=f"A{number}", ordered_at=at, amount=10, currency="EUR", is_canceled=is_canceled,
            )  # fmt: skip
            if not is_canceled:
                company.orders.append((f"A{number}", at))
    for number in range(60):
        company.add("crm.contacts", contact_id=f"C{number}", account_id=f"A{number % 11}", created_at=START)
    for number in range(3):
        company.add("ticketing.teams", team_id=f"T{number}", name=f"team {number}")
    for number in range(6):
        company.add("ticketing.agents", agent_id=f"G{number}", team_id=f"T{number % 3}")


def _add_tickets(company: Company) -> None:
    """Solved by one agent, sometimes reopened and solved again by another; some are rated, more than once."""
    rng = company.rng
    for number in range(120):
        ticket_id, created = f"k{number}", START + timedelta(days=rng.randrange(120))
        account = f"A{rng.randrange(12)}"
        first, second = (rng.randrange(6) for _ in range(2))
        solves = [(created + timedelta(days=1), first)]
        if rng.random() < 0.4:
            solves.append((created + timedelta(days=100), second))
        last = solves[-1][1]
        is_spam = rng.random() < 0.05
        own, history = f"topic {number % 4}", topic_history(number, created)
        company.add(
            "ticketing.tickets", ticket_id=ticket_id, account_id=account, channel="email", brand=f"brand {number % 2}",
            topic=history[-1][1] if history else own, status="solved", created_at=created, solved_at=solves[-1][0],
            assignee_id=f"G{last}", team_id=f"T{last % 3}", is_spam=is_spam, updated_at=solves[-1][0],
        )  # fmt: skip
        events: list[tuple[datetime, str, str | None]] = [(created, "status", "open")]
        events += [(at, "topic", topic) for at, topic in history]
        before = (timedelta(hours=1), timedelta(days=9))
        for position, (at, agent) in enumerate(solves):
            if position:
                events.append((at - timedelta(days=10), "status", "open"))
            events += [
                (at - before[position], "assignee_id", f"G{agent}"),
                (at - before[position], "team_id", f"T{agent % 3}"),
                (at, "status", "solved"),
            ]
        company.tickets[ticket_id] = {
            "account": account, "solves": solves, "topic": (history, own), "brand": f"brand {number % 2}",
            "is_spam": is_spam, "is_test": account == "A11",
        }  # fmt: skip
        events += _ratings(company, ticket_id, solves[0][0] + timedelta(days=rng.randrange(1, 150)))
        for at, name, value in events:
            company.add(
                "ticketing.ticket_changes", ticket_id=ticket_id, field=name, changed_at=at, value=value
            )


def _ratings(company: Company, ticket_id: str, offered: datetime) -> list[tuple[datetime, str, str | None]]:
    if company.rng.random() < 0.4:
        return []
    ticket = company.tickets[ticket_id]
    verdicts = [company.rng.choice(("good", "bad")) for _ in range(company.rng.randrange(4))]
    times = [offered + timedelta(hours=number + 1) for number in range(len(verdicts))]
    cuts = ticket_cuts(ticket, offered) | {"channel": "unknown", "survey": "ticket_satisfaction"}
    cuts |= {"wave": "unknown", "segment": company.segment(ticket["account"], offered)}
    is_out = ticket["is_spam"] or ticket["is_test"]
    if not is_out:
        company.invitations.append((offered, None, bool(verdicts), False, cuts))
    kept = [n for n in range(len(verdicts)) if n == 0 or verdicts[n] != verdicts[n - 1]]
    for number in range(len(verdicts)):
        answer_id = f"{ticket_id}:{number + 1}"
        if is_out:
            company.reasons[answer_id] = "spam" if ticket["is_spam"] else "test"
        elif number not in kept:
            company.reasons[answer_id] = "resubmitted"
        elif number != kept[-1]:
            company.reasons[answer_id] = "superseded"
        else:
            at = times[number]
            own = ticket_cuts(ticket, at) | {
                "channel": "unknown",
                "survey": "ticket_satisfaction",
                "wave": "unknown",
            }
            own["segment"] = company.segment(ticket["account"], at)
            company.counted.append(
                Answer(answer_id, "ticket_satisfaction", int(verdicts[number] == "good"), at, own)
            )
    return [(offered, "satisfaction_score", "offered")] + [
        (at, "satisfaction_score", verdict) for at, verdict in zip(times, verdicts, strict=True)
    ]


def ticket_cuts(ticket: dict[str, Any] | None, at: datetime) -> dict[str, str]:
    """Who had solved the ticket by then, and its topic; before the first solve nobody had, or whoever had it."""
    if ticket is None:
        return dict.fromkeys(("agent", "team", "topic", "brand", "product"), "unknown")
    agent = [number for solved, number in ticket["solves"] if solved <= at][-1]
    named = {"agent": f"G{agent}", "team": f"team {agent % 3}", "product": "unknown"}
    return {**named, "topic": topic_at(*ticket["topic"], at), "brand": ticket["brand"]}


def _add_answer(company: Company, name: str, question: str) -> None:
    """One answer that counts, by invitation, within a wave or of nobody known, and sometimes noise around it."""
    rng = company.rng
    _, scope, low, high, _, _ = QUESTIONS[question]
    ticket_id = (
        rng.choice(list(company.tickets)) if scope == "transactional" or question == "complaint" else None
    )
    ticket = company.tickets[ticket_id] if ticket_id else None
    at = company.instant()
    if ticket:
        at = max(at, ticket["solves"][0][0] + timedelta(hours=1))
    number = rng.randrange(60)
    account = ticket["account"] if ticket else f"A{number % 11}"
    way = rng.choice(("invitation", "wave", "nobody"))
    channel, wave = rng.choice(CHANNELS), f"wave {at.month}" if rng.random() < 0.7 else None
    answer: Row = {
        "question_id": question,
        "respondent_type": "customer",
        "ticket_id": ticket_id,
        "is_complete": True,
    }
    answer |= {
        "channel": channel,
        "verbatim": rng.choice((None, VERBATIMS[int(name[1:]) % len(VERBATIMS)])),
        "site": f"site {number % 2}",
    }
    cuts = ticket_cuts(ticket, at) | {"channel": channel, "survey": question, "site": f"site {number % 2}"}
    if way == "invitation":
        answer |= {"invitation_id": f"i{name}", "channel": None}
        sent = at - timedelta(hours=2)
        arrived = sent + timedelta(minutes=1) if rng.random() < 0.8 else None
        company.add(
            "feedback.survey_invitations", invitation_id=f"i{name}", survey_id=question, wave=wave, channel=channel,
            respondent_type="customer", ticket_id=ticket_id, account_id=account, sent_at=sent, delivered_at=arrived,
        )  # fmt: skip
        sent_cuts = cuts | ticket_cuts(ticket, max(sent, ticket["solves"][0][0]) if ticket else sent)
        sent_cuts["topic"] = topic_at(*ticket["topic"], sent) if ticket else "unknown"
        sent_cuts |= {"wave": wave or "unknown", "segment": company.segment(account, sent)}
    elif way == "wave":
        answer |= {"respondent_id": f"p{name}", "account_id": account, "wave": wave}
    else:
        wave, account = None, ticket["account"] if ticket else None
    cuts |= {"wave": wave or "unknown", "segment": company.segment(account, at)}
    score = rng.randint(low, high)
    is_out = bool(ticket and (ticket["is_spam"] or ticket["is_test"]))
    if way == "invitation" and not is_out:
        company.invitations.append((sent, arrived or sent, True, True, sent_cuts))
    company.add("feedback.survey_answers", answer_id=name, **answer, score=score, answered_at=at)
    if is_out and ticket:
        company.reasons[name] = "spam" if ticket["is_spam"] else "test"
        return
    company.counted.append(Answer(name, question, score, at, cuts, account))
    if way != "nobody":
        _add_noise(company, name, answer, at, score, low, high)


def _add_noise(
    company: Company, name: str, answer: Row, at: datetime, score: int, low: int, high: int
) -> None:
    """What must change nothing: earlier answers, the same again, unfinished ones, words alone, scores off the scale."""
    noises: list[tuple[str, timedelta, Row]] = [
        ("superseded", -timedelta(minutes=30), {"score": low if score != low else high}),
        ("resubmitted", timedelta(days=40), {"score": score}),
        ("incomplete", timedelta(days=1), {"score": low, "is_complete": False}),
        ("no_score", timedelta(days=2), {"score": None, "verbatim": "only words"}),
        ("off_scale", timedelta(days=3), {"score": high + 1}),
    ]
    for reason, shift, changed in noises:
        if company.rng.random() < 0.2 and at + shift <= AS_OF:
            answer_id = f"{name}-{reason}"
            company.add(
                "feedback.survey_answers",
                **{**answer, **changed, "answer_id": answer_id, "answered_at": at + shift},
            )
            company.reasons[answer_id] = reason
